/// CMA-ES: learns the mean, the step size and the full covariance matrix of a normal distribution.
///
/// Hansen, "The CMA evolution strategy: a tutorial", arXiv:1604.00772 (2016), whose equation
/// numbers stand beside the code; weights of the worse half are negative (Jastrebski and Arnold,
/// CEC 2006). Genes are measured in their deviations in a first population, from a random one of
/// which the mean starts. With z_k standard normal and C = B D² Bᵀ:
///
///     x_k = mean + sigma B D z_k
///
/// Where it can go no further, it may start anew with more candidates: see `RestartRule`. A
/// single candidate competes with the mean. The matrix takes geneCount² numbers, so that some
/// thousand genes are the most.
public struct CMAES: Algorithm {
  public static let title = "CMA-ES"
  public static var scoreMemory: ScoreMemory { .isUnused }

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// Of the distribution: [geneCount]; empty until the first `ask` of a run.
  @Packed private(set) var mean: [Double] = []
  private(set) var step: StepSizeControl
  /// C, of which only the lower triangle counts: [geneCount × geneCount].
  @Packed private(set) var covariance: [Double] = []
  /// p_sigma and p_c: [geneCount].
  @Packed private var stepPath: [Double] = []
  @Packed private var covariancePath: [Double] = []
  /// The columns of B, one a row: [geneCount × geneCount].
  @Packed private var axes: [Double] = []
  /// The diagonal of D, ascending: [geneCount].
  @Packed private var lengths: [Double] = []
  /// Generations since C was last taken apart.
  private var age = 0
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
    forgetShape()
  }

  /// The matrices have genes × genes numbers.
  public static let mostGenes = 4000

  /// A single one competes with the mean, which says too little of how long steps should be.
  public static let leastCount = 2

  public static func defaultCount(for space: SearchSpace) -> Int {
    StrategyParameters.defaultCount(for: space.geneCount)
  }

  /// C = I, and paths that have just begun.
  private mutating func forgetShape() {
    let n = space.geneCount
    covariance = Array(repeating: 0, count: n * n)
    for gene in 0..<n { covariance[gene * n + gene] = 1 }
    axes = covariance
    lengths = Array(repeating: 1, count: n)
    age = 0
    forgetPaths()
  }

  private mutating func forgetPaths() {
    stepPath = Array(repeating: 0, count: space.geneCount)
    covariancePath = stepPath
    step.forgetPath()
  }

  public mutating func ask(_ random: RandomSource) {
    step.raise(to: Double(settings.stepFloor))
    guard mean.isEmpty else { return }
    mean = random.numbers(space.geneCount, of: .normal, for: .initialization).map(Double.init)
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    precondition(!mean.isEmpty, "A generation is planned before it is bred.")
    let n = space.geneCount
    var scaled: [Double] = []
    scaled.reserveCapacity(candidates.count * n)
    var draws = [Float](repeating: 0, count: n)
    for (row, candidate) in candidates.enumerated() {
      random.fill(&draws, with: .normal, for: .mutationSteps, individual: candidate)
      for axis in draws.indices { scaled.append(Double(draws[axis]) * lengths[axis]) }
      origins[row] = Origin()
    }
    let steps = random.kernels.product(scaled, axes, columns: n)
    for row in 0..<candidates.count {
      var target = genes._mutatingExtracting(row * n..<(row + 1) * n)
      target.place(
        mean: mean.span, steps: steps.span.extracting(row * n..<(row + 1) * n), sigma: step.sigma,
        deviations: space.initialDeviations.span)
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
    if rivals[order[0]].fitness.isFinite { learn(from: candidates, order, random) }
    if count > 1 { meanScore = [.unknown] } else if order[0] == 0 { meanScore = scores }
    restartIfDone(order.map { rivals[$0].rankedFitness }, random)
  }

  /// Lets the distribution follow the better candidates.
  private mutating func learn(
    from candidates: Population, _ order: [Int], _ random: RandomSource
  ) {
    let parameters = StrategyParameters(
      geneCount: space.geneCount, count: count, isActive: settings.active == .on)
    let (oldMean, oldSigma) = (mean, step.sigma)
    let direction = moveMean(candidates, order, parameters, random)
    let isUsual = adaptStep(direction.draws, parameters, random)
    lengthenPath(direction.steps, isUsual, parameters)
    let missing = isUsual ? 0 : parameters.cc * (2 - parameters.cc)
    let keep =
      1 + parameters.c1 * missing - parameters.c1
      - parameters.cMu * parameters.weights.reduce(0, +)
    random.kernels.addProduct(
      of: covariancePath.map { parameters.c1 * $0 }, covariancePath, to: &covariance,
      space.geneCount, keep: keep)  // (47), rank one
    let reader = StepReader(space, mean: oldMean, sigma: oldSigma)
    // In parts, so that the room that they take doesn't grow with the population.
    let weighted = order.indices.filter { parameters.weights[$0] != 0 && order[$0] < count }
    for part in stride(from: 0, to: weighted.count, by: 64) {
      addCovariance(
        weighted[part..<min(part + 64, weighted.count)].map { (order[$0], parameters.weights[$0]) },
        parameters.cMu, candidates, reader, random)
    }
    age += 1
    let rates = parameters.c1 + parameters.cMu
    if Double(age) * 10 * Double(space.geneCount) * rates >= 1 { decompose(random.kernels) }
  }

  /// Moves the mean along the weighted steps y of the better candidates, which it returns with
  /// the weighted draws z that made them: (41) and (42) with c_m = 1.
  private mutating func moveMean(
    _ candidates: Population, _ order: [Int], _ parameters: StrategyParameters,
    _ random: RandomSource
  ) -> (steps: [Double], draws: [Double]) {
    let reader = StepReader(space, mean: mean, sigma: step.sigma)
    var steps = [Double](repeating: 0, count: space.geneCount)
    var draws = steps
    var (row, drawn) = (steps, [Float](repeating: 0, count: space.geneCount))
    for (rank, candidate) in order.prefix(parameters.mu).enumerated() where candidate < count {
      reader.read(candidates, candidate, into: &row)
      // Drawn a second time rather than kept for all candidates.
      random.fill(&drawn, with: .normal, for: .mutationSteps, individual: candidate)
      let weight = parameters.weights[rank]
      for gene in row.indices {
        steps[gene] += weight * row[gene]
        draws[gene] += weight * Double(drawn[gene])
      }
    }
    for gene in mean.indices { mean[gene] += step.sigma * steps[gene] }
    return (steps, draws)
  }

  /// (43) with C^(-1/2) y = B z, and (44); whether the path has its usual length.
  private mutating func adaptStep(
    _ draws: [Double], _ parameters: StrategyParameters, _ random: RandomSource
  ) -> Bool {
    let turned = random.kernels.product(draws, axes, columns: space.geneCount)
    let share = (parameters.cSigma * (2 - parameters.cSigma) * parameters.muEff).squareRoot()
    var square = 0.0
    for gene in stepPath.indices {
      stepPath[gene] = (1 - parameters.cSigma) * stepPath[gene] + share * turned[gene]
      square += stepPath[gene] * stepPath[gene]
    }
    return step.adapt(
      toPathOfSquare: square, geneCount: space.geneCount, parameters,
      floor: Double(settings.stepFloor))
  }

  /// The path p_c follows the steps, unless p_sigma is too long: (45).
  private mutating func lengthenPath(
    _ steps: [Double], _ isUsual: Bool, _ parameters: StrategyParameters
  ) {
    let share =
      isUsual ? (parameters.cc * (2 - parameters.cc) * parameters.muEff).squareRoot() : 0
    for gene in covariancePath.indices {
      covariancePath[gene] = (1 - parameters.cc) * covariancePath[gene] + share * steps[gene]
    }
  }

  /// The matrix learns the steps of single candidates: (46), and rank mu of (47).
  private mutating func addCovariance(
    _ weighted: [(candidate: Int, weight: Double)], _ cMu: Double, _ candidates: Population,
    _ reader: StepReader, _ random: RandomSource
  ) {
    let n = space.geneCount
    var rows: [Double] = []
    var products: [Double] = []
    rows.reserveCapacity(weighted.count * n)
    products.reserveCapacity(weighted.count * n)
    var (row, drawn) = ([Double](repeating: 0, count: n), [Float](repeating: 0, count: n))
    for (candidate, weight) in weighted {
      reader.read(candidates, candidate, into: &row)
      var factor = cMu * weight
      if weight < 0 {
        // The squared length of C^(-1/2) y is that of z.
        random.fill(&drawn, with: .normal, for: .mutationSteps, individual: candidate)
        let square = drawn.reduce(0.0) { $0 + Double($1) * Double($1) }
        factor = square > 0 ? factor * Double(n) / square : 0  // (46)
      }
      rows += row
      for value in row { products.append(factor * value) }
    }
    random.kernels.addProduct(of: products, rows, to: &covariance, n, keep: 1)
  }

  /// Finds B and D of C.
  private mutating func decompose(_ kernels: Kernels) {
    age = 0
    let n = space.geneCount
    guard let parts = kernels.eigendecomposition(of: covariance, n), parts.values[n - 1] > 0
    else { return forgetShape() }
    // Negative weights and rounding may leave it not quite positive.
    let lift = max(0, 1e-15 * parts.values[n - 1] - parts.values[0])
    if lift > 0 {
      for gene in 0..<n { covariance[gene * n + gene] += lift }
    }
    axes = parts.vectors
    lengths = parts.values.map { ($0 + lift).squareRoot() }
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
    forgetShape()
  }

  /// Whether the distribution is too narrow, too wide or too flat to go on with.
  private var isExhausted: Bool {
    let n = space.geneCount
    let condition = lengths[n - 1] / lengths[0]
    if condition * condition > 1e14 { return true }
    return Convergence.isExhausted(
      mean, deviations: (0..<n).map { step.sigma * covariance[$0 * n + $0].squareRoot() },
      firstStep: Double(settings.initialStep))
  }

  /// There are no parents, but the mean stands for what was learnt.
  public func score(ofParent parent: Int) -> Score { meanScore[0] }

  public var incumbent: [Float]? { mean.isEmpty ? nil : space.genes(at: mean) }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    guard !mean.isEmpty else { return }
    var population = Population(count: 1, geneCount: space.geneCount)
    population.genes = space.genes(at: mean)
    meanScore = evaluate(population)
    restarts.forgetFitness()
  }

  /// Genes that stay keep their variances and covariances; a new one has the mean variance and is
  /// independent of the others.
  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    let old = (space: self.space, covariance: covariance, path: covariancePath)
    self.space = space
    restarts.forgetFitness()
    meanScore = [.unknown]
    forgetShape()
    guard !mean.isEmpty else { return }
    let remapped = row(old.space.genes(at: mean)[...], 0)
    precondition(remapped.genes.count == space.geneCount, "The row is one of the new network.")
    mean = remapped.carryingMean(mean, from: old.space, to: space)
    covariance = remapped.carryingCovariance(old.covariance, from: old.space, to: space)
    let path = remapped.carrying(old.path[...]) { _ in 0 }
    covariancePath = zip(path, remapped.scales(from: old.space, to: space)).map { $0 * $1 }
    decompose(.best)
  }

  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    self.count = count
    restarts = Restarts(base: count)
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(age)
    step.digest(into: &digest)
    restarts.digest(into: &digest)
    for values in [mean, covariance, stepPath, covariancePath, axes, lengths] {
      digest.add(Kernels.digest(values.span))
    }
    digest.add(meanScore[0].fitness)
  }

  public var isConsistent: Bool {
    let n = space.geneCount
    return count >= 1 && n >= 1 && (mean.isEmpty || mean.count == n)
      && [stepPath, covariancePath, lengths].allSatisfy { $0.count == n }
      && [covariance, axes].allSatisfy { $0.count == n * n } && meanScore.count == 1
      && (0...Int(UInt32.max)).contains(age) && step.isConsistent && restarts.isConsistent
  }
}

