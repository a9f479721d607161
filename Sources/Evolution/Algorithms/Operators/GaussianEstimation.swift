/// An algorithm that samples a normal distribution, and estimates the next one from the best.
///
/// Larrañaga and Lozano (editors), "Estimation of Distribution Algorithms" (2001). One that
/// adopts this says only what its distribution is like.
public protocol GaussianEstimation: Algorithm {
  var model: GaussianModel { get set }
}

extension GaussianEstimation {
  public var space: SearchSpace { model.space }
  public var count: Int { model.count }

  public static var scoreMemory: ScoreMemory { .isUnused }
  public var incumbent: [Float]? { model.mean }

  public mutating func ask(_ random: RandomSource) {}

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    model.sample(candidates, into: &genes, &origins, random)
  }

  /// There are no parents, but the mean stands for what was learnt.
  public func score(ofParent parent: Int) -> Score { model.meanScore.first ?? .unknown }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) { model.rescore(evaluate) }

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    model.remap(to: space, row)
  }

  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    model.count = count
  }

  public func digestState(into digest: inout Digest) { model.digest(into: &digest) }

  public var isConsistent: Bool { model.isConsistent }
}

/// A normal distribution of candidates, and what it is estimated from.
///
///     x = mean + √widening L z        z standard normal, L Lᵀ the covariance matrix
///
/// An estimate from the best is always narrower than what they come from, so that on a slope the
/// search would end before the top. Two guards:
///
/// - No deviation falls below the minimum step.
/// - Adaptive variance scaling (Grahl, Bosman and Rothlauf, GECCO 2006): the distribution is
///   widened by a factor that grows as long as better candidates lie further from the mean than one
///   standard deviation, on average and in some direction (Bosman, Grahl and Rothlauf, "SDR: a
///   better trigger for adaptive variance scaling in normal EDAs", GECCO 2007), and that falls
///   back to 1 while nothing better is found.
public struct GaussianModel: Codable, Sendable {
  public internal(set) var space: SearchSpace
  /// The number of candidates of a generation.
  public internal(set) var count: Int
  /// The most likely candidate: [geneCount].
  @Packed private(set) var mean: [Float]
  /// Of each gene: [geneCount].
  @Packed private(set) var deviations: [Float]
  /// L; nil where genes are independent.
  private(set) var factor: LowerTriangle?
  /// By how much the variance is scaled: 1 to `mostWidening`.
  private(set) var widening: Float = 1
  /// The best fitness since the problem last changed; nil without any.
  private var best: Float?
  private var collection = SampleCollection()
  /// Of the mean, where it was asked for since it last moved: [0 or 1].
  @Packed private(set) var meanScore: [Score] = []

  static let mostWidening: Float = 100

  /// What an estimate depends on.
  struct Plan {
    /// The share of the candidates that is selected (truncation selection).
    let share: Float
    /// What the widening grows by; 1 for none.
    let growth: Float
    /// Of a deviation, in that of a first population.
    let steps: ClosedRange<Float>
    /// What covariances are reduced by, from 0 to 1; nil where genes are independent.
    let shrinkage: Float?
  }

  init(space: SearchSpace, count: Int) {
    precondition(count >= 1, "A population has somebody in it.")
    self.space = space
    self.count = count
    mean = Array(repeating: 0, count: space.geneCount)
    deviations = space.initialDeviations
  }

  func sample(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    _ origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    let scale = widening.squareRoot()
    var z = [Float](repeating: 0, count: space.geneCount)
    for (row, candidate) in candidates.enumerated() {
      random.fill(&z, with: .normal, for: .mutationSteps, individual: candidate)
      var target = genes._mutatingExtracting(row * space.geneCount..<(row + 1) * space.geneCount)
      target.copy(mean.span, to: 0)
      if let factor {
        factor.add(z.span, scale: scale, to: &target)
      } else {
        Self.add(z.span, deviations.span, scale: scale, to: &target)
      }
      origins[row] = Origin()
    }
  }

  private static func add(
    _ z: Span<Float>, _ deviations: Span<Float>, scale: Float, to row: inout MutableSpan<Float>
  ) {
    precondition(z.count == row.count && deviations.count == row.count)
    for gene in row.indices { row[gene] += scale * deviations[gene] * z[gene] }
  }

  /// Estimates the next distribution, if there are enough candidates.
  mutating func learn(_ candidates: Population, _ scores: [Score], _ plan: Plan) {
    precondition(
      candidates.count == count && candidates.geneCount == space.geneCount
        && scores.count == count, "Those who were bred come back, each with a score.")
    guard let sample = collection.gather(candidates, scores) else { return }
    widen(sample, by: plan.growth)
    estimate(sample.rows, sample.selected(plan.share), plan)
    meanScore = []
  }

  /// Adapts the widening to how far from the mean better candidates than the best so far lie.
  private mutating func widen(_ sample: SampleCollection.Sample, by growth: Float) {
    guard let first = sample.order.first else { return }
    let before = best ?? .infinity
    best = max(best ?? -.infinity, sample.fitness[first])
    let better = sample.order.prefix { sample.fitness[$0] > before }
    guard !better.isEmpty else {
      widening = max(widening / growth, 1)
      return
    }
    let middle = Self.mean(of: sample.rows, better)
    let offset = zip(middle, mean).map { $0 - $1 }
    let z = factor?.solve(offset) ?? zip(offset, deviations).map { $0 / $1 }
    let scale = widening.squareRoot()
    guard z.contains(where: { abs($0) > scale }) else { return }
    widening = min(widening * growth, Self.mostWidening)
  }

