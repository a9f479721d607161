/// Measures how fast a run goes, over the last second or so.
struct Stopwatch {
  private var total = 0.0
  private var startedAt: Double?
  private var windowStart = (seconds: 0.0, generations: 0, evaluations: 0)
  private var last = (generations: 0, evaluations: 0)
  private var rates = (generations: 0.0, evaluations: 0.0)

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

  mutating func count(_ session: Session) {
    last = (session.generation, session.evaluations)
  }

  /// Goes on elsewhere without counting what lies between.
  mutating func jump(to session: Session) {
    count(session)
    windowStart = (Clock.seconds, last.generations, last.evaluations)
  }

  /// Seconds of running, pauses left out.
  var elapsed: Double { total + (startedAt.map { Clock.seconds - $0 } ?? 0) }

  mutating func describe(_ snapshot: inout Snapshot) {
    let now = Clock.seconds
    snapshot.seconds = elapsed
    if startedAt != nil, now - windowStart.seconds > 0.5 {
      let elapsed = now - windowStart.seconds
      rates = (
        Double(last.generations - windowStart.generations) / elapsed,
        Double(last.evaluations - windowStart.evaluations) / elapsed
      )
      windowStart = (now, last.generations, last.evaluations)
    }
    snapshot.generationsPerSecond = rates.generations
    snapshot.evaluationsPerSecond = rates.evaluations
  }
}
