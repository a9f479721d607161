import Evolution
import Laboratory
import Testing

@testable import evolab

@Suite struct `A progress bar` {
  @Test func `says how much time is left by the nearest limit`() throws {
    var session = try session { $0.stop.generations = 10 }
    let bar = ProgressBar(session, name: "2 of 9")
    session.advance()
    session.advance()
    #expect(bar.line(session, 4, width: 80).hasSuffix("  0:16 left"))
    #expect(bar.line(session, 4, width: 80).hasPrefix("[###"))
    #expect(bar.line(session, 4, width: 80).contains("] 2 of 9  gen 2  accuracy "))
    session = try self.session {
      $0.stop.generations = 10
      $0.stop.seconds = 5
    }
    session.advance()
    #expect(ProgressBar(session).line(session, 4, width: 80).hasSuffix("  0:01 left"))
  }

  @Test func `has no bar where nothing limits the run but what it reaches`() throws {
    let session = try session {
      $0.stop.target = 1
      $0.stop.stagnation = 5
    }
    #expect(ProgressBar(session).line(session, 61, width: 80) == "gen 0  0 evaluations/s  1:01")
  }

  @Test func `names the samples by which the champion is chosen`() throws {
    var session = try session { $0.validation = 0.25 }
    session.advance()
    #expect(ProgressBar(session).line(session, 1, width: 80).contains("  validation 0."))
    session = try self.session {
      $0.batch = 8
      $0.validation = 0
    }
    session.advance()
    #expect(ProgressBar(session).line(session, 1, width: 80).contains("  accuracy 0."))
  }

  @Test(arguments: 1...90)
  func `leaves the last column free`(width: Int) throws {
    var session = try session { $0.stop.generations = 10 }
    let bar = ProgressBar(session)
    session.advance()
    #expect(bar.line(session, 1, width: width).utf8.count < width)
  }

  private func session(_ change: (inout Experiment) -> Void) throws -> Session {
    var experiment = Experiment()
    experiment.samples = 40
    experiment.hidden = [3]
    experiment.population = 20
    change(&experiment)
    return try Session(experiment)
  }
}
