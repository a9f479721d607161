/// The classic genetic algorithm on real genes: one generation after another, with elitism.
///
/// Goldberg, "Genetic Algorithms in Search, Optimization, and Machine Learning" (1989).
/// Offspring are made as DEAP's `eaSimple` makes them (Fortin et al., JMLR 13, 2012): parents
/// are drawn with replacement, each pair is crossed or copied, then each child mutates or not.
/// With an elitism of 1:
///
///     candidate       0          1         2         3         4         5
///     genes       the best    child     child     child     child     child
///     siblings    └──── pair 0 ───┘     └── pair 1 ───┘     └── pair 2 ───┘
///
/// The sibling in whose place the best lives on is not born, nor is the last of an odd
/// number. A child whose genes nothing touched is a copy and keeps its parent's score.
public struct GeneticAlgorithm: Algorithm {
  public static let title = "Genetic algorithm"
  public static var scoreMemory: ScoreMemory { .isUnused }

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  private var parents: ScoredPopulation
  /// `nil` in the first generation, and between `tell` and `ask`.
  private var plan: Plan?

  /// What there is between two generations; a plan is made anew by `ask`.
  private enum CodingKeys: String, CodingKey {
    case settings, count, space, parents
  }

  /// What the breeding of all rows needs to know.
  private struct Plan {
    /// The parents that live on, best first.
    let elites: [Int]
    let selection: SelectionPlan
  }

  /// A single one has no rival.
  public static let leastCount = 2

  public static func defaultCount(for space: SearchSpace) -> Int { 50 }

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "A population has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
    parents = ScoredPopulation(geneCount: space.geneCount)
  }

  public mutating func ask(_ random: RandomSource) {
    guard !parents.isEmpty else { return }
    let fitness = parents.rankedFitness
    plan = Plan(
      // All but one at most, so that there is always something new.
      elites: Ranking.best(min(settings.elitism, count - 1), of: fitness),
      selection: SelectionPlan(
        settings, fitness: fitness, pairCount: (count + 1) / 2, random))
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    guard !parents.isEmpty else { return space.scatter(candidates, into: &genes, &origins, random) }
    guard let plan else { preconditionFailure("A generation is planned before it is bred.") }
    for child in candidates.clamped(to: 0..<plan.elites.count) {
      parents.liveOn(plan.elites[child], as: child - candidates.lowerBound, in: &genes, &origins)
    }
    let pool = parents.rows.genes.span
    let born = candidates.clamped(to: plan.elites.count..<count)
    var variation = Variation(settings, space, random)
    // Siblings are made here and then copied out, since one of them may not be born.
    var first = [Float](repeating: 0, count: space.geneCount)
    var second = first
    var lots = [UInt32](repeating: 0, count: plan.selection.lotCount)
    for pair in born.lowerBound / 2..<(born.upperBound + 1) / 2 {
      let mates = plan.selection.parents(ofPair: pair, random, lots: &lots)
      var left = first.mutableSpan
      var right = second.mutableSpan
      left.copy(pool.extracting(parents.rows.row(mates.0)), to: 0)
      right.copy(pool.extracting(parents.rows.row(mates.1)), to: 0)
      let isCrossed = variation.cross(&left, &right, pair: pair)
      for child in (2 * pair..<2 * pair + 2).clamped(to: born) {
        let row = child - candidates.lowerBound
        let (parent, mate) = child == 2 * pair ? mates : (mates.1, mates.0)
        let parentGenes = pool.extracting(parents.rows.row(parent))
        // Equal all the same now and then: two parents alike but for what was not exchanged.
        let isCopy: Bool
        if child == 2 * pair {
          let isMutated = variation.mutate(&left, individual: child)
          isCopy = !isCrossed && !isMutated || left.span.hasSameBits(as: parentGenes)
          genes.copy(left.span, to: row * space.geneCount)
        } else {
          let isMutated = variation.mutate(&right, individual: child)
          isCopy = !isCrossed && !isMutated || right.span.hasSameBits(as: parentGenes)
          genes.copy(right.span, to: row * space.geneCount)
        }
        origins[row] = Origin(first: parent, second: isCrossed ? mate : -1, isCopy: isCopy)
      }
    }
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    expectBred(candidates, scores)
    parents.take(&candidates, scores)
    plan = nil
  }

  public var parentRows: Population? { parents.rows }

  public func score(ofParent parent: Int) -> Score { parents.scores[parent] }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    parents.rescore(evaluate)
    plan = nil
  }

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    parents.remap(geneCount: space.geneCount, row)
    self.space = space
    plan = nil
  }

  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    let deviations = [Float](repeating: settings.mutationSize, count: space.geneCount)
    parents.resize(to: count, deviations: deviations, random)
    self.count = count
    plan = nil
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(parents.count)
  }
  public var isConsistent: Bool {
    count >= 1 && parents.isConsistent(count: count, geneCount: space.geneCount)
  }
}
