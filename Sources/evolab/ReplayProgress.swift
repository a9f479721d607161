import Laboratory

/// Runs replays, and says on standard error how far they are where that takes a while.
struct ReplayProgress {
  private let start = Clock.seconds
  private var status = StatusLine()

  /// What is over sooner needs no word.
  private static let patienceSeconds = 0.3
  /// So many generations between two looks at the clock.
  private static let stride = 16

  /// Runs to a generation, unless it is there already or beyond.
  ///
  /// - Throws: as `Replay.advance(to:)`.
  mutating func advance(_ replay: inout Replay, to last: Int) throws {
    let first = replay.session.generation
    defer { status.clear() }
    while replay.session.generation < last {
      let next = min(last, replay.session.generation + Self.stride)
      try replay.advance(to: next)
      let elapsed = Clock.seconds - start
      guard elapsed > Self.patienceSeconds else { continue }
      status.update(elapsed) { _, width in
        StatusLine.bar(
          Double(next - first) / Double(last - first), "repeating gen \(next) of \(last)",
          width: width)
      }
    }
  }
}
