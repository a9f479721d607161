import Evolution
import Testing

@testable import Laboratory

@Suite struct `The past of a run` {
  @Test func `is found again exactly, from any of the states that were kept`() throws {
    var session = try Session(smallExperiment())
    var timeline = Timeline([session])
    var digests = [session.runDigest]
    for generation in 1...60 {
      if generation == 20 { try session.submit(.set("mutation-rate", .number(0.9))) }
      if generation == 31 { try session.submit(.set("hidden", .number(9))) }
      if generation == 31 { try session.submit(.set("population", .number(33))) }
      session.advance()
      digests.append(session.runDigest)
      // As if each generation took so long that every fifth state is kept.
      timeline.note(session, after: 0.02)
    }
    #expect(timeline.marks.count > 10)
    for generation in [0, 60, 59, 58, 31, 30, 33, 1, 19, 20, 45] {
      let found = timeline.state(at: generation, session.changes)
      let state = try #require(found)
      #expect(state.generation == generation)
      #expect(state.runDigest == digests[generation])
      #expect(state.history.count == generation)
    }
    timeline.thin()
    let later = timeline.state(at: 44, session.changes)
    let state = try #require(later)
    #expect(state.runDigest == digests[44])
  }

  @Test func `goes on from a state as the run itself did`() throws {
    var session = try Session(smallExperiment())
    var timeline = Timeline([session])
    for _ in 1...30 {
      session.advance()
      timeline.note(session, after: 0.02)
    }
    let found = timeline.state(at: 17, session.changes)
    var state = try #require(found)
    state.advance(by: 13)
    #expect(state.runDigest == session.runDigest)
    #expect(state.hallOfFame == session.hallOfFame)
  }

  @Test func `needs bounded memory`() throws {
    var session = try Session(smallExperiment())
    var timeline = Timeline([session])
    for _ in 1...3000 {
      session.advance()
      timeline.note(session, after: 60)
    }
    let size = try Checkpoint(session).bytes().count
    #expect(timeline.marks.count * size <= Timeline.byteLimit * 2)
    #expect(timeline.marks.count > 100)
  }
}

@Suite struct `The memory of the past` {
  @Test func `counts the data of each state where they drift`() throws {
    var session = try Session(
      smallExperiment {
        $0.samples = 20_000
        $0.population = 4
        $0.parameters["drift"] = .number(1)
      })
    var timeline = Timeline([session])
    for _ in 1...300 {
      session.advance()
      timeline.note(session, after: 60)
    }
    // A state without its data needs some kilobytes, with them about a megabyte.
    #expect(timeline.marks.count < 130)
    #expect(timeline.bytes <= Timeline.byteLimit)
  }

  @Test func `adds nothing where all is known, and fills what is not`() throws {
    var session = try Session(smallExperiment())
    var timeline = Timeline([session])
    let start = session
    for _ in 1...50 {
      session.advance()
      timeline.note(session, after: 0.02)
    }
    let known = timeline.marks.map(\.generation)
    var again = start
    timeline.note(again, after: 0)
    for _ in 1...50 {
      again.advance()
      timeline.note(again, after: 0.02)
    }
    #expect(timeline.marks.map(\.generation) == known)
    timeline.thin()
    timeline.refresh()
    var third = start
    timeline.note(third, after: 0)
    for _ in 1...50 {
      third.advance()
      timeline.note(third, after: 0.05)
    }
    #expect(timeline.marks.count > known.count / 2 + 1)
    #expect(timeline.marks.map(\.generation) == timeline.marks.map(\.generation).sorted())
    let state = timeline.state(at: 33, session.changes)
    #expect(state?.generation == 33)
  }

  @Test func `is left alone when nobody waits for it any longer`() throws {
    var session = try Session(smallExperiment())
    var timeline = Timeline([session])
    session.advance(by: 30)
    var asked = 0
    let state = timeline.state(at: 25, session.changes) {
      asked += 1
      return asked > 5
    }
    #expect(state == nil && asked == 6)
  }
}
