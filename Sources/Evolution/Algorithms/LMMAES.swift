/// LM-MA-ES: learns some directions along which the distribution is stretched, each over
/// a longer time than the one before.
///
/// Loshchilov, Glasmachers and Beyer, "Large scale black-box optimization by limited-memory
/// matrix adaptation", IEEE Transactions on Evolutionary Computation 23 (2019), Algorithm 1
/// (arXiv:1705.06693). With m = 4 + ⌊3 log n⌋ directions m_j and z standard normal:
///
///     d   = z, then for each direction  d = (1 - c_dj) d + c_dj m_j (m_jᵀ d)
///     x   = mean + sigma d
///     m_j = (1 - c_cj) m_j + √(muEff c_cj (2 - c_cj)) Σ w_i z_i
///
/// The products m_jᵀ d follow from those of the directions with z and with one another, so that d
/// is one sum of vectors. The paper is for fewer candidates than genes; where there are more, its
/// learning rates are those of as many genes. Its c_sigma = 2 lambda / n is held at 1/3, or at that
/// of CMA-ES where this is larger, and the damping is that of CMA-ES for many candidates: with few
/// genes the step size would follow single generations. The mean starts at a random individual of
/// a first population.
public struct LMMAES: Algorithm {
  public static let title = "LM-MA-ES"
  public static var scoreMemory: ScoreMemory { .isUnused }

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// Of the distribution: [geneCount]; empty until the first `ask`.
  @Packed private(set) var mean: [Float] = []
  private(set) var step: StepSizeControl
  /// p_sigma: [geneCount].
  @Packed private var stepPath: [Float] = []
  /// m_j, one a row: [directionCount × geneCount].
  @Packed private(set) var directions: [Float] = []
  /// Their products with one another: [directionCount × directionCount].
  @Packed private var products: [Double] = []
  /// How many directions have been learnt.
  private var age = 0
  /// Of the mean, where it is known: [1].
  @Packed private var meanScore: [Score] = [.unknown]

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "A population has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
    step = StepSizeControl(sigma: Double(settings.initialStep))
    forgetDirections()
  }

  /// A single one competes with the mean, which says too little of how long steps should be.
  public static let leastCount = 2

  public static func defaultCount(for space: SearchSpace) -> Int {
    StrategyParameters.defaultCount(for: space.geneCount)
  }

  private static func directionCount(_ geneCount: Int) -> Int {
    StrategyParameters.defaultCount(for: geneCount)
  }

  private var directionCount: Int { Self.directionCount(space.geneCount) }

  private mutating func forgetDirections() {
    stepPath = Array(repeating: 0, count: space.geneCount)
    directions = Array(repeating: 0, count: directionCount * space.geneCount)
    products = Array(repeating: 0, count: directionCount * directionCount)
    age = 0
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
    let n = space.geneCount
    for (row, candidate) in candidates.enumerated() {
      var target = genes._mutatingExtracting(row * n..<(row + 1) * n)
      random.fill(&target, with: .normal, for: .mutationSteps, individual: candidate)
      origins[row] = Origin()
    }
    let used = min(age, directionCount)
    if used > 0 {
      let learnt = directions.span.extracting(0..<used * n)
      let alongs = random.kernels.dots(genes.span, learnt, columns: n)
      let (keep, factors) = stretches(alongs, used)
      random.kernels.addProduct(of: factors, learnt, to: &genes, columns: n, keep: keep)
    }
    for row in 0..<candidates.count {
      var target = genes._mutatingExtracting(row * n..<(row + 1) * n)
      place(&target)
    }
  }

  /// What is left of z in d, and how much of each direction is in it: [candidates × used].
  ///
  /// - Parameter alongs: m_jᵀ z: [candidates × used].
  private func stretches(_ alongs: [Double], _ used: Int) -> (keep: Float, factors: [Float]) {
    var factors = [Double](repeating: 0, count: alongs.count)
    var keep = 1.0
    for j in 0..<used {
      let rate = directionRate(j)
      for row in stride(from: 0, to: alongs.count, by: used) {
        var along = keep * alongs[row + j]
        for l in 0..<j {
          along += factors[row + l] * products[j * directionCount + l]
          factors[row + l] *= 1 - rate
        }
        factors[row + j] = rate * along
      }
      keep *= 1 - rate
    }
    return (Float(keep), factors.map { Float($0) })
  }

  /// n, as the learning rates know it.
  private var ratedCount: Double { Double(max(space.geneCount, count)) }

  /// c_d of the paper, j from 0.
  private func directionRate(_ j: Int) -> Double {
    (0..<j).reduce(1 / ratedCount) { rate, _ in rate / 1.5 }
  }

  /// c_c of the paper, j from 0.
  private func learningRate(_ j: Int) -> Double {
    (0..<j).reduce(Double(count) / ratedCount) { rate, _ in rate / 4 }
  }

  /// x = mean + sigma d.
  private func place(_ row: inout MutableSpan<Float>) {
    let (mean, deviations, sigma) = (mean.span, space.initialDeviations.span, Float(step.sigma))
    precondition(mean.count == row.count && deviations.count == row.count)
    for gene in row.indices { row[gene] = mean[gene] + sigma * deviations[gene] * row[gene] }
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
  }

  private mutating func learn(
    from candidates: Population, _ order: [Int], _ random: RandomSource
  ) {
    let n = space.geneCount
    let parameters = StrategyParameters(geneCount: n, count: count, isActive: false)
    var (shift, draws) = ([Float](repeating: 0, count: n), [Float](repeating: 0, count: n))
    var drawn = draws
    for (rank, candidate) in order.prefix(parameters.mu).enumerated() where candidate < count {
      // Drawn a second time rather than kept for all candidates.
      random.fill(&drawn, with: .normal, for: .mutationSteps, individual: candidate)
      Self.add(
        Float(parameters.weights[rank]),
        candidates.genes.span.extracting(candidates.row(candidate)),
        mean.span, drawn.span, to: &shift, &draws)
    }
    Self.blend(&mean, 1, shift.span, 1)
    let rate = min(2 * Double(count) / ratedCount, max(parameters.cSigma, 1.0 / 3))
    Self.blend(
      &stepPath, Float(1 - rate), draws.span,
      Float((parameters.muEff * rate * (2 - rate)).squareRoot()))
    turnDirections(draws, parameters.muEff, random.kernels)
    let square = random.kernels.dots(stepPath.span, stepPath.span, columns: n)[0]
    let damping = parameters.dSigma - parameters.cSigma
    step.multiply(
      by: exponential(min(rate / (2 * damping) * (square / Double(n) - 1), 1)),
      floor: Double(settings.stepFloor))
    age = min(age + 1, directionCount)
  }

  /// Adds w (x - mean) and w z.
  private static func add(
    _ weight: Float, _ row: Span<Float>, _ mean: Span<Float>, _ drawn: Span<Float>,
    to shift: inout [Float], _ draws: inout [Float]
  ) {
    var shift = shift.mutableSpan
    var draws = draws.mutableSpan
    precondition(mean.count == row.count && drawn.count == row.count)
    precondition(shift.count == row.count && draws.count == row.count)
    for gene in row.indices {
      shift[gene] += weight * (row[gene] - mean[gene])
      draws[gene] += weight * drawn[gene]
    }
  }

  /// values = keep values + share others.
  private static func blend(
    _ values: inout [Float], _ keep: Float, _ others: Span<Float>, _ share: Float
  ) {
    var values = values.mutableSpan
    blend(&values, keep, others, share)
  }

  private static func blend(
    _ values: inout MutableSpan<Float>, _ keep: Float, _ others: Span<Float>, _ share: Float
  ) {
    precondition(others.count == values.count)
    for gene in values.indices { values[gene] = keep * values[gene] + share * others[gene] }
  }

  /// Lets each direction follow the weighted draws, and the products with them.
  private mutating func turnDirections(_ draws: [Float], _ muEff: Double, _ kernels: Kernels) {
    let (n, size) = (space.geneCount, directionCount)
    let alongs = kernels.dots(directions.span, draws.span, columns: n)
    let square = kernels.dots(draws.span, draws.span, columns: n)[0]
    let shares = (0..<size).map { j in
      let rate = learningRate(j)
      return (keep: 1 - rate, add: (muEff * rate * (2 - rate)).squareRoot())
    }
    var all = directions.mutableSpan
    for (j, share) in shares.enumerated() {
      var row = all._mutatingExtracting(j * n..<(j + 1) * n)
      Self.blend(&row, Float(share.keep), draws.span, Float(share.add))
    }
    for j in 0..<size {
      for l in 0..<size {
        let (left, right) = (shares[j], shares[l])
        products[j * size + l] =
          left.keep * right.keep * products[j * size + l]
          + (left.keep * right.add * alongs[j] + right.keep * left.add * alongs[l])
          + left.add * right.add * square
      }
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

  /// New genes are in no direction yet.
  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    let old = (directions: directions, count: directionCount, genes: self.space.geneCount, age: age)
    self.space = space
    meanScore = [.unknown]
    forgetDirections()
    guard !mean.isEmpty else { return }
    let remapped = row(mean[...], 0)
    precondition(remapped.genes.count == space.geneCount, "The row is one of the new network.")
    mean = remapped.genes
    let kept = min(directionCount, old.count)
    for j in 0..<kept {
      let values = remapped.carrying(
        old.directions[j * old.genes..<(j + 1) * old.genes]
      ) { _ in 0 }
      directions.replaceSubrange(j * space.geneCount..<(j + 1) * space.geneCount, with: values)
    }
    age = min(old.age, kept)
    products = Kernels.best.dots(directions.span, directions.span, columns: space.geneCount)
  }

  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    self.count = count
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(age)
    step.digest(into: &digest)
    for values in [mean, stepPath, directions] { digest.add(Kernels.digest(values.span)) }
    digest.add(Kernels.digest(products.span))
    digest.add(meanScore[0].fitness)
  }

  public var isConsistent: Bool {
    let n = space.geneCount
    guard count >= 1, n >= 1 else { return false }
    return (mean.isEmpty || mean.count == n) && stepPath.count == n
      && directions.count == directionCount * n
      && products.count == directionCount * directionCount
      && (0...directionCount).contains(age) && meanScore.count == 1 && step.isConsistent
  }
}

extension LMMAES {
  /// What a person may turn in LM-MA-ES.
  public struct Settings: Tunable {
    public var initialStep: Float = 0.5
    public var stepFloor: Float = 0

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      StepLimits.initial(\.initialStep),
      StepLimits.floor(\.stepFloor),
    ]
  }
}
