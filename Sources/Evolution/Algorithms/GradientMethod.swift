/// An algorithm that follows the slope of a problem.
///
/// What `learn` costs is told by `PassAccount`.
public protocol GradientMethod: InformedAlgorithm {}

extension GradientMethod {
  public static var need: String { "a gradient" }

  public static func canLearn(from problem: any Problem) -> Bool {
    problem is any DifferentiableProblem
  }
}

/// What gradients cost, in evaluations of a network on all samples, with nothing lost to rounding.
///
/// An evaluation is a forward pass of each sample. A gradient over a batch counts as three passes
/// of each of its samples: one forward and, as it has twice the multiplications, two for the way
/// back.
struct PassAccount: Codable, Equatable, Sendable {
  static let passesOfGradient = 3

  /// Passes that do not make up an evaluation yet.
  private(set) var remainder = 0

  /// Adds passes of single samples; returns how many evaluations are full with them.
  mutating func add(passes: Int, sampleCount: Int) -> Int {
    let (full, rest) = (remainder + passes).quotientAndRemainder(dividingBy: sampleCount)
    remainder = rest
    return full
  }

  var isConsistent: Bool { (0..<Int(Int32.max)).contains(remainder) }
}
