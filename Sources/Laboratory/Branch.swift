import Evolution

/// One run of an engine, with its past.
final class Branch {
  var run: Run
  var timeline: Timeline
  /// The index of the branch that it left, and after which generation; `nil` for a run of its own.
  let origin: (branch: Int, generation: Int)?
  /// Whether somebody else may still be writing what is played.
  let isFollowed: Bool

  init(
    _ run: consuming Run, _ timeline: Timeline? = nil,
    origin: (branch: Int, generation: Int)? = nil, isFollowed: Bool = false
  ) {
    self.timeline = timeline ?? Timeline(startingAt: run.start)
    self.origin = origin
    self.isFollowed = isFollowed
    self.run = run
  }

  /// The state after a generation; `nil` if finding it was cancelled.
  func state(at generation: Int) -> Session? {
    timeline.state(at: generation, run.session.changes)
  }

  /// Goes to a generation of what is played, back or on.
  ///
  /// - Returns: false where it is not there.
  func seek(_ generation: Int) -> Bool {
    if generation < run.session.generation || generation > run.session.generation {
      let known = timeline.nearest(to: generation)
      if generation < run.session.generation || known.generation > run.session.generation {
        run.move(to: known)
      }
    }
    var since = Clock.seconds
    while run.session.generation < generation {
      guard run.advance() else { return false }
      let now = Clock.seconds
      timeline.note(run.session, after: now - since)
      since = now
    }
    return true
  }

  var summary: Snapshot.Branch {
    Snapshot.Branch(
      parent: origin?.branch, start: origin?.generation ?? 0,
      generation: run.session.generation, champion: run.session.hallOfFame.champion,
      history: run.session.history, recording: run.recording)
  }
}
