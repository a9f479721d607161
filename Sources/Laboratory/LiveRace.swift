import Evolution

/// Several algorithms on one problem, side by side, to be watched.
///
/// Whoever has used the fewest evaluations breeds next, so that at any moment all have had
/// as good as the same budget. A lane ends when a stop rule of the experiment is met in it; a limit
/// of time does not apply.
public struct LiveRace: Sendable {
  /// At most so many fit on a screen.
  public static let laneLimit = 9

  public private(set) var lanes: [Session]

  /// - Parameters:
  ///   - base: The problem, the seed, and the settings of its own algorithm; the others have
  ///     their defaults.
  ///   - table: The data set of a file; `nil` if the experiment names a generator.
  /// - Throws: why one of them cannot take part.
  public init(
    _ base: Experiment, algorithms: [String], table: Dataset?, workers: Int, kernels: Kernels
  ) throws(ExperimentError) {
    var sessions: [Session] = []
    for name in algorithms.prefix(Self.laneLimit) {
      sessions.append(
        try Session(base.changed(to: name), table: table, workers: workers, kernels: kernels))
    }
    lanes = sessions
  }

  /// Whether nobody goes on.
  public var isOver: Bool { lanes.allSatisfy { !Self.goesOn($0) } }

  /// A lane that only breeds copies would hold up all others for ever.
  private static func goesOn(_ lane: Session) -> Bool { lane.stopReason == nil && !lane.isIdle }

  /// Breeds one generation of whoever has used the fewest evaluations, the first of equals.
  public mutating func advance() {
    let running = lanes.indices.filter { Self.goesOn(lanes[$0]) }
    guard let next = running.min(by: { lanes[$0].evaluations < lanes[$1].evaluations }) else {
      return
    }
    lanes[next].advance()
  }

  /// Who is best: of those at the target whoever needed the fewest evaluations, else the
  /// fittest; `nil` before anybody has a fitness.
  public var leader: Int? {
    let finished = lanes.indices.filter { lanes[$0].stopReason == .target }
    if let first = finished.min(by: { lanes[$0].evaluations < lanes[$1].evaluations }) {
      return first
    }
    var leader: (index: Int, fitness: Float)?
    for (index, lane) in lanes.enumerated() {
      guard let fitness = lane.hallOfFame.champion?.score.fitness else { continue }
      if leader.map({ fitness > $0.fitness }) ?? true { leader = (index, fitness) }
    }
    return leader?.index
  }

  /// A picture of all lanes as they are now.
  var snapshot: Snapshot.Race { Snapshot.Race(lanes: lanes.map(\.snapshot), leader: leader) }
}

extension Experiment {
  /// The same problem for another algorithm with its defaults; its own one keeps its settings.
  func changed(to algorithm: String) -> Experiment {
    guard algorithm != self.algorithm else { return self }
    var changed = self
    changed.algorithm = algorithm
    changed.population = nil
    let kept = Set(problemParameters.map(\.name))
    changed.parameters = parameters.filter { kept.contains($0.key) }
    return changed
  }
}

extension Catalog {
  /// Who races where nobody is named: an algorithm and the best known of the others that can work
  /// on so many genes.
  public static func raceField(with algorithm: String, geneCount: Int) -> [String] {
    let known = [
      "ga", "cma-es", "de", "pso", "es", "snes", "openai-es", "adam", "random-search",
    ]
    let others = known.filter { name in
      name != algorithm && Catalog.algorithm(name).map { geneCount <= $0.mostGenes } ?? false
    }
    return Array(([algorithm] + others).prefix(LiveRace.laneLimit))
  }
}
