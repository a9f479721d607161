/// Finding the minimum of a function: the yardsticks of the field.
///
/// The minimum can be moved away from the origin and the axes turned, so that no algorithm
/// gains from where it starts or from coordinates that can be solved one by one:
///
///     f(x) = value(optimum + R (x - shift - optimum))
///
/// Fitness is -f. Genes are `Float`: with a shift they come within about 10⁻⁷ of the minimum,
/// which is no nearer than 10⁻⁸ for the worst conditioned functions; without a shift, any
/// precision can be reached.
public struct FunctionProblem: DifferentiableProblem {
  public let function: any BenchmarkFunction.Type
  public let settings: Settings
  public let space: SearchSpace
  /// Where the minimum lies: [dimension].
  public let minimum: [Double]
  /// Orthogonal: [dimension × dimension]; empty where the axes are not turned.
  private let rotation: [Double]
  private let kernels: Kernels

  /// More dimensions than this are not turned: their matrix would be too large.
  public static let rotationLimit = 1000

  /// - Parameter random: Decides where the minimum is shifted to and how the axes are turned.
  /// - Precondition: The dimension is at least 1, and at most `rotationLimit` where turned.
  public init(
    _ function: any BenchmarkFunction.Type, _ settings: Settings, _ random: RandomSource
  ) {
    precondition(settings.dimension >= 1)
    precondition(!settings.isRotated || settings.dimension <= Self.rotationLimit)
    self.function = function
    self.settings = settings
    kernels = random.kernels
    let domain = Float(function.domain)
    space = SearchSpace(
      initialDeviations: Array(repeating: domain / 2, count: settings.dimension),
      bounds: -domain...domain)
    // Only towards the middle, so that the minimum stays within the domain.
    let reach = Double(settings.shift) * (function.domain - abs(function.optimum))
    let shifts = random.numbers(settings.dimension, of: .uniform, for: .functionShift)
    minimum = shifts.map { function.optimum + reach * (2 * Double($0) - 1) }
    rotation = settings.isRotated ? Self.rotation(settings.dimension, random) : []
  }

  public func makeWorkspace() -> Workspace {
    Workspace(numberCount: 2 * settings.dimension)
  }

  public func evaluate(
    _ genes: Span<Float>, into scores: inout MutableSpan<Score>, _ workspace: inout Workspace
  ) {
    let dimension = settings.dimension
    for individual in scores.indices {
      let row = genes.extracting(individual * dimension..<(individual + 1) * dimension)
      let value = Float(value(row, &workspace.numbers))
      scores[individual] = Score(fitness: value.isFinite ? -value : .nan, accuracy: .nan)
    }
  }

  /// A target is a value of the function to come down to.
  public func isReached(_ target: Double, by score: Score) -> Bool {
    Double(-score.fitness) <= target
  }

  /// The function's value at some points.
  ///
  /// - Parameter points: [count × dimension]
  public func values(at points: [Float]) -> [Double] {
    var scratch = [Double](repeating: 0, count: 2 * settings.dimension)
    return stride(from: 0, to: points.count, by: settings.dimension).map {
      value(points.span.extracting($0..<$0 + settings.dimension), &scratch)
    }
  }

  /// The function's value at a point: at least 0.
  ///
  /// - Parameters:
  ///   - x: [dimension]
  ///   - scratch: [2 × dimension]
  func value(_ x: Span<Float>, _ scratch: inout [Double]) -> Double {
    place(x, &scratch)
    return function.value(scratch.span.extracting(0..<settings.dimension))
  }

  public var sampleCount: Int { 1 }

  /// The loss is the function's value; there is but the one sample.
  public func gradient(
    of genes: Span<Float>, samples: Span<Int32>, into gradient: inout MutableSpan<Float>,
    _ workspace: inout Workspace
  ) -> Float {
    let count = settings.dimension
    precondition(gradient.count == count, "One slope a coordinate.")
    let value = value(genes, &workspace.numbers)
    var slopes = [Double](repeating: 0, count: count)
    var span = slopes.mutableSpan
    function.gradient(workspace.numbers.span.extracting(0..<count), into: &span)
    if !rotation.isEmpty { slopes = turnedBack(slopes) }
    for i in 0..<count { gradient[i] = Float(slopes[i]) }
    return Float(value)
  }

  /// From the function's axes to those of the genes: [dimension].
  private func turnedBack(_ slopes: [Double]) -> [Double] {
    let count = settings.dimension
    var turned = [Double](repeating: 0, count: count)
    for row in 0..<count {
      for i in 0..<count { turned[i] += rotation[row * count + i] * slopes[row] }
    }
    return turned
  }

  /// Writes the point of the function that genes stand for to the first half of the scratch.
  private func place(_ x: Span<Float>, _ scratch: inout [Double]) {
    let count = settings.dimension
    precondition(x.count == count && scratch.count == 2 * count)
    for i in 0..<count { scratch[count + i] = Double(x[i]) - minimum[i] }
    if rotation.isEmpty {
      for i in 0..<count { scratch[i] = function.optimum + scratch[count + i] }
    } else {
      for row in 0..<count {
        var sum = 0.0
        for i in 0..<count { sum += rotation[row * count + i] * scratch[count + i] }
        scratch[row] = function.optimum + sum
      }
    }
  }

  /// A fingerprint of what is to be solved.
  public var digest: Digest {
    var digest = Digest()
    digest.add("\(function)")
    for number in minimum + rotation { digest.add(number.bitPattern) }
    return digest
  }

  /// A random orthogonal matrix: normal numbers, made orthonormal row by row (Gram and Schmidt,
  /// twice, as rounding needs).
  private static func rotation(_ count: Int, _ random: RandomSource) -> [Double] {
    var matrix: [Double] = []
    matrix.reserveCapacity(count * count)
    for row in 0..<count {
      var direction = random.numbers(count, of: .normal, for: .functionRotation, individual: row)
        .map(Double.init)
      for _ in 0..<2 {
        for other in 0..<row {
          remove(matrix[other * count..<(other + 1) * count], from: &direction)
        }
      }
      let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
      matrix += direction.map { $0 / length }
    }
    return matrix
  }

  private static func remove(_ axis: ArraySlice<Double>, from direction: inout [Double]) {
    var product = 0.0
    for (i, component) in axis.enumerated() { product += component * direction[i] }
    for (i, component) in axis.enumerated() { direction[i] -= product * component }
  }
}

extension FunctionProblem {
  /// What a person may choose of a function.
  public struct Settings: Tunable {
    public var dimension = 2
    public var shift: Float = 0.5
    public var rotation = Rotation.none

    public init() {}

    public enum Rotation: String, ParameterChoice {
      case none
      case random
    }

    public var isRotated: Bool { rotation == .random && dimension > 1 }

    public static let parameters: [Parameter<Self>] = [
      Parameter(
        "dimension", \.dimension, 1...1_000_000, .multiplicative(1.5, from: 1), effect: .restart,
        help: "The number of coordinates; with 2 the lab draws the landscape."),
      Parameter(
        "shift", \.shift, 0...1, .linear(0.1),
        help: "How far the minimum may lie from its usual place, as a share of the way to the edge."
      ),
      Parameter(
        "rotation", \.rotation,
        help: "Whether the axes are turned, so that coordinates depend on one another."),
    ]
  }
}

extension FunctionProblem: Equatable {
  public static func == (left: Self, right: Self) -> Bool {
    left.function == right.function && left.settings == right.settings
      && left.minimum == right.minimum && left.rotation == right.rotation
  }
}
