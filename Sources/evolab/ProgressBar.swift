import Evolution
import Laboratory

/// How far a headless run is, on standard error while that is a terminal.
struct ProgressBar {
  private var status = StatusLine()
  private let evaluationsBefore: Int
  private let generationsBefore: Int
  private let name: String?

  /// - Parameter name: Which run this is, where there are several.
  init(_ session: Session, name: String? = nil) {
    self.name = name
    evaluationsBefore = session.evaluations
    generationsBefore = session.generation
  }

  /// Draws at most five times a second.
  mutating func update(_ session: Session, _ elapsed: Double) {
    let bar = self
    status.update(elapsed) { bar.line(session, $0, width: $1) }
  }

  func clear() { status.clear() }

  /// The line for a terminal of some width; the last column stays free.
  func line(_ session: Session, _ elapsed: Double, width: Int) -> String {
    let rate = Double(session.evaluations - evaluationsBefore) / max(elapsed, 1e-9)
    var words = [name, "gen \(session.generation)"].compactMap(\.self)
    if let champion = session.hallOfFame.champion {
      let accuracy = champion.score.accuracy
      let part = session.choosesByValidation ? "validation" : "accuracy"
      words.append(
        accuracy.isFinite
          ? "\(part) \(Double(accuracy).text(3))" : "value \(-champion.score.fitness + 0)")
    }
    words.append("\(rate.counted) evaluations/s")
    let share = share(session, elapsed)
    if let share, share > 0.001 {
      words.append("\(StatusLine.time(elapsed * (1 - share) / share)) left")
    } else {
      words.append(StatusLine.time(elapsed))
    }
    return StatusLine.bar(share, words.joined(separator: "  "), width: width)
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
}
