import Evolution
import FoundationEssentials
import Testing

@testable import Laboratory

@Suite struct `Points edited by hand` {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static let edits = ParameterValue.choice("-3 5:0.5,0.25 +0.1,0.2,1 +0.3,0.2,0")

  @Test func `are recorded, replayed, resumed and taken back`() throws {
    var run = try Run(smallExperiment(), recordTo: folder.file("a.evo"))
    for generation in 1...30 {
      if generation == 10 { try run.submit(.set("points", Self.edits)) }
      if generation == 20 { try run.submit(.set("rotate", .number(40))) }
      if generation == 25 { try run.submit(.set("points", .choice(""))) }
      run.advance()
      let count = run.session.problem.split?.dataset.count
      #expect(count == ((10..<25).contains(generation) ? 41 : 40))
    }
    run.end(why: .generations)
    #expect(
      run.session.changes.map(\.summary)
        == ["1 point added", "rotate 0 → 40", "points as they were"])
    var replay = try Replay(try JournalReader(folder.file("a.evo")), workers: 2)
    while try replay.advance() {}
    #expect(replay.verifiedCount == 30)
    #expect(replay.session.runDigest == run.session.runDigest)
  }

  @Test func `score everybody anew, the hall of fame too`() throws {
    var session = try Session(smallExperiment())
    session.advance(by: 20)
    let before = try #require(session.hallOfFame.champion)
    let flipped = (0..<40).compactMap { sample in
      session.problem.split?.dataset.labels[sample] == 0 ? "-\(sample)" : nil
    }
    try session.submit(.set("points", .choice(flipped.dropLast(2).joined(separator: " "))))
    session.advance()
    let same = session.hallOfFame.entries.first { $0.genes == before.genes }
    #expect(same != nil && same?.score != before.score)
  }

  @Test func `are gone with the points that they are of`() throws {
    var session = try Session(smallExperiment())
    try session.submit(.set("points", Self.edits))
    session.advance(by: 2)
    try session.submit(.set("noise", .number(0.2)))
    session.advance()
    #expect(!session.experiment.points.isEmpty)
    try session.submit(.set("samples", .number(60)))
    session.advance()
    #expect(session.experiment.points.isEmpty)
    #expect(session.changes.suffix(2).map(\.name) == ["samples", "points"])
    #expect(session.problem.split?.dataset.count == 60)
  }

  @Test(arguments: ["+0,0,7", "-400", "nonsense"])
  func `are refused where they make no sense`(text: String) throws {
    var session = try Session(smallExperiment())
    session.advance()
    #expect(throws: ExperimentError.self) {
      try session.submit(.set("points", .choice(text)))
    }
    #expect(session.pending.isEmpty)
  }

  @Test func `are part of an experiment`() throws {
    let experiment = try smallExperiment { try $0.set("points", text: "+0.1,0.2,1") }
    let session = try Session(experiment)
    #expect(session.problem.split?.dataset.count == 41)
    let bytes = try JournalCoding.encoder.encode(experiment)
    #expect(try JournalCoding.decoder.decode(Experiment.self, from: bytes) == experiment)
  }
}

@Suite struct `Drifting points` {
  @Test func `turn before every generation, and are replayed from anywhere`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.evo")
    var run = try Run(smallExperiment { $0.parameters["drift"] = .number(0.5) }, recordTo: path)
    for generation in 1...30 {
      if generation == 11 { try run.submit(.set("elitism", .number(4))) }
      if generation == 21 { try run.submit(.set("drift", .number(0))) }
      run.advance()
      #expect(
        run.session.experiment.parameters["rotate"]
          == .number(0.5 * Double(min(generation, 20))))
    }
    run.end(why: .generations)
    var replay = try Replay(try JournalReader(path), workers: 2)
    while try replay.advance() {}
    #expect(replay.session.runDigest == run.session.runDigest)
    #expect(run.session.changes.map(\.name) == ["elitism", "drift"])
  }

  @Test func `go on where a run was interrupted`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.evo")
    do {
      var run = try Run(smallExperiment { $0.parameters["drift"] = .number(0.5) }, recordTo: path)
      for _ in 1...20 { run.advance() }
      run.end(why: .interrupted)
    }
    var whole = try Session(smallExperiment { $0.parameters["drift"] = .number(0.5) })
    whole.advance(by: 25)
    var resumed = try Run(resuming: path)
    for _ in 1...5 { resumed.advance() }
    #expect(resumed.session.runDigest == whole.runDigest)
  }

  @Test func `change what a network is worth`() throws {
    var still = try Session(smallExperiment())
    var drifting = try Session(smallExperiment { $0.parameters["drift"] = .number(8) })
    still.advance(by: 10)
    drifting.advance(by: 10)
    #expect(still.runDigest != drifting.runDigest)
    #expect(still.problem.digest != drifting.problem.digest)
  }

  @Test func `leave the digest of runs that know of none as it was`() throws {
    var old = try Session(smallExperiment()).experiment
    let known = old.settingsDigest()
    old.parameters["rotate"] = nil
    old.parameters["drift"] = nil
    #expect(old.settingsDigest() == known)
    old.parameters["rotate"] = .number(5)
    #expect(old.settingsDigest() != known)
  }
}
