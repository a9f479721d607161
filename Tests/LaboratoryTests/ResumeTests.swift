import Evolution
import Testing

@testable import Laboratory

@Suite struct Resuming {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(arguments: [true, false])
  func `equals the uninterrupted run, with and without checkpoints`(hasCheckpoint: Bool) throws {
    let whole = try digest(of: 40)
    try record(generations: 25)
    if !hasCheckpoint {
      for name in folder.names where name.contains("ckpt") { File.remove(folder.file(name)) }
    }
    var run = try Run(resuming: folder.file("run.evo"))
    #expect(run.session.generation == 25)
    advance(&run, from: 25, to: 40)
    #expect(run.session.runDigest == whole)
    run.end(why: .generations)

    var replay = try Replay(try JournalReader(folder.file("run.evo")))
    while try replay.advance() {}
    #expect(replay.verifiedCount == 40)
    #expect(replay.session.runDigest == whole)
  }

  @Test(arguments: [true, false])
  func `is over at once where a stop rule has ended the run`(hasCheckpoint: Bool) throws {
    try record(generations: 25, stopAt: 25)
    if !hasCheckpoint {
      for name in folder.names where name.contains("ckpt") { File.remove(folder.file(name)) }
    }
    let run = try Run(resuming: folder.file("run.evo"))
    #expect(run.session.stopReason == .generations)
  }

