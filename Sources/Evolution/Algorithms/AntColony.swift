/// Ant colony optimisation for continuous domains: ants search around the best places ever found.
///
/// Socha and Dorigo, "Ant colony optimization for continuous domains", European Journal of
/// Operational Research 185 (2008): ACO_R. An archive keeps the k best solutions, best first.
/// Each ant chooses one of them, s_l, with a probability in proportion to its weight, and makes
/// all its genes around it:
///
///     weight_l    = 1 / (q k √(2 pi)) exp(-(l - 1)² / (2 q² k²))
///     deviation_i = xi Σ_e |s_e,i - s_l,i| / (k - 1)
///     x_i         = s_l,i + deviation_i N
///
/// Until the archive has been full once, candidates are those of a first population. Deviations:
/// genes are not rotated, deviations have a floor, and of equal solutions the newer one ranks first,
/// so that the search moves on across plateaus.
public struct AntColony: Algorithm {
  public static let title = "Ant colony (ACO_R)"

  public var settings: Settings
  /// The number of ants.
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// The best solutions with a fitness, best first: [up to archive-size × geneCount].
  private(set) var archive: Population
  /// Of the archive: [archive.count].
  @Packed private(set) var scores: [Score] = []
  /// Whether the archive has been full.
  private var isEstablished = false
  /// The sums of the weights up to each solution: [archive.count]; empty between generations.
  @Packed private var cumulativeWeights: [Float] = []

