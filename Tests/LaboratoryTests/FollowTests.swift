import Evolution
import Testing

@testable import Laboratory

@Suite struct `Whoever follows a recording` {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `leaves out what would take long to repeat, and no more`() {
    var pursuit = Pursuit()
    #expect(!pursuit.shouldLeap(from: 0, to: 90, end: 100), "nothing is known of the speed")
    for _ in 1...3 { pursuit.note(10, in: 1) }
    #expect(pursuit.shouldLeap(from: 0, to: 90, end: 100))
    #expect(!pursuit.shouldLeap(from: 0, to: 5, end: 100), "little is gained")
    #expect(!pursuit.shouldLeap(from: 80, to: 99, end: 100), "it is near the end")
    #expect(!pursuit.shouldLeap(from: 95, to: 90, end: 100), "that would be back")
  }

  @Test func `is told when it was ended`() throws {
    let path = folder.file("live.evo")
    var run = try Run(smallExperiment(), recordTo: path)
    for _ in 1...8 { run.advance() }
    run.flush()
    let engine = Engine(try Run(playing: path), isFollowed: true)
    engine.start()
    wait(for: engine) { $0.generation == 8 }
    #expect(engine.snapshot.course?.isFollowed == true)
    #expect(engine.snapshot.isRunning, "somebody may write on")
    for _ in 1...4 { run.advance() }
    run.end(why: .generations)
    wait(for: engine) { !$0.isRunning }
    #expect(engine.snapshot.generation == 12)
    #expect(engine.snapshot.course?.isFollowed == false)
  }

  @Test func `goes on from the newest checkpoint, and finds the same`() throws {
    let path = folder.file("live.evo")
    var run = try Run(smallExperiment(), recordTo: path)
    for _ in 1...8 { run.advance() }
    run.end(why: .generations)
    var played = try Run(playing: path)
    let leaps = [played.leap(upTo: 7), played.leap()]
    #expect(leaps == [false, true])
    let (found, written) = (played.session, run.session)
    #expect(found.generation == 8)
    #expect(found.runDigest == written.runDigest)
    let leapsAgain = played.leap()
    #expect(!leapsAgain, "it is there already")
  }
}

@Suite struct `A fork with rules of its own` {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `keeps them in its recording`() throws {
    var parent = try Run(
      smallExperiment { $0.stop.generations = 10 }, recordTo: folder.file("a.evo"))
    for _ in 1...10 { parent.advance() }
    parent.end(why: .generations)
    var replay = try Replay(
      fromCheckpointOf: try JournalReader(folder.file("a.evo")), upTo: 4)
    try replay.advance(to: 4)
    #expect(throws: JournalError.tooShort(file: folder.file("a.evo"), last: 10, asked: 11)) {
      var longer = replay
      try longer.advance(to: 11)
    }
    var rules = StopRules()
    rules.generations = 6
    let last = try fork(replay.session, rules)
    #expect(last == 6)
    #expect(try JournalReader(folder.file("b.evo")).head.cfg.stop == rules)
    let resumed = try Run(resuming: folder.file("b.evo"))
    let reason = resumed.session.stopReason
    #expect(reason == .generations)
  }

  /// Runs to the end and lets go of the recording.
  private func fork(_ state: Session, _ rules: StopRules) throws -> Int {
    var fork = try Run(
      forking: state, of: folder.file("a.evo"), recordTo: folder.file("b.evo"), stop: rules)
    while fork.session.stopReason == nil { fork.advance() }
    fork.end(why: .generations)
    return fork.session.generation
  }
}

@Suite struct `A picture of a recording` {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `is the same from a checkpoint and from the start`() throws {
    let (near, far) = try pictures(smallExperiment())
    #expect(near == far)
    #expect(near.generation == 25 && near.course?.end == 30)
    #expect(near.changes.count == 1)
    #expect(near.seconds == 0)
  }

  @Test func `shows where the individuals are, also just after a checkpoint`() throws {
    let (near, far) = try pictures(smallExperiment { $0.problem = "sphere" }, at: 21)
    #expect(near.positions != nil)
    #expect(near.positions == far.positions)
  }

  private func pictures(
    _ experiment: Experiment, at generation: Int = 25
  ) throws -> (near: Snapshot, far: Snapshot) {
    let path = folder.file("a.evo")
    var run = try Run(experiment, recordTo: path)
    for generation in 1...30 {
      if generation == 12 { try run.submit(.set("mutation-rate", .number(0.9))) }
      run.advance()
      if generation == 20 { run.end(why: .interrupted) }
    }
    run.end(why: .generations)
    let reader = try JournalReader(path)
    var near = try Replay(fromCheckpointOf: reader, upTo: generation - 1)
    #expect(near.session.generation == 20)
    try near.advance(to: generation)
    var far = try Replay(reader)
    try far.advance(to: generation)
    return (near.snapshot, far.snapshot)
  }
}
