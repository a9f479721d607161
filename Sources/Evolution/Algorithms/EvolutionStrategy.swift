/// Evolution strategies whose individuals learn the step size of each gene along with it.
///
/// Schwefel, "Numerical Optimization of Computer Models" (1981); Beyer and Schwefel, "Evolution
/// strategies: a comprehensive introduction", Natural Computing 1 (2002). The lambda candidates
/// of a generation have mu parents, the best of the last candidates (mu, lambda) or of these and
/// their parents (mu + lambda):
///
///     step size  sigma' = sigma exp(tau₀ N + tau Nᵢ)   N one for all genes, Nᵢ one for each
///     gene       x'     = x + sigma' N'ᵢ
///
/// with tau₀ = 1/√(2 n) and tau = 1/√(2 √n). A minimum and a maximum step are those of DEAP's
/// `mutESLogNormal`.
public struct EvolutionStrategy: Algorithm {
  public static let title = "Evolution strategy"

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// Up to mu, chosen for their fitness; none until some candidate has one.
  private var parents: ScoredPopulation
  /// The step sizes of the parents: [parents.count × geneCount].
  private(set) var steps: Population
  /// What the children are made around with intermediate recombination: [geneCount]; empty
  /// without.
  private var middle: (genes: [Float], steps: [Float]) = ([], [])

  /// What there is between two generations; the middle is found anew by `ask`.
  private enum CodingKeys: String, CodingKey {
    case settings, count, space, parents, steps
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
    steps = parents.rows
  }

  public mutating func ask(_ random: RandomSource) {
    middle = ([], [])
    guard settings.recombination == .intermediate, !parents.isEmpty else { return }
    middle = (Self.mean(of: parents.rows), Self.mean(of: steps))
  }

  private static func mean(of rows: Population) -> [Float] {
    var sums = [Float](repeating: 0, count: rows.geneCount)
    var span = sums.mutableSpan
    for row in 0..<rows.count {
      let values = rows.genes.span.extracting(rows.row(row))
      for gene in span.indices { span[gene] += values[gene] }
    }
    let share = 1 / Float(rows.count)
    for gene in span.indices { span[gene] *= share }
    return sums
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    guard !parents.isEmpty else { return space.scatter(candidates, into: &genes, &origins, random) }
    var nursery = Nursery(geneCount: space.geneCount)
    for (row, child) in candidates.enumerated() {
      origins[row] = recombine(into: &nursery, child, random)
      mutateSteps(&nursery, child, random)
      random.fill(&nursery.draws, with: .normal, for: .mutationSteps, individual: child)
      var target = genes._mutatingExtracting(row * space.geneCount..<(row + 1) * space.geneCount)
      Self.mutate(nursery.genes.span, nursery.steps.span, nursery.draws.span, into: &target)
    }
  }

  /// Room for one child: all rows [geneCount], but for the exponents [geneCount + 1].
  private struct Nursery {
    var genes: [Float]
    var steps: [Float]
    var draws: [Float]
    var exponents: [Float]

    init(geneCount: Int) {
      genes = Array(repeating: 0, count: geneCount)
      steps = genes
      draws = genes
      exponents = Array(repeating: 0, count: geneCount + 1)
    }
  }

  /// Mixes parents into the genes and step sizes of a child before it mutates.
  private func recombine(
    into nursery: inout Nursery, _ child: Int, _ random: RandomSource
  ) -> Origin {
    if settings.recombination == .intermediate, !middle.genes.isEmpty {
      nursery.genes = middle.genes
      nursery.steps = middle.steps
      return Origin()
    }
    var stream = random[.selection, child]
    let first = stream.index(below: parents.count)
    nursery.genes.replaceSubrange(0..., with: parents.rows[first])
    nursery.steps.replaceSubrange(0..., with: steps[first])
    guard settings.recombination == .dominant, parents.count > 1 else {
      return Origin(first: first)
    }
    // Another one than the first.
    let second = (first + 1 + stream.index(below: parents.count - 1)) % parents.count
    random.fill(&nursery.draws, with: .uniform, for: .crossoverGenes, individual: child)
    let otherGenes = parents.rows.genes.span.extracting(parents.rows.row(second))
    let otherSteps = steps.genes.span.extracting(steps.row(second))
    for gene in nursery.draws.indices {
      if nursery.draws[gene] < 0.5 { nursery.genes[gene] = otherGenes[gene] }
      // Step sizes are averaged, as Schwefel found best.
      nursery.steps[gene] = 0.5 * (nursery.steps[gene] + otherSteps[gene])
    }
    return Origin(first: first, second: second)
  }

