/// An algorithm that follows the slope of a problem, instead of only comparing candidates.
///
///     algorithm.ask(random)
///     algorithm.learn(from: problem, …)            // trains the networks
///     algorithm.breed(0..<count, into: &genes, …)  // shows them
///     algorithm.tell(&candidates, scores, random)
///
/// Candidates are networks that are trained side by side, from different starts.
public protocol GradientMethod: Algorithm {
  /// What it needs of a problem, as part of a sentence; by default a gradient.
  static var need: String { get }

  /// Whether the problem has that.
  static func canLearn(from problem: any Problem) -> Bool

  /// Trains on the problem before the generation that was asked for is bred.
  ///
  /// - Parameter workers: Who may do independent pieces of it at the same time.
  /// - Returns: What it cost, in evaluations: see `PassAccount`.
  /// - Precondition: `canLearn(from: problem)`
  mutating func learn(
    from problem: any Problem, _ workers: some Workers, _ random: RandomSource
  ) -> Int
}

extension GradientMethod {
  public static func defaultCount(for space: SearchSpace) -> Int { 1 }

  public static var need: String { "a gradient" }

  public static func canLearn(from problem: any Problem) -> Bool {
    problem is any DifferentiableProblem
  }
}

extension Algorithm {
  /// Lets a gradient method train, and does nothing with any other.
  ///
  /// - Returns: What it cost, in evaluations.
  public mutating func learnIfAble(
    from problem: any Problem, _ workers: some Workers, _ random: RandomSource
  ) -> Int {
    guard var method = self as? any GradientMethod else { return 0 }
    let cost = method.learn(from: problem, workers, random)
    if let method = method as? Self { self = method }
    return cost
  }

  /// What the algorithm needs of a problem and this one has not, as part of a sentence.
  public static func unmetNeed(of problem: any Problem) -> String? {
    guard let type = self as? any GradientMethod.Type, !type.canLearn(from: problem) else {
      return nil
    }
    return type.need
  }
}

/// Those who do pieces of work at the same time.
public protocol Workers {
  /// The results of all pieces, in their order: [count].
  func map<Result: Sendable>(
    _ count: Int, in problem: any Problem,
    _ work: @Sendable (_ index: Int, _ workspace: inout Workspace) -> Result
  ) -> [Result]
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
