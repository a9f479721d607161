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
        ("hidden", 9), ("population", 50), ("hidden", 2), ("noise", 0.3), ("population", 1),
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

  @Test(arguments: names.filter { $0 != "logistic-regression" })
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
}
