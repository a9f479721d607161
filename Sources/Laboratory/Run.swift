import Evolution

/// A session and its recording: what the engine and the command line drive.
public struct Run: ~Copyable {
  public private(set) var session: Session
  private let journal: JournalWriter?
  /// The path of the recording; `nil` for none.
  public let recordingPath: String?

  /// - Parameter path: Where to record; `nil` for nowhere.
  /// - Throws: `ExperimentError`, `DatasetError` or `JournalError`.
  public init(
    _ experiment: Experiment, recordTo path: String? = nil, workers: Int = 1,
    kernels: Kernels = .best
  ) throws {
    let table = try DataFiles.load(experiment)
    let session = try Session(experiment, table: table, workers: workers, kernels: kernels)
    let journal: JournalWriter? = if let path { try JournalWriter(path, session) } else { nil }
    self.init(session, journal, path)
  }

  /// Goes on from a recording's last state: equal to a run that was never interrupted.
  ///
  /// What was recorded after the last checkpoint is executed again and compared.
  public init(resuming path: String, workers: Int = 1, kernels: Kernels = .best) throws {
    let file = try JournalWriter.claim(path)
    let reader = try JournalReader(path)
    var replay = try Replay(fromCheckpointOf: reader, workers: workers, kernels: kernels)
    while try replay.advance() {}
    // Rules that are met already end the run before anything new is bred.
    var session = replay.session
    session.setStopRules(session.experiment.stop)
    let journal = try JournalWriter(
      resuming: file, validSize: reader.validSize,
      checkpoints: reader.checkpoints.map(\.path).filter {
        // Those of the recording that this one is a copy of are not ours to remove.
        $0.hasPrefix(path + ".ckpt-") && File.exists($0)
      })
    self.init(session, journal, path)
  }

  private init(_ session: Session, _ journal: JournalWriter?, _ path: String?) {
    self.session = session
    self.journal = journal
    recordingPath = path
  }

  public var recording: Snapshot.Recording {
    guard let recordingPath else { return .none }
    if let failure = journal?.failure { return .failed(recordingPath, reason: failure) }
    return .file(recordingPath)
  }

  /// Replaces the stop rules, which are no part of what is repeated.
  public mutating func setStopRules(_ rules: StopRules) {
    session.setStopRules(rules)
  }

  public mutating func submit(_ command: Command) throws(ExperimentError) {
    try session.submit(command)
  }

  /// Breeds one generation and records it.
  public mutating func advance() {
    let changeCount = session.changes.count
    guard session.advance() else { return }
    journal?.record(session, changesFrom: changeCount)
  }

  /// Brings to the disk what is waiting; called when the run pauses.
  public mutating func flush() {
    journal?.flush(sync: true)
  }

  /// Says in the recording why the run ended.
  public mutating func end(why: StopReason) {
    journal?.end(session, why: why.rawValue, withCheckpoint: !session.isCancelled)
  }
}

extension Run {
  /// Lets a run go on that a stop rule has ended.
  mutating func clearStopReason() {
    session.clearStopReason()
  }

  /// Ends the run if it has had the time that the experiment allows.
  mutating func stop(ifTimeIsUpAfter seconds: Double) {
    session.stop(ifTimeIsUpAfter: seconds)
  }
}
