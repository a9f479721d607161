import Evolution

/// A session and its recording, which is written or played: what the engine and the command line
/// drive.
public struct Run: ~Copyable {
  public private(set) var session: Session
  /// Writes what happens; `nil` where nothing is recorded, or a recording is played.
  private var journal: JournalWriter?
  /// What is played, if this is no run of its own.
  private var playback: Playback?
  /// States that it came through before it was opened, oldest first, from its beginning on.
  let known: [Session]
  /// The bookmarks that its recording held when it was opened.
  private let oldBookmarks: [Journal.Mark]
  /// The path of the recording; `nil` for none.
  public let recordingPath: String?
  /// Where what is played differs from what was recorded, or why it cannot be read on.
  public private(set) var failure: JournalError? {
    didSet { firstFailure = firstFailure ?? failure }
  }
  /// The same, also after it was left for another place of what is played.
  public private(set) var firstFailure: JournalError?

  /// - Parameters:
  ///   - table: The data set of the experiment, where it was read already.
  ///   - path: Where to record; `nil` for nowhere.
  /// - Throws: `ExperimentError`, `DatasetError` or `JournalError`.
  public init(
    _ experiment: Experiment, table: Dataset? = nil, recordTo path: String? = nil,
    workers: Int = 1, kernels: Kernels = .best
  ) throws {
    let table = if let table { table } else { try DataFiles.load(experiment) }
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
    let start = try reader.session(workers: workers, kernels: kernels)
    let past = Playback(reader)
    self.init(
      session, journal, path, known: [start] + past.checkpoints(like: start),
      bookmarks: past.bookmarks)
  }

  /// Plays a recording: what was done is done again, and compared.
  ///
  /// - Parameter fromCheckpoint: Begins at the newest checkpoint; what came before is taken on trust.
  public init(
    playing path: String, fromCheckpoint: Bool = false, workers: Int = 1,
    kernels: Kernels = .best
  ) throws {
    let reader = try JournalReader(path)
    var playback = Playback(reader)
    let start = try reader.session(workers: workers, kernels: kernels)
    let newest = fromCheckpoint ? playback.newestCheckpoint(like: start) : nil
    if let newest { playback.move(after: newest.generation) }
    self.init(newest ?? start, nil, path, known: [start])
    self.playback = playback
  }

  /// Leaves another run at a state of its past, or of its present.
  ///
  /// - Parameters:
  ///   - origin: The path of the other one's recording, which the new one begins with; `nil` where it
  ///     has none.
  ///   - path: Where to record; `nil` for nowhere.
  ///   - stop: When it ends, at once where that is so already; `nil` keeps the rules of the other one,
  ///     and goes on past those that are met.
  public init(
    forking session: Session, of origin: String?, recordTo path: String?, stop: StopRules? = nil
  ) throws {
    var session = session
    session.setStopRules(stop ?? session.experiment.stop)
    if stop == nil { session.clearStopReason() }
    var journal: JournalWriter?
    if let path {
      journal =
        if let origin {
          try JournalWriter(
            path, forking: origin, after: session.generation, stop: session.experiment.stop)
        } else if session.generation == 0 {
          try JournalWriter(path, session)
        } else {
          throw JournalError.unwritable(file: path, "what it would begin with was not recorded")
        }
      journal?.checkpoint(session)
    }
    self.init(session, journal, path)
  }

  private init(
    _ session: Session, _ journal: JournalWriter?, _ path: String?, known: [Session] = [],
    bookmarks: [Journal.Mark] = []
  ) {
    self.session = session
    self.known = known.isEmpty ? [session] : known
    oldBookmarks = bookmarks
    self.journal = journal
    recordingPath = path
  }

  public var recording: Snapshot.Recording {
    guard let recordingPath else { return .none }
    if isPlayed { return .played(recordingPath) }
    if let failure = journal?.failure { return .failed(recordingPath, reason: failure) }
    return .file(recordingPath)
  }

  /// Whether this is a recording that is played, which cannot be changed.
  public var isPlayed: Bool { playback != nil }

  /// The last generation there is: that of the recording, where one is played.
  public var lastGeneration: Int { playback?.end ?? session.generation }

