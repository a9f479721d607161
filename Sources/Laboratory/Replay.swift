import Evolution

/// Runs a recording again and compares every digest.
public struct Replay: Sendable {
  public private(set) var session: Session
  private var playback: Playback

  /// Generations that were compared, and equal.
  public var verifiedCount: Int { playback.verifiedCount }

  /// - Throws: `JournalError` where the recording cannot be run, for example for want of data.
  public init(_ reader: JournalReader, workers: Int = 1, kernels: Kernels = .best) throws {
    session = try reader.session(workers: workers, kernels: kernels)
    playback = Playback(reader)
  }

  /// Goes on from the newest checkpoint that is whole, or from the start where there is none.
  ///
  /// What came before it is taken on trust.
  ///
  /// - Parameter last: The checkpoint is of no later generation than this.
  public init(
    fromCheckpointOf reader: JournalReader, upTo last: Int = .max, workers: Int = 1,
    kernels: Kernels = .best
  ) throws {
    try self.init(reader, workers: workers, kernels: kernels)
    guard let newest = playback.newestCheckpoint(like: session, upTo: last) else { return }
    session = newest
    playback.move(after: newest.generation)
  }

  /// Runs to the next generation of the recording.
  ///
  /// - Returns: false when the recording is at its end.
  /// - Throws: `JournalError.diverged` at the first generation that differs.
  public mutating func advance() throws -> Bool { try playback.advance(&session) }

  /// Runs to a generation, unless it is there already or beyond.
  ///
  /// - Throws: `JournalError.tooShort` where the recording does not go so far, and
  ///   `JournalError.diverged`.
  public mutating func advance(to generation: Int) throws {
    while session.generation < generation {
      guard try advance() else {
        throw JournalError.tooShort(
          file: playback.reader.path, last: playback.end, asked: generation)
      }
    }
  }

  /// A picture of the recording where it is now, the same whoever looks and whenever.
  public var snapshot: Snapshot {
    var snapshot = session.snapshot
    snapshot.recording = .played(playback.reader.path)
    snapshot.course = Snapshot.Course(
      end: playback.end, history: playback.history, changes: playback.changes)
    snapshot.stopReason = nil
    return snapshot
  }
}

extension JournalReader {
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
