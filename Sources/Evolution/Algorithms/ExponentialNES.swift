/// Exponential natural evolution strategy: learns the mean and the full shape of a normal
/// distribution along the natural gradient, in coordinates in which it needs no inverse.
///
/// Glasmachers, Schaul, Sun, Wierstra and Schmidhuber, "Exponential natural evolution strategies",
/// GECCO 2010; utilities and learning rates as in Wierstra et al., "Natural evolution
/// strategies", Journal of Machine Learning Research 15 (2014). With s_k standard normal and u_k
/// the utility of candidate k:
///
///     x_k  = mean + A s_k
///     mean = mean + eta_mean A Σ u_k s_k
///     A    = A exp(eta_A / 2 Σ u_k (s_k s_kᵀ - I))
///
/// The paper splits A into a step size and a shape, which have the same learning rate. The mean
/// starts at a random individual of a first population; genes are measured in their deviations there.
public struct ExponentialNES: Algorithm {
  public static let title = "Exponential NES"
  public static var scoreMemory: ScoreMemory { .isUnused }

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// Of the distribution: [geneCount]; empty until the first `ask`.
  @Packed private(set) var mean: [Double] = []
  /// The columns of A, one a row: [geneCount × geneCount].
  @Packed private(set) var shape: [Double] = []
  /// Of the mean, where it was asked for since it last moved: [1].
  @Packed private var meanScore: [Score] = [.unknown]

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "A population has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
    forgetShape()
  }

  /// The matrices have genes × genes numbers.
  public static let mostGenes = 4000

  /// Two say too little of a shape.
  public static let leastCount = 3

  public static func defaultCount(for space: SearchSpace) -> Int {
    StrategyParameters.defaultCount(for: space.geneCount)
  }

  private mutating func forgetShape() {
    let n = space.geneCount
    shape = Array(repeating: 0, count: n * n)
    for gene in 0..<n { shape[gene * n + gene] = Double(settings.initialStep) }
  }

  public mutating func ask(_ random: RandomSource) {
    guard mean.isEmpty else { return }
    mean = random.numbers(space.geneCount, of: .normal, for: .initialization).map(Double.init)
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    precondition(!mean.isEmpty, "A generation is planned before it is bred.")
    let n = space.geneCount
    var draws: [Double] = []
    draws.reserveCapacity(candidates.count * n)
    for (row, candidate) in candidates.enumerated() {
      draws += draw(candidate, random)
      origins[row] = Origin()
    }
    let steps = random.kernels.product(draws, shape, columns: n)
    for row in 0..<candidates.count {
      var target = genes._mutatingExtracting(row * n..<(row + 1) * n)
      target.place(
        mean: mean.span, steps: steps.span.extracting(row * n..<(row + 1) * n), sigma: 1,
        deviations: space.initialDeviations.span)
    }
  }

  /// The standard normal numbers s of a candidate: [geneCount].
  private func draw(_ candidate: Int, _ random: RandomSource) -> [Double] {
    random.numbers(space.geneCount, of: .normal, for: .mutationSteps, individual: candidate)
      .map(Double.init)
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
    let n = space.geneCount
    let utilities = RankUtilities.natural(count, random.kernels).map(Double.init)
    let rate = Double(settings.stepLearningRate) * min(1, Self.shapeRate(n))
    var direction = [Double](repeating: 0, count: n)
    var exponent = [Double](repeating: 0, count: n * n)
    for (rank, candidate) in order.enumerated() {
      // Drawn a second time rather than kept for all candidates.
      let drawn = draw(candidate, random)
      for gene in drawn.indices { direction[gene] += utilities[rank] * drawn[gene] }
      let factor = 0.5 * rate * utilities[rank]
      random.kernels.addProduct(
        of: drawn.map { factor * $0 }, drawn, to: &exponent, n, keep: 1)
    }
    let move = random.kernels.product(direction, shape, columns: n)
    for gene in mean.indices { mean[gene] += Double(settings.meanLearningRate) * move[gene] }
    // The utilities add up to zero, so that nothing is left of the identities.
    multiplyShape(byExponentialOf: exponent, random.kernels)
  }

  /// With S = Vᵀ L V: Aᵀ becomes Vᵀ exp(L) V Aᵀ.
  private mutating func multiplyShape(byExponentialOf exponent: [Double], _ kernels: Kernels) {
    let n = space.geneCount
    guard let parts = kernels.eigendecomposition(of: exponent, n) else { return forgetShape() }
    var turned = kernels.product(parts.vectors, shape, columns: n)
    for axis in 0..<n {
      let factor = exponential(max(min(parts.values[axis], 1), -1))
      for gene in 0..<n { turned[axis * n + gene] *= factor }
    }
    shape = kernels.product(transposed: parts.vectors, turned, n)
    let widest = shape.reduce(0) { max($0, abs($1)) }
    guard (1e-30...1e6).contains(widest) else { return forgetShape() }
  }

  /// The learning rate eta_A of the paper: (9 + 3 log n) / (5 n √n).
  static func shapeRate(_ geneCount: Int) -> Double {
    let n = Double(geneCount)
    return (9 + 3 * logarithm(n)) / (5 * n * n.squareRoot())
  }

  /// There are no parents, but the mean stands for what was learnt.
  public func score(ofParent parent: Int) -> Score { meanScore[0] }

  public var incumbent: [Float]? { mean.isEmpty ? nil : space.genes(at: mean) }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    guard !mean.isEmpty else { return }
    var population = Population(count: 1, geneCount: space.geneCount)
    population.genes = space.genes(at: mean)
    meanScore = evaluate(population)
  }

  /// Genes that stay keep their variances and covariances; a new one has the mean variance and is
  /// independent of the others.
  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    let old = (space: self.space, shape: shape)
    self.space = space
    meanScore = [.unknown]
    forgetShape()
    guard !mean.isEmpty else { return }
    let remapped = row(old.space.genes(at: mean)[...], 0)
    precondition(remapped.genes.count == space.geneCount, "The row is one of the new network.")
    mean = remapped.carryingMean(mean, from: old.space, to: space)
    let kernels = Kernels.best
    let covariance = kernels.product(transposed: old.shape, old.shape, old.space.geneCount)
    let carried = remapped.carryingCovariance(covariance, from: old.space, to: space)
    let n = space.geneCount
    guard let parts = kernels.eigendecomposition(of: carried, n) else { return }
    for axis in 0..<n {
      let length = max(parts.values[axis], 1e-15 * parts.values[n - 1]).squareRoot()
      for gene in 0..<n { shape[axis * n + gene] = length * parts.vectors[axis * n + gene] }
    }
  }

  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    self.count = count
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(Kernels.digest(mean.span))
    digest.add(Kernels.digest(shape.span))
  }

  public var isConsistent: Bool {
    let n = space.geneCount
    return count >= 1 && n >= 1 && (mean.isEmpty || mean.count == n) && shape.count == n * n
      && meanScore.count == 1
  }
}

extension ExponentialNES {
  /// What a person may turn in exponential NES.
  public struct Settings: Tunable {
    public var initialStep: Float = 0.5
    public var meanLearningRate: Float = 1
    public var stepLearningRate: Float = 1

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      StepLimits.initial(\.initialStep),
      Parameter(
        "mean-learning-rate", \.meanLearningRate, 0...10, .multiplicative(1.1, from: 0.01),
        help: "How fast the middle of the distribution moves (eta of the mean)."),
      Parameter(
        "step-learning-rate", \.stepLearningRate, 0...10, .multiplicative(1.1, from: 0.01),
        help: "How fast its width and shape change: a factor of the paper's learning rate."),
    ]
  }
}
