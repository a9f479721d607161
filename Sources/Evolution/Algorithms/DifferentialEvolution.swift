/// Differential evolution: steps are differences of individuals, and a trial replaces its own
/// target or is dropped.
///
/// Storn and Price, "Differential evolution: a simple and efficient heuristic for global
/// optimization over continuous spaces", Journal of Global Optimization 11 (1997).
///
/// With too few members for all parts of a donor to differ, one of them has several parts.
public struct DifferentialEvolution: Algorithm {
  public static let title = "Differential evolution"

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  private var members: ScoredPopulation
  /// `nil` in the first generation, and between `tell` and `ask`.
  private var plan: Plan?

  /// What the breeding of all rows needs to know.
  private struct Plan {
    let best: Int
    let trials: DifferentialTrials
  }

  /// What there is between two generations; a plan is made anew by `ask`.
  private enum CodingKeys: String, CodingKey {
    case settings, count, space, members
  }

  public static func defaultCount(for space: SearchSpace) -> Int { 100 }

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "A population has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
    members = ScoredPopulation(geneCount: space.geneCount)
  }

  public mutating func ask(_ random: RandomSource) {
    guard !members.isEmpty else { return }
    let best = Ranking.best(1, of: members.rankedFitness).first ?? 0
    plan = Plan(best: best, trials: DifferentialTrials(of: members.rows))
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    guard !members.isEmpty else { return space.scatter(candidates, into: &genes, &origins, random) }
    guard let plan else { preconditionFailure("A generation is planned before it is bred.") }
    var parts: [Int] = []
    plan.trials.breed(candidates, into: &genes, &origins, of: members, in: space, random) {
      target, stream in
      // r1, r2 … in (2), behind the target that they differ from.
      parts.removeAll(keepingCapacity: true)
      parts.append(target)
      while parts.count <= settings.strategy.partnerCount {
        parts.append(stream.index(below: count, otherThan: parts))
      }
      return donor(of: parts, best: plan.best)
    }
  }

  /// - Parameter parts: The target and the members that were drawn: [1 + partnerCount].
  private func donor(of parts: [Int], best: Int) -> DifferentialTrials.Donor {
    let (base, first, second): (Int, (Int, Int), (Int, Int)?) =
      switch settings.strategy {
      case .rand1: (parts[1], (parts[2], parts[3]), nil)
      case .best1: (best, (parts[1], parts[2]), nil)
      case .rand2: (parts[1], (parts[2], parts[3]), (parts[4], parts[5]))
      case .best2: (best, (parts[1], parts[2]), (parts[3], parts[4]))
      case .currentToBest1: (parts[0], (best, parts[0]), (parts[1], parts[2]))
      }
    return DifferentialTrials.Donor(
      base: base, first: first, second: second, weight: settings.differenceWeight,
      crossoverRate: settings.geneCrossoverRate)
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    expectBred(candidates, scores)
    plan = nil
    guard !members.isEmpty else { return members.take(&candidates, scores) }
    for member in 0..<count
    where scores[member].rankedFitness >= members.scores[member].rankedFitness {
      members.replace(member, by: member, of: candidates, scores[member])
    }
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
    plan = nil
  }

  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    members.resize(to: count, deviations: space.growthDeviations, random)
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

extension DifferentialEvolution {
  /// How a donor is made, in the notation of the paper, and of its crossover, "bin".
  public enum Strategy: String, ParameterChoice {
    /// x_r1 + F (x_r2 - x_r3).
    case rand1 = "rand-1"
    /// x_best + F (x_r1 - x_r2).
    case best1 = "best-1"
    /// x_r1 + F (x_r2 - x_r3 + x_r4 - x_r5).
    case rand2 = "rand-2"
    /// x_best + F (x_r1 - x_r2 + x_r3 - x_r4).
    case best2 = "best-2"
    /// x_i + F (x_best - x_i + x_r1 - x_r2), with i the target.
    case currentToBest1 = "current-to-best-1"

    /// How many members are drawn.
    var partnerCount: Int {
      switch self {
      case .rand1: 3
      case .best1, .currentToBest1: 2
      case .rand2: 5
      case .best2: 4
      }
    }
  }

  /// What a person may turn in differential evolution.
  public struct Settings: Tunable {
    public var strategy = Strategy.best1
    public var differenceWeight: Float = 0.6
    public var geneCrossoverRate: Float = 0.9

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      Parameter("strategy", \.strategy, help: "Where the differences of individuals are added."),
      Parameter(
        "difference-weight", \.differenceWeight, 0...2, .linear(0.05),
        help: "How far a difference carries (F)."),
      Parameter(
        "gene-crossover-rate", \.geneCrossoverRate, 0...1, .linear(0.05),
        help: "The probability that a gene of a trial is the donor's (CR)."),
    ]
  }
}
