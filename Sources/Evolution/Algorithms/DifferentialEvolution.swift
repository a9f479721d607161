/// Differential evolution: steps are differences of individuals, and a trial replaces its own
/// target or is dropped.
///
/// Storn and Price, "Differential evolution: a simple and efficient heuristic for global
/// optimization over continuous spaces", Journal of Global Optimization 11 (1997); numbers in
/// brackets are its equations.
///
///     member   x₀ x₁ x₂ …         trial i = binomial crossover of xᵢ and a donor (4)
///                                 donor   = xₐ + F (x_b - x_c) (2)
///
/// Three deviations. Where all members share a gene there are no differences in it: it is drawn
/// around the donor's base instead, so that neurons which were added are learnt. In place of a
/// member without fitness, an individual of a first population is tried. With too few members
/// for all to differ, one of them has several parts.
public struct DifferentialEvolution: Algorithm {
  public static let title = "Differential evolution"

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// Without meaning until the first `tell`.
  private var members: Population
  /// Of the members: [count]; empty until the first `tell`.
  private var scores: [Score] = []
  /// `nil` in the first generation, and between `tell` and `ask`.
  private var plan: Plan?

  /// What the breeding of all rows needs to know.
  private struct Plan {
    let best: Int
    /// The genes that all members share.
    let sharedGenes: [Int]
  }

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 2, "A difference is one of two members.")
    self.space = space
    self.count = count
    self.settings = settings
    members = Population(count: count, geneCount: space.geneCount)
  }

  public mutating func ask(_ random: RandomSource) {
    guard !scores.isEmpty else { return }
    let best = Ranking.best(1, of: scores.map(\.fitness)).first ?? 0
    plan = Plan(best: best, sharedGenes: sharedGenes())
  }

  private func sharedGenes() -> [Int] {
    let genes = members.genes.span
    let width = space.geneCount
    return (0..<width).filter { gene in
      for member in 1..<count where genes[member * width + gene] != genes[gene] { return false }
      return true
    }
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    guard !scores.isEmpty else { return space.scatter(candidates, into: &genes, &origins, random) }
    guard let plan else { preconditionFailure("A generation is planned before it is bred.") }
    let pool = members.genes.span
    let (weight, rate) = (settings.differenceWeight, settings.geneCrossoverRate)
    var draws = [Float](repeating: 0, count: space.geneCount)
    var steps = plan.sharedGenes.isEmpty ? [] : draws
    var partners: [Int] = []
    for (row, target) in candidates.enumerated() {
      var trial = genes._mutatingExtracting(row * space.geneCount..<(row + 1) * space.geneCount)
      guard scores[target].fitness.isFinite else {
        var origin = origins._mutatingExtracting(row..<row + 1)
        space.scatter(target..<target + 1, into: &trial, &origin, random)
        continue
      }
      random.fill(&draws, with: .uniform, for: .crossoverGenes, individual: target)
      var stream = random[.selection, target]
      // At least one gene is the donor's: rnbr(i) in (4). Draws are never below zero.
      draws[stream.index(below: space.geneCount)] = -1
      drawPartners(of: target, into: &partners, &stream)
      let base = settings.strategy == .best1 ? plan.best : partners[0]
      let others = partners.suffix(settings.strategy == .rand2 ? 4 : 2)
      trial.copy(pool.extracting(members.row(target)), to: 0)
      Self.mix(
        &trial, pool.extracting(members.row(base)),
        pool.extracting(members.row(others[others.startIndex])),
        pool.extracting(members.row(others[others.startIndex + 1])), weight, draws.span, rate)
      if settings.strategy == .rand2 {
        Self.add(
          to: &trial, pool.extracting(members.row(others[others.startIndex + 2])),
          pool.extracting(members.row(others[others.startIndex + 3])), weight, draws.span, rate)
      }
      if !steps.isEmpty {
        random.fill(&steps, with: .normal, for: .mutationSteps, individual: target)
        for gene in plan.sharedGenes where draws[gene] < rate {
          trial[gene] += weight * space.initialDeviations[gene] * steps[gene]
        }
      }
      let parent = pool.extracting(members.row(target))
      Self.keepFinite(&trial, parent)
      origins[row] = Origin(first: target, second: base, isCopy: trial.span.hasSameBits(as: parent))
    }
  }

  /// Draws the members that make the donor: r1, r2 … in (2), different from one another and
  /// from the target while there are so many.
  private func drawPartners(
    of target: Int, into partners: inout [Int], _ stream: inout RandomStream
  ) {
    partners.removeAll(keepingCapacity: true)
    while partners.count < settings.strategy.partnerCount {
      var partner = stream.index(below: count)
      if partners.count < count - 1 {
        while partner == target || partners.contains(partner) {
          partner = stream.index(below: count)
        }
      }
      partners.append(partner)
    }
  }

  /// Puts base + weight (left - right) where a draw is below the rate: (2) and (4).
  private static func mix(
    _ trial: inout MutableSpan<Float>, _ base: Span<Float>, _ left: Span<Float>,
    _ right: Span<Float>, _ weight: Float, _ draws: Span<Float>, _ rate: Float
  ) {
    precondition(base.count == trial.count && draws.count == trial.count)
    precondition(left.count == trial.count && right.count == trial.count)
    for gene in trial.indices {
      let donor = base[gene] + weight * (left[gene] - right[gene])
      let own = trial[gene]
      trial[gene] = draws[gene] < rate ? donor : own
    }
  }

  /// Adds weight (left - right) where a draw is below the rate.
  private static func add(
    to trial: inout MutableSpan<Float>, _ left: Span<Float>, _ right: Span<Float>,
    _ weight: Float, _ draws: Span<Float>, _ rate: Float
  ) {
    precondition(left.count == trial.count && right.count == trial.count)
    precondition(draws.count == trial.count)
    for gene in trial.indices {
      let own = trial[gene]
      let donor = own + weight * (left[gene] - right[gene])
      trial[gene] = draws[gene] < rate ? donor : own
    }
  }

  /// Genes that grew beyond all numbers are the target's.
  private static func keepFinite(_ trial: inout MutableSpan<Float>, _ target: Span<Float>) {
    for gene in trial.indices where !trial[gene].isFinite { trial[gene] = target[gene] }
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    precondition(
      candidates.count == count && candidates.geneCount == space.geneCount
        && scores.count == count, "Those who were bred come back, each with a score.")
    plan = nil
    guard !self.scores.isEmpty else {
      swap(&members, &candidates)
      self.scores = scores
      return
    }
    for member in 0..<count
    where scores[member].rankedFitness >= self.scores[member].rankedFitness {
      members.copy(member, from: candidates)
      self.scores[member] = scores[member]
    }
  }

  public func score(ofParent parent: Int) -> Score { scores[parent] }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    guard !scores.isEmpty else { return }
    scores = evaluate(members)
    precondition(scores.count == count, "Each member has a score.")
  }

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    var remapped = Population(count: count, geneCount: space.geneCount)
    if !scores.isEmpty {
      for member in 0..<count {
        let genes = row(members[member], member).genes
        precondition(genes.count == space.geneCount, "The row is one of the new network.")
        remapped.genes.replaceSubrange(remapped.row(member), with: genes)
      }
    }
    self.space = space
    members = remapped
    plan = nil
  }

  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 2, "A difference is one of two members.")
    if scores.isEmpty {
      members = Population(count: count, geneCount: space.geneCount)
    } else {
      let resizing = Resizing(of: scores, to: count)
      members = resizing(members, deviations: space.growthDeviations, random)
      scores = resizing(scores)
    }
    self.count = count
    plan = nil
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(scores.count)
  }
}

extension DifferentialEvolution: Codable {
  private enum CodingKeys: String, CodingKey {
    case settings, space, members, scores
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    settings = try container.decode(Settings.self, forKey: .settings)
    space = try container.decode(SearchSpace.self, forKey: .space)
    members = try container.decode(Population.self, forKey: .members)
    scores = try container.decode(Packed<Score>.self, forKey: .scores).wrappedValue
    count = members.count
    guard count >= 2, members.geneCount == space.geneCount else {
      throw DecodingError.dataCorruptedError(
        forKey: .members, in: container, debugDescription: "The members are of another space.")
    }
    guard scores.isEmpty || scores.count == count else {
      throw DecodingError.dataCorruptedError(
        forKey: .scores, in: container, debugDescription: "Each member has one score.")
    }
  }

  /// Writes what there is between two generations; a plan is made anew by `ask`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(settings, forKey: .settings)
    try container.encode(space, forKey: .space)
    try container.encode(members, forKey: .members)
    try container.encode(Packed(wrappedValue: scores), forKey: .scores)
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

    /// How many members are drawn.
    var partnerCount: Int {
      switch self {
      case .rand1: 3
      case .best1: 2
      case .rand2: 5
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
