import Evolution

/// The past of a run: some of its states, from which every other one follows by executing again.
///
/// A session is a value, so that a state is a copy. What lies between two of them takes about
/// `secondsApart` to compute again; when they need more than their share of memory, every other one
/// goes and the distance doubles.
struct Timeline {
  /// At rising generations; the first is where the run began.
  private(set) var marks: [Session]
  /// What each of them needs beside those before it, as far as is known.
  private var sizes: [Int]
  /// Those before the state that was visited last: the next step back is here.
  private var recent: [Session] = []
  private var secondsApart = Self.leastSecondsApart
  private var secondsSince = 0.0
  /// Where `secondsSince` began.
  private var lastNoted = 0
  /// Of one state without its data, as far as is known.
  private var stateBytes = 0
  /// Seconds for a generation, lately.
  private(set) var pace = 0.0

  private static let leastSecondsApart = 0.08
  /// What all states may need together.
  static let byteLimit = 96 << 20
  private static let recentLimit = 32

  /// What all of its states need, about.
  var bytes: Int { sizes.reduce(0, +) }

  /// - Parameters:
  ///   - states: At least that at the beginning; oldest first.
  ///   - generation: After which it goes on from here.
  init(_ states: [Session], at generation: Int = 0) {
    marks = []
    sizes = []
    for state in states where state.generation > marks.last?.generation ?? -1 {
      stateBytes = state.stateSize
      sizes.append(marks.isEmpty ? 0 : stateBytes)
      marks.append(state.withoutSpare)
    }
    lastNoted = generation
  }

  /// Measures the pace on a generation that is bred for that, where none was bred yet.
  mutating func findPace(after session: Session) {
    guard pace == 0 else { return }
    var trial = session
    let began = Clock.seconds
    if trial.advance() { pace = Clock.seconds - began }
  }

  /// The past of a fork: as far as it is that of the run which it leaves.
  init(_ other: Timeline, through generation: Int) {
    self = other
    let count = other.marks.count { $0.generation <= generation }
    marks = Array(other.marks[..<count])
    sizes = Array(other.sizes[..<count])
    recent = []
    secondsSince = 0
    lastNoted = generation
  }

  /// Keeps the state after a generation if it is far enough from those that are kept.
  ///
  /// - Parameter seconds: That were spent since the last call.
  mutating func note(_ session: Session, after seconds: Double) {
    let generation = session.generation
    guard generation > lastNoted else {
      // Somebody has gone back.
      (lastNoted, secondsSince) = (generation, 0)
      return
    }
    secondsSince += seconds
    // Where all is known already, nothing is added.
    let next = firstMark(after: lastNoted)
    if next < marks.count, marks[next].generation <= generation {
      (lastNoted, secondsSince) = (generation, 0)
      return
    }
    guard secondsSince >= secondsApart else { return }
    pace = secondsSince / Double(generation - lastNoted)
    (lastNoted, secondsSince) = (generation, 0)
    insert(session, at: next)
  }

  /// The index of the first state after a generation; most runs are past all of them.
  private func firstMark(after generation: Int) -> Int {
    guard marks[marks.count - 1].generation > generation else { return marks.count }
    return marks.firstIndex { $0.generation > generation } ?? marks.count
  }

  private mutating func insert(_ session: Session, at place: Int) {
    // The first population is the first state whose size tells anything; layers may grow later.
    if marks.count & (marks.count - 1) == 0 { stateBytes = session.stateSize }
    let hasOwnData = marks[place - 1].experiment.dataTable != session.experiment.dataTable
    marks.insert(session.withoutSpare, at: place)
    sizes.insert(stateBytes + (hasOwnData ? session.dataSize : 0), at: place)
    while bytes > Self.byteLimit, marks.count > 3 { thin() }
  }

  /// Forgets every other state, but not the first.
  mutating func thin() {
    let kept = marks.indices.filter { $0.isMultiple(of: 2) }
    marks = kept.map { marks[$0] }
    sizes = kept.map { sizes[$0] }
    secondsApart *= 2
    recent = []
  }

  /// Lets states be kept as close together again as at the beginning.
  mutating func refresh() { secondsApart = Self.leastSecondsApart }

  /// Keeps a state that leads to one that is about to be visited.
  mutating func pass(_ session: Session, onTheWayTo generation: Int) {
    let limit = min(Self.recentLimit, Self.byteLimit / 4 / max(1, stateBytes + session.dataSize))
    guard generation - session.generation < limit else { return }
    if recent.count > 2 * Self.recentLimit { recent = [] }
    recent.append(session.withoutSpare)
  }

  /// The run as it was after a generation; `nil` if that was cancelled on the way, or is no longer
  /// wanted.
  ///
  /// - Parameters:
  ///   - changes: All that acted so far, oldest first.
  ///   - generation: From 0 on; none that has not been bred yet.
  mutating func state(
    at generation: Int, _ changes: [Change], unless isObsolete: () -> Bool = { false }
  ) -> Session? {
    var session = nearest(to: generation)
    if session.generation < generation { recent = [] }
    // What is passed is kept as if it were bred now; the present goes on as if nothing had been.
    let present = (lastNoted, secondsSince)
    defer { (lastNoted, secondsSince) = present }
    (lastNoted, secondsSince) = (session.generation, 0)
    var since = Clock.seconds
    while session.generation < generation {
      session.enqueue(changes)
      guard session.advance(), !isObsolete() else { return nil }
      let now = Clock.seconds
      note(session, after: now - since)
      since = now
      pass(session, onTheWayTo: generation)
    }
    return session
  }

  /// A state from which that of a generation follows.
  func nearest(to generation: Int) -> Session {
    let known = (marks + recent).filter { $0.generation <= generation }
    return (known.max { $0.generation < $1.generation } ?? marks[0]).withSpare
  }

  /// How long it takes, about, to come from a state that is kept to that of a generation.
  func seconds(to generation: Int) -> Double {
    let start = (marks + recent).map(\.generation).filter { $0 <= generation }.max() ?? 0
    return pace * Double(generation - start)
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
  ///
  /// To write it out takes as long as some generations, so that populations are only counted.
  fileprivate var stateSize: Int {
    guard let rows = algorithm.parentRows else { return (try? Checkpoint(self).bytes().count) ?? 0 }
    let champions = hallOfFame.entries.reduce(0) { $0 + $1.genes.count }
    return 4 * (2 * rows.genes.count + champions) + 40 * rows.count + 32 * History.capacity
  }

  /// About how many bytes its data need: as they are, scaled, and which are in which part.
  fileprivate var dataSize: Int {
    guard let data = problem.split?.dataset else { return 0 }
    return data.count * (data.isBytes ? 24 : 8 * data.featureCount + 32)
  }

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
