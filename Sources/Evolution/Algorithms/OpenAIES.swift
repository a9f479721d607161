/// OpenAI's evolution strategy: climbs the gradient that mirrored random steps estimate.
///
/// Salimans et al., "Evolution strategies as a scalable alternative to backpropagation",
/// arXiv:1703.03864 (2017), Algorithm 1 with mirrored sampling, centred ranks, weight decay and
/// Adam (Kingma and Ba, arXiv:1412.6980, 2014, Algorithm 1):
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

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// Where the steps are made from: [geneCount]; empty until the first `ask`.
  @Packed private(set) var mean: [Float] = []
  /// Adam's first moment of the gradient, its mean: [geneCount].
  @Packed private var firstMoment: [Float]
  /// Adam's second moment of the gradient, the mean of its square: [geneCount].
  @Packed private var secondMoment: [Float]
  /// The powers of beta 1 and beta 2 that correct the moments' bias: [2].
  @Packed private var powers: [Float] = [1, 1]
  /// Of the mean, where it was asked for since it last moved: [1].
  @Packed private var meanScore: [Score] = [.unknown]

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "A population has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
    firstMoment = Array(repeating: 0, count: space.geneCount)
    secondMoment = Array(repeating: 0, count: space.geneCount)
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
    let deviations = deviations
    var steps = [Float](repeating: 0, count: space.geneCount)
    for (row, candidate) in candidates.enumerated() {
      var target = genes._mutatingExtracting(row * space.geneCount..<(row + 1) * space.geneCount)
      origins[row] = Origin()
      if candidate / 2 == count / 2 {
        target.copy(mean.span, to: 0)
        continue
      }
      // A chunk begins with the first of a pair.
      if candidate.isMultiple(of: 2) {
        random.fill(&steps, with: .normal, for: .mutationSteps, individual: candidate / 2)
        for gene in steps.indices { steps[gene] *= deviations[gene] }
      }
      Self.place(&target, mean.span, steps.span, sign: candidate.isMultiple(of: 2) ? 1 : -1)
    }
  }

  private static func place(
    _ row: inout MutableSpan<Float>, _ mean: Span<Float>, _ steps: Span<Float>, sign: Float
  ) {
    precondition(mean.count == row.count && steps.count == row.count)
    for gene in row.indices { row[gene] = mean[gene] + sign * steps[gene] }
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
    climb(gradient(candidates, Self.centredRanks(paired)))
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

  /// One step of Adam, upwards.
  private mutating func climb(_ gradient: [Float]) {
    let (beta1, beta2) = (settings.adamBeta1, settings.adamBeta2)
    powers[0] *= beta1
    powers[1] *= beta2
    let rate = settings.learningRate / (1 - powers[0])
    let correction = 1 / (1 - powers[1])
    for gene in mean.indices {
      let deviation = space.initialDeviations[gene]
      let slope = gradient[gene] - settings.weightDecay * mean[gene] / deviation
      let first = beta1 * firstMoment[gene] + (1 - beta1) * slope
      let second = beta2 * secondMoment[gene] + (1 - beta2) * slope * slope
      firstMoment[gene] = first
      secondMoment[gene] = second
      let ratio = first / ((correction * second).squareRoot() + 1e-8)
      // Adam's is smaller by itself, unless the betas are far from usual.
      mean[gene] += deviation * rate * max(min(ratio, 10), -10)
    }
  }

  /// The ranks of the fitness, from -0.5 for the worst to 0.5 for the best: [fitness.count].
  ///
  /// Equal ones share the mean of their ranks; those that are not finite are equal and worst.
  static func centredRanks(_ fitness: [Float]) -> [Float] {
    let order = Ranking.order(of: fitness)
    let ranked = fitness.map { $0.isFinite ? $0 : -.infinity }
    var ranks = [Float](repeating: 0, count: fitness.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, ranked[order[end]] == ranked[order[start]] { end += 1 }
      let middle = Float(start + end - 1) / 2
      for individual in order[start..<end] {
        ranks[individual] = 0.5 - middle / Float(max(order.count - 1, 1))
      }
      start = end
    }
    return ranks
  }

  /// There are no parents, but the mean stands for what was learnt.
  public func score(ofParent parent: Int) -> Score { meanScore[0] }

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
      firstMoment = Array(repeating: 0, count: space.geneCount)
      secondMoment = firstMoment
    } else {
      let remapped = row(mean[...], 0)
      precondition(remapped.genes.count == space.geneCount, "The row is one of the new network.")
      mean = remapped.genes
      firstMoment = remapped.carrying(firstMoment[...]) { _ in 0 }
      secondMoment = remapped.carrying(secondMoment[...]) { _ in 0 }
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
    digest.add(Kernels.digest(firstMoment.span))
    digest.add(Kernels.digest(secondMoment.span))
    digest.add(powers[0])
    digest.add(powers[1])
  }

  public var isConsistent: Bool {
    count >= 1 && (mean.isEmpty || mean.count == space.geneCount)
      && firstMoment.count == space.geneCount && secondMoment.count == space.geneCount
      && powers.count == 2 && meanScore.count == 1
  }
}

extension OpenAIES {
  /// What a person may turn in OpenAI's evolution strategy.
  public struct Settings: Tunable {
    public var noiseDeviation: Float = 0.1
    public var learningRate: Float = 0.1
    public var weightDecay: Float = 0.005
    public var adamBeta1: Float = 0.9
    public var adamBeta2: Float = 0.999

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      Parameter(
        "noise-deviation", \.noiseDeviation, 0.001...10, .multiplicative(1.1, from: 0.001),
        help: "How far the steps go that feel for the slope (sigma), in standard deviations of a "
          + "first population."),
      Parameter(
        "learning-rate", \.learningRate, 0...10, .multiplicative(1.1, from: 0.0001),
        help: "How far one generation climbs, in standard deviations of a first population."),
      Parameter(
        "weight-decay", \.weightDecay, 0...1, .multiplicative(1.1, from: 0.0001),
        help: "How strongly genes are drawn to zero."),
      Parameter(
        "adam-beta-1", \.adamBeta1, 0...0.999, .linear(0.01),
        help: "How long a direction is kept: the decay of the gradient's mean (beta 1)."),
      Parameter(
        "adam-beta-2", \.adamBeta2, 0...0.9999, .linear(0.001),
        help: "How long a slope's size is remembered: the decay of its square (beta 2)."),
    ]
  }
}
