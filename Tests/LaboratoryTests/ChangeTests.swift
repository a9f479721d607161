import Evolution
import Testing

@testable import Laboratory

@Suite struct `A change of a setting` {
  @Test func `waits until the next generation is bred`() throws {
    var session = try Session(smallExperiment())
    session.advance()
    try session.submit(.set("mutation-rate", .number(0.25)))
    #expect(control(session, "mutation-rate").pending == .number(0.25))
    session.advance()
    #expect(control(session, "mutation-rate").value == .number(0.25))
    #expect(control(session, "mutation-rate").pending == nil)
    #expect(session.changes.map(\.generation) == [2])
  }

  @Test func `takes the place of an earlier one for the same setting`() throws {
    var session = try Session(smallExperiment())
    try session.submit(.set("elitism", .number(3)))
    try session.submit(.set("elitism", .number(4)))
    session.advance()
    #expect(session.changes.map(\.new) == [.number(4)])
  }

  @Test func `is refused outside its range, and nothing happens`() throws {
    var session = try Session(smallExperiment())
    #expect(throws: ExperimentError.parameter(.outOfRange("crossover-rate", 2, 0...1))) {
      try session.submit(.set("crossover-rate", .number(2)))
    }
    #expect(session.pending.isEmpty)
  }

  @Test func `growing a hidden layer keeps every fitness exactly`() throws {
    var session = try Session(smallExperiment { $0.parameters = quiet })
    session.advance(by: 3)
    let evaluations = session.evaluations
    try session.submit(.set("hidden", .number(9)))
    session.advance()
    #expect(session.problem.network?.shape == "2-9-1")
    #expect(session.evaluations == evaluations, "nothing had to be computed again")
    let (inherited, computed) = scores(of: session)
    #expect(inherited == computed)
    #expect(inherited.count == 20)
    let parent = try #require(session.hallOfFame.champion)
    #expect(parent.network?.shape == "2-4-1")
  }

  @Test(arguments: ["hidden", "hidden-2", "hidden-3"])
  func `growing any layer of a deep network keeps every fitness exactly`(name: String) throws {
    for kernels in Kernels.supported {
      var session = try Session(
        smallExperiment {
          $0.parameters = quiet
          $0.hidden = [4, 3, 5]
        }, kernels: kernels)
      session.advance(by: 2)
      try session.submit(.set(name, .number(9)))
      session.advance()
      #expect(session.problem.network?.hidden.contains(9) == true)
      let (inherited, computed) = scores(of: session)
      #expect(inherited == computed)
    }
  }

  @Test func `says of each change only what it did itself`() throws {
    var session = try Session(smallExperiment())
    session.advance()
    try session.submit(.set("hidden", .number(9)))
    try session.submit(.set("noise", .number(0.3)))
    session.advance()
    #expect(
      session.changes.map(\.consequence) == ["grown with zero outgoing weights", ""],
      "other data: fitness was not kept")
  }

  @Test func `shrinking a hidden layer says what it cost`() throws {
    var session = try Session(smallExperiment())
    session.advance(by: 10)
    try session.submit(.set("hidden", .number(1)))
    session.advance()
    #expect(session.problem.network?.shape == "2-1-1")
    #expect(try #require(session.changes.last).consequence.hasPrefix("shrunk: best fitness "))
  }

  @Test func `growing and shrinking the population keeps the best`() throws {
    var session = try Session(smallExperiment())
    session.advance(by: 5)
    let best = try #require(session.statistics).best
    for count in [33, 7, 2, 50] {
      try session.submit(.set("population", .number(Double(count))))
      session.advance()
      #expect(session.algorithm.count == count)
      #expect(try #require(session.statistics).best >= best)
    }
  }

  @Test func `other data scores everything anew, hall of fame included`() throws {
    var session = try Session(smallExperiment())
    session.advance(by: 5)
    try session.submit(.set("data", .choice("moons")))
    session.advance()
    #expect(session.experiment.data == "moons")
    for entry in session.hallOfFame.entries {
      let own = Classification(
        try #require(session.problem.split), network: try #require(entry.network),
        measure: session.experiment.fitness)
      #expect(entry.score == own.score(of: entry.genes))
    }
  }

  @Test func `other data makes the best of the population champion, though it is a copy`() throws {
    for seed in 1...20 {
      var session = try Session(
        smallExperiment {
          $0.seed = UInt64(seed)
          $0.data = "blobs"
        })
      session.advance(by: 5)
      try session.submit(.set("data-seed", .number(Double(seed + 1))))
      for (name, value) in quiet { try session.submit(.set(name, value)) }
      session.advance()
      let champion = try #require(session.hallOfFame.champion)
      #expect(champion.score.fitness >= (try #require(session.statistics).best))
      session.advance(by: 3)
      #expect(session.lastImprovement <= 6, "nothing new was bred")
    }
  }

  @Test func `data with more classes begins a new population`() throws {
    var session = try Session(smallExperiment())
    session.advance(by: 2)
    try session.submit(.set("data", .choice("blobs")))
    try session.submit(.set("samples", .number(60)))
    session.advance()
    try session.submit(.set("centers", .number(5)))
    session.advance(by: 2)
    #expect(session.problem.network?.outputCount == 5)
    #expect(session.algorithm.count == 20)
    #expect(session.hallOfFame.champion?.network?.outputCount == 5)
  }

  @Test func `gives the same result for any number of workers`() throws {
    var digests: Set<Digest> = []
    for workers in [1, 3] {
      var session = try Session(smallExperiment(), workers: workers)
      for (name, value) in everyChange {
        session.advance(by: 2)
        try session.submit(.set(name, value))
      }
      session.advance(by: 2)
      digests.insert(session.runDigest)
    }
    #expect(digests.count == 1)
  }

  /// Nothing but copies is bred.
  private let quiet: [String: ParameterValue] = [
    "mutation-rate": .number(0), "crossover-rate": .number(0),
  ]

  private let everyChange: [(String, ParameterValue)] = [
    ("hidden", .number(7)), ("population", .number(31)), ("noise", .number(0.3)),
    ("hidden", .number(3)), ("activation", .choice("relu")), ("population", .number(12)),
    ("fitness", .choice("accuracy")), ("selection", .choice("roulette")),
    ("data", .choice("xor")), ("crossover", .choice("uniform")), ("mutation", .choice("cauchy")),
  ]

  /// The scores that the individuals of a session have, and those that they deserve.
  private func scores(of session: Session) -> (inherited: [Score], computed: [Score]) {
    func both(_ algorithm: some Algorithm) -> ([Score], [Score]) {
      var copy = algorithm
      var computed: [Score] = []
      copy.rescore { population in
        computed = (0..<population.count).map { session.problem.score(of: Array(population[$0])) }
        return computed
      }
      return ((0..<algorithm.count).map { algorithm.score(ofParent: $0) }, computed)
    }
    return both(session.algorithm)
  }

  private func control(_ session: Session, _ name: String) -> Control {
    session.controls.first { $0.name == name }
      ?? Control(
        description: ParameterDescription(
          name: "missing", kind: .choice([]), defaultValue: .choice(""), help: ""),
        value: .choice("missing"))
  }
}