  private static func mean(of rows: Population, _ selected: ArraySlice<Int>) -> [Float] {
    var sums = [Float](repeating: 0, count: rows.geneCount)
    var span = sums.mutableSpan
    for row in selected {
      let values = rows.genes.span.extracting(rows.row(row))
      for gene in span.indices { span[gene] += values[gene] }
    }
    let share = 1 / Float(selected.count)
    for gene in span.indices { span[gene] *= share }
    return sums
  }

  /// The maximum likelihood estimate from the selected candidates, within the limits of the plan.
  private mutating func estimate(
    _ rows: Population, _ selected: ArraySlice<Int>, _ plan: Plan
  ) {
    mean = Self.mean(of: rows, selected)
    var variances = [Float](repeating: 0, count: space.geneCount)
    for row in selected {
      Self.addSquares(rows.genes.span.extracting(rows.row(row)), mean.span, to: &variances)
    }
    // What a gene's differences from the mean are reduced by, where it varies too much.
    var squeezes = variances
    for gene in variances.indices {
      let initial = space.initialDeviations[gene]
      let deviation = (variances[gene] / Float(selected.count)).squareRoot()
      let widest = plan.steps.upperBound * initial
      squeezes[gene] = deviation > widest ? widest / deviation : 1
      let least = max(plan.steps.lowerBound * initial, StepLimits.least)
      deviations[gene] = max(min(deviation, widest), least)
    }
    factor = plan.shrinkage.map { shrinkage in
      covariance(rows, selected, squeezes, shrinkage: shrinkage).cholesky()
    }
  }

  private static func addSquares(
    _ row: Span<Float>, _ mean: Span<Float>, to sums: inout [Float]
  ) {
    var sums = sums.mutableSpan
    precondition(row.count == sums.count && mean.count == sums.count)
    for gene in sums.indices {
      let difference = row[gene] - mean[gene]
      sums[gene] += difference * difference
    }
  }

  /// (1 - shrinkage) S + shrinkage diag S, with the diagonal from the limited deviations.
  private func covariance(
    _ rows: Population, _ selected: ArraySlice<Int>, _ squeezes: [Float], shrinkage: Float
  ) -> LowerTriangle {
    var matrix = LowerTriangle(size: space.geneCount)
    var differences = [Float](repeating: 0, count: space.geneCount)
    let weight = (1 - shrinkage) / Float(selected.count)
    for row in selected {
      let values = rows.genes.span.extracting(rows.row(row))
      for gene in differences.indices {
        differences[gene] = squeezes[gene] * (values[gene] - mean[gene])
      }
      matrix.addSquare(of: differences, weight: weight)
    }
    for gene in deviations.indices { matrix[gene, gene] = deviations[gene] * deviations[gene] }
    return matrix
  }

  mutating func rescore(_ evaluate: (Population) -> [Score]) {
    var population = Population(count: 1, geneCount: space.geneCount)
    population.genes = mean
    meanScore = evaluate(population)
    precondition(meanScore.count == 1, "The mean has a score.")
    best = nil
    collection.clear()
  }

  /// Genes that were there keep their distribution; they vary independently until the next
  /// estimate.
  mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    let remapped = row(mean[...], 0)
    precondition(remapped.genes.count == space.geneCount, "The row is one of the new network.")
    mean = remapped.genes
    deviations = remapped.carryingSteps(deviations[...], from: self.space, to: space)
    factor = nil
    self.space = space
    collection.clear()
    meanScore = []
  }

  func digest(into digest: inout Digest) {
    digest.add(count)
    digest.add(widening)
    digest.add(Kernels.digest(mean.span))
    digest.add(Kernels.digest(deviations.span))
    if let factor { digest.add(Kernels.digest(factor.values.span)) }
    collection.digest(into: &digest)
  }

  /// Whether its parts go together.
  var isConsistent: Bool {
    count >= 1 && mean.count == space.geneCount && deviations.count == space.geneCount
      && (factor.map { $0.size == space.geneCount && $0.isConsistent } ?? true)
      && (1...Self.mostWidening).contains(widening) && meanScore.count <= 1
      && collection.isConsistent(geneCount: space.geneCount)
  }
}

/// What all of them let a person turn.
enum EstimationParameters {
  static func share<Settings: Tunable>(
    _ path: any WritableKeyPath<Settings, Float> & Sendable
  ) -> Parameter<Settings> {
    Parameter(
      "selection-share", path, 0.01...0.9, .multiplicative(1.1, from: 0.01),
      help: "The share of the candidates that the next distribution is estimated from; at least "
        + "two of ten or more.")
  }

  static func growth<Settings: Tunable>(
    _ path: any WritableKeyPath<Settings, Float> & Sendable
  ) -> Parameter<Settings> {
    Parameter(
      "variance-growth", path, 1...2, .linear(0.05),
      help: "What the variance is scaled by as long as better candidates lie far from the mean; "
        + "1 for never.")
  }
}
