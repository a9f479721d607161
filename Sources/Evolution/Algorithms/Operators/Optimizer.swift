/// What turns an estimated gradient into a step.
public enum OptimizerRule: String, ParameterChoice {
  /// Each gene by its own slopes of late (Kingma and Ba, arXiv:1412.6980, 2014, Algorithm 1).
  case adam
  /// The mean of the gradients of late, as it is.
  case sgd
  /// Steps of one length, whose mean is kept below a greatest speed (Toklu, Liskowski and
  /// Srivastava, "ClipUp", PPSN XVI, 2020).
  case clipup

  static func parameter<Settings: Tunable>(
    _ path: any WritableKeyPath<Settings, OptimizerRule> & Sendable
  ) -> Parameter<Settings> {
    Parameter("optimizer", path, help: "What turns the estimated gradient into a step.")
  }

  static func learningRate<Settings: Tunable>(
    _ path: any WritableKeyPath<Settings, Float> & Sendable
  ) -> Parameter<Settings> {
    Parameter(
      "learning-rate", path, 0...10, .multiplicative(1.1, from: 0.0001),
      help: "How far one generation climbs, in standard deviations of a first population.")
  }

  static func momentum<Settings: Tunable>(
    _ path: any WritableKeyPath<Settings, Float> & Sendable,
    when isActive: @escaping @Sendable (Settings) -> Bool
  ) -> Parameter<Settings> {
    Parameter(
      "momentum", path, 0...0.999, .linear(0.01),
      help: "How long a direction is kept (sgd and clipup).", when: isActive)
  }

  static func greatestSpeed<Settings: Tunable>(
    _ path: any WritableKeyPath<Settings, Float> & Sendable,
    when isActive: @escaping @Sendable (Settings) -> Bool
  ) -> Parameter<Settings> {
    Parameter(
      "greatest-speed", path, 0...10, .multiplicative(1.1, from: 0.0001),
      help: "The longest step of ClipUp, in standard deviations of a first population.",
      when: isActive)
  }
}

/// The memory of an optimizer that climbs.
struct Optimizer: Codable, Equatable, Sendable {
  /// The mean gradient or the velocity: [geneCount].
  @Packed private var first: [Float]
  /// The mean square of the gradient, for Adam: [geneCount].
  @Packed private var second: [Float]
  /// The powers of beta 1 and beta 2 that correct the moments' bias: [2].
  @Packed private var powers: [Float] = [1, 1]
  /// What the moments are of; nil before the first turn.
  private var rule: OptimizerRule?

  struct Rates {
    var rule: OptimizerRule
    var learning: Float
    var momentum: Float
    /// Of ClipUp, for each gene in the root mean square, as the learning rate is.
    var greatestSpeed: Float
    var beta1: Float = 0.9
    var beta2: Float = 0.999
  }

  init(geneCount: Int) {
    first = Array(repeating: 0, count: geneCount)
    second = Array(repeating: 0, count: geneCount)
  }

  /// Turns a gradient into a direction, in place; what this is to be multiplied with.
  ///
  /// Another rule than before begins anew: the moments of one mean nothing to another.
  mutating func turn(_ gradient: inout [Float], _ rates: Rates) -> Float {
    precondition(gradient.count == first.count, "Each gene has a slope.")
    if let rule, rule != rates.rule { self = Self(geneCount: first.count) }
    rule = rates.rule
    var slopes = gradient.mutableSpan
    switch rates.rule {
    case .adam:
      powers[0] *= rates.beta1
      powers[1] *= rates.beta2
      Self.adam(
        &slopes, &_first.wrappedValue, &_second.wrappedValue, correction: 1 / (1 - powers[1]),
        rates)
      return rates.learning / (1 - powers[0])
    case .sgd:
      Self.follow(&slopes, &first, rates.momentum, 1 - rates.momentum)
      return rates.learning
    case .clipup:
      clipUp(&slopes, rates)
      return 1
    }
  }

  private static func adam(
    _ slopes: inout MutableSpan<Float>, _ first: inout [Float], _ second: inout [Float],
    correction: Float, _ rates: Rates
  ) {
    let (beta1, beta2) = (rates.beta1, rates.beta2)
    var means = first.mutableSpan
    var squares = second.mutableSpan
    precondition(means.count == slopes.count && squares.count == slopes.count)
    for gene in slopes.indices {
      let slope = slopes[gene]
      let mean = beta1 * means[gene] + (1 - beta1) * slope
      let square = beta2 * squares[gene] + (1 - beta2) * slope * slope
      means[gene] = mean
      squares[gene] = square
      let ratio = mean / ((correction * square).squareRoot() + 1e-8)
      // Adam's is smaller by itself, unless the betas are far from usual.
      slopes[gene] = max(min(ratio, 10), -10)
    }
  }

  /// velocity = momentum velocity + share slope, which takes the slope's place.
  private static func follow(
    _ slopes: inout MutableSpan<Float>, _ velocity: inout [Float], _ momentum: Float,
    _ share: Float
  ) {
    var velocity = velocity.mutableSpan
    precondition(velocity.count == slopes.count)
    for gene in slopes.indices {
      let value = momentum * velocity[gene] + share * slopes[gene]
      velocity[gene] = value
      slopes[gene] = value
    }
  }

  private mutating func clipUp(_ slopes: inout MutableSpan<Float>, _ rates: Rates) {
    let root = Float(slopes.count).squareRoot()
    let length = Self.length(slopes.span)
    let share = length > 0 ? rates.learning * root / length : 0
    Self.follow(&slopes, &first, rates.momentum, share)
    let speed = Self.length(slopes.span)
    let most = rates.greatestSpeed * root
    guard speed > most else { return }
    var velocity = first.mutableSpan
    precondition(velocity.count == slopes.count)
    for gene in slopes.indices {
      velocity[gene] *= most / speed
      slopes[gene] = velocity[gene]
    }
  }

  private static func length(_ values: Span<Float>) -> Float {
    var square = 0.0
    for gene in values.indices { square += Double(values[gene]) * Double(values[gene]) }
    return Float(square.squareRoot())
  }

  mutating func remap(_ row: RemappedRow) {
    first = row.carrying(first[...]) { _ in 0 }
    second = row.carrying(second[...]) { _ in 0 }
  }

  func isConsistent(_ geneCount: Int) -> Bool {
    first.count == geneCount && second.count == geneCount && powers.count == 2
  }

  func digest(into digest: inout Digest) {
    digest.add(Kernels.digest(first.span))
    digest.add(Kernels.digest(second.span))
    digest.add(powers[0])
    digest.add(powers[1])
  }
}
