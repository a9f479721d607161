import Evolution

/// One run of an engine, with its past.
final class Branch {
  var run: Run
  var timeline: Timeline
  /// The index of the branch that it left, and after which generation; `nil` for a run of its own.
  let origin: (branch: Int, generation: Int)?
  /// Whether somebody else may still be writing what is played.
  let isFollowed: Bool
  /// Its recording is ended, until somebody comes back.
  private(set) var isClosed = false
  /// Whoever wrote what is followed is gone without having ended it.
  private(set) var isAbandoned = false
  private var pursuit = Pursuit()
  /// What must be repeated for longer than this is left out, where there is a checkpoint.
  private static let patienceSeconds = 0.1

  init(
    _ run: consuming Run, _ timeline: Timeline? = nil,
    origin: (branch: Int, generation: Int)? = nil, isFollowed: Bool = false
  ) {
    self.timeline = timeline ?? Timeline(run.known, at: run.session.generation)
    self.origin = origin
    self.isFollowed = isFollowed
    // Looking back is limited by how long it takes, from the first time on.
    if run.session.generation > 0 { self.timeline.findPace(after: run.session) }
    self.run = run
  }

  /// The state after a generation; `nil` if finding it was cancelled.
  func state(at generation: Int, unless isObsolete: () -> Bool = { false }) -> Session? {
    timeline.state(at: generation, run.session.changes, unless: isObsolete)
  }

  /// Goes to a generation of what is played, back or on.
  ///
  /// - Returns: false where it is not there, or no longer wanted.
  func seek(_ generation: Int, unless isObsolete: () -> Bool = { false }) -> Bool {
    if generation != run.session.generation {
      let known = timeline.nearest(to: generation)
      if generation < run.session.generation || known.generation > run.session.generation {
        run.move(to: known)
      }
    }
    let began = Clock.seconds
    var since = began
    var mayLeap = true
    while run.session.generation < generation {
      guard run.advance(), !isObsolete() else { return false }
      let now = Clock.seconds
      timeline.note(run.session, after: now - since)
      timeline.pass(run.session, onTheWayTo: generation)
      since = now
      if mayLeap, now - began > Self.patienceSeconds {
        mayLeap = false
        _ = run.leap(upTo: generation)
      }
    }
    return true
  }

  /// Takes note of what was just played of a recording that somebody else is writing, and looks
  /// whether there is more.
  ///
  /// - Parameters:
  ///   - generations: How many were played, in `seconds`.
  ///   - atEnd: There is nothing more to be played.
  ///   - mayLeap: Whether generations may be left out to keep up.
  /// - Returns: Whether there is more now, and whether some of it was left out.
  func follow(
    _ generations: Int, in seconds: Double, atEnd: Bool, mayLeap: Bool
  ) -> (hasMore: Bool, hasLeapt: Bool) {
    guard isFollowed else { return (false, false) }
    pursuit.note(generations, in: seconds)
    guard pursuit.isLookDue(atEnd: atEnd) else { return (false, false) }
    // Asked first: what was written before somebody left is read now.
    let isWritten = run.recordingPath.map(File.isLocked) ?? true
    let hasMore = run.readOn()
    isAbandoned = atEnd && !hasMore && !isWritten && !run.isOver
    let isBehind = pursuit.shouldLeap(
      from: run.session.generation, to: run.newestCheckpoint, end: run.lastGeneration)
    return (hasMore, mayLeap && isBehind && run.leap())
  }

  /// Lets go of the recording and of most of the past.
  func close() {
    guard run.canReopen, !isClosed else { return }
    run.close()
    timeline = Timeline(run.known, at: run.session.generation)
    isClosed = true
  }

  /// Goes on with the recording.
  func reopen() throws {
    guard isClosed else { return }
    try run.reopen()
    isClosed = false
  }

  var summary: Snapshot.Branch {
    var summary = Snapshot.Branch(
      parent: origin?.branch, start: origin?.generation ?? 0,
      generation: run.session.generation, champion: run.session.hallOfFame.champion,
      history: run.session.history, recording: run.recording)
    summary.failure = run.firstFailure
    let experiment = run.session.experiment
    summary.subject = "\(experiment.subject) \(experiment.algorithm)"
    return summary
  }
}
