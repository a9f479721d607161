import Evolution
import Testing

@testable import Laboratory

@Suite struct `A gradient method in a session` {
  static let names = ["sgd", "adam", "rmsprop", "logistic-regression"]

  /// A genetic algorithm needs some twenty thousand.
  @Test(arguments: ["circles", "moons"], 1...5 as ClosedRange<UInt64>)
  func `learns with few evaluations`(data: String, seed: UInt64) throws {
    for hidden in [[16], [16, 32]] {
      var session = try trained {
        $0.data = data
        $0.seed = seed
        $0.hidden = hidden
        $0.activation = hidden.count > 1 ? .relu : .tanh
        $0.stop.target = 0.99
        $0.stop.evaluations = 200
      }
      while session.stopReason == nil { session.advance() }
      #expect(session.stopReason == .target, "\(hidden): \(session.evaluations)")
    }
  }

  /// Of 500 samples, 350 are trained on.
  ///
  /// A generation scores each network once and, from the second on, takes gradients of each sample,
  /// which count three times.
  @Test(arguments: [(1, 1, 32), (3, 1, 32), (1, 2, 100), (2, 3, 1000), (1, 1, 1)])
  func `counts its evaluations exactly`(count: Int, epochs: Int, batch: Int) throws {
    var session = try trained {
      $0.population = count
      $0.parameters["epochs-per-generation"] = .number(Double(epochs))
      $0.parameters["batch-size"] = .number(Double(batch))
    }
    session.advance(by: 6)
    #expect(session.evaluations == count * (6 + 5 * 3 * epochs))
  }

  @Test(arguments: names)
  func `goes on from a checkpoint as if there had been none`(name: String) throws {
    var session = try trained {
      $0.algorithm = name
      $0.samples = 60
      $0.population = 2
    }
    session.advance(by: 3)
    let checkpoint = try Checkpoint(bytes: Checkpoint(session).bytes())
    var resumed = try Session(
      checkpoint, table: nil, tableName: nil, workers: 2, kernels: .best)
    session.advance(by: 4)
    resumed.advance(by: 4)
    #expect(session.runDigest == resumed.runDigest)
    #expect(session.evaluations == resumed.evaluations)
  }

  @Test func `keeps what was learnt when the hidden layer grows`() throws {
    var session = try trained { $0.samples = 60 }
    session.advance(by: 8)
    let before = try #require(session.statistics).best
    try session.submit(.set("hidden", .number(21)))
    try session.submit(.set("learning-rate", .number(0)))
    session.advance()
    #expect(try #require(session.statistics).best == before)
    try session.submit(.set("learning-rate", .number(0.05)))
    session.advance(by: 8)
    #expect(try #require(session.statistics).best > before)
  }

  @Test func `follows the cross-entropy where fitness is accuracy`() throws {
    var session = try trained { $0.fitness = .accuracy }
    session.advance(by: 40)
    #expect(try #require(session.hallOfFame.champion).score.accuracy > 0.98)
  }

  @Test func `has no hidden layer where it is a linear model`() throws {
    let session = try trained { $0.algorithm = "logistic-regression" }
    #expect(session.problem.network?.shape == "2-1")
    // What was asked for is still there for others, in a race for example.
    #expect(session.experiment.hidden == [16] && session.experiment.hiddenLayers.isEmpty)
    #expect(!session.controls.contains { $0.name.hasPrefix("hidden") })
  }

  @Test func `refuses a problem that has not what it needs`() {
    #expect(
      throws: ExperimentError.unsuited(
        algorithm: "logistic-regression", problem: "sphere",
        need: "samples of several classes and at most 5 million numbers in all")
    ) {
      try trained {
        $0.algorithm = "logistic-regression"
        $0.problem = "sphere"
      }
    }
    let error = ExperimentError.unsuited(algorithm: "adam", problem: "maze", need: "a gradient")
    #expect(
      error.description
        == "The algorithm 'adam' needs a gradient, which the problem 'maze' does not have. "
        + "Choose another algorithm, such as ga, or another problem.")
  }

  @Test func `comes down a function, too`() throws {
    var session = try trained {
      $0.problem = "sphere"
      $0.parameters = ["dimension": .number(3), "rotation": .choice("random")]
    }
    session.advance(by: 400)
    #expect(try #require(session.hallOfFame.champion).score.fitness > -1e-3)
  }

  private func trained(_ change: (inout Experiment) throws -> Void) throws -> Session {
    var experiment = Experiment()
    experiment.algorithm = "adam"
    try change(&experiment)
    return try Session(experiment)
  }
}