  /// The bookmarks that were read from its recording, without those that were taken back.
  var bookmarks: [Journal.Mark] { playback?.bookmarks ?? oldBookmarks }

  /// All that is known of its course.
  var course: Snapshot.Course {
    var course = Snapshot.Course(
      end: lastGeneration, history: playback?.history ?? session.history,
      changes: playback?.changes ?? session.changes)
    course.failure = failure?.description
    return course
  }

  /// Replaces the stop rules, which are no part of what is repeated.
  public mutating func setStopRules(_ rules: StopRules) {
    session.setStopRules(rules)
  }

  public mutating func submit(_ command: Command) throws(ExperimentError) {
    try submit([command])
  }

  /// Several changes at once: all of them or, if they do not go together, none.
  public mutating func submit(_ commands: [Command]) throws(ExperimentError) {
    guard !isPlayed else { throw .isPlayed }
    try session.submit(commands)
  }

  /// Notes in the recording that somebody thought an individual worth remembering.
  public mutating func mark(_ mark: Journal.Mark) {
    journal?.record(mark)
  }

  /// Breeds one generation and records it, or plays the next one.
  ///
  /// - Returns: false at the end of what is played.
  @discardableResult
  public mutating func advance() -> Bool {
    guard playback == nil else { return play() }
    let changeCount = session.changes.count
    guard session.advance() else { return false }
    journal?.record(session, changesFrom: changeCount)
    return true
  }

  private mutating func play() -> Bool {
    guard failure == nil else { return false }
    do {
      return try playback?.advance(&session) ?? false
    } catch let error as JournalError {
      failure = error
    } catch {
      failure = .unreadable(file: recordingPath ?? "", "\(error)")
    }
    return false
  }

  /// Reads what was written since to the recording that is played.
  ///
  /// - Returns: Whether there was anything.
  mutating func readOn() -> Bool {
    do throws(JournalError) {
      return try playback?.readOn() ?? false
    } catch {
      failure = error
      return false
    }
  }

  /// Whether what is played was ended by whoever wrote it.
  var isOver: Bool { playback?.isOver ?? false }

  /// The generation of the newest checkpoint of what is played; 0 for none.
  var newestCheckpoint: Int { playback?.newestCheckpoint ?? 0 }

  /// Goes on with what is played from its newest checkpoint, if that is further on.
  ///
  /// - Parameter last: But no further than to this generation.
  /// - Returns: Whether it did.
  mutating func leap(upTo last: Int = .max) -> Bool {
    guard failure == nil, newestCheckpoint > session.generation,
      let state = playback?.newestCheckpoint(like: known[0], upTo: last),
      state.generation > session.generation
    else { return false }
    move(to: state)
    return true
  }

  /// Goes on with what is played from a state of it.
  mutating func move(to state: Session) {
    session = state
    playback?.move(after: state.generation)
    failure = nil
  }

  /// Brings to the disk what is waiting; called when the run pauses.
  public mutating func flush() {
    journal?.flush(sync: true)
  }

  /// Whether its recording can be ended and gone on with later.
  var canReopen: Bool { journal != nil && journal?.failure == nil }

  /// Ends the recording, so that its file is held no longer.
  mutating func close() {
    end(why: .interrupted)
    journal = nil
  }

  /// Goes on with the recording after ``close()``.
  mutating func reopen() throws {
    guard journal == nil, let recordingPath else { return }
    let other = try Run(
      resuming: recordingPath, workers: session.evaluator.workerCount, kernels: session.kernels)
    journal = other.journal
  }

  /// Says in the recording why the run ended.
  public mutating func end(why: StopReason) {
    journal?.end(session, why: why.rawValue, withCheckpoint: !session.isCancelled)
  }
}

extension Run {
  /// Whether a rule ends it; what is played goes on as it was recorded.
  var stopsHere: Bool { session.stopReason != nil && !isPlayed }

  /// Lets a run go on that a stop rule has ended.
  mutating func clearStopReason() {
    session.clearStopReason()
  }

  /// Ends the run if it has had the time that the experiment allows.
  mutating func stop(ifTimeIsUpAfter seconds: Double) {
    session.stop(ifTimeIsUpAfter: seconds)
  }
}
