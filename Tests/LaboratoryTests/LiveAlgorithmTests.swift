import Evolution
import Testing

@testable import Laboratory

@Suite struct `Every algorithm in a session` {
  static let names = Catalog.algorithms.map(\.name)

  @Test(arguments: names)
  func `lives through all changes, with any number of workers`(name: String) throws {
    let sessions = try [1, 3].map { workers in
      var session = try Session(smallExperiment { $0.algorithm = name }, workers: workers)
      for (setting, number) in [
        ("hidden", 9), ("population", 50), ("hidden", 2), ("noise", 0.3), ("population", 3),
        ("samples", 30), ("hidden", 5),
      ] {
        session.advance(by: 3)
        // A linear classifier has no hidden layer to change.
        guard session.controls.contains(where: { $0.name == setting }) else { continue }
        try session.submit(.set(setting, .number(number)))
      }
      try session.submit(.set("data", .choice("blobs")))
      session.advance(by: 3)
      return session
    }
    let isLinear = sessions[0].experiment.hiddenLayers.isEmpty
    #expect(sessions[0].changes.count == (isLinear ? 5 : 8) && sessions[0].generation == 24)
    #expect(sessions[0].runDigest == sessions[1].runDigest)
    #expect(sessions[0].hallOfFame.champion?.score.fitness ?? 0 > 0)
  }

  /// Those that need no network.
  static let freeNames = names.filter { !["logistic-regression", "low-rank-es"].contains($0) }

  @Test(arguments: freeNames)
  func `minimises functions too, through changes of all that can change`(name: String) throws {
    let sessions = try [1, 3].map { workers in
      var experiment = try smallExperiment()
      experiment.algorithm = name
      experiment.problem = "rosenbrock"
      experiment.parameters = ["dimension": .number(3)]
      var session = try Session(experiment, workers: workers)
      for (setting, value) in [
        ("problem", .choice("schwefel")), ("shift", .number(1)), ("rotation", .choice("random")),
        ("population", .number(31)), ("data-seed", .number(5)), ("dimension", .number(1)),
        ("problem", .choice("sphere")),
      ] as [(String, ParameterValue)] {
        session.advance(by: 3)
        try session.submit(.set(setting, value))
      }
      session.advance(by: 40)
      return session
    }
    #expect(sessions[0].changes.count == 7 && sessions[0].generation == 61)
    #expect(sessions[0].runDigest == sessions[1].runDigest)
    let fitness = try #require(sessions[0].hallOfFame.champion).score.fitness
    #expect(fitness <= 0 && fitness > -0.5)
    #expect(sessions[0].snapshot.positions?.geneCount == 1)
  }

  @Test(arguments: names)
  func `has a population of its own where nobody asks for another`(name: String) throws {
    let session = try Session(
      smallExperiment {
        $0.algorithm = name
        $0.population = nil
      })
    let count = try #require(session.experiment.population)
    #expect(Experiment.populationRange.contains(count) && session.algorithm.count == count)
    #expect(session.experiment.table.contains { $0.name == "population" })
  }

  @Test(arguments: names)
  func `gives the same bits with 1, 2 and 8 workers`(name: String) throws {
    let digests = try [1, 2, 8].map { workers in
      var session = try Session(
        smallExperiment {
          $0.algorithm = name
          $0.population = 70
        }, workers: workers)
      session.advance(by: 8)
      return session.runDigest
    }
    #expect(digests[0] == digests[1] && digests[0] == digests[2])
  }

  @Test(arguments: names)
  func `follows a change of each of its settings while it runs`(name: String) throws {
    var session = try Session(smallExperiment { $0.algorithm = name })
    session.advance(by: 2)
    let descriptions = try #require(Catalog.algorithm(name)).parameterDescriptions
    for description in descriptions {
      for steps in [3, -2] {
        let control = try #require(session.controls.first { $0.name == description.name })
        let value = description.moved(control.value, by: steps)
        guard value != control.value else { continue }
        try session.submit(.set(description.name, value))
        session.advance()
        let now = session.controls.first { $0.name == description.name }
        #expect(now?.value == value && session.changes.last?.new == value)
      }
    }
    #expect(session.hallOfFame.champion?.score.fitness.isFinite == true)
  }

  @Test(arguments: names)
  func `is recorded, replayed and resumed as if it had never stopped`(name: String) throws {
    let folder = try TemporaryFolder()
    let experiment = smallExperiment { $0.algorithm = name }
    func advance(_ run: inout Run, to generation: Int) throws {
      while run.session.generation < generation {
        if run.session.generation == 4 { try run.submit(.set("noise", .number(0.3))) }
        if run.session.generation == 9 { try run.submit(.set("population", .number(33))) }
        run.advance()
      }
    }
    var whole = try Run(experiment)
    try advance(&whole, to: 15)
    do {
      var part = try Run(experiment, recordTo: folder.file("run.evo"))
      try advance(&part, to: 8)
      part.end(why: .interrupted)
    }
    var rest = try Run(resuming: folder.file("run.evo"), workers: 2)
    try advance(&rest, to: 15)
    rest.end(why: .generations)
    #expect(rest.session.runDigest == whole.session.runDigest)

    var replay = try Replay(
      try JournalReader(folder.file("run.evo")), workers: 3,
      kernels: try #require(Kernels(.portable)))
    while try replay.advance() {}
    #expect(replay.verifiedCount == 15 && replay.session.runDigest == whole.session.runDigest)
  }
}
