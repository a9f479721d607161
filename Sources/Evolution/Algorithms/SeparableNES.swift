/// Separable natural evolution strategy: learns the middle and the width of a normal
/// distribution, gene by gene.
///
/// Schaul, Glasmachers and Schmidhuber, "High dimensions and heavy tails for natural evolution
/// strategies", GECCO 2011 (SNES); utilities and learning rates as in Wierstra et al., "Natural
/// evolution strategies", Journal of Machine Learning Research 15 (2014). With s_k
/// standard normal and u_k the utility of candidate k:
///
///     x_k   = mean + sigma s_k
///     mean  = mean + eta_mean sigma Σ u_k s_k
///     sigma = sigma exp(eta_sigma / 2 Σ u_k (s_k² - 1))
public struct SeparableNES: Algorithm {
  public static let title = "Separable NES"
  public static var scoreMemory: ScoreMemory { .isUnused }

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// Of the distribution: [geneCount].
  @Packed private(set) var mean: [Float]
  /// The standard deviation of each gene: [geneCount].
  @Packed private(set) var sigma: [Float]
  /// Of the mean, where it was asked for since it last moved: [1].
  @Packed private var meanScore: [Score] = [.unknown]

  /// The utility of a single one is zero.
  public static let leastCount = 2

  public static func defaultCount(for space: SearchSpace) -> Int {
    StrategyParameters.defaultCount(for: space.geneCount)
  }

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "A population has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
    mean = Array(repeating: 0, count: space.geneCount)
    sigma = space.initialDeviations.map { settings.initialSpread * $0 }
  }

  public mutating func ask(_ random: RandomSource) {}

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    for (row, candidate) in candidates.enumerated() {
      var target = genes._mutatingExtracting(row * space.geneCount..<(row + 1) * space.geneCount)
      random.fill(&target, with: .normal, for: .mutationSteps, individual: candidate)
      Self.place(&target, mean.span, sigma.span)
      origins[row] = Origin()
    }
  }

  /// Turns standard normal numbers into genes: x = mean + sigma s.
  private static func place(
    _ row: inout MutableSpan<Float>, _ mean: Span<Float>, _ sigma: Span<Float>
  ) {
    precondition(mean.count == row.count && sigma.count == row.count)
    for gene in row.indices { row[gene] = mean[gene] + sigma[gene] * row[gene] }
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    precondition(
      candidates.count == count && candidates.geneCount == space.geneCount
        && scores.count == count, "Those who were bred come back, each with a score.")
    meanScore = [.unknown]
    let order = Ranking.order(of: scores.map(\.fitness))
    guard scores[order[0]].fitness.isFinite else { return }
    let utilities = RankUtilities.natural(count, random.kernels)
    var meanGradient = [Float](repeating: 0, count: space.geneCount)
    var sigmaGradient = meanGradient
    let inverse = sigma.map { 1 / $0 }
    for (rank, candidate) in order.enumerated() {
      Self.add(
        candidates.genes.span.extracting(candidates.row(candidate)), mean.span, inverse.span,
        utilities[rank], to: &meanGradient, &sigmaGradient)
    }
    let rate = settings.stepLearningRate * Self.sigmaRate(space.geneCount, random.kernels)
    for gene in mean.indices {
      mean[gene] += settings.meanLearningRate * sigma[gene] * meanGradient[gene]
      sigmaGradient[gene] *= 0.5 * rate
    }
    random.kernels.replace(&sigmaGradient, by: .exp)
    for gene in sigma.indices {
      let deviation = space.initialDeviations[gene]
      let least = max(settings.minimumStep * deviation, StepLimits.least)
      let widest = settings.maximumStep * deviation
      sigma[gene] = max(min(sigma[gene] * sigmaGradient[gene], widest), least)
    }
  }

  /// Adds u s and u (s² - 1), with s = (x - mean) / sigma.
  private static func add(
    _ row: Span<Float>, _ mean: Span<Float>, _ inverse: Span<Float>, _ utility: Float,
    to meanGradient: inout [Float], _ sigmaGradient: inout [Float]
  ) {
    var meanGradient = meanGradient.mutableSpan
    var sigmaGradient = sigmaGradient.mutableSpan
    precondition(mean.count == row.count && inverse.count == row.count)
    precondition(meanGradient.count == row.count && sigmaGradient.count == row.count)
    for gene in row.indices {
      let s = (row[gene] - mean[gene]) * inverse[gene]
      meanGradient[gene] += utility * s
      sigmaGradient[gene] += utility * (s * s - 1)
    }
  }

  /// The learning rate eta_sigma of the paper: (3 + log n) / (5 √n).
  static func sigmaRate(_ geneCount: Int, _ kernels: Kernels) -> Float {
    (3 + kernels.map([Float(geneCount)], .log)[0]) / (5 * Float(geneCount).squareRoot())
  }

  /// There are no parents, but the mean stands for what was learnt.
  public func score(ofParent parent: Int) -> Score { meanScore[0] }

  public var incumbent: [Float]? { mean }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    var population = Population(count: 1, geneCount: space.geneCount)
    population.genes = mean
    meanScore = evaluate(population)
  }

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    let remapped = row(mean[...], 0)
    precondition(remapped.genes.count == space.geneCount, "The row is one of the new network.")
    mean = remapped.genes
    sigma = remapped.carryingSteps(sigma[...], from: self.space, to: space)
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
    digest.add(Kernels.digest(sigma.span))
  }

  public var isConsistent: Bool {
    count >= 1 && mean.count == space.geneCount && sigma.count == space.geneCount
      && meanScore.count == 1
  }
}

extension SeparableNES {
  /// What a person may turn in separable NES.
  public struct Settings: Tunable {
    public var initialSpread: Float = 0.5
    public var meanLearningRate: Float = 1
    public var stepLearningRate: Float = 1
    public var minimumStep: Float = 0.0001
    public var maximumStep: Float = 10

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      Parameter(
        "initial-spread", \.initialSpread, 0.01...10, .multiplicative(1.1, from: 0.01),
        effect: .restart,
        help: "The width of the distribution at the start, in that of a first population."),
      Parameter(
        "mean-learning-rate", \.meanLearningRate, 0...10, .multiplicative(1.1, from: 0.01),
        help: "How fast the middle of the distribution moves (eta of the mean)."),
      Parameter(
        "step-learning-rate", \.stepLearningRate, 0...10, .multiplicative(1.1, from: 0.01),
        help: "How fast step sizes change: a factor of the paper's learning rate."),
      StepLimits.minimum(\.minimumStep),
      StepLimits.maximum(\.maximumStep),
    ]
  }
}
