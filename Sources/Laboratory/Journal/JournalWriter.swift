import Evolution

/// Appends to a recording so that a kill at any moment loses at most a second.
///
/// Whole lines only; changes, checkpoints and ends are on the disk before it returns. A disk
/// that is full ends the recording, not the run.
final class JournalWriter {
  private let file: File
  private var buffer: [UInt8] = []
  private var lastFlush = Clock.seconds
  private var lastSync = Clock.seconds
  private var lastCheckpoint = Clock.seconds
  /// Seconds that the last one took to write.
  private var checkpointCost = 0.0
  private let start = Clock.seconds
  /// Names of the checkpoint files, oldest first.
  private var checkpoints: [String]
  private(set) var failure: String?

  var path: String { file.path }

  private static let flushSeconds = 0.25
  private static let syncSeconds = 1.0
  private static let checkpointSeconds = 10.0
  /// Large states take long to write: at most a fiftieth of the time goes there.
  private static let checkpointShare = 0.02
  /// Older ones are removed: they save time only.
  private static let checkpointLimit = 2

  /// Begins a recording in a new file.
  convenience init(_ path: String, _ session: Session) throws(JournalError) {
    let head = Journal.Head(
      run: Self.newName(), made: Clock.stamp, cfg: session.experiment,
      data: Journal.Head.Data(
        n: session.problem.split?.dataset.count ?? 0, digest: session.problem.digest.hex,
        table: session.table.flatMap { $0.isBytes ? nil : $0 }))
    try self.init(path, head, lines: [])
  }

  /// Begins a recording in a new file with all that another one holds up to a generation, so that it
  /// can be replayed without that.
  convenience init(
    _ path: String, forking parent: String, after generation: Int, stop: StopRules
  ) throws(JournalError) {
    let origin = try JournalOrigin(parent, through: generation)
    var head = origin.head
    head.parent = Journal.Head.Parent(run: head.run, g: generation)
    head.run = Self.newName()
    head.made = Clock.stamp
    head.cfg.stop = stop
    try self.init(path, head, lines: origin.lines)
  }

  private init(_ path: String, _ head: Journal.Head, lines: [UInt8]) throws(JournalError) {
    do throws(File.Failure) {
      let file = try File(path, .create)
      try file.lock()
      self.file = file
    } catch {
      throw error.exists ? .exists(file: path) : .unwritable(file: path, error.reason)
    }
    checkpoints = []
    append(.head(head))
    buffer += lines
    flush(sync: true)
    if let failure {
      File.remove(path)
      throw .unwritable(file: path, failure)
    }
  }

  private static func newName() -> String {
    var generator = SystemRandomNumberGenerator()
    return Digest(seed: generator.next()).hex
  }

  /// Claims a recording for whoever goes on with it, before it is read.
  static func claim(_ path: String) throws(JournalError) -> File {
    do throws(File.Failure) {
      let file = try File(path, .append)
      try file.lock()
      return file
    } catch {
      throw error.isBusy ? .busy(file: path) : .unreadable(file: path, error.reason)
    }
  }

  /// Goes on with a recording that was claimed and read, and whose torn tail, if any, begins at
  /// `validSize`.
  init(resuming file: File, validSize: Int, checkpoints: [String]) throws(JournalError) {
    let path = file.path
    do throws(File.Failure) {
      let bytes = try file.readAll()
      if bytes.count > validSize {
        // What a kill left of a last line is kept aside, not thrown away.
        let torn = try File(path + ".torn", .replace)
        try torn.write(Array(bytes[validSize...]))
        try file.truncate(to: validSize)
      } else if bytes.last != UInt8(ascii: "\n") {
        try file.write([UInt8(ascii: "\n")])
      }
      self.file = file
    } catch {
      throw .unwritable(file: path, error.reason)
    }
    self.checkpoints = checkpoints
  }

