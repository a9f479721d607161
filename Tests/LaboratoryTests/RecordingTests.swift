import Evolution
import FoundationEssentials
import Testing

@testable import Laboratory

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

@Suite struct `A recording` {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(arguments: [1, 2, 8])
  func `replays with every digest equal, changes included`(workers: Int) throws {
    let digest = try record("run.evo")
    var replay = try Replay(try JournalReader(folder.file("run.evo")), workers: workers)
    while try replay.advance() {}
    #expect(replay.verifiedCount == 30)
    #expect(replay.session.runDigest == digest)
    #expect(replay.session.changes.count == 3)
  }

  @Test(arguments: Kernels.supported.map(\.instructionSet))
  func `replays on every instruction set`(_ instructionSet: Kernels.InstructionSet) throws {
    let kernels = try #require(Kernels(instructionSet))
    try record("run.evo")
    var replay = try Replay(try JournalReader(folder.file("run.evo")), kernels: kernels)
    while try replay.advance() {}
    #expect(replay.verifiedCount == 30)
  }

  @Test func `replays changes that are possible only together, in whatever order`() throws {
    let experiment = smallExperiment {
      $0.data = "blobs"
      $0.samples = 8
      $0.parameters["centers"] = .number(4)
    }
    var run = try Run(experiment, recordTo: folder.file("run.evo"))
    // 10 centers need 10 samples, but the last word on the samples comes after them.
    try run.submit(.set("samples", .number(20)))
    try run.submit(.set("centers", .number(10)))
    try run.submit(.set("samples", .number(21)))
    #expect(throws: ExperimentError.self) { try run.submit(.set("samples", .number(8))) }
    run.advance()
    run.end(why: .interrupted)
    var replay = try Replay(try JournalReader(folder.file("run.evo")))
    while try replay.advance() {}
    #expect(replay.session.runDigest == run.session.runDigest)
    #expect(replay.session.changes.count == 2)
  }

  @Test func `carries a file's data with it`() throws {
    let table = try Dataset(
      csv: "a,b,kind\n0,1,x\n1,0,y\n0,0,x\n1,1,y\n0.5,0.2,x\n0.9,0.1,y\n", file: "t.csv")
    let experiment = smallExperiment { $0.data = "gone.csv" }
    var session = try Session(experiment, table: table)
    let writer = try JournalWriter(folder.file("run.evo"), session)
    session.advance()
    writer.record(session, changesFrom: 0)
    writer.end(session, why: "interrupted")

    var replay = try Replay(try JournalReader(folder.file("run.evo")))
    while try replay.advance() {}
    #expect(replay.session.problem.split?.dataset == table)
  }

