import Evolution
import Testing

@testable import Laboratory

@Suite struct `The stopwatch of a run` {
  @Test func `has no speed before one is measured, nor while it waits`() throws {
    var session = try Session(smallExperiment())
    var stopwatch = Stopwatch(session)
    var snapshot = session.snapshot
    stopwatch.start()
    stopwatch.describe(&snapshot)
    #expect(snapshot.generationsPerSecond == 0)
    session.advance(by: 9)
    stopwatch.count(session)
    let later = Clock.seconds + 1
    stopwatch.describe(&snapshot, at: later)
    #expect(snapshot.generationsPerSecond > 0 && snapshot.evaluationsPerSecond > 0)
    stopwatch.rest()
    stopwatch.describe(&snapshot, at: later + 1)
    #expect(snapshot.generationsPerSecond > 0, "more may come at any moment")
    session.advance()
    stopwatch.count(session)
    stopwatch.describe(&snapshot, at: later + 3)
    #expect(snapshot.generationsPerSecond > 0, "and has come")
    stopwatch.rest()
    stopwatch.describe(&snapshot, at: later + 6)
    #expect(snapshot.generationsPerSecond == 0 && snapshot.evaluationsPerSecond == 0)
  }
}