  /// Writes what a generation did: the changes before it, then itself.
  func record(_ session: Session, changesFrom firstChange: Int) {
    guard failure == nil else { return }
    let changes = session.changes[firstChange...]
    let now = Clock.seconds
    for change in changes {
      append(
        .setting(
          Journal.Setting(
            g: change.generation, p: change.name, v: change.new, was: change.old,
            t: ((now - start) * 10).rounded() / 10)))
    }
    if let record = Journal.Generation(session) { append(.generation(record)) }
    if !changes.isEmpty || now - lastSync > Self.syncSeconds {
      flush(sync: true)
    } else if now - lastFlush > Self.flushSeconds || buffer.count > 1 << 16 {
      flush(sync: false)
    }
    // Sooner after a change, whose consequences somebody may want to come back to.
    let wait = changes.isEmpty ? Self.checkpointSeconds : 1
    if now - lastCheckpoint > max(wait, checkpointCost / Self.checkpointShare) {
      checkpoint(session)
    }
  }

  /// Writes a bookmark.
  func record(_ mark: Journal.Mark) {
    guard failure == nil, let line = try? JournalCoding.seal("mark", mark) else { return }
    buffer += line
    flush(sync: true)
  }

  /// Writes the state beside the recording: to a temporary file first, then renamed.
  func checkpoint(_ session: Session) {
    guard failure == nil, session.generation > 0 else { return }
    lastCheckpoint = Clock.seconds
    guard let bytes = try? Checkpoint(session).bytes() else { return }
    let check = CRC32C.hex(of: bytes)
    let name = "\(path).ckpt-\(session.generation)"
    guard checkpoints.last != name else { return }
    do throws(File.Failure) {
      let temporary = try File(name + ".tmp", .replace)
      try temporary.write(bytes)
      try temporary.sync()
      try File.rename(name + ".tmp", to: name)
    } catch {
      // The run and its recording go on: a checkpoint only saves time.
      File.remove(name + ".tmp")
      return
    }
    checkpoints.append(name)
    let file = name.split(separator: "/").last.map(String.init) ?? name
    append(
      .checkpoint(
        Journal.CheckpointNote(g: session.generation, file: file, size: bytes.count, digest: check))
    )
    flush(sync: true)
    while checkpoints.count > Self.checkpointLimit { File.remove(checkpoints.removeFirst()) }
    checkpointCost = Clock.seconds - lastCheckpoint
  }

  /// Says why the run ended; nothing else is lost if this never comes.
  ///
  /// - Parameter withCheckpoint: false where the session is in the middle of a generation.
  func end(_ session: Session, why: String, withCheckpoint: Bool = true) {
    guard failure == nil else { return }
    if withCheckpoint { checkpoint(session) }
    append(
      .end(Journal.End(g: session.generation, why: why, digest: session.runDigest.hex)))
    flush(sync: true)
  }

  /// Writes what is waiting.
  func flush(sync: Bool) {
    guard failure == nil else { return }
    do throws(File.Failure) {
      if !buffer.isEmpty { try file.write(buffer) }
      buffer.removeAll(keepingCapacity: true)
      lastFlush = Clock.seconds
      if sync {
        try file.sync()
        lastSync = lastFlush
        if file.isRemoved { failure = "the file was removed" }
      }
    } catch {
      failure = error.reason
    }
  }

  private func append(_ record: Journal.Record) {
    do {
      buffer += try JournalCoding.line(record)
    } catch {
      failure = "a record could not be encoded"
    }
  }
}

extension Journal.Generation {
  /// The record of the generation last bred; `nil` before the first.
  public init?(_ session: Session) {
    guard let statistics = session.statistics, let digest = session.digest else { return nil }
    func finite(_ value: Float?) -> Float? { value.flatMap { $0.isFinite ? $0 : nil } }
    let champion = session.hallOfFame.champion
    let accuracy = finite(champion?.score.accuracy)
    self.init(
      g: session.generation, best: finite(statistics.best), mean: finite(statistics.mean),
      worst: finite(statistics.worst), div: statistics.diversity,
      bad: statistics.invalidCount > 0 ? statistics.invalidCount : nil,
      train: session.choosesByValidation ? nil : accuracy,
      valid: session.choosesByValidation ? accuracy : nil, test: finite(champion?.testAccuracy),
      e: session.evaluations, d: digest)
  }
}
