/// Policy gradients with parameter-based exploration: climbs the gradient of the mean and of the
/// step sizes that pairs of mirrored steps estimate.
///
/// Sehnke et al., "Parameter-exploring policy gradients", Neural Networks 23 (2010), with symmetric
/// sampling; centred ranks and ClipUp as in Toklu, Liskowski and Srivastava, PPSN XVI (2020).
/// With e_p normal of deviation sigma, r₊ and r₋ the ranks of a pair, and the mean rank zero:
///
///     gradient of the mean    Σ e_p (r₊ - r₋) / 2
///     gradient of sigma       Σ (e_p² - sigma²) / sigma (r₊ + r₋) / 2
///
/// both over the number of pairs. Genes are measured in their deviations in a first population, a
/// random individual of which the mean starts from.
public struct PGPE: Algorithm {
  public static let title = "PGPE"
  public static var scoreMemory: ScoreMemory { .isUnused }

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// Where the steps are made from: [geneCount]; empty until the first `ask`.
  @Packed private(set) var mean: [Float] = []
  /// Of the steps, gene by gene: [geneCount].
  @Packed private(set) var sigma: [Float]
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
    sigma = space.initialDeviations.map { settings.noiseDeviation * $0 }
    optimizer = Optimizer(geneCount: space.geneCount)
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
    MirroredSampling(mean: mean, deviations: sigma, count: count)
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
    guard paired.contains(where: { $0.isFinite }) else { return widen() }
    let ranks = RankUtilities.centred(paired)
    var gradients = Gradients(geneCount: space.geneCount)
    for pair in 0..<ranks.count / 2 {
      let (up, down) = (ranks[2 * pair], ranks[2 * pair + 1])
      gradients.add(
        candidates.genes.span.extracting(candidates.row(2 * pair)),
        candidates.genes.span.extracting(candidates.row(2 * pair + 1)), sigma.span,
        difference: (up - down) / 2, sum: (up + down) / 2)
    }
    climb(&gradients, pairCount: ranks.count / 2)
  }

  /// Looks further around where nothing has a fitness, as far as at the start.
  private mutating func widen() {
    for gene in sigma.indices {
      let most = max(sigma[gene], settings.noiseDeviation * space.initialDeviations[gene])
      sigma[gene] = min(2 * sigma[gene], most)
    }
  }

  /// Sums over pairs, in units of sigma: [geneCount].
  private struct Gradients {
    var mean: [Float]
    var sigma: [Float]

    init(geneCount: Int) {
      mean = Array(repeating: 0, count: geneCount)
      sigma = Array(repeating: 0, count: geneCount)
    }

    mutating func add(
      _ up: Span<Float>, _ down: Span<Float>, _ deviations: Span<Float>, difference: Float,
      sum: Float
    ) {
      Self.add(up, down, deviations, difference, sum, to: &mean, &sigma)
    }

    private static func add(
      _ up: Span<Float>, _ down: Span<Float>, _ deviations: Span<Float>, _ difference: Float,
      _ sum: Float, to mean: inout [Float], _ sigma: inout [Float]
    ) {
      var mean = mean.mutableSpan
      var sigma = sigma.mutableSpan
      precondition(up.count == mean.count && down.count == mean.count)
      precondition(sigma.count == mean.count && deviations.count == mean.count)
      for gene in mean.indices {
        // Rows lie 2 e apart.
        let step = (up[gene] - down[gene]) * 0.5 / deviations[gene]
        mean[gene] += difference * step
        sigma[gene] += sum * (step * step - 1)
      }
    }
  }

  private mutating func climb(_ gradients: inout Gradients, pairCount: Int) {
    let share = 1 / Float(pairCount)
    for gene in mean.indices {
      gradients.mean[gene] *= share * sigma[gene] / space.initialDeviations[gene]
    }
    let rate = optimizer.turn(&gradients.mean, settings.rates)
    for gene in mean.indices {
      let deviation = space.initialDeviations[gene]
      mean[gene] += deviation * rate * gradients.mean[gene]
      // At most a fifth at once (Toklu et al.).
      let change = settings.stepLearningRate * share * gradients.sigma[gene]
      let least = max(settings.minimumStep * deviation, StepLimits.least)
      sigma[gene] = max(
        min(sigma[gene] * (1 + max(min(change, 0.2), -0.2)), settings.maximumStep * deviation),
        least)
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
    let old = self.space
    self.space = space
    meanScore = [.unknown]
    if mean.isEmpty {
      sigma = space.initialDeviations.map { settings.noiseDeviation * $0 }
      optimizer = Optimizer(geneCount: space.geneCount)
    } else {
      let remapped = row(mean[...], 0)
      precondition(remapped.genes.count == space.geneCount, "The row is one of the new network.")
      mean = remapped.genes
      sigma = remapped.carryingSteps(sigma[...], from: old, to: space)
      optimizer.remap(remapped)
    }
  }

  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    self.count = count
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(Kernels.digest(mean.span))
    digest.add(Kernels.digest(sigma.span))
    optimizer.digest(into: &digest)
  }

  public var isConsistent: Bool {
    count >= 1 && (mean.isEmpty || mean.count == space.geneCount)
      && sigma.count == space.geneCount && optimizer.isConsistent(space.geneCount)
      && meanScore.count == 1
  }
}

extension PGPE {
  /// What a person may turn in PGPE.
  public struct Settings: Tunable {
    public var noiseDeviation: Float = 0.3
    public var optimizer = OptimizerRule.clipup
    public var learningRate: Float = 0.05
    public var momentum: Float = 0.9
    public var greatestSpeed: Float = 0.1
    public var stepLearningRate: Float = 0.5
    public var minimumStep: Float = 0.0001
    public var maximumStep: Float = 10

    public init() {}

    var rates: Optimizer.Rates {
      Optimizer.Rates(
        rule: optimizer, learning: learningRate, momentum: momentum, greatestSpeed: greatestSpeed)
    }

    public static let parameters: [Parameter<Self>] = [
      MirroredSampling.noiseDeviation(\.noiseDeviation, effect: .restart),
      OptimizerRule.parameter(\.optimizer),
      OptimizerRule.learningRate(\.learningRate),
      OptimizerRule.momentum(\.momentum) { $0.optimizer != .adam },
      OptimizerRule.greatestSpeed(\.greatestSpeed) { $0.optimizer == .clipup },
      Parameter(
        "step-learning-rate", \.stepLearningRate, 0...10, .multiplicative(1.1, from: 0.01),
        help: "How fast step sizes change."),
      StepLimits.minimum(\.minimumStep),
      StepLimits.maximum(\.maximumStep),
    ]
  }
}
