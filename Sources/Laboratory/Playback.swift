import Evolution

/// A recording that is executed again: what is to be done before each generation, and what must come
/// of it.
struct Playback: Sendable {
  private(set) var reader: JournalReader
  /// As it was recorded, to the end.
  private(set) var history = History()
  private(set) var changes: [Change] = []
  /// The bookmarks that were not taken back.
  private(set) var bookmarks: [Journal.Mark] = []
  /// The last generation that was recorded.
  private(set) var end = 0
  /// That of the newest checkpoint which is named; 0 for none.
  private(set) var newestCheckpoint = 0
  /// Generations that were compared, and equal.
  private(set) var verifiedCount = 0
  private var next = 0
  private var lastChange: String?
  private var lastCheckpoint = 0

  init(_ reader: JournalReader) {
    self.reader = reader
    note(reader.records)
  }

  private mutating func note(_ records: some Sequence<Journal.Record>) {
    for record in records {
      switch record {
      case .generation(let generation):
        end = generation.g
        history.add(History.Bucket(generation))
      case .setting(let setting):
        changes.append(Change(setting))
      case .checkpoint(let note):
        newestCheckpoint = note.g
      case .mark(let mark):
        bookmarks.removeAll { ($0.g, $0.i) == (mark.g, mark.i) }
        if mark.off != true { bookmarks.append(mark) }
      default: continue
      }
    }
  }

  /// Whether whoever wrote it has ended it, and nobody has gone on with it since.
  var isOver: Bool { reader.isEnded }

  /// Goes on after a generation, whatever was executed before.
  mutating func move(after generation: Int) {
    next =
      reader.records.lastIndex { record in
        if case .generation(let other) = record { other.g <= generation } else { false }
      }.map { $0 + 1 } ?? 0
    lastCheckpoint = reader.checkpoints.last { $0.note.g <= generation }?.note.g ?? 0
  }

  /// The newest checkpoint that is whole, as a session like the one at the start; `nil` for none.
  ///
  /// - Parameter last: Of no later generation than this.
  func newestCheckpoint(like start: Session, upTo last: Int = .max) -> Session? {
    for (note, path) in reader.checkpoints.reversed() where note.g <= last {
      if let state = state(note, path, like: start) { return state }
    }
    return nil
  }

  /// All checkpoints that are whole, oldest first.
  func checkpoints(like start: Session) -> [Session] {
    reader.checkpoints.compactMap { state($0.note, $0.path, like: start) }
  }

  private func state(
    _ note: Journal.CheckpointNote, _ path: String, like start: Session
  ) -> Session? {
    guard let bytes = try? File(path, .read).readAll(), bytes.count == note.size,
      CRC32C.hex(of: bytes) == note.digest, let checkpoint = try? Checkpoint(bytes: bytes),
      checkpoint.generation == note.g, checkpoint.algo == Journal.algorithmVersion,
      checkpoint.math == Journal.mathVersion,
      checkpoint.runDigest == reader.runDigest(through: note.g),
      var restored = try? Session(
        checkpoint, table: start.table, tableName: start.tableName,
        workers: start.evaluator.workerCount, kernels: start.kernels)
    else { return nil }
    restored.leaveOut(start.laterParameters)
    restored.setStopRules(reader.head.cfg.stop)
    return restored
  }

  /// Runs to the next generation of the recording.
  ///
  /// - Returns: false when the recording is at its end, or the session was cancelled.
  /// - Throws: `JournalError.diverged` at the first generation that differs.
  mutating func advance(_ session: inout Session) throws -> Bool {
    while next < reader.records.count {
      let record = reader.records[next]
      next += 1
      switch record {
      case .setting(let setting):
        try apply(setting, to: &session)
      case .generation(let generation):
        do { try session.checkPending() } catch {
          throw diverged(["s (settings: \(error.description))"], at: generation.g)
        }
        guard session.advance() else { return false }
        try compare(generation, session)
        verifiedCount += 1
        return true
      case .checkpoint(let note):
        lastCheckpoint = note.g
      case .end(let end):
        guard end.digest == session.runDigest.hex else {
          throw diverged(["run (digest of the whole run)"], at: end.g)
        }
      case .head, .mark, .optional:
        continue
      }
    }
    return false
  }

  /// Reads what was written since.
  ///
  /// - Returns: Whether there was anything.
  mutating func readOn() throws(JournalError) -> Bool {
    let known = reader.records.count
    guard try reader.readOn() else { return false }
    note(reader.records[known...])
    return true
  }

  private mutating func apply(_ setting: Journal.Setting, to session: inout Session) throws {
    do {
      try session.enqueue(.set(setting.p, setting.v))
    } catch {
      throw diverged(["s (settings: \(error.description))"], at: setting.g)
    }
    lastChange = "\(setting.p) \(setting.was) → \(setting.v) @\(setting.g)"
  }

  private func compare(_ recorded: Journal.Generation, _ session: Session) throws {
    guard let digest = session.digest, recorded.g == session.generation else {
      throw diverged(["the count of generations"], at: recorded.g)
    }
    let differences = digest.differences(from: recorded.d)
    guard differences.isEmpty else {
      throw diverged(differences.map { "\($0.name) (\($0.meaning))" }, at: recorded.g)
    }
    let others = Journal.Generation(session).map(recorded.differences) ?? []
    guard others.isEmpty else { throw diverged(others, at: recorded.g) }
  }

  private func diverged(_ parts: [String], at generation: Int) -> JournalError {
    .diverged(
      Divergence(
        generation: generation, parts: parts, lastChange: lastChange, checkpoint: lastCheckpoint))
  }
}

extension Journal.Generation {
  /// The numbers for people that are others than those computed; whatever older versions left out
  /// is passed over.
  fileprivate func differences(from computed: Self) -> [String] {
    func difference<Number: Equatable>(
      _ name: String, _ recorded: Number?, _ computed: Number?
    ) -> [String] {
      guard let recorded, recorded != computed else { return [] }
      return ["\(name) (\(recorded) instead of \(computed.map { "\($0)" } ?? "none"))"]
    }
    return difference("best", best, computed.best) + difference("mean", mean, computed.mean)
      + difference("worst", worst, computed.worst) + difference("div", div, computed.div)
      + difference("bad", bad, computed.bad) + difference("train", train, computed.train)
      + difference("valid", valid, computed.valid) + difference("test", test, computed.test)
      + difference("e", e, computed.e)
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
}

extension History.Bucket {
  init(_ generation: Journal.Generation) {
    self.init(
      best: generation.best ?? .nan, mean: generation.mean ?? .nan,
      worst: generation.worst ?? .nan, accuracy: generation.train ?? generation.valid ?? .nan,
      testAccuracy: generation.test ?? .nan, diversity: generation.div, count: 1)
  }
}
