/// OpenAI's evolution strategy: climbs the gradient that mirrored random steps estimate.
///
/// Salimans et al., "Evolution strategies as a scalable alternative to backpropagation",
/// arXiv:1703.03864 (2017), Algorithm 1 with mirrored sampling, centred ranks, weight decay and
/// Adam or another optimizer:
///
///     candidate   0             1             2             3             4
///     genes       mean + sigma e₀  mean - sigma e₀  mean + sigma e₁  mean - sigma e₁  mean
///
///     gradient = 1 / (n sigma) Σ rank_i e_i
///
/// The last of an odd number is the mean itself, whose fitness is not used. Genes are measured in
/// their deviations in a first population, so that sigma and the learning rate suit all.
/// Deviation: equal scores share the mean of their ranks, so that they pull nowhere.
public struct OpenAIES: Algorithm {
  public static let title = "OpenAI's evolution strategy"
  public static var scoreMemory: ScoreMemory { .isUnused }

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// Where the steps are made from: [geneCount]; empty until the first `ask`.
  @Packed private(set) var mean: [Float] = []
  private var optimizer: Optimizer
  /// Of the mean, where it was asked for since it last moved: [1].
  @Packed private var meanScore: [Score] = [.unknown]

  /// The gradient is estimated from mirrored pairs.
  public static let leastCount = 2

  public static func defaultCount(for space: SearchSpace) -> Int {
    MirroredSampling.defaultCount(for: space.geneCount)
  }

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "A population has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
    optimizer = Optimizer(geneCount: space.geneCount)
  }

  /// Of the steps: sigma, in the units of each gene.
  private var deviations: [Float] {
    space.initialDeviations.map { settings.noiseDeviation * $0 }
  }

  public mutating func ask(_ random: RandomSource) {
    guard mean.isEmpty else { return }
    let start = random.numbers(space.geneCount, of: .normal, for: .initialization)
    mean = zip(start, space.initialDeviations).map { $0 * $1 }
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    precondition(!mean.isEmpty, "A generation is planned before it is bred.")
    MirroredSampling(mean: mean, deviations: deviations, count: count)
      .breed(candidates, into: &genes, origins: &origins, random)
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    precondition(
      candidates.count == count && candidates.geneCount == space.geneCount
        && scores.count == count, "Those who were bred come back, each with a score.")
    meanScore = [count.isMultiple(of: 2) ? .unknown : scores[count - 1]]
    let paired = scores[..<(count / 2 * 2)].map(\.fitness)
    guard paired.contains(where: { $0.isFinite }) else { return }
    climb(gradient(candidates, RankUtilities.centred(paired)))
  }

  /// The estimate in units of the initial deviations, weight decay not included: [geneCount].
  func gradient(_ candidates: Population, _ ranks: [Float]) -> [Float] {
    var gradient = [Float](repeating: 0, count: space.geneCount)
    for pair in 0..<ranks.count / 2 {
      let difference = ranks[2 * pair] - ranks[2 * pair + 1]
      guard difference != 0 else { continue }
      Self.add(
        difference, candidates.genes.span.extracting(candidates.row(2 * pair)),
        candidates.genes.span.extracting(candidates.row(2 * pair + 1)), to: &gradient)
    }
    // Rows lie 2 sigma e apart: e = (x₊ - x₋) / (2 sigma).
    let noise = settings.noiseDeviation
    let factor = 1 / (2 * Float(ranks.count) * noise * noise)
    for gene in gradient.indices { gradient[gene] *= factor / space.initialDeviations[gene] }
    return gradient
  }

  private static func add(
    _ weight: Float, _ left: Span<Float>, _ right: Span<Float>, to gradient: inout [Float]
  ) {
    var gradient = gradient.mutableSpan
    precondition(left.count == gradient.count && right.count == gradient.count)
    for gene in gradient.indices { gradient[gene] += weight * (left[gene] - right[gene]) }
  }

  /// One step of the optimizer, upwards.
  private mutating func climb(_ gradient: [Float]) {
    var direction = gradient
    for gene in mean.indices {
      direction[gene] =
        gradient[gene] - settings.weightDecay * mean[gene] / space.initialDeviations[gene]
    }
    let rate = optimizer.turn(&direction, settings.rates)
    for gene in mean.indices {
      mean[gene] += space.initialDeviations[gene] * rate * direction[gene]
    }
  }

  /// There are no parents, but the mean stands for what was learnt.
  public func score(ofParent parent: Int) -> Score { meanScore[0] }

  public var incumbent: [Float]? { mean.isEmpty ? nil : mean }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    guard !mean.isEmpty else { return }
    var population = Population(count: 1, geneCount: space.geneCount)
    population.genes = mean
    meanScore = evaluate(population)
  }

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    if mean.isEmpty {
      optimizer = Optimizer(geneCount: space.geneCount)
    } else {
      let remapped = row(mean[...], 0)
      precondition(remapped.genes.count == space.geneCount, "The row is one of the new network.")
      mean = remapped.genes
      optimizer.remap(remapped)
    }
    self.space = space
    meanScore = [.unknown]
  }

  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    self.count = count
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(Kernels.digest(mean.span))
    optimizer.digest(into: &digest)
  }

  public var isConsistent: Bool {
    count >= 1 && (mean.isEmpty || mean.count == space.geneCount)
      && optimizer.isConsistent(space.geneCount) && meanScore.count == 1
  }
}

extension OpenAIES {
  /// What a person may turn in OpenAI's evolution strategy.
  public struct Settings: Tunable {
    public var noiseDeviation: Float = 0.1
    public var optimizer = OptimizerRule.adam
    public var learningRate: Float = 0.1
    public var momentum: Float = 0.9
    public var greatestSpeed: Float = 0.1
    public var weightDecay: Float = 0.005
    public var adamBeta1: Float = 0.9
    public var adamBeta2: Float = 0.999

    public init() {}

    var rates: Optimizer.Rates {
      Optimizer.Rates(
        rule: optimizer, learning: learningRate, momentum: momentum,
        greatestSpeed: greatestSpeed, beta1: adamBeta1, beta2: adamBeta2)
    }

    public static let parameters: [Parameter<Self>] = [
      MirroredSampling.noiseDeviation(\.noiseDeviation, effect: .nextGeneration),
      OptimizerRule.parameter(\.optimizer),
      OptimizerRule.learningRate(\.learningRate),
      OptimizerRule.momentum(\.momentum) { $0.optimizer != .adam },
      OptimizerRule.greatestSpeed(\.greatestSpeed) { $0.optimizer == .clipup },
      Parameter(
        "weight-decay", \.weightDecay, 0...1, .multiplicative(1.1, from: 0.0001),
        help: "How strongly genes are drawn to zero."),
      Parameter(
        "adam-beta-1", \.adamBeta1, 0...0.999, .linear(0.01),
        help: "How long a direction is kept: the decay of the gradient's mean (beta 1).",
        when: { $0.optimizer == .adam }),
      Parameter(
        "adam-beta-2", \.adamBeta2, 0...0.9999, .linear(0.001),
        help: "How long a slope's size is remembered: the decay of its square (beta 2).",
        when: { $0.optimizer == .adam }),
    ]
  }
}