  @Test(arguments: [
    "[\"a\"],[\"x\",\"y\"],[1,2],[0,2]", "[\"a\"],[\"x\",\"y\"],[1,2],[0,-1]",
    "[\"a\"],[\"x\",\"y\"],[1],[0,1]", "[],[\"x\",\"y\"],[],[0,1]",
  ])
  func `refuses data whose parts do not go together`(_ parts: String) throws {
    let names = ["featureNames", "classNames", "features", "labels"]
    let members = zip(names, parts.split(separator: "],").map { $0 + ($0.last == "]" ? "" : "]") })
    let text = "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    #expect(throws: DecodingError.self) {
      try JournalCoding.decoder.decode(Dataset.self, from: Data(text.utf8))
    }
  }

  @Test func `is never overwritten`() throws {
    try record("run.evo")
    #expect(throws: JournalError.exists(file: folder.file("run.evo"))) {
      _ = try Run(smallExperiment(), recordTo: folder.file("run.evo"))
    }
  }

  @Test func `is written by one program at a time`() throws {
    var run = try Run(smallExperiment(), recordTo: folder.file("run.evo"))
    run.advance()
    run.flush()
    #expect(throws: JournalError.busy(file: folder.file("run.evo"))) {
      _ = try Run(resuming: folder.file("run.evo"))
    }
  }

  @Test func `is free as soon as it is let go of, also while other programs are started`() throws {
    try record("run.evo")
    let path = folder.file("run.evo")
    let copies = try copiesWhileHeld(path)
    defer { for copy in copies { close(copy) } }
    #expect(copies.count == 1)
    #expect(throws: Never.self) { _ = try Run(resuming: path) }
  }

  /// Goes on with a recording and lets go of it.
  ///
  /// - Returns: What a process holds that was born meanwhile, until it becomes another program.
  private func copiesWhileHeld(_ path: String) throws -> [Int32] {
    var run = try Run(resuming: path)
    let copies = try descriptors(of: path).map { fcntl($0, F_DUPFD_CLOEXEC, 3) }
    run.end(why: .interrupted)
    return copies
  }

  /// The open files of this process that are at a path.
  private func descriptors(of path: String) throws -> [Int32] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap(Int32.init)
      .filter {
        let target = try? FileManager.default.destinationOfSymbolicLink(
          atPath: "/proc/self/fd/\($0)")
        return target == path
      }
  }

  @Test func `names the first generation and part that differ`() throws {
    try record("run.evo")
    try edit("run.evo", line: 8) { line in
      // Another fitness digest, with a checksum that fits.
      guard case .generation(var generation) = line else { return line }
      let digest = generation.d
      generation.d = GenerationDigest(r: digest.r, w: digest.w, f: digest.f ^ 1, s: digest.s)
      return .generation(generation)
    }
    var replay = try Replay(try JournalReader(folder.file("run.evo")))
    let divergence = Divergence(
      generation: 7, parts: ["f (fitness)"], lastChange: nil, checkpoint: 0)
    #expect(throws: JournalError.diverged(divergence)) {
      while try replay.advance() {}
    }
    #expect(JournalError.diverged(divergence).exitStatus == 3)
  }

  @Test func `that is damaged names line and byte`() throws {
    try record("run.evo")
    var bytes = try folder.read("run.evo")
    let second = try #require(bytes.firstIndex(of: UInt8(ascii: "\n"))) + 1
    bytes[second + 20] ^= 1
    let path = try folder.write(bytes, to: "damaged.evo")
    let damage = JournalError.damaged(
      file: path, line: 2, offset: second, "the checksum does not fit")
    #expect(throws: damage) { try JournalReader(path) }
    #expect(damage.exitStatus == 4)
  }

  @Test func `differs also where only the numbers for people were changed`() throws {
    try record("run.evo")
    try edit("run.evo", line: 8) { record in
      guard case .generation(var generation) = record else { return record }
      generation.best = 7.5
      return .generation(generation)
    }
    var replay = try Replay(try JournalReader(folder.file("run.evo")))
    let error = #expect(throws: JournalError.self) { while try replay.advance() {} }
    guard case .diverged(let divergence)? = error else { throw try #require(error) }
    #expect(divergence.generation == 7)
    #expect(divergence.parts.count == 1)
    #expect(divergence.parts[0].hasPrefix("best (7.5 instead of "))
  }

  @Test func `larger than what is read at once is read whole, up to a torn line`() throws {
    try record("run.evo")
    let lines = try folder.read("run.evo").split(separator: UInt8(ascii: "\n"))
      .map { Array($0) + [UInt8(ascii: "\n")] }
    let body = Array(repeating: lines[1], count: 12_000).flatMap(\.self)
    let tail = lines[2].dropLast(20)
    #expect(body.count > 2 << 20)
    let path = try folder.write(lines[0] + body + tail, to: "large.evo")
    let reader = try JournalReader(path)
    #expect(reader.records.count == 12_000)
    #expect(reader.validSize == lines[0].count + body.count)
    #expect(reader.tornByteCount == tail.count)
    #expect(!reader.isEnded)
    let isSmall = MemoryLayout<Journal.Record>.stride < 200
    #expect(isSmall, "long runs have millions of them")
  }

  @Test func `that is removed while it is written says so`() throws {
    let path = folder.file("run.evo")
    var run = try Run(smallExperiment(), recordTo: path)
    run.advance()
    run.flush()
    let before = run.recording
    #expect(before == .file(path))
    File.remove(path)
    run.advance()
    run.flush()
    let after = run.recording
    #expect(after == .failed(path, reason: "the file was removed"))
  }

  @Test func `of another version is refused`() throws {
    try record("run.evo")
    let line = try #require(try folder.read("run.evo").split(separator: UInt8(ascii: "\n")).first)
    let head = String(decoding: line.dropLast(16), as: UTF8.self)
    let later = head.replacing("\"evo\":1", with: "\"evo\":2")
    for other in [
      later, later.replacing("\"data\":{", with: "\"data\":[],\"was\":{"),
      head.replacing("\"algo\":1", with: "\"algo\":99"),
      head.replacing("\"math\":1", with: "\"math\":0"),
      head.replacing(Journal.randomGenerator, with: "other"),
    ] {
      #expect(other != head)
      let sealed = "\(other),\"c\":\"\(CRC32C.hex(of: other.utf8))\"}\n"
      let path = try folder.write(Array(sealed.utf8), to: "other.evo")
      let error = #expect(throws: JournalError.self) { try JournalReader(path) }
      #expect(error?.exitStatus == 5)
      #expect(error?.description.contains("rng other") == other.contains("\"other\""))
    }
  }

  @Test func `that is no recording says so`() throws {
    #expect(throws: JournalError.empty(file: folder.file("empty"))) {
      try JournalReader(try folder.write([], to: "empty"))
    }
    #expect(throws: JournalError.notARecording(file: folder.file("text"))) {
      try JournalReader(try folder.write(Array("hello\n".utf8), to: "text"))
    }
    #expect(throws: JournalError.isARace(file: folder.file("race"))) {
      try JournalReader(try folder.write(Array("{\"k\":\"race\",".utf8), to: "race"))
    }
    let pipe = folder.file("pipe")
    unsafe mkfifo(pipe, 0o600)
    #expect(throws: JournalError.unreadable(file: pipe, "Not a regular file")) {
      try JournalReader(pipe)
    }
    #expect(throws: JournalError.unreadable(file: folder.path, "Is a directory")) {
      try JournalReader(folder.path)
    }
  }

  @Test func `passes over optional records of a later version, and refuses others`() throws {
    try record("run.evo")
    let lines = try folder.read("run.evo")
    func with(_ extra: String) throws -> String {
      let body = Array(extra.utf8)
      let sealed = body + Array(",\"c\":\"\(CRC32C.hex(of: body))\"}\n".utf8)
      return try folder.write(lines + sealed, to: "later.evo")
    }
    #expect(try JournalReader(with("{\"k\":\"mark\",\"opt\":true")).lastGeneration == 30)
    let error = #expect(throws: JournalError.self) {
      try JournalReader(with("{\"k\":\"points\""))
    }
    #expect(error?.exitStatus == 5)
  }

  /// 30 generations with three changes; the digest of the run.
  @discardableResult
  private func record(_ name: String) throws -> Digest {
    var run = try Run(smallExperiment(), recordTo: folder.file(name))
    let changes: [Int: Command] = [
      10: .set("hidden", .number(6)), 15: .set("mutation-rate", .number(0.35)),
      20: .set("noise", .number(0.2)),
    ]
    for generation in 0..<30 {
      if let change = changes[generation] { try run.submit(change) }
      run.advance()
    }
    run.end(why: .generations)
    return run.session.runDigest
  }

  /// Rewrites one line, counted from 1, with a fitting checksum.
  private func edit(
    _ name: String, line number: Int, _ change: (Journal.Record) -> Journal.Record
  ) throws {
    var lines = try folder.read(name).split(separator: UInt8(ascii: "\n")).map(Array.init)
    let record = try JournalCoding.record(lines[number - 1])
    lines[number - 1] = try JournalCoding.line(change(record)).dropLast()
    _ = try folder.write(lines.flatMap { $0 + [UInt8(ascii: "\n")] }, to: name)
  }
}