  public static func defaultCount(for space: SearchSpace) -> Int { 10 }

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "There is an ant.")
    self.space = space
    self.count = count
    self.settings = settings
    archive = Population(count: 0, geneCount: space.geneCount)
  }

  public mutating func ask(_ random: RandomSource) {
    cumulativeWeights = []
    guard isEstablished, archive.count >= 2 else { return }
    var sum: Float = 0
    for weight in Self.weights(archive.count, locality: settings.locality, random.kernels) {
      sum += weight
      cumulativeWeights.append(sum)
    }
  }

  /// What the solutions of an archive count for, best first: [count].
  ///
  /// - Parameter locality: q: small for the best ones only.
  static func weights(_ count: Int, locality: Float, _ kernels: Kernels) -> [Float] {
    let width = locality * Float(count)
    let exponents = (0..<count).map { rank -> Float in
      let distance = Float(rank) / width
      return -0.5 * distance * distance
    }
    let root: Float = 2.5066283  // √(2 pi)
    let bells = kernels.map(exponents.map { max($0, -80) }, .exp)
    return zip(exponents, bells).map { $0 <= -80 ? 0 : $1 / (width * root) }
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    guard let sum = cumulativeWeights.last else {
      return space.scatter(candidates, into: &genes, &origins, random)
    }
    var deviations = [Float](repeating: 0, count: space.geneCount)
    var known: Int?
    for (row, ant) in candidates.enumerated() {
      let draw = random.uniform(for: .selection, individual: ant) * sum
      let chosen = cumulativeWeights.firstIndex { draw < $0 } ?? 0
      if chosen != known { setDeviations(&deviations, around: chosen) }
      known = chosen
      var target = genes._mutatingExtracting(row * space.geneCount..<(row + 1) * space.geneCount)
      random.fill(&target, with: .normal, for: .mutationSteps, individual: ant)
      Self.place(
        &target, around: archive.genes.span.extracting(archive.row(chosen)), deviations.span)
      origins[row] = Origin(first: chosen)
    }
  }

  private static func place(
    _ row: inout MutableSpan<Float>, around solution: Span<Float>, _ deviations: Span<Float>
  ) {
    precondition(solution.count == row.count && deviations.count == row.count)
    for gene in row.indices { row[gene] = solution[gene] + deviations[gene] * row[gene] }
  }

  /// xi times the mean distance of the other solutions, gene by gene.
  func setDeviations(_ deviations: inout [Float], around chosen: Int) {
    for gene in deviations.indices { deviations[gene] = 0 }
    let centre = archive.genes.span.extracting(archive.row(chosen))
    for solution in 0..<archive.count {
      Self.add(archive.genes.span.extracting(archive.row(solution)), from: centre, to: &deviations)
    }
    let factor = settings.convergenceSpeed / Float(archive.count - 1)
    for gene in deviations.indices {
      let deviation = space.initialDeviations[gene]
      let least = max(settings.minimumStep * deviation, StepLimits.least)
      let widest = settings.maximumStep * deviation
      deviations[gene] = max(min(factor * deviations[gene], widest), least)
    }
  }

  private static func add(
    _ row: Span<Float>, from centre: Span<Float>, to distances: inout [Float]
  ) {
    var distances = distances.mutableSpan
    precondition(row.count == distances.count && centre.count == distances.count)
    for gene in distances.indices { distances[gene] += abs(row[gene] - centre[gene]) }
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    precondition(
      candidates.count == count && candidates.geneCount == space.geneCount
        && scores.count == count, "Those who were bred come back, each with a score.")
    let pool = scores + self.scores
    let order = Ranking.best(settings.archiveSize, of: pool.map(\.fitness))
    var newArchive = Population(count: order.count, geneCount: space.geneCount)
    for (rank, solution) in order.enumerated() {
      let row = solution < count ? candidates[solution] : archive[solution - count]
      newArchive.genes.replaceSubrange(newArchive.row(rank), with: row)
    }
    archive = newArchive
    self.scores = order.map { pool[$0] }
    if archive.count >= settings.archiveSize { isEstablished = true }
    cumulativeWeights = []
  }

  public func score(ofParent parent: Int) -> Score {
    scores.indices.contains(parent) ? scores[parent] : .unknown
  }

  /// Solutions that have no fitness any more leave the archive.
  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    guard archive.count > 0 else { return }
    let scores = evaluate(archive)
    precondition(scores.count == archive.count, "Each solution has a score.")
    let order = Ranking.best(archive.count, of: scores.map(\.fitness))
    var sorted = Population(count: order.count, geneCount: space.geneCount)
    for (rank, solution) in order.enumerated() {
      sorted.genes.replaceSubrange(sorted.row(rank), with: archive[solution])
    }
    archive = sorted
    self.scores = order.map { scores[$0] }
  }

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    var remapped = Population(count: archive.count, geneCount: space.geneCount)
    for solution in 0..<archive.count {
      let genes = row(archive[solution], solution).genes
      precondition(genes.count == space.geneCount, "The row is one of the new network.")
      remapped.genes.replaceSubrange(remapped.row(solution), with: genes)
    }
    archive = remapped
    self.space = space
  }

  /// The archive stays; there are more ants, or fewer.
  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "There is an ant.")
    self.count = count
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(isEstablished ? 1 : 0)
    digest.add(Kernels.digest(archive.genes.span))
  }

  public var isConsistent: Bool {
    count >= 1 && archive.geneCount == space.geneCount && scores.count == archive.count
      && cumulativeWeights.isEmpty && scores.allSatisfy { $0.fitness.isFinite }
  }
}

extension AntColony {
  /// What a person may turn in an ant colony.
  public struct Settings: Tunable {
    public var archiveSize = 50
    public var locality: Float = 0.03
    public var convergenceSpeed: Float = 0.7
    public var minimumStep: Float = 0.0001
    public var maximumStep: Float = 10

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      Parameter(
        "archive-size", \.archiveSize, 2...1000, .multiplicative(1.1, from: 2),
        help: "The number of best solutions that ants search around (k)."),
      Parameter(
        "locality", \.locality, 0.0001...1, .multiplicative(1.25, from: 0.0001),
        help: "How far down the archive ants choose, as a share of it (q): the smaller, the more "
          + "they stay around the best."),
      Parameter(
        "convergence-speed", \.convergenceSpeed, 0.01...2, .linear(0.05),
        help: "How far ants go from a solution, in its mean distance to the others (xi): the "
          + "larger, the slower they converge."),
      StepLimits.minimum(\.minimumStep),
      StepLimits.maximum(\.maximumStep),
    ]
  }
}
