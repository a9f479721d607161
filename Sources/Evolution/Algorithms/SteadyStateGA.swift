/// A genetic algorithm in which few die at a time: a few children take the places of the worst.
///
/// Whitley, "The GENITOR algorithm and selection pressure", ICGA 1989; Syswerda, "A study of
/// reproduction in generational and steady-state genetic algorithms", FOGA 1991.
///
///     member     0      1       2      3      4       5
///     ranks      4th    worst   best   2nd    5th     3rd
///     next       stays  child   stays  stays  child   stays
///
/// All children of a generation are bred from the same members and replace the worst together,
/// whatever they are worth. So they can be scored by several workers and come out the same for
/// any number of them; a multiple of sixteen for each worker keeps all busy. The paper breeds one
/// at a time, as a single child here does; by default there are few, so that good ones have children
/// soon. Those who stay are copies and cost no evaluation, but the copying.
public struct SteadyStateGA: Algorithm {
  public static let title = "Steady-state genetic algorithm"

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  private var members: ScoredPopulation
  /// `nil` in the first generation, and between `tell` and `ask`.
  private var plan: Plan?

  /// What the breeding of all rows needs to know.
  private struct Plan {
    /// Which child takes a member's place; `nil` for those who stay: [count].
    let children: [Int?]
    let selection: SelectionPlan
  }

  /// What there is between two generations; a plan is made anew by `ask`.
  private enum CodingKeys: String, CodingKey {
    case settings, count, space, members
  }

  /// A single one has no rival.
  public static let leastCount = 2

  public static func defaultCount(for space: SearchSpace) -> Int { 40 }

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "A population has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
    members = ScoredPopulation(geneCount: space.geneCount)
  }

  public mutating func ask(_ random: RandomSource) {
    guard !members.isEmpty else { return }
    let fitness = members.rankedFitness
    // All but one at most, so that the best stays.
    let childCount = max(min(settings.offspring, count - 1), 1)
    var children = [Int?](repeating: nil, count: count)
    for (child, member) in Ranking.order(of: fitness).suffix(childCount).enumerated() {
      children[member] = child
    }
    plan = Plan(
      children: children,
      selection: SelectionPlan(settings, fitness: fitness, pairCount: childCount, random))
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    guard !members.isEmpty else { return space.scatter(candidates, into: &genes, &origins, random) }
    guard let plan else { preconditionFailure("A generation is planned before it is bred.") }
    let pool = members.rows.genes.span
    var variation = Variation(settings, space, random)
    var mate = [Float](repeating: 0, count: space.geneCount)
    var lots = [UInt32](repeating: 0, count: plan.selection.lotCount)
    for (row, member) in candidates.enumerated() {
      guard let child = plan.children[member] else {
        members.liveOn(member, as: row, in: &genes, &origins)
        continue
      }
      let parents = plan.selection.parents(ofPair: child, random, lots: &lots)
      let parentGenes = pool.extracting(members.rows.row(parents.0))
      var target = genes._mutatingExtracting(row * space.geneCount..<(row + 1) * space.geneCount)
      var mateGenes = mate.mutableSpan
      target.copy(parentGenes, to: 0)
      mateGenes.copy(pool.extracting(members.rows.row(parents.1)), to: 0)
      let isCrossed = variation.vary(&target, with: &mateGenes, individual: child)
      origins[row] = Origin(
        first: parents.0, second: isCrossed ? parents.1 : -1,
        isCopy: target.span.hasSameBits(as: parentGenes))
    }
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    expectBred(candidates, scores)
    members.take(&candidates, scores)
    plan = nil
  }

  public var parentRows: Population? { members.rows }

  public func score(ofParent parent: Int) -> Score { members.scores[parent] }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    members.rescore(evaluate)
    plan = nil
  }

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    members.remap(geneCount: space.geneCount, row)
    self.space = space
    plan = nil
  }

  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    let deviations = [Float](repeating: settings.mutationSize, count: space.geneCount)
    members.resize(to: count, deviations: deviations, random)
    self.count = count
    plan = nil
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(members.count)
  }

  public var isConsistent: Bool {
    count >= 1 && members.isConsistent(count: count, geneCount: space.geneCount)
  }
}

extension SteadyStateGA {
  /// What a person may turn in a steady-state genetic algorithm.
  public struct Settings: SelectionSettings, CrossoverSettings, MutationSettings {
    public var offspring = 2
    public var selection = Selection.tournament
    public var tournamentSize = 25
    public var selectionPressure: Float = 1.8
    public var truncationShare: Float = 0.3
    public var temperature: Float = 0.05
    public var crossover = Crossover.blend
    public var crossoverRate: Float = 0.3
    public var crossoverPoints = 3
    public var swapRate: Float = 0.5
    public var blendAlpha: Float = 0.5
    public var crossoverIndex: Float = 10
    public var mutation = Mutation.gaussian
    public var mutationRate: Float = 0.8
    public var geneRate: Float = 0.2
    public var mutationSize: Float = 0.4
    public var mutationIndex: Float = 20

    public init() {}

    public static let parameters: [Parameter<Self>] =
      [OffspringParameter.count(\.offspring, replacing: "worst")] + selectionParameters
      + crossoverParameters + mutationParameters
  }
}
