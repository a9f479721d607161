/// Particle swarm: individuals fly on and are drawn to the best places found so far.
///
/// Clerc and Kennedy, "The particle swarm: explosion, stability, and convergence in a
/// multidimensional complex space", IEEE Transactions on Evolutionary Computation 6 (2002):
/// type 1'' with a constriction factor. The ring and why it is the safer choice: Bratton and
/// Kennedy, "Defining a standard for particle swarm optimization", SIS 2007.
///
///     velocity = chi (velocity + U₁ phi₁ (own best - place) + U₂ phi₂ (leader's best - place))
///     place    = place + velocity
///
/// A velocity is the difference of two places, so that it need not be kept. Deviation: it is
/// limited in each gene (Eberhart and Shi, "Comparing inertia weights and constriction factors
/// in particle swarm optimization", CEC 2000).
public struct ParticleSwarm: Algorithm {
  public static let title = "Particle swarm"

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// Where the particles are: [count × geneCount]; nobody is anywhere until the first `tell`.
  private var places: Population
  /// Where they were before; NaN where a velocity is still to be drawn.
  private var earlier: Population
  /// The best place of each particle so far.
  private var bests: ScoredPopulation
  /// Whether some of `earlier` is NaN.
  private var drawsVelocities = true
  /// Whose best place each particle is drawn to, besides its own: [count].
  private var leaders: [Int] = []

  /// What there is between two generations; leaders are found anew by `ask`.
  private enum CodingKeys: String, CodingKey {
    case settings, count, space, places, earlier, bests, drawsVelocities
  }

  /// Two may come to rest before they have found anything.
  public static let leastCount = 3

  public static func defaultCount(for space: SearchSpace) -> Int { 30 }

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "A swarm has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
    bests = ScoredPopulation(geneCount: space.geneCount)
    places = bests.rows
    earlier = bests.rows
  }

  public mutating func ask(_ random: RandomSource) {
    let fitness = bests.rankedFitness
    guard !fitness.isEmpty else { return }
    switch settings.topology {
    case .global:
      let best = Ranking.best(1, of: fitness).first
      leaders = (0..<count).map { best ?? $0 }
    case .ring:
      leaders = (0..<count).map { particle in
        var leader = particle
        for neighbour in [(particle + count - 1) % count, (particle + 1) % count]
        where fitness[neighbour] > fitness[leader] {
          leader = neighbour
        }
        return leader
      }
    }
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    guard !bests.isEmpty else { return space.scatter(candidates, into: &genes, &origins, random) }
    precondition(leaders.count == count, "A generation is planned before it is bred.")
    var velocity = [Float](repeating: 0, count: space.geneCount)
    var ownDraws = velocity
    var leaderDraws = velocity
    let limits = space.initialDeviations.map { settings.maximumVelocity * $0 }
    let factor = settings.constrictionFactor
    for (row, particle) in candidates.enumerated() {
      var place = genes._mutatingExtracting(row * space.geneCount..<(row + 1) * space.geneCount)
      place.copy(places.genes.span.extracting(places.row(particle)), to: 0)
      setVelocity(&velocity, of: particle, random)
      random.fill(&ownDraws, with: .uniform, for: .ownAttraction, individual: particle)
      random.fill(&leaderDraws, with: .uniform, for: .leaderAttraction, individual: particle)
      Self.move(
        &place, velocity.span, limits.span,
        own: bests.rows.genes.span.extracting(bests.rows.row(particle)), ownDraws.span,
        settings.ownAttraction,
        leader: bests.rows.genes.span.extracting(bests.rows.row(leaders[particle])),
        leaderDraws.span,
        settings.leaderAttraction, factor)
      origins[row] = Origin(first: particle, second: leaders[particle])
    }
  }

  /// The way that a particle last went; where there is none, a normal one.
  private func setVelocity(
    _ velocity: inout [Float], of particle: Int, _ random: RandomSource
  ) {
    let place = places.genes.span.extracting(places.row(particle))
    let before = earlier.genes.span.extracting(earlier.row(particle))
    if drawsVelocities {
      random.fill(&velocity, with: .normal, for: .velocity, individual: particle)
      for gene in velocity.indices {
        velocity[gene] =
          before[gene].isNaN
          ? 0.5 * space.initialDeviations[gene] * velocity[gene] : place[gene] - before[gene]
      }
    } else {
      var velocity = velocity.mutableSpan
      for gene in velocity.indices { velocity[gene] = place[gene] - before[gene] }
    }
  }

  /// Moves a place by its new velocity: rows [geneCount].
  private static func move(
    _ place: inout MutableSpan<Float>, _ velocity: Span<Float>, _ limits: Span<Float>,
    own: Span<Float>, _ ownDraws: Span<Float>, _ ownAttraction: Float, leader: Span<Float>,
    _ leaderDraws: Span<Float>, _ leaderAttraction: Float, _ factor: Float
  ) {
    precondition(velocity.count == place.count && limits.count == place.count)
    precondition(own.count == place.count && ownDraws.count == place.count)
    precondition(leader.count == place.count && leaderDraws.count == place.count)
    for gene in place.indices {
      let here = place[gene]
      let toOwn = ownAttraction * ownDraws[gene] * (own[gene] - here)
      let toLeader = leaderAttraction * leaderDraws[gene] * (leader[gene] - here)
      let limit = limits[gene]
      let wanted = factor * (velocity[gene] + toOwn + toLeader)
      let limited = wanted > limit ? limit : wanted
      place[gene] = here + (limited < -limit ? -limit : limited)
    }
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    expectBred(candidates, scores)
    leaders = []
    if bests.isEmpty {
      var firsts = candidates
      bests.take(&firsts, scores)
      places.exchange(with: &candidates)
      earlier = Population(
        Array(repeating: noPlace, count: count), geneCount: space.geneCount)
      return
    }
    drawsVelocities = false
    for particle in 0..<count {
      let best = bests.scores[particle].rankedFitness
      // One without any fitness so far takes each place, so that nothing draws it back.
      guard scores[particle].rankedFitness > best || best == -.infinity else { continue }
      bests.replace(particle, by: particle, of: candidates, scores[particle])
    }
    swap(&earlier, &places)
    swap(&places, &candidates)
  }

  /// Where a particle was whose velocity is still to be drawn: [geneCount].
  private var noPlace: [Float] { Array(repeating: .nan, count: space.geneCount) }

  public var parentRows: Population? { places }

  public func score(ofParent parent: Int) -> Score { bests.scores[parent] }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    bests.rescore(evaluate)
  }

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    let remapped = bests.remap(geneCount: space.geneCount, row)
    let (oldPlaces, oldEarlier) = (places, earlier)
    places = Population(
      remapped.enumerated().map { particle, best in
        best.carrying(oldPlaces[particle]) { best.genes[$0] }
      }, geneCount: space.geneCount)
    earlier = Population(
      remapped.enumerated().map { particle, best in
        best.carrying(oldEarlier[particle]) { _ in .nan }
      }, geneCount: space.geneCount)
    self.space = space
    drawsVelocities = true
    leaders = []
  }

  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A swarm has somebody in it.")
    self.count = count
    leaders = []
    guard
      let resizing = bests.resize(to: count, deviations: space.growthDeviations, random)
    else { return }
    let kept = resizing.sources[..<resizing.keptCount]
    places = Population(
      kept.map { Array(places[$0]) } + resizing.added.map { Array(bests.rows[$0]) },
      geneCount: space.geneCount)
    earlier = Population(
      kept.map { Array(earlier[$0]) } + resizing.added.map { _ in noPlace },
      geneCount: space.geneCount)
    drawsVelocities = true
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(bests.count)
  }

  public var isConsistent: Bool {
    count >= 1 && bests.isConsistent(count: count, geneCount: space.geneCount)
      && [places, earlier].allSatisfy {
        $0.count == bests.count && $0.geneCount == space.geneCount
      }
  }
}

