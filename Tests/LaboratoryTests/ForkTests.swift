import Evolution
import Testing

@testable import Laboratory

@Suite struct Forking {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `gives a recording that replays without the one it left`() throws {
    let engine = Engine(try Run(smallExperiment(), recordTo: folder.file("a.evo")))
    engine.step(12)
    settle(engine, generation: 12)
    engine.submit(.set("elitism", .number(5)))
    engine.step(18)
    settle(engine, generation: 30)
    let before = engine.snapshot
    engine.visit(20)
    engine.drain()
    #expect(engine.snapshot.generation == 20)
    #expect(engine.snapshot.course?.end == 30)
    #expect(engine.snapshot.history.count == 20)
    #expect(engine.snapshot.course?.history == before.history)
    let path = folder.file("b.evo")
    engine.fork { path }
    engine.drain()
    #expect(engine.snapshot.course == nil)
    #expect(engine.snapshot.branches.map(\.parent) == [nil, 0])
    #expect(engine.snapshot.branches.map(\.start) == [0, 20])
    engine.submit(.set("mutation-rate", .number(1)))
    engine.step(10)
    settle(engine, generation: 30)
    #expect(engine.snapshot.history != before.history)

    engine.turnTo(branch: 0)
    engine.drain()
    #expect(engine.snapshot.generation == 30)
    #expect(engine.snapshot.history == before.history)
    engine.finish(why: .interrupted)
    engine.drain()

    File.remove(folder.file("a.evo"))
    let reader = try JournalReader(path)
    #expect(reader.head.parent?.g == 20)
    var replay = try Replay(reader)
    while try replay.advance() {}
    #expect(replay.verifiedCount == 30)
    #expect(replay.session.changes.map(\.name) == ["elitism", "mutation-rate"])
  }

  @Test func `without another change repeats what the other run did`() throws {
    let engine = Engine(try Run(smallExperiment(), recordTo: folder.file("a.evo")))
    engine.step(25)
    settle(engine, generation: 25)
    let history = engine.snapshot.history
    engine.visit(0)
    engine.drain()
    let path = folder.file("b.evo")
    engine.fork { path }
    engine.step(25)
    settle(engine, generation: 25)
    #expect(engine.snapshot.history == history)
    #expect(engine.snapshot.branch == 1)
  }

  @Test func `says why it is impossible and stays where it is`() throws {
    let path = folder.file("a.evo")
    let engine = Engine(try Run(smallExperiment(), recordTo: path))
    engine.step(5)
    settle(engine, generation: 5)
    engine.visit(3)
    engine.fork { path }
    engine.drain()
    #expect(engine.snapshot.refusal?.contains("exists already") == true)
    #expect(engine.snapshot.generation == 3)
    #expect(engine.snapshot.branches.count == 1)
  }

  @Test func `from a visit to the past, running goes back to the present`() throws {
    let engine = Engine(try Run(smallExperiment()))
    engine.step(10)
    settle(engine, generation: 10)
    engine.visit(4)
    engine.drain()
    engine.step(1)
    settle(engine, generation: 11)
    #expect(engine.snapshot.generation == 11)
    #expect(engine.snapshot.course == nil)
  }
}

@Suite struct `Playing a recording` {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    var run = try Run(smallExperiment(), recordTo: folder.file("a.evo"))
    for generation in 1...40 {
      if generation == 15 { try run.submit(.set("elitism", .number(5))) }
      run.advance()
    }
    run.end(why: .generations)
  }

  @Test func `shows its whole course, goes anywhere and changes nothing`() throws {
    let engine = Engine(try Run(playing: folder.file("a.evo")))
    engine.requestSnapshot()
    engine.drain()
    #expect(engine.snapshot.generation == 0)
    #expect(engine.snapshot.course?.end == 40)
    #expect(engine.snapshot.course?.history.count == 40)
    #expect(engine.snapshot.course?.changes.map(\.generation) == [15])
    for generation in [30, 10, 11, 40, 0] {
      engine.visit(generation)
      engine.drain()
      #expect(engine.snapshot.generation == generation)
      #expect(engine.snapshot.course?.failure == nil)
    }
    engine.submit(.set("elitism", .number(1)))
    engine.drain()
    #expect(engine.snapshot.refusal?.contains("cannot be changed") == true)
    engine.start()
    settle(engine, generation: 40)
    #expect(engine.snapshot.generation == 40)
    #expect(engine.snapshot.changes.map(\.name) == ["elitism"])
  }

  @Test func `says where it differs`() throws {
    let bytes = try folder.read("a.evo")
    let reader = try JournalReader(folder.file("a.evo"))
    var records = reader.records
    let index = try #require(
      records.firstIndex { if case .generation(let g) = $0 { g.g == 22 } else { false } })
    if case .generation(var generation) = records[index] {
      let d = generation.d
      generation.d = GenerationDigest(r: d.r, w: d.w ^ 1, f: d.f, s: d.s)
      records[index] = .generation(generation)
    }
    var changed = Array(bytes.prefix { $0 != 0x0A }) + [0x0A]
    for record in records { changed += try JournalCoding.line(record) }
    let path = try folder.write(changed, to: "other.evo")
    let engine = Engine(try Run(playing: path))
    engine.visit(35)
    engine.drain()
    #expect(engine.snapshot.course?.failure?.contains("generation 22") == true)
    let fork = folder.file("fork.evo")
    engine.fork { fork }
    engine.drain()
    #expect(engine.snapshot.refusal?.contains("generation 22") == true)
    #expect(!File.exists(fork) && engine.snapshot.branches.count == 1)
  }

  @Test func `follows somebody who writes on`() throws {
    let path = folder.file("live.evo")
    var run = try Run(smallExperiment(), recordTo: path)
    for _ in 1...20 { run.advance() }
    run.flush()
    let engine = Engine(
      try Run(playing: path, fromCheckpoint: true), isFollowed: true)
    engine.start()
    wait(for: engine) { $0.generation >= 20 }
    #expect(engine.snapshot.generation == 20)
    for _ in 1...20 { run.advance() }
    run.flush()
    wait(for: engine) { $0.generation >= 40 }
    #expect(engine.snapshot.generation == 40)
    #expect(engine.snapshot.history == run.session.history)
    engine.visit(7)
    engine.drain()
    #expect(engine.snapshot.generation == 7)
    run.end(why: .generations)
  }
}