  /// Mutates step sizes by log-normal factors.
  private func mutateSteps(_ nursery: inout Nursery, _ child: Int, _ random: RandomSource) {
    let geneCount = Float(space.geneCount)
    let tauOfAll = settings.stepAdaptation / (2 * geneCount).squareRoot()
    let tau = settings.stepAdaptation / (2 * geneCount.squareRoot()).squareRoot()
    random.fill(&nursery.exponents, with: .normal, for: .stepSizes, individual: child)
    let common = tauOfAll * nursery.exponents[space.geneCount]
    for gene in nursery.exponents.indices {
      nursery.exponents[gene] = common + tau * nursery.exponents[gene]
    }
    random.kernels.replace(&nursery.exponents, by: .exp)
    for gene in nursery.steps.indices {
      let step = nursery.steps[gene] * nursery.exponents[gene]
      let deviation = space.initialDeviations[gene]
      let least = max(settings.minimumStep * deviation, StepLimits.least)
      nursery.steps[gene] = max(min(step, settings.maximumStep * deviation), least)
    }
  }

  private static func mutate(
    _ genes: Span<Float>, _ steps: Span<Float>, _ draws: Span<Float>,
    into child: inout MutableSpan<Float>
  ) {
    precondition(genes.count == child.count && steps.count == child.count)
    precondition(draws.count == child.count)
    for gene in child.indices { child[gene] = genes[gene] + steps[gene] * draws[gene] }
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    expectBred(candidates, scores)
    let isPlus = settings.survival == .plus
    // Children first: of equals they live on, so that the parents keep moving.
    let pool = scores + (isPlus ? parents.scores : [])
    let order = Ranking.best(parentCount, of: pool.map(\.fitness))
    guard !order.isEmpty else { return }
    var nursery = Nursery(geneCount: space.geneCount)
    let newSteps = order.map {
      $0 < count ? stepsOfChild($0, &nursery, random) : Array(steps[$0 - count])
    }
    var newParents = Population(
      order.map { Array($0 < count ? candidates[$0] : parents.rows[$0 - count]) },
      geneCount: space.geneCount)
    parents.take(&newParents, order.map { pool[$0] })
    steps = Population(newSteps, geneCount: space.geneCount)
    middle = ([], [])
  }

  /// The step sizes that a child was made with: drawn a second time rather than kept for all.
  private func stepsOfChild(
    _ child: Int, _ nursery: inout Nursery, _ random: RandomSource
  ) -> [Float] {
    guard !parents.isEmpty else { return space.initialDeviations.map { settings.initialStep * $0 } }
    _ = recombine(into: &nursery, child, random)
    mutateSteps(&nursery, child, random)
    return nursery.steps
  }

  /// mu: at least one, and fewer than there are candidates.
  private var parentCount: Int {
    max(min(Int((settings.parentShare * Float(count)).rounded()), count - 1), 1)
  }

  public var parentRows: Population? { parents.rows }

  public func score(ofParent parent: Int) -> Score {
    parents.scores.indices.contains(parent) ? parents.scores[parent] : .unknown
  }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    parents.rescore(evaluate)
  }

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    let remapped = parents.remap(geneCount: space.geneCount, row)
    steps = Population(
      remapped.enumerated().map { parent, row in
        row.carryingSteps(steps[parent], from: self.space, to: space)
      }, geneCount: space.geneCount)
    self.space = space
    middle = ([], [])
  }

  /// The parents stay; there are more of them, or fewer, from the next generation on.
  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    self.count = count
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(parents.count)
    digest.add(Kernels.digest(steps.genes.span))
  }

  public var isConsistent: Bool {
    count >= 1 && parents.isConsistent(geneCount: space.geneCount)
      && steps.count == parents.count && steps.geneCount == space.geneCount
  }
}

extension EvolutionStrategy {
  /// Who may become a parent.
  public enum Survival: String, ParameterChoice {
    /// The candidates of the last generation: (mu, lambda).
    case comma
    /// These and their parents: (mu + lambda).
    case plus
  }

  /// What a child mutates from.
  public enum Recombination: String, ParameterChoice {
    /// One parent.
    case none
    /// Each gene from one of two parents; the mean of their step sizes.
    case dominant
    /// The mean of all parents.
    case intermediate
  }

  /// What a person may turn in an evolution strategy.
  public struct Settings: Tunable {
    public var survival = Survival.comma
    public var recombination = Recombination.intermediate
    public var parentShare: Float = 0.1
    public var initialStep: Float = 0.2
    public var stepAdaptation: Float = 1
    public var minimumStep: Float = 0.0001
    public var maximumStep: Float = 10

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      Parameter(
        "survival", \.survival,
        help: "Whether parents compete with their children (plus) or die (comma)."),
      Parameter("recombination", \.recombination, help: "What a child mutates from."),
      Parameter(
        "parent-share", \.parentShare, 0.001...0.9, .multiplicative(1.1, from: 0.001),
        help: "The number of parents (mu), as a share of the candidates (lambda)."),
      StepLimits.initial(\.initialStep),
      Parameter(
        "step-adaptation", \.stepAdaptation, 0...10, .multiplicative(1.1, from: 0.01),
        help: "How fast step sizes change: a factor of both learning rates."),
      StepLimits.minimum(\.minimumStep),
      StepLimits.maximum(\.maximumStep),
    ]
  }
}