/// Turns candidates back into the steps y = (x - mean) / sigma that made them.
private struct StepReader {
  let mean: [Double]
  let sigma: Double
  /// One over the initial deviations: [geneCount].
  let scales: [Double]

  init(_ space: SearchSpace, mean: [Double], sigma: Double) {
    self.mean = mean
    self.sigma = sigma
    scales = space.initialDeviations.map { $0 > 0 ? 1 / Double($0) : 0 }
  }

  func read(_ candidates: Population, _ candidate: Int, into row: inout [Double]) {
    let genes = candidates.genes.span.extracting(candidates.row(candidate))
    var steps = row.mutableSpan
    let (mean, scales, inverse) = (mean.span, scales.span, 1 / sigma)
    precondition(
      genes.count == steps.count && mean.count == steps.count && scales.count == steps.count)
    for gene in steps.indices {
      steps[gene] = (Double(genes[gene]) * scales[gene] - mean[gene]) * inverse
    }
  }
}

extension CMAES {
  /// What a person may turn in CMA-ES.
  public struct Settings: Tunable {
    public var initialStep: Float = 0.5
    public var stepFloor: Float = 0
    public var active = Switch.on
    public var restarts = RestartRule.none

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      StepLimits.initial(\.initialStep),
      StepLimits.floor(\.stepFloor),
      Parameter(
        "active", \.active,
        help: "Whether the worse candidates have negative weights in the covariance matrix."),
      RestartRule.parameter(\.restarts),
    ]
  }
}
