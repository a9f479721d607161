import Evolution
import Testing

@testable import Laboratory

@Suite struct `An engine` {
  @Test func `takes commands between two generations`() throws {
    let engine = Engine(try Run(smallExperiment()))
    engine.step(3)
    settle(engine, generation: 3)
    engine.submit(.set("elitism", .number(5)))
    engine.drain()
    #expect(engine.snapshot.controls.first { $0.name == "elitism" }?.pending == .number(5))
    engine.step(1)
    settle(engine, generation: 4)
    #expect(engine.snapshot.changes.map(\.summary) == ["elitism 2 → 5"])
    #expect(engine.snapshot.generation == 4)
    #expect(!engine.snapshot.isRunning)
  }

  @Test func `says why a command was refused`() throws {
    let engine = Engine(try Run(smallExperiment()))
    engine.submit(.set("crossover-rate", .number(7)))
    engine.drain()
    #expect(
      engine.snapshot.refusal == "crossover-rate must lie between 0 and 1, but is 7.")
  }

  @Test func `pauses where a stop rule is met, and goes on when it is asked to`() throws {
    let engine = Engine(try Run(smallExperiment { $0.stop.generations = 5 }))
    engine.start()
    settle(engine, generation: 5)
    #expect(engine.snapshot.stopReason == .generations)
    #expect(!engine.snapshot.isRunning)
    engine.step(2)
    settle(engine, generation: 7)
    #expect(engine.snapshot.generation == 7)
  }

  @Test func `pauses when the time is up, and goes on when it is asked to`() throws {
    let engine = Engine(try Run(smallExperiment { $0.stop.seconds = 1e-6 }))
    engine.start()
    settle(engine, generation: 1)
    #expect(engine.snapshot.stopReason == .seconds)
    #expect(engine.snapshot.generation == 1)
    engine.step(2)
    settle(engine, generation: 3)
    #expect(engine.snapshot.generation == 3)
  }

  @Test func `leaves a generation unfinished when it is cancelled`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run.evo")
    let engine = Engine(try Run(smallExperiment(), recordTo: path))
    engine.step(3)
    settle(engine, generation: 3)
    engine.submit(.set("hidden", .number(9)))
    engine.drain()
    engine.cancel()
    engine.step(5)
    engine.finish(why: .interrupted)
    engine.drain()
    #expect(engine.hasFinished)
    var replay = try Replay(try JournalReader(path))
    while try replay.advance() {}
    #expect(replay.verifiedCount == 3)
    #expect(replay.session.changes.isEmpty)
  }

  @Test func `keeps its stop rules for a restart`() throws {
    let engine = Engine(try Run(smallExperiment { $0.stop.generations = 2 }))
    engine.step(2)
    settle(engine, generation: 2)
    engine.step(1)
    settle(engine, generation: 3)
    #expect(engine.snapshot.experiment.stop.generations == 2)
    #expect(engine.snapshot.stopReason == nil)
  }

  @Test func `gives the same run as a session without one`() throws {
    let engine = Engine(try Run(smallExperiment { $0.stop.generations = 50 }))
    engine.start()
    settle(engine, generation: 50)
    var session = try Session(smallExperiment())
    session.advance(by: 50)
    #expect(engine.snapshot.hallOfFame == session.hallOfFame)
    #expect(engine.snapshot.evaluations == session.evaluations)
  }

  @Test func `begins another run when asked to restart`() throws {
    let engine = Engine(try Run(smallExperiment()))
    engine.step(3)
    settle(engine, generation: 3)
    engine.replace { experiment, _ in
      var next = experiment
      next.seed += 1
      return try Run(next)
    }
    engine.requestSnapshot()
    engine.drain()
    #expect(engine.snapshot.generation == 0)
    #expect(engine.snapshot.experiment.seed == 8)
  }
}