  @Test func `removes no file that is not a checkpoint of its own`() throws {
    try record(generations: 25)
    var bytes = try folder.read("run.evo")
    let names = ["thesis.txt", "other.evo.ckpt-25", "notes.txt"]
    for name in names {
      _ = try folder.write([1], to: name)
      bytes += try JournalCoding.line(
        .checkpoint(Journal.CheckpointNote(g: 25, file: name, size: 1, digest: "00000000")))
    }
    _ = try folder.write(bytes, to: "run.evo")
    for generations in [26, 27, 28] {
      var run = try Run(resuming: folder.file("run.evo"))
      while run.session.generation < generations { run.advance() }
      run.end(why: .generations)
    }
    for name in names { #expect(folder.names.contains(name)) }
    #expect(folder.names.filter { $0.hasPrefix("run.evo.ckpt-") }.count <= 2)
  }

  @Test func `uses a checkpoint only if it is whole`() throws {
    try record(generations: 25)
    let name = try #require(folder.names.first { $0.contains("ckpt") })
    var bytes = try folder.read(name)
    bytes[bytes.count / 2] ^= 1
    _ = try folder.write(bytes, to: name)
    let run = try Run(resuming: folder.file("run.evo"))
    #expect(run.session.generation == 25)
    #expect(run.session.runDigest == (try digest(of: 25)))
  }

  @Test func `passes over a checkpoint that does not belong to what was recorded`() throws {
    try record(generations: 25)
    let name = try #require(folder.names.first { $0.contains("ckpt") })
    let digest = try digest(of: 25)
    let changes: [(inout Experiment) -> Void] = [
      { $0.population = 21 }, { $0.hidden = [9] }, { $0.seed = 8 },
    ]
    let whole = try folder.read("run.evo")
    for change in changes {
      var session = try Session(smallExperiment { change(&$0) })
      session.advance(by: 25)
      let bytes = try Checkpoint(session).bytes()
      _ = try folder.write(bytes, to: name)
      let note = Journal.CheckpointNote(
        g: 25, file: name, size: bytes.count, digest: CRC32C.hex(of: bytes))
      _ = try folder.write(whole + JournalCoding.line(.checkpoint(note)), to: "run.evo")
      let run = try Run(resuming: folder.file("run.evo"))
      #expect(run.session.runDigest == digest)
      #expect(run.session.experiment.population == 24, "as the recording changed it")
    }
  }

  @Test(arguments: [
    ("ga", #""sizes":[2,5,1]"#, #""sizes":[2,-1,1]"#),
    ("ga", #""sizes":[2,5,1]"#, #""sizes":[2,\#(Int.max),1]"#),
    ("ga", #""sizes":[2,5,1]"#, #""sizes":[]"#),
    ("ga", #""count":10},"lastI"#, #""count":\#(Int.max)},"lastI"#),
    ("logistic-regression", #""count":20,"settings""#, #""count":\#(Int.max / 2),"settings""#),
  ])
  func `passes over a checkpoint whose numbers would overflow`(
    _ algorithm: String, _ sound: String, _ hostile: String
  ) throws {
    var session = try Session(
      smallExperiment {
        $0.algorithm = algorithm
        $0.hidden = [5]
      })
    let writer = try JournalWriter(folder.file("run.evo"), session)
    for _ in 0..<10 {
      session.advance()
      writer.record(session, changesFrom: 0)
    }
    writer.flush(sync: true)
    let text = String(decoding: try Checkpoint(session).bytes(), as: UTF8.self)
    let changed = text.replacing(sound, with: hostile)
    #expect(changed != text, "There is something to change.")
    let bytes = Array(changed.utf8)
    let note = Journal.CheckpointNote(
      g: 10, file: "run.evo.ckpt-10", size: bytes.count, digest: CRC32C.hex(of: bytes))
    _ = try folder.write(bytes, to: note.file)
    let lines = try folder.read("run.evo") + JournalCoding.line(.checkpoint(note))
    var run = try Run(resuming: try folder.write(lines, to: "copy.evo"))
    run.advance()
    session.advance()
    #expect(run.session.runDigest == session.runDigest)
  }

  @Test func `keeps hall of fame, history and changes`() throws {
    try record(generations: 25)
    let run = try Run(resuming: folder.file("run.evo"))
    let session = run.session
    var original = try Session(smallExperiment())
    for generation in 0..<25 {
      if let change = changes[generation] { try original.submit(change) }
      original.advance()
    }
    #expect(session.hallOfFame == original.hallOfFame)
    #expect(session.history.count == original.history.count)
    #expect(session.changes == original.changes)
    #expect(session.statistics == original.statistics)
  }

  @Test func `opens a recording that was cut at any byte of its last kilobyte`() throws {
    try record(generations: 25)
    let bytes = try folder.read("run.evo")
    let reader = try JournalReader(folder.file("run.evo"))
    for cut in bytes.count - 1024..<bytes.count {
      let path = try folder.write(Array(bytes[..<cut]), to: "cut.evo")
      let torn = try JournalReader(path)
      #expect(torn.records == Array(reader.records.prefix(torn.records.count)))
      #expect(torn.validSize + torn.tornByteCount == cut)
      #expect(torn.records.count >= reader.records.count - 12)
    }
  }

  @Test func `goes on after a cut, and keeps the torn tail aside`() throws {
    let whole = try digest(of: 40)
    try record(generations: 25)
    let bytes = try folder.read("run.evo")
    for missing in [1, 17, 200, 333, 700] {
      for name in folder.names where name.hasPrefix("cut") { File.remove(folder.file(name)) }
      let path = try folder.write(Array(bytes[..<(bytes.count - missing)]), to: "cut.evo")
      let torn = try JournalReader(path)
      var run = try Run(resuming: path)
      let start = run.session.generation
      #expect(start == torn.lastGeneration)
      advance(&run, from: start, to: 40)
      #expect(run.session.runDigest == whole)
      #expect(folder.names.contains("cut.evo.torn") == (torn.tornByteCount > 0))
    }
  }

  private let changes: [Int: Command] = [
    5: .set("hidden", .number(6)), 12: .set("population", .number(24)),
    30: .set("crossover-rate", .number(0.2)),
  ]

  private func record(generations: Int, stopAt limit: Int? = nil) throws {
    var run = try Run(
      smallExperiment { $0.stop.generations = limit }, recordTo: folder.file("run.evo"))
    advance(&run, from: 0, to: generations)
    run.end(why: .interrupted)
  }

  private func advance(_ run: inout Run, from start: Int, to end: Int) {
    for generation in start..<end {
      if let change = changes[generation] {
        #expect(throws: Never.self) { try run.submit(change) }
      }
      run.advance()
    }
  }

  private func digest(of generations: Int) throws -> Digest {
    var run = try Run(smallExperiment())
    advance(&run, from: 0, to: generations)
    return run.session.runDigest
  }
}
