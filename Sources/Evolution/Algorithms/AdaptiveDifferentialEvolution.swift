/// Differential evolution that learns its weight F and crossover rate CR from the trials that
/// did better than their target.
///
/// What JADE (Zhang and Sanderson, "JADE: adaptive differential evolution with optional external
/// archive", IEEE Transactions on Evolutionary Computation 13, 2009) and its successors share:
/// each trial draws an F and a CR of its own, and its donor is current-to-pbest/1,
///
///     donor = xᵢ + F (x_pbest - xᵢ + x_r1 - x_r2)
///
/// with pbest one of the best, r1 another member, and r2 another still or somebody of the
/// archive, where those go that lost to their trial. How F and CR are learnt is the adaptation's.
///
/// Deviations: genes have no bounds here; see `DifferentialTrials` for shared genes. A trial that is
/// as good as its target takes its place in all of them, as the papers of SHADE and L-SHADE have
/// it, so that they can cross a plateau; JADE's demands that it be better. Only from trials that
/// are better is anything learnt.
public struct AdaptiveDifferentialEvolution<Adaptation: ParameterAdaptation>: Algorithm {
  public static var title: String { Adaptation.title }

  public var settings: Adaptation.Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// What was learnt of F and CR.
  private(set) var adaptation: Adaptation
  private(set) var members: ScoredPopulation
  private(set) var archive: TrialArchive
  /// The number of members at the start of their reduction, and of those tried since.
  private var firstCount: Int
  private var evaluations = 0
  /// `nil` in the first generation, and between `tell` and `ask`.
  private(set) var plan: Plan?

  /// What the breeding of all rows needs to know.
  struct Plan {
    /// F and CR of each trial: [count].
    let weights: [Float]
    let rates: [Float]
    /// How many of the best may be a trial's pbest: [count].
    let bestCounts: [Int]
    /// The best members, best first: [bestCounts.max()], or all that have a fitness.
    let best: [Int]
    let trials: DifferentialTrials
  }

  /// What there is between two generations; a plan is made anew by `ask`.
  private enum CodingKeys: String, CodingKey {
    case settings, count, space, adaptation, members, archive, firstCount, evaluations
  }

  public static func defaultCount(for space: SearchSpace) -> Int { Adaptation.defaultCount }

  public init(space: SearchSpace, count: Int, settings: Adaptation.Settings) {
    precondition(count >= 1, "A population has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
    firstCount = count
    adaptation = Adaptation(settings)
    members = ScoredPopulation(geneCount: space.geneCount)
    archive = TrialArchive(geneCount: space.geneCount)
  }

  public mutating func ask(_ random: RandomSource) {
    guard !members.isEmpty else { return }
    var stream = random[.memory]
    let means = (0..<count).map { _ in adaptation.means(for: count, settings, &stream) }
    let bestCounts = means.map { mean in
      min(max(Int((mean.bestShare * Float(count)).rounded()), 2), count)
    }
    plan = Plan(
      weights: Self.drawWeights(around: means.map(\.weight), random),
      rates: Self.drawRates(around: means.map(\.crossoverRate), random), bestCounts: bestCounts,
      best: Ranking.best(bestCounts.max() ?? 0, of: members.rankedFitness),
      trials: DifferentialTrials(of: members.rows))
  }

  /// F: from a Cauchy distribution of scale 0.1, drawn anew where it is not above zero, at most 1.
  static func drawWeights(around means: [Float], _ random: RandomSource) -> [Float] {
    // Those who never succeed in so many rounds, one in 2⁶⁴, take the mean.
    var weights = means.map { min(max($0, 0.1), 1) }
    var undecided = Array(means.indices)
    for round in 0..<64 where !undecided.isEmpty {
      let draws = random.numbers(
        undecided.count, of: .cauchy, for: .differenceWeights, individual: round)
      var left: [Int] = []
      for (individual, draw) in zip(undecided, draws) {
        let weight = means[individual] + 0.1 * draw
        if weight > 0 { weights[individual] = min(weight, 1) } else { left.append(individual) }
      }
      undecided = left
    }
    return weights
  }

  /// CR: from a normal distribution of standard deviation 0.1, held in 0…1; 0 where there is no
  /// mean.
  static func drawRates(around means: [Float?], _ random: RandomSource) -> [Float] {
    let draws = random.numbers(means.count, of: .normal, for: .crossoverRates)
    return zip(means, draws).map { mean, draw in mean.map { min(max($0 + 0.1 * draw, 0), 1) } ?? 0 }
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    guard !members.isEmpty else { return space.scatter(candidates, into: &genes, &origins, random) }
    guard let plan else { preconditionFailure("A generation is planned before it is bred.") }
    let archiveCount = archive.count
    plan.trials.breed(
      candidates, into: &genes, &origins, of: members, archive.genes, in: space, random
    ) { target, stream in
      let bestCount = min(plan.bestCounts[target], plan.best.count)
      let best = plan.best[stream.index(below: bestCount)]
      let first = stream.index(below: count, otherThan: [target])
      let second = stream.index(below: count + archiveCount, otherThan: [target, first])
      return DifferentialTrials.Donor(
        base: target, first: (best, target), second: (first, second),
        weight: plan.weights[target], crossoverRate: plan.rates[target])
    }
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    expectBred(candidates, scores)
    if let plan {
      let successes = select(candidates, scores, plan)
      adaptation.learn(successes, settings)
    } else {
      members.take(&candidates, scores)
    }
    plan = nil
    evaluations += count
    let next = adaptation.count(from: firstCount, after: evaluations, settings)
    if next < count { dropWorst(to: next, random) }
    var stream = random[.archive]
    archive.shrink(to: adaptation.archiveCapacity(for: count, settings), &stream)
  }

  /// Puts trials in the place of targets that are not better; those that lost go to the archive.
  ///
  /// - Returns: The trials that did better than their target.
  private mutating func select(
    _ trials: Population, _ scores: [Score], _ plan: Plan
  ) -> [TrialSuccess] {
    var successes: [TrialSuccess] = []
    for member in 0..<count {
      let (new, old) = (scores[member].rankedFitness, members.scores[member].rankedFitness)
      guard new >= old else { continue }
      // Where there was no fitness, no donor was made.
      if new > old, old.isFinite {
        archive.append(members.rows[member])
        successes.append(
          TrialSuccess(
            weight: plan.weights[member], crossoverRate: plan.rates[member],
            improvement: Double(new) - Double(old)))
      }
      members.replace(member, by: member, of: trials, scores[member])
    }
    return successes
  }

  private mutating func dropWorst(to count: Int, _ random: RandomSource) {
    members.resize(to: count, deviations: space.growthDeviations, random)
    self.count = count
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
    archive.remap(geneCount: space.geneCount) { row($0, members.count + $1) }
    self.space = space
    plan = nil
  }

  /// A reduction begins anew with the number that was asked for.
  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    members.resize(to: count, deviations: space.growthDeviations, random)
    self.count = count
    firstCount = count
    evaluations = 0
    plan = nil
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(members.count)
    digest.add(evaluations)
    digest.add(Kernels.digest(archive.genes.span))
    adaptation.digestState(into: &digest)
  }

  public var isConsistent: Bool {
    count >= 1 && firstCount >= count && (0...Int.max / 2).contains(evaluations)
      && members.isConsistent(count: count, geneCount: space.geneCount)
      && archive.isConsistent(geneCount: space.geneCount) && adaptation.isConsistent
  }
}