extension ParticleSwarm {
  /// Who tells a particle of the best place that is known.
  public enum Topology: String, ParameterChoice {
    /// All others.
    case global
    /// Its two neighbours, by index.
    case ring
  }

  /// What a person may turn in a particle swarm.
  public struct Settings: Tunable {
    public var topology = Topology.global
    public var ownAttraction: Float = 2.05
    public var leaderAttraction: Float = 2.05
    public var constriction: Float = 1
    public var maximumVelocity: Float = 1

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      Parameter("topology", \.topology, help: "Who tells a particle of the best place."),
      Parameter(
        "own-attraction", \.ownAttraction, 0...4, .linear(0.05),
        help: "How strongly a particle is drawn to its own best place (phi 1)."),
      Parameter(
        "leader-attraction", \.leaderAttraction, 0...4, .linear(0.05),
        help: "How strongly a particle is drawn to the best place it is told of (phi 2)."),
      Parameter(
        "constriction", \.constriction, 0...1, .linear(0.05),
        help: "How freely the swarm moves: the less, the sooner it comes to rest (kappa)."),
      Parameter(
        "maximum-velocity", \.maximumVelocity, 0.01...100, .multiplicative(1.1, from: 0.01),
        help: "The largest step of a gene, in its standard deviations in a first population."),
    ]

    /// chi: 2 kappa / |2 - phi - √(phi² - 4 phi)| for phi > 4, else √kappa.
    var constrictionFactor: Float {
      let phi = ownAttraction + leaderAttraction
      guard phi > 4 else { return constriction.squareRoot() }
      return 2 * constriction / abs(2 - phi - (phi * phi - 4 * phi).squareRoot())
    }
  }
}
