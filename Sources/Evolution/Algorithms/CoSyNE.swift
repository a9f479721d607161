/// CoSyNE: each weight of a network is a species, whose members are mixed with those of others
/// in ever new combinations.
///
/// Gomez, Schmidhuber and Miikkulainen, "Accelerated neural evolution through cooperatively
/// coevolved synapses", Journal of Machine Learning Research 9 (2008). Column i of the population
/// is the subpopulation of weight i; a row is a complete network:
///
///     row 0   w₀₀ w₁₀ w₂₀        the worst rows give way to children of the best; then in each
///     row 1   w₀₁ w₁₁ w₂₁        column some weights are marked, and the marked ones change
///     row 2   w₀₂ w₁₂ w₂₂        places among themselves at random
///
/// A weight of row j is marked with this probability, where n is the number of weights:
///
///     1 - ((f_j - f_min) / (f_max - f_min))^(1/n)
///
/// so that a whole row is left alone with a probability of its fitness from 0 (worst) to 1 (best),
/// and the best always is. Deviation: the children of a generation, which have no fitness yet, are
/// tried as they are.
public struct CoSyNE: Algorithm {
  public static let title = "CoSyNE"

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  private(set) var members: ScoredPopulation
  /// `nil` in the first generation, and between `tell` and `ask`.
  private(set) var plan: Plan?

  /// What the breeding of all rows needs to know.
  struct Plan {
    /// The members, permuted; without meaning where a child is born: [count × geneCount].
    let permuted: Population
    /// Which child takes a member's place; `nil` for the others: [count].
    let children: [Int?]
    /// Those who may have children: the best, or all where none has a fitness.
    let parents: [Int]
  }

  /// What there is between two generations; a plan is made anew by `ask`.
  private enum CodingKeys: String, CodingKey {
    case settings, count, space, members
  }

  /// A single one has no rival.
  public static let leastCount = 2

  public static func defaultCount(for space: SearchSpace) -> Int { 30 }

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
    let order = Ranking.order(of: fitness)
    let childCount = min(Int((settings.offspringShare * Float(count)).rounded()), count - 1)
    var children = [Int?](repeating: nil, count: count)
    for (child, member) in order.suffix(childCount).enumerated() { children[member] = child }
    let parentCount = max(Int((settings.parentShare * Float(count)).rounded()), 1)
    let parents = Ranking.best(parentCount, of: fitness)
    let marks = Self.markProbabilities(fitness, geneCount: space.geneCount, random.kernels)
    plan = Plan(
      permuted: permute(children.indices.map { children[$0] == nil ? marks[$0] : 0 }, random),
      children: children, parents: parents.isEmpty ? order : parents)
  }

  /// The probability of each individual's weights to be permuted: [fitness.count].
  ///
  /// One where fitness tells nothing: for those without, and for all where all are equal.
  static func markProbabilities(
    _ fitness: [Float], geneCount: Int, _ kernels: Kernels
  ) -> [Float] {
    let finite = fitness.filter(\.isFinite)
    let (worst, best) = (Double(finite.min() ?? 0), Double(finite.max() ?? 0))
    let shares = fitness.map { value in
      value.isFinite && best > worst ? Float((Double(value) - worst) / (best - worst)) : 0
    }
    var roots = shares.map { max($0, 0x1p-100) }
    kernels.raise(&roots, count: roots.count, to: 1 / Float(geneCount))
    return zip(shares, roots).map { share, root in share > 0 ? max(1 - root, 0) : 1 }
  }

  /// Lets the marked weights of each column change places.
  ///
  /// - Parameter marks: The probability of each row's weights to be marked: [count].
  private func permute(_ marks: [Float], _ random: RandomSource) -> Population {
    var permuted = members.rows
    var genes = permuted.genes.mutableSpan
    var draws = [Float](repeating: 0, count: count)
    for gene in 0..<space.geneCount {
      random.fill(&draws, with: .uniform, for: .synapseMarks, individual: gene)
      let marked = draws.indices.filter { draws[$0] < marks[$0] }
      var weights = marked.map { genes[$0 * space.geneCount + gene] }
      var stream = random[.synapseOrder, gene]
      stream.shuffle(&weights)
      for (row, weight) in zip(marked, weights) { genes[row * space.geneCount + gene] = weight }
    }
    return permuted
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    guard !members.isEmpty else { return space.scatter(candidates, into: &genes, &origins, random) }
    guard let plan else { preconditionFailure("A generation is planned before it is bred.") }
    let pool = members.rows.genes.span
    let permuted = plan.permuted.genes.span
    var variation = Variation(settings, space, random)
    var mate = [Float](repeating: 0, count: space.geneCount)
    for (row, member) in candidates.enumerated() {
      var target = genes._mutatingExtracting(row * space.geneCount..<(row + 1) * space.geneCount)
      guard let child = plan.children[member] else {
        target.copy(permuted.extracting(members.rows.row(member)), to: 0)
        let own = pool.extracting(members.rows.row(member))
        origins[row] = Origin(first: member, isCopy: target.span.hasSameBits(as: own))
        continue
      }
      var stream = random[.selection, child]
      let first = plan.parents[stream.index(below: plan.parents.count)]
      let second = plan.parents[stream.index(below: plan.parents.count)]
      let parentGenes = pool.extracting(members.rows.row(first))
      var mateGenes = mate.mutableSpan
      target.copy(parentGenes, to: 0)
      mateGenes.copy(pool.extracting(members.rows.row(second)), to: 0)
      let isCrossed = variation.vary(&target, with: &mateGenes, individual: child)
      origins[row] = Origin(
        first: first, second: isCrossed ? second : -1,
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

extension CoSyNE {
  /// What a person may turn in CoSyNE.
  public struct Settings: CrossoverSettings, MutationSettings {
    public var parentShare: Float = 0.1
    public var offspringShare: Float = 0.25
    public var crossover = Crossover.onePoint
    public var crossoverRate: Float = 1
    public var crossoverPoints = 3
    public var swapRate: Float = 0.5
    public var blendAlpha: Float = 0.5
    public var crossoverIndex: Float = 10
    public var mutation = Mutation.gaussian
    public var mutationRate: Float = 1
    public var geneRate: Float = 0.2
    public var mutationSize: Float = 0.4
    public var mutationIndex: Float = 20

    public init() {}

    public static let parameters: [Parameter<Self>] =
      [
        Parameter(
          "parent-share", \.parentShare, 0.001...1, .multiplicative(1.1, from: 0.001),
          help: "The share of the best that may become parents."),
        Parameter(
          "offspring-share", \.offspringShare, 0...1, .linear(0.05),
          help: "The share of the worst whose places are taken by children."),
      ] + crossoverParameters + mutationParameters
  }
}
