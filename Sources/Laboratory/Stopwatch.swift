/// Measures how fast a run goes, over the last second or so.
struct Stopwatch {
  private var total = 0.0
  private var startedAt: Double?
  private var windowStart = (seconds: 0.0, generations: 0, evaluations: 0)
  private var last = (generations: 0, evaluations: 0)
  private var rates = (generations: 0.0, evaluations: 0.0)
  private var isResting = false

  /// Whoever writes a recording does so in bursts: a shorter wait is no rest.
  private static let restSeconds = 2.0

  init(_ session: Session? = nil) {
    if let session { count(session) }
  }

  mutating func start() {
    guard startedAt == nil else { return }
    let now = Clock.seconds
    startedAt = now
    windowStart = (now, last.generations, last.evaluations)
  }

  mutating func stop() {
    if let startedAt { total += Clock.seconds - startedAt }
    startedAt = nil
    rates = (0, 0)
  }

  /// Nothing is there to be done, until something is counted.
  mutating func rest() { isResting = true }

  mutating func count(_ session: Session) {
    if session.generation != last.generations { isResting = false }
    last = (session.generation, session.evaluations)
  }

  /// Goes on elsewhere without counting what lies between.
  mutating func jump(to session: Session) {
    count(session)
    windowStart = (Clock.seconds, last.generations, last.evaluations)
  }

  /// Seconds of running, pauses left out.
  var elapsed: Double { total + (startedAt.map { Clock.seconds - $0 } ?? 0) }

  /// - Parameter snapshot: Its rates are 0 until a generation has been measured.
  mutating func describe(_ snapshot: inout Snapshot, at now: Double = Clock.seconds) {
    snapshot.seconds = elapsed
    // Generations that take longer are measured when there is one.
    if startedAt != nil, now - windowStart.seconds > 0.5,
      last.generations != windowStart.generations
    {
      let elapsed = now - windowStart.seconds
      rates = (
        Double(last.generations - windowStart.generations) / elapsed,
        Double(last.evaluations - windowStart.evaluations) / elapsed
      )
      windowStart = (now, last.generations, last.evaluations)
    }
    if isResting, now - windowStart.seconds > Self.restSeconds {
      rates = (0, 0)
      windowStart = (now, last.generations, last.evaluations)
    }
    snapshot.generationsPerSecond = rates.generations
    snapshot.evaluationsPerSecond = rates.evaluations
  }
}