@Suite struct `Runs that wait` {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `let go of their files when there are many, and go on where they were`() throws {
    let engine = Engine(try Run(smallExperiment(), recordTo: folder.file("0.evo")))
    engine.step(7)
    settle(engine, generation: 7)
    let history = engine.snapshot.history
    for number in 1...12 {
      let path = folder.file("\(number).evo")
      engine.replace { experiment, table in try Run(experiment, table: table, recordTo: path) }
      engine.drain()
    }
    #expect(engine.snapshot.branches.count == 13)
    // Its recording is whole while it waits.
    var replay = try Replay(try JournalReader(folder.file("0.evo")))
    while try replay.advance() {}
    #expect(replay.verifiedCount == 7)
    engine.turnTo(branch: 0)
    engine.drain()
    #expect(engine.snapshot.history == history)
    engine.step(5)
    settle(engine, generation: 12)
    engine.finish(why: .interrupted)
    engine.drain()
    var whole = try Replay(try JournalReader(folder.file("0.evo")))
    while try whole.advance() {}
    #expect(whole.verifiedCount == 12)
  }

  @Test func `begin anew with what is shown, also from the past`() throws {
    let engine = Engine(try Run(smallExperiment()))
    engine.step(5)
    settle(engine, generation: 5)
    engine.submit(.set("elitism", .number(7)))
    engine.step(5)
    settle(engine, generation: 10)
    engine.visit(3)
    engine.drain()
    engine.submit(.set("elitism", .number(9)))
    engine.drain()
    #expect(engine.snapshot.refusal?.contains("cannot be changed") == true)
    engine.replace { experiment, table in try Run(experiment, table: table) }
    engine.drain()
    #expect(engine.snapshot.experiment.parameters["elitism"] == .number(2))
  }

  @Test func `have a past when they were resumed`() throws {
    do {
      var run = try Run(smallExperiment(), recordTo: folder.file("a.evo"))
      for _ in 1...30 { run.advance() }
      run.end(why: .interrupted)
    }
    let engine = Engine(try Run(resuming: folder.file("a.evo")))
    engine.visit(10)
    engine.drain()
    #expect(engine.snapshot.generation == 10)
  }

  @Test func `need not repeat what lies before a checkpoint when they were resumed`() throws {
    do {
      var run = try Run(smallExperiment(), recordTo: folder.file("a.evo"))
      for _ in 1...30 { run.advance() }
      run.end(why: .interrupted)
      for _ in 1...10 { run.advance() }
      run.end(why: .interrupted)
    }
    let branch = Branch(try Run(resuming: folder.file("a.evo")))
    #expect(branch.timeline.marks.map(\.generation) == [0, 30, 40])
    #expect(branch.timeline.nearest(to: 35).generation == 30)
    #expect(branch.timeline.pace > 0, "how long looking back takes is known from the beginning")
    let found = branch.state(at: 35)
    var state = try #require(found)
    state.advance(by: 5)
    let (digest, resumed) = (state.runDigest, branch.run.session.runDigest)
    #expect(digest == resumed)
  }

  @Test func `have their bookmarks when they were resumed, or are played`() throws {
    let path = folder.file("a.evo")
    do {
      var run = try Run(smallExperiment(), recordTo: path)
      for generation in 1...6 {
        run.advance()
        let row = generation * 2
        run.mark(Journal.Mark(generation: generation, individual: row, text: "the \(generation)."))
      }
      run.mark(Journal.Mark(generation: 2, individual: 4, text: "", isOff: true))
      run.mark(Journal.Mark(generation: 5, individual: 10, text: "another word"))
      run.end(why: .interrupted)
    }
    let words = ["the 1.", "the 3.", "the 4.", "the 6.", "another word"]
    let played = Engine(try Run(playing: path))
    played.requestSnapshot()
    played.drain()
    #expect(played.snapshot.bookmarks.map(\.text) == words)
    #expect(played.snapshot.bookmarks.last?.i == 10)
    let resumed = Engine(try Run(resuming: path))
    resumed.requestSnapshot()
    resumed.drain()
    #expect(resumed.snapshot.bookmarks.map(\.text) == words)
  }
}
