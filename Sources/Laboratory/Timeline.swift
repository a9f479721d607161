import Evolution

/// The past of a run: some of its states, from which every other one follows by executing again.
///
/// A session is a value, so that a state is a copy. What lies between two of them takes about
/// `secondsApart` to compute again; when they need more than their share of memory, every other one
/// goes and the distance doubles.
struct Timeline {
  /// At rising generations; the first is where the run began.
  private(set) var marks: [Session]
  /// Those before the state that was visited last: the next step back is here.
  private var recent: [Session] = []
  private var secondsApart = Self.leastSecondsApart
  private var secondsSince = 0.0
  /// Of one state, as far as is known.
  private var stateBytes = 0

  private static let leastSecondsApart = 0.08
  /// What all states may need together.
  static let byteLimit = 96 << 20
  private static let recentLimit = 32

  init(startingAt session: Session) {
    marks = [session.withoutSpare]
  }

  /// The past of a fork: as far as it is that of the run which it leaves.
  init(_ other: Timeline, through generation: Int) {
    self = other
    marks = other.marks.filter { $0.generation <= generation }
    recent = []
    secondsSince = 0
  }

  /// Keeps the present state if it is far enough from the last one that was kept.
  ///
  /// - Parameter seconds: That were spent since the last call.
  mutating func note(_ session: Session, after seconds: Double) {
    secondsSince += seconds
    guard secondsSince >= secondsApart, session.generation > marks.last?.generation ?? 0 else {
      return
    }
    secondsSince = 0
    marks.append(session.withoutSpare)
    // The first population is the first state whose size tells anything; layers may grow later.
    if marks.count & (marks.count - 1) == 0 { stateBytes = session.stateSize }
    if marks.count > max(2, Self.byteLimit / max(1, stateBytes)) { thin() }
  }

  /// Forgets every other state, but not the first.
  mutating func thin() {
    marks = marks.indices.filter { $0.isMultiple(of: 2) }.map { marks[$0] }
    secondsApart *= 2
    recent = []
  }

  /// The run as it was after a generation; `nil` if that was cancelled on the way.
  ///
  /// - Parameters:
  ///   - changes: All that acted so far, oldest first.
  ///   - generation: From 0 on; none that has not been bred yet.
  mutating func state(at generation: Int, _ changes: [Change]) -> Session? {
    var session = nearest(to: generation)
    let keptCount = min(Self.recentLimit, Self.byteLimit / 4 / max(1, stateBytes))
    if session.generation < generation { recent = [] }
    while session.generation < generation {
      session.enqueue(changes)
      guard session.advance() else { return nil }
      if generation - session.generation < keptCount { recent.append(session.withoutSpare) }
    }
    return session
  }

  /// A state from which that of a generation follows.
  func nearest(to generation: Int) -> Session {
    let known = (marks + recent).filter { $0.generation <= generation }
    return (known.max { $0.generation < $1.generation } ?? marks[0]).withSpare
  }
}

extension Session {
  /// Asks for the changes that acted before the next generation.
  ///
  /// - Parameter all: Those of the whole run, oldest first.
  mutating func enqueue(_ all: [Change]) {
    for change in all where change.generation == generation + 1 {
      // It was possible once, so that nothing is refused here.
      try? enqueue(.set(change.name, change.new))
    }
  }

  /// About how many bytes its state needs.
  fileprivate var stateSize: Int { (try? Checkpoint(self).bytes().count) ?? 0 }

  /// Without the buffer for the next generation, which is the same for all.
  fileprivate var withoutSpare: Session {
    var session = self
    session.spare = Population(count: 0, geneCount: spare.geneCount)
    return session
  }

  fileprivate var withSpare: Session {
    var session = self
    session.spare = Population(count: algorithm.count, geneCount: problem.space.geneCount)
    return session
  }
}
