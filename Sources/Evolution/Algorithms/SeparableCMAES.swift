/// CMA-ES with a diagonal covariance matrix: learns one step size for each gene.
///
/// Ros and Hansen, "A simple modification in CMA-ES achieving linear time and space
/// complexity", PPSN X (2008): the covariance is learnt (geneCount + 2) / 3 times as fast.
/// Equation numbers are those of Hansen, arXiv:1604.00772 (2016). With z_k standard normal:
///
///     x_k = mean + sigma D z_k
///
/// Time and memory grow with the number of genes, so that a million are no trouble. The mean
/// starts at a random individual of a first population; a single candidate competes with the mean.
public struct SeparableCMAES: Algorithm {
  public static let title = "Separable CMA-ES"
  public static var scoreMemory: ScoreMemory { .isUnused }

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// Of the distribution: [geneCount]; empty until the first `ask` of a run.
  @Packed private(set) var mean: [Float] = []
  private(set) var step: StepSizeControl
  /// The diagonal of D, in the initial deviations: [geneCount].
  @Packed private(set) var lengths: [Float]
  /// p_sigma and p_c: [geneCount].
  @Packed private var stepPath: [Float] = []
  @Packed private var covariancePath: [Float] = []
  private var restarts: Restarts
  /// Of the mean, where it is known: [1].
  @Packed private var meanScore: [Score] = [.unknown]

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "A population has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
    step = StepSizeControl(sigma: Double(settings.initialStep))
    restarts = Restarts(base: count)
    lengths = Array(repeating: 1, count: space.geneCount)
    forgetPaths()
  }

  /// A single one competes with the mean, which says too little of how long steps should be.
  public static let leastCount = 2

  public static func defaultCount(for space: SearchSpace) -> Int {
    StrategyParameters.defaultCount(for: space.geneCount)
  }

  private mutating func forgetPaths() {
    stepPath = Array(repeating: 0, count: space.geneCount)
    covariancePath = Array(repeating: 0, count: space.geneCount)
    step.forgetPath()
  }

  public mutating func ask(_ random: RandomSource) {
    step.raise(to: Double(settings.stepFloor))
    guard mean.isEmpty else { return }
    let start = random.numbers(space.geneCount, of: .normal, for: .initialization)
    mean = zip(start, space.initialDeviations).map { $0 * $1 }
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    precondition(!mean.isEmpty, "A generation is planned before it is bred.")
    for (row, candidate) in candidates.enumerated() {
      var target = genes._mutatingExtracting(row * space.geneCount..<(row + 1) * space.geneCount)
      random.fill(&target, with: .normal, for: .mutationSteps, individual: candidate)
      place(&target)
      origins[row] = Origin()
    }
  }

  /// Turns standard normal numbers into genes.
  private func place(_ row: inout MutableSpan<Float>) {
    let (mean, lengths, deviations) = (mean.span, lengths.span, space.initialDeviations.span)
    precondition(
      mean.count == row.count && lengths.count == row.count && deviations.count == row.count)
    let sigma = Float(step.sigma)
    for gene in row.indices {
      row[gene] = mean[gene] + sigma * deviations[gene] * lengths[gene] * row[gene]
    }
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    precondition(
      candidates.count == count && candidates.geneCount == space.geneCount
        && scores.count == count, "Those who were bred come back, each with a score.")
    let rivals = count == 1 ? scores + meanScore : scores
    let order = Ranking.order(of: rivals.map(\.fitness))
    if rivals[order[0]].fitness.isFinite { learn(from: candidates, order) }
    if count > 1 { meanScore = [.unknown] } else if order[0] == 0 { meanScore = scores }
    restartIfDone(order.map { rivals[$0].rankedFitness }, random)
  }

  /// Lets the distribution follow the better candidates.
  private mutating func learn(from candidates: Population, _ order: [Int]) {
    let parameters = StrategyParameters(
      geneCount: space.geneCount, count: count, isActive: false,
      boost: Double(space.geneCount + 2) / 3)
    var moments = Moments(geneCount: space.geneCount)
    let sigma = Float(step.sigma)
    for (rank, candidate) in order.prefix(parameters.mu).enumerated() where candidate < count {
      moments.add(
        candidates.genes.span.extracting(candidates.row(candidate)), mean.span,
        Float(parameters.weights[rank]))
    }
    moments.scale(by: space.initialDeviations.span, sigma)
    Self.move(&mean, moments.first.span, space.initialDeviations, sigma)
    let square = Self.follow(moments.first.span, lengths, &stepPath, parameters)
    let isUsual = step.adapt(
      toPathOfSquare: square, geneCount: space.geneCount, parameters,
      floor: Double(settings.stepFloor))
    Self.spread(
      moments, isUsual, parameters, &_covariancePath.wrappedValue, &_lengths.wrappedValue)
  }

  /// Σ w y and Σ w y² of the better candidates, y = (x - mean) / sigma: [geneCount].
  private struct Moments {
    var first: [Float]
    var second: [Float]

    init(geneCount: Int) {
      first = Array(repeating: 0, count: geneCount)
      second = Array(repeating: 0, count: geneCount)
    }

    mutating func add(_ row: Span<Float>, _ mean: Span<Float>, _ weight: Float) {
      Self.add(row, mean, weight, to: &first, &second)
    }

    private static func add(
      _ row: Span<Float>, _ mean: Span<Float>, _ weight: Float, to first: inout [Float],
      _ second: inout [Float]
    ) {
      var first = first.mutableSpan
      var second = second.mutableSpan
      precondition(
        mean.count == row.count && first.count == row.count && second.count == row.count)
      for gene in row.indices {
        let step = row[gene] - mean[gene]
        first[gene] += weight * step
        second[gene] += weight * step * step
      }
    }

    /// From genes to sigma times their initial deviations.
    mutating func scale(by deviations: Span<Float>, _ sigma: Float) {
      Self.scale(&first, &second, by: deviations, sigma)
    }

    private static func scale(
      _ first: inout [Float], _ second: inout [Float], by deviations: Span<Float>, _ sigma: Float
    ) {
      var first = first.mutableSpan
      var second = second.mutableSpan
      precondition(first.count == deviations.count && second.count == deviations.count)
      for gene in deviations.indices {
        let unit = sigma * deviations[gene]
        let scale = unit > 0 ? 1 / unit : 0
        first[gene] *= scale
        second[gene] *= scale * scale
      }
    }
  }

  /// (42) with c_m = 1.
  private static func move(
    _ mean: inout [Float], _ steps: Span<Float>, _ deviations: [Float], _ sigma: Float
  ) {
    var mean = mean.mutableSpan
    precondition(steps.count == mean.count && deviations.count == mean.count)
    for gene in mean.indices { mean[gene] += sigma * deviations[gene] * steps[gene] }
  }

  /// Lets p_sigma follow the steps (43), and says how long it is: its squared length.
  private static func follow(
    _ steps: Span<Float>, _ lengths: [Float], _ path: inout [Float],
    _ parameters: StrategyParameters
  ) -> Double {
    let rate = parameters.cSigma
    let (keep, share) = (
      Float(1 - rate), Float((rate * (2 - rate) * parameters.muEff).squareRoot())
    )
    let lengths = lengths.span
    var path = path.mutableSpan
    precondition(steps.count == path.count && lengths.count == path.count)
    var square = 0.0
    for gene in path.indices {
      let value = keep * path[gene] + share * steps[gene] / lengths[gene]
      path[gene] = value
      square += Double(value) * Double(value)
    }
    return square
  }

  /// Lets p_c and the diagonal of C = D² follow: (45) and (47).
  private static func spread(
    _ moments: Moments, _ isUsual: Bool, _ parameters: StrategyParameters, _ path: inout [Float],
    _ lengths: inout [Float]
  ) {
    let (steps, squares) = (moments.first.span, moments.second.span)
    let rate = parameters.cc
    let pathKeep = Float(1 - rate)
    let pathShare = isUsual ? Float((rate * (2 - rate) * parameters.muEff).squareRoot()) : 0
    let missing = isUsual ? 0 : parameters.c1 * rate * (2 - rate)
    let keep = Float(1 + missing - parameters.c1 - parameters.cMu)
    let (c1, cMu) = (Float(parameters.c1), Float(parameters.cMu))
    var path = path.mutableSpan
    var lengths = lengths.mutableSpan
    precondition(
      steps.count == path.count && squares.count == path.count && lengths.count == path.count)
    for gene in path.indices {
      let value = pathKeep * path[gene] + pathShare * steps[gene]
      path[gene] = value
      let variance =
        keep * lengths[gene] * lengths[gene] + c1 * value * value + cMu * squares[gene]
      // A gene without effect may wander, but not out of the numbers' range.
      lengths[gene] = max(min(variance.squareRoot(), 1e9), 1e-9)
    }
  }

  private mutating func restartIfDone(_ ranked: [Float], _ random: RandomSource) {
    restarts.note(ranked, geneCount: space.geneCount)
    guard
      restarts.isOver(ranked, geneCount: space.geneCount, settings.restarts)
        || settings.restarts != .none && isExhausted
    else { return }
    let next = restarts.next(settings.restarts, geneCount: space.geneCount, random)
    count = next.count
    step = StepSizeControl(sigma: Double(settings.initialStep) * next.step)
    mean = []
    meanScore = [.unknown]
    lengths = Array(repeating: 1, count: space.geneCount)
    forgetPaths()
  }

  /// Whether the distribution is too narrow, too wide or too flat to go on with.
  private var isExhausted: Bool {
    let (least, most) = (lengths.min() ?? 1, lengths.max() ?? 1)
    if least <= 1e-7 * most { return true }
    return Convergence.isExhausted(
      mean.indices.map { space.inInitialDeviations(mean[$0], $0) },
      deviations: lengths.map { step.sigma * Double($0) },
      firstStep: Double(settings.initialStep))
  }

  /// There are no parents, but the mean stands for what was learnt.
  public func score(ofParent parent: Int) -> Score { meanScore[0] }

  public var incumbent: [Float]? { mean.isEmpty ? nil : mean }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    guard !mean.isEmpty else { return }
    var population = Population(count: 1, geneCount: space.geneCount)
    population.genes = mean
    meanScore = evaluate(population)
    restarts.forgetFitness()
  }

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    let old = self.space
    self.space = space
    restarts.forgetFitness()
    meanScore = [.unknown]
    forgetPaths()
    guard !mean.isEmpty else {
      lengths = Array(repeating: 1, count: space.geneCount)
      return
    }
    let remapped = row(mean[...], 0)
    precondition(remapped.genes.count == space.geneCount, "The row is one of the new network.")
    mean = remapped.genes
    let usual = lengths.reduce(0, +) / Float(old.geneCount)
    let carried = remapped.carrying(lengths[...]) { _ in usual }
    lengths = zip(carried, remapped.scales(from: old, to: space)).map {
      $1 > 0 ? max(min($0 * Float($1), 1e9), 1e-9) : $0
    }
  }

  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    self.count = count
    restarts = Restarts(base: count)
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    step.digest(into: &digest)
    restarts.digest(into: &digest)
    for values in [mean, lengths, stepPath, covariancePath] {
      digest.add(Kernels.digest(values.span))
    }
    digest.add(meanScore[0].fitness)
  }

  public var isConsistent: Bool {
    let n = space.geneCount
    return count >= 1 && n >= 1 && (mean.isEmpty || mean.count == n)
      && [lengths, stepPath, covariancePath].allSatisfy { $0.count == n }
      && meanScore.count == 1 && step.isConsistent && restarts.isConsistent
  }
}

extension SeparableCMAES {
  /// What a person may turn in separable CMA-ES.
  public struct Settings: Tunable {
    public var initialStep: Float = 0.5
    public var stepFloor: Float = 0
    public var restarts = RestartRule.none

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      StepLimits.initial(\.initialStep),
      StepLimits.floor(\.stepFloor),
      RestartRule.parameter(\.restarts),
    ]
  }
}
