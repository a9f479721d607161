/// Regularised evolution: everybody dies of age, however good.
///
/// Real et al., "Regularized evolution for image classifier architecture search", AAAI 2019,
/// Algorithm 1: the best of a few that were drawn at random is copied and mutated, the child joins
/// the young end of a queue, and the oldest leaves the other end. What stays good must do so in
/// its children, so that luck with a noisy fitness is forgotten.
///
///     queue       oldest ─▶ 3 │ 4 │ 5 │ 0 │ 1 │ 2 ◀─ youngest
///     two children are born   ─▶ 5 │ 0 │ 1 │ 2 │ 3 │ 4
///
/// A child takes the row of the member that leaves. Deviation: the paper's workers add a child
/// whenever one is ready; here those of a generation are bred from the same members and join
/// together, so that a run repeats itself for any number of workers. Those who stay are copies
/// and cost no evaluation.
public struct AgingGA: Algorithm {
  public static let title = "Aging genetic algorithm"

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  private var members: ScoredPopulation
  /// The row of the oldest; behind it, in a ring, come ever younger ones.
  private(set) var oldest = 0
  /// As `Score.rankedFitness` gives it, for the tournaments: [count]; empty between `tell` and
  /// `ask`.
  private var fitness: [Float] = []

  /// What there is between two generations.
  private enum CodingKeys: String, CodingKey {
    case settings, count, space, members, oldest
  }

  /// A single one has no rival.
  public static let leastCount = 2

  public static func defaultCount(for space: SearchSpace) -> Int { 100 }

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "A population has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
    members = ScoredPopulation(geneCount: space.geneCount)
  }

  /// How many leave at a time.
  private var childCount: Int { max(min(settings.offspring, count - 1), 1) }

  public mutating func ask(_ random: RandomSource) {
    fitness = members.rankedFitness
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    guard !members.isEmpty else { return space.scatter(candidates, into: &genes, &origins, random) }
    precondition(fitness.count == count, "A generation is planned before it is bred.")
    let pool = members.rows.genes.span
    var variation = Variation(settings, space, random)
    var lots = [UInt32](repeating: 0, count: settings.tournamentSize)
    for (row, member) in candidates.enumerated() {
      let child = (member - oldest + count) % count
      guard child < childCount else {
        members.liveOn(member, as: row, in: &genes, &origins)
        continue
      }
      random.fill(&lots, for: .selection, individual: child)
      let parent = Selection.winner(of: fitness.span, lots: lots.span)
      let parentGenes = pool.extracting(members.rows.row(parent))
      var target = genes._mutatingExtracting(row * space.geneCount..<(row + 1) * space.geneCount)
      target.copy(parentGenes, to: 0)
      _ = variation.mutate(&target, individual: child)
      origins[row] = Origin(first: parent, isCopy: target.span.hasSameBits(as: parentGenes))
    }
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    expectBred(candidates, scores)
    if !members.isEmpty { oldest = (oldest + childCount) % count }
    members.take(&candidates, scores)
    fitness = []
  }

  public var parentRows: Population? { members.rows }

  public func score(ofParent parent: Int) -> Score { members.scores[parent] }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    members.rescore(evaluate)
  }

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    members.remap(geneCount: space.geneCount, row)
    self.space = space
  }

  /// The worst leave whatever their age; new ones are the youngest.
  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    let deviations = [Float](repeating: settings.mutationSize, count: space.geneCount)
    members.rotate(toFirst: oldest)
    members.resize(to: count, deviations: deviations, random)
    self.count = count
    oldest = 0
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(members.count)
    digest.add(oldest)
  }

  public var isConsistent: Bool {
    count >= 1 && (0..<count).contains(oldest)
      && members.isConsistent(count: count, geneCount: space.geneCount)
  }
}

extension AgingGA {
  /// What a person may turn in an aging genetic algorithm.
  public struct Settings: MutationSettings {
    public var offspring = 32
    public var tournamentSize = 25
    public var mutation = Mutation.gaussian
    public var mutationRate: Float = 1
    public var geneRate: Float = 0.2
    public var mutationSize: Float = 0.4
    public var mutationIndex: Float = 20

    public init() {}

    public static let parameters: [Parameter<Self>] =
      [
        OffspringParameter.count(\.offspring, replacing: "oldest"),
        Parameter(
          "tournament-size", \.tournamentSize, 1...100,
          help: "How many are drawn for a tournament; the best of them is mutated (S)."),
      ] + mutationParameters
  }
}
