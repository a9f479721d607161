import Evolution

/// Runs a recording again and compares every digest.
public struct Replay: Sendable {
  public private(set) var session: Session
  /// Generations that were compared, and equal.
  public private(set) var verifiedCount = 0
  private let reader: JournalReader
  private var next = 0
  private var lastChange: String?
  private var lastCheckpoint = 0

  /// - Throws: `JournalError` where the recording cannot be run, for example for want of data.
  public init(_ reader: JournalReader, workers: Int = 1, kernels: Kernels = .best) throws {
    self.reader = reader
    session = try reader.session(workers: workers, kernels: kernels)
  }

  /// Goes on from the newest checkpoint that is whole, or from the start where there is none.
  ///
  /// What came before it is taken on trust.
  public init(
    fromCheckpointOf reader: JournalReader, workers: Int = 1, kernels: Kernels = .best
  ) throws {
    try self.init(reader, workers: workers, kernels: kernels)
    for (note, path) in reader.checkpoints.reversed() {
      guard let bytes = try? File(path, .read).readAll(), bytes.count == note.size,
        CRC32C.hex(of: bytes) == note.digest, let checkpoint = try? Checkpoint(bytes: bytes),
        checkpoint.generation == note.g, checkpoint.algo == Journal.algorithmVersion,
        checkpoint.math == Journal.mathVersion,
        checkpoint.runDigest == reader.runDigest(through: note.g),
        var restored = try? Session(
          checkpoint, table: session.table, tableName: session.tableName, workers: workers,
          kernels: kernels)
      else { continue }
      restored.leaveOut(session.laterParameters)
      session = restored
      session.setStopRules(reader.head.cfg.stop)
      lastCheckpoint = note.g
      next =
        reader.records.lastIndex { record in
          if case .generation(let generation) = record { generation.g <= note.g } else { false }
        }.map { $0 + 1 } ?? 0
      return
    }
  }

  /// Runs to the next generation of the recording.
  ///
  /// - Returns: false when the recording is at its end.
  /// - Throws: `JournalError.diverged` at the first generation that differs.
  public mutating func advance() throws -> Bool {
    while next < reader.records.count {
      let record = reader.records[next]
      next += 1
      switch record {
      case .setting(let setting):
        try apply(setting)
      case .generation(let generation):
        do { try session.checkPending() } catch {
          throw diverged(["s (settings: \(error.description))"], at: generation.g)
        }
        session.advance()
        try compare(generation)
        verifiedCount += 1
        return true
      case .checkpoint(let note):
        lastCheckpoint = note.g
      case .end(let end):
        guard end.digest == session.runDigest.hex else {
          throw diverged(["run (digest of the whole run)"], at: end.g)
        }
      case .head, .optional:
        continue
      }
    }
    return false
  }

  private mutating func apply(_ setting: Journal.Setting) throws {
    do {
      try session.enqueue(.set(setting.p, setting.v))
    } catch {
      throw diverged(["s (settings: \(error.description))"], at: setting.g)
    }
    lastChange = "\(setting.p) \(setting.was) → \(setting.v) @\(setting.g)"
  }

  private func compare(_ recorded: Journal.Generation) throws {
    guard let digest = session.digest, recorded.g == session.generation else {
      throw diverged(["the count of generations"], at: recorded.g)
    }
    let differences = digest.differences(from: recorded.d)
    guard differences.isEmpty else {
      throw diverged(differences.map { "\($0.name) (\($0.meaning))" }, at: recorded.g)
    }
  }

  private func diverged(_ parts: [String], at generation: Int) -> JournalError {
    .diverged(
      Divergence(
        generation: generation, parts: parts, lastChange: lastChange, checkpoint: lastCheckpoint))
  }
}

extension JournalReader {
  /// What the digests of all generations up to one come to.
  fileprivate func runDigest(through last: Int) -> Digest {
    var digest = Digest()
    for case .generation(let generation) in records where generation.g <= last {
      for part in generation.d.parts { digest.add(part) }
    }
    return digest
  }

  /// A session at the recording's start.
  func session(workers: Int, kernels: Kernels) throws -> Session {
    let found = head.data.table == nil ? try DataFiles.load(head.cfg, besides: path) : nil
    var session = try Session(
      head.cfg, table: head.data.table ?? found, workers: workers, kernels: kernels)
    session.leaveOut(
      session.experiment.parameters.filter { head.cfg.parameters[$0.key] == nil })
    guard session.problem.digest.hex == head.data.digest else {
      if found != nil {
        throw JournalError.otherData(
          file: path, data: head.cfg.data, recorded: head.data.digest,
          found: session.problem.digest.hex)
      }
      throw JournalError.diverged(
        Divergence(generation: 0, parts: ["what is to be solved"], lastChange: nil, checkpoint: 0))
    }
    return session
  }
}
