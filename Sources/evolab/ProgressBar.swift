import Evolution
import Laboratory

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// How far a headless run is, on standard error while that is a terminal.
struct ProgressBar {
  private let isShown = isatty(STDERR_FILENO) == 1
  private var lastDrawn = -1.0
  private let evaluationsBefore: Int
  private let generationsBefore: Int

  init(_ session: Session) {
    evaluationsBefore = session.evaluations
    generationsBefore = session.generation
  }

  /// Draws at most five times a second.
  mutating func update(_ session: Session, _ elapsed: Double) {
    guard isShown, elapsed - lastDrawn > 0.2 else { return }
    lastDrawn = elapsed
    put("\r\u{1B}[K" + line(session, elapsed, width: Self.width))
  }

  func clear() {
    if isShown, lastDrawn >= 0 { put("\r\u{1B}[K") }
  }

  /// The line for a terminal of some width; the last column stays free.
  func line(_ session: Session, _ elapsed: Double, width: Int) -> String {
    let rate = Double(session.evaluations - evaluationsBefore) / max(elapsed, 1e-9)
    var words = ["gen \(session.generation)"]
    if let champion = session.hallOfFame.champion {
      let accuracy = champion.score.accuracy
      words.append(
        accuracy.isFinite
          ? "accuracy \(Double(accuracy).text(3))" : "value \(-champion.score.fitness + 0)")
    }
    words.append("\(rate.counted) evaluations/s")
    let share = share(session, elapsed)
    if let share, share > 0.001 {
      words.append("\(Self.time(elapsed * (1 - share) / share)) left")
    } else {
      words.append(Self.time(elapsed))
    }
    let text = words.joined(separator: "  ")
    let room = width - text.utf8.count - 4
    guard let share, room >= 10 else { return String(text.prefix(max(0, width - 1))) }
    let barWidth = min(room, 30)
    let filled = Int((share * Double(barWidth)).rounded())
    let bar =
      String(repeating: "#", count: filled) + String(repeating: ".", count: barWidth - filled)
    return "[\(bar)] \(text)"
  }

  /// How much of the way is done, by the rule that is nearest to its end; `nil` where only a
  /// target or stagnation ends the run.
  private func share(_ session: Session, _ elapsed: Double) -> Double? {
    let rules = session.experiment.stop
    var shares: [Double] = []
    if let limit = rules.generations, limit > generationsBefore {
      shares.append(
        Double(session.generation - generationsBefore) / Double(limit - generationsBefore))
    }
    if let limit = rules.evaluations, limit > evaluationsBefore {
      shares.append(
        Double(session.evaluations - evaluationsBefore) / Double(limit - evaluationsBefore))
    }
    if let limit = rules.seconds { shares.append(elapsed / limit) }
    return shares.max().map { min(1, $0) }
  }

  /// `0:42`, `1:02:03`.
  static func time(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e7).rounded(.up))
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return whole < 3600
      ? "\(whole / 60):\(two(whole % 60))"
      : "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))"
  }

  private static var width: Int {
    var size = winsize()
    // Unsafe: the call fills the structure, which is ours.
    guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return Int(size.ws_col)
  }

  private func put(_ text: String) {
    let bytes = Array(text.utf8)
    // Unsafe: the call reads exactly the array.
    _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
  }
}
