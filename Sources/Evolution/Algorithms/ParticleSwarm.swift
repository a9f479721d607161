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
  /// Where the particles are; these have no meaning until the first `tell`.
  private var places: Population
  /// Where they were before; NaN where a velocity is still to be drawn.
  private var earlier: Population
  /// The best place of each particle so far.
  private var bests: Population
  /// Of the best places: [count]; empty until the first `tell`.
  private var scores: [Score] = []
  /// Whether some of `earlier` is NaN.
  private var drawsVelocities = true
  /// Whose best place each particle is drawn to, besides its own: [count].
  private var leaders: [Int] = []

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "A swarm has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
    places = Population(count: count, geneCount: space.geneCount)
    earlier = places
    bests = places
  }

  public mutating func ask(_ random: RandomSource) {
    let fitness = scores.map(\.rankedFitness)
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
    guard !scores.isEmpty else { return space.scatter(candidates, into: &genes, &origins, random) }
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
        own: bests.genes.span.extracting(bests.row(particle)), ownDraws.span,
        settings.ownAttraction,
        leader: bests.genes.span.extracting(bests.row(leaders[particle])), leaderDraws.span,
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
    precondition(
      candidates.count == count && candidates.geneCount == space.geneCount
        && scores.count == count, "Those who were bred come back, each with a score.")
    leaders = []
    if self.scores.isEmpty {
      bests = candidates
      self.scores = scores
      earlier.genes = Array(repeating: .nan, count: earlier.genes.count)
      swap(&places, &candidates)
      return
    }
    drawsVelocities = false
    for particle in 0..<count {
      let best = self.scores[particle].rankedFitness
      // One without any fitness so far takes each place, so that nothing draws it back.
      guard scores[particle].rankedFitness > best || best == -.infinity else { continue }
      bests.copy(particle, from: candidates)
      self.scores[particle] = scores[particle]
    }
    swap(&earlier, &places)
    swap(&places, &candidates)
  }

  public func score(ofParent parent: Int) -> Score { scores[parent] }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    guard !scores.isEmpty else { return }
    scores = evaluate(bests)
    precondition(scores.count == count, "Each best place has a score.")
  }

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    var remapped = Population(count: count, geneCount: space.geneCount)
    var (newPlaces, newEarlier) = (remapped, remapped)
    if !scores.isEmpty {
      for particle in 0..<count {
        let best = row(bests[particle], particle)
        precondition(best.genes.count == space.geneCount, "The row is one of the new network.")
        let target = remapped.row(particle)
        remapped.genes.replaceSubrange(target, with: best.genes)
        newPlaces.genes.replaceSubrange(
          target, with: best.carrying(places[particle]) { best.genes[$0] })
        newEarlier.genes.replaceSubrange(
          target, with: best.carrying(earlier[particle]) { _ in .nan })
      }
    }
    self.space = space
    bests = remapped
    places = newPlaces
    earlier = newEarlier
    drawsVelocities = true
    leaders = []
  }

  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A swarm has somebody in it.")
    let empty = Population(count: count, geneCount: space.geneCount)
    if scores.isEmpty {
      (places, earlier, bests) = (empty, empty, empty)
    } else {
      let resizing = Resizing(of: scores, to: count)
      let resized = resizing(bests, deviations: space.growthDeviations, random)
      var (newPlaces, newEarlier) = (resized, empty)
      newEarlier.genes = Array(repeating: .nan, count: empty.genes.count)
      for particle in 0..<resizing.keptCount {
        let source = resizing.sources[particle]
        newPlaces.genes.replaceSubrange(empty.row(particle), with: places[source])
        newEarlier.genes.replaceSubrange(empty.row(particle), with: earlier[source])
      }
      (places, earlier, bests) = (newPlaces, newEarlier, resized)
      scores = resizing(scores)
      drawsVelocities = true
    }
    self.count = count
    leaders = []
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(scores.count)
  }
}

extension ParticleSwarm: Codable {
  private enum CodingKeys: String, CodingKey {
    case settings, space, places, earlier, bests, scores
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    settings = try container.decode(Settings.self, forKey: .settings)
    space = try container.decode(SearchSpace.self, forKey: .space)
    places = try container.decode(Population.self, forKey: .places)
    earlier = try container.decode(Population.self, forKey: .earlier)
    bests = try container.decode(Population.self, forKey: .bests)
    scores = try container.decode(Packed<Score>.self, forKey: .scores).wrappedValue
    count = places.count
    drawsVelocities = earlier.genes.contains { $0.isNaN }
    for part in [places, earlier, bests] {
      guard count >= 1, part.count == count, part.geneCount == space.geneCount else {
        throw DecodingError.dataCorruptedError(
          forKey: .places, in: container, debugDescription: "The places are of another space.")
      }
    }
    guard scores.isEmpty || scores.count == count else {
      throw DecodingError.dataCorruptedError(
        forKey: .scores, in: container, debugDescription: "Each best place has one score.")
    }
  }

  /// Writes what there is between two generations; leaders are found anew by `ask`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(settings, forKey: .settings)
    try container.encode(space, forKey: .space)
    try container.encode(places, forKey: .places)
    try container.encode(earlier, forKey: .earlier)
    try container.encode(bests, forKey: .bests)
    try container.encode(Packed(wrappedValue: scores), forKey: .scores)
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
