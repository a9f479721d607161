import Evolution
import Testing

@testable import Laboratory

@Suite struct `A tuning` {
  /// A small search: a genetic algorithm on a sphere, by few and short trials.
  static func tuning(_ change: (inout Tuning) -> Void = { _ in }) -> Tuning {
    var experiment = Experiment()
    experiment.problem = "sphere"
    experiment.population = 12
    experiment.stop.evaluations = 300
    experiment.stop.target = 1e-3
    // As bad a start as can be: steps far too large.
    experiment.parameters = ["mutation-size": .number(5)]
    var tuning = Tuning(experiment)
    tuning.parameters = ["mutation-size", "population"]
    tuning.optimiser = "es"
    tuning.trialCount = 90
    tuning.finalSeedCount = 4
    tuning.confirmationCount = 10
    change(&tuning)
    return tuning
  }

  @Test func `finds better settings than a bad start, and shows it on unseen seeds`() throws {
    let report = try #require(try Tuner(Self.tuning()).run(workers: 1))
    #expect(report.before.count == 10 && report.after.count == 10)
    #expect(report.effect.a12 > 0.8 && report.test.p < 0.05)
    guard case .number(let size)? = report.experiment.parameters["mutation-size"] else {
      Issue.record("mutation-size is a number")
      return
    }
    #expect(size < 2)
    #expect(report.trials <= 90 + 5 * 4 + 20 + 36)
    // The experiment can be run as it is.
    _ = try Session(report.experiment)
  }

  @Test func `is the same with any number of workers`() throws {
    let reports = try [1, 3].map { workers in
      try #require(try Tuner(Self.tuning { $0.trialCount = 40 }).run(workers: workers))
    }
    #expect(reports[0].experiment == reports[1].experiment)
    #expect(reports[0].winner.worth == reports[1].winner.worth)
    #expect(
      reports[0].after.map(\.withoutSeconds) == reports[1].after.map(\.withoutSeconds))
  }

  @Test(arguments: Catalog.algorithms.map(\.name))
  func `can be done by any algorithm that follows fitness`(name: String) throws {
    let tuning = Self.tuning {
      $0.optimiser = name
      $0.trialCount = 24
      $0.finalistCount = 2
      $0.confirmationCount = 2
    }
    if let method = Catalog.algorithm(name) as? any InformedAlgorithm.Type {
      // There is no slope here.
      let refusal = ExperimentError.unsuited(
        algorithm: name, problem: "tuning", need: method.need)
      #expect(throws: refusal) { try Tuner(tuning) }
      return
    }
    let report = try #require(try Tuner(tuning).run(workers: 1))
    #expect(report.winner.values.map(\.name) == ["mutation-size", "population"])
    #expect(report.winner.worth.isFinite)
  }

  @Test func `tries every kind of setting, within its range`() throws {
    let experiment = try Session(smallExperiment()).experiment
    let names = try #require(Catalog.algorithm("ga")).parameterDescriptions.map(\.name)
    let space = try TuningSpace(experiment, names: names + ["population"])
    let random = RandomSource(seed: 1)
    for individual in 0..<200 {
      let genes = random.numbers(
        names.count + 1, of: .cauchy, for: .initialization, individual: individual)
      for (parameter, setting) in zip(space.parameters, space.values(genes[...])) {
        try parameter.check(setting.value)
      }
    }
    // No step at all is where it starts.
    let still = space.values([Float](repeating: 0, count: names.count + 1)[...])
    for (name, value) in still where name != "population" {
      let start = try #require(experiment.parameters[name])
      guard case (.number(let one), .number(let other)) = (value, start) else { continue }
      #expect(abs(one - other) <= 0.006 * abs(other) + 1e-9, "\(name)")
    }
  }

  @Test func `refuses what cannot be tuned`() throws {
    #expect(throws: ExperimentError.self) { try Tuner(Self.tuning { $0.parameters = ["noise"] }) }
    #expect(throws: ExperimentError.self) { try Tuner(Self.tuning { $0.optimiser = "nothing" }) }
  }

  @Test func `ends where it is interrupted`() throws {
    #expect(try Tuner(Self.tuning()).run(workers: 2, isInterrupted: { true }) == nil)
  }
}
