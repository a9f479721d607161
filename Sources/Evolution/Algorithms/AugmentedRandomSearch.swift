/// Augmented random search: steps along the best of the directions that were tried both ways.
///
/// Mania, Guy and Recht, "Simple random search provides a competitive approach to reinforcement
/// learning", arXiv:1803.07055 (2018), version V1-t: of N mirrored pairs those b count whose better
/// half is best, and the step is measured in the deviation of their scores:
///
///     mean += alpha / (b sigma_R) Σ (r₊ - r₋) e
///
/// Genes are measured in their deviations in a first population. Deviation: what has no fitness
/// counts as the worst of its generation.
public struct AugmentedRandomSearch: Algorithm {
  public static let title = "Augmented random search"
  public static var scoreMemory: ScoreMemory { .isUnused }

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// Where the steps are made from: [geneCount]; empty until the first `ask`.
  @Packed private(set) var mean: [Float] = []
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
    MirroredSampling(
      mean: mean, deviations: space.initialDeviations.map { settings.noiseDeviation * $0 },
      count: count
    ).breed(candidates, into: &genes, origins: &origins, random)
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    precondition(
      candidates.count == count && candidates.geneCount == space.geneCount
        && scores.count == count, "Those who were bred come back, each with a score.")
    meanScore = [count.isMultiple(of: 2) ? .unknown : scores[count - 1]]
    let paired = scores[..<(count / 2 * 2)].map(\.fitness)
    guard let worst = paired.filter(\.isFinite).min() else { return }
    let rewards = paired.map { $0.isFinite ? $0 : worst }
    let pairs = bestPairs(rewards)
    let deviation = Self.deviation(pairs.flatMap { [rewards[2 * $0], rewards[2 * $0 + 1]] })
    guard deviation > 0, deviation.isFinite else { return }
    // Rows lie 2 noise e apart.
    let rate =
      settings.learningRate / (2 * settings.noiseDeviation * Float(pairs.count) * deviation)
    for pair in pairs {
      move(
        rate * (rewards[2 * pair] - rewards[2 * pair + 1]),
        candidates.genes.span.extracting(candidates.row(2 * pair)),
        candidates.genes.span.extracting(candidates.row(2 * pair + 1)))
    }
  }

  /// The pairs whose better half is best: [b], at least one.
  private func bestPairs(_ rewards: [Float]) -> [Int] {
    let best = (0..<rewards.count / 2).map { max(rewards[2 * $0], rewards[2 * $0 + 1]) }
    let kept = Int((settings.keptShare * Float(best.count)).rounded(.up))
    return Ranking.best(max(1, kept), of: best)
  }

  private static func deviation(_ rewards: [Float]) -> Float {
    let mean = rewards.reduce(0, +) / Float(rewards.count)
    let square = rewards.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (square / Float(rewards.count)).squareRoot()
  }

  private mutating func move(_ weight: Float, _ left: Span<Float>, _ right: Span<Float>) {
    var mean = mean.mutableSpan
    precondition(left.count == mean.count && right.count == mean.count)
    for gene in mean.indices { mean[gene] += weight * (left[gene] - right[gene]) }
  }

  /// There are no parents, but the mean stands for what was learnt.
  public func score(ofParent parent: Int) -> Score { meanScore[0] }

  public var incumbent: [Float]? { mean.isEmpty ? nil : mean }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    guard !mean.isEmpty else { return }
    meanScore = evaluate(Population([mean], geneCount: space.geneCount))
  }

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    if !mean.isEmpty { mean = row(mean[...], 0).genes }
    precondition(
      mean.isEmpty || mean.count == space.geneCount, "The row is one of the new network.")
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
  }

  public var isConsistent: Bool {
    count >= 1 && (mean.isEmpty || mean.count == space.geneCount) && meanScore.count == 1
  }
}

extension AugmentedRandomSearch {
  /// What a person may turn in augmented random search.
  public struct Settings: Tunable {
    public var noiseDeviation: Float = 0.1
    public var learningRate: Float = 0.1
    public var keptShare: Float = 0.5

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      MirroredSampling.noiseDeviation(\.noiseDeviation, effect: .nextGeneration),
      OptimizerRule.learningRate(\.learningRate),
      Parameter(
        "kept-share", \.keptShare, 0.01...1, .linear(0.05),
        help: "Which share of the directions counts, the best first (b / N)."),
    ]
  }
}
