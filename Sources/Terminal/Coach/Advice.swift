import Evolution
import Laboratory

/// What can be seen to go wrong, or right, in a run, and the key that answers it.
public struct Advice: Equatable, Sendable {
  /// In the order in which they matter.
  public enum Kind: CaseIterable, Hashable, Sendable {
    case target, tooStrong, overfitting, diversity, tooSmall, stagnation
  }

  public let kind: Kind
  /// As `diversity .03`.
  public let finding: String
  /// What `a` does; empty where another key answers.
  public let settings: [Command]
  /// What these do: `mutation-rate 0.1 → 0.2`.
  let change: String
  /// What the settings were.
  private let olds: [ParameterValue?]
  /// The answer where there is nothing to set.
  private let answer: String

  /// As the message line shows it.
  public var sentence: String {
    "Coach: \(finding)" + (settings.isEmpty ? ": \(answer)" : "; press a: \(change)")
  }

  /// The answer first, for narrow screens.
  var shortSentence: String {
    "Coach: " + (settings.isEmpty ? answer : "press a for \(change)") + " (\(finding))"
  }

  /// - Parameters:
  ///   - isShown: It is advised already: it takes more to make it go away than it took to bring it up.
  ///   - reached: The target that was reached, and when first.
  init?(_ kind: Kind, for snapshot: Snapshot, isShown: Bool, reached: Coach.Reached?) {
    let view = RunView(snapshot, isShown: isShown)
    let found: (String, [Command], String)? =
      switch kind {
      case .target: view.targetReached(reached)
      case .tooStrong: view.mutationTooStrong
      case .overfitting: view.overfitting
      case .diversity: view.diversityLost
      case .tooSmall: view.populationTooSmall
      case .stagnation: view.stagnation
      }
    guard let (finding, settings, answer) = found else { return nil }
    self.kind = kind
    self.finding = finding
    self.settings = settings
    self.answer = answer
    let olds = Self.targets(of: settings, snapshot)
    self.olds = olds
    change = zip(settings, olds).map { command, old in
      "\(command.name) \(old.map(Format.short) ?? "") → \(Format.short(command.value))"
    }.joined(separator: ", ")
  }

  /// Whether what it would set is still what it was.
  func applies(to snapshot: Snapshot) -> Bool { Self.targets(of: settings, snapshot) == olds }

  private static func targets(of settings: [Command], _ snapshot: Snapshot) -> [ParameterValue?] {
    settings.map { command in snapshot.controls.first { $0.name == command.name }?.target }
  }
}

/// A run as the coach looks at it.
private struct RunView {
  let snapshot: Snapshot
  let isShown: Bool

  init(_ snapshot: Snapshot, isShown: Bool) {
    self.snapshot = snapshot
    self.isShown = isShown
  }

  typealias Finding = (String, [Command], String)

  private var algorithm: String { snapshot.experiment.algorithm }
  /// Those that select, cross and mutate: what is said of diversity is said of them.
  private var isGenetic: Bool {
    ["ga", "steady-state-ga", "aging-ga", "cosyne"].contains(algorithm)
  }
  /// Nothing is said of a beginning.
  private var isYoung: Bool { snapshot.generation < 50 }
  private var sinceImprovement: Int { snapshot.generation - snapshot.lastImprovement }
  private var population: Double? { control("population")?.target.number }

  private func control(_ name: String) -> Control? {
    snapshot.controls.first { $0.name == name && $0.isActive }
  }

  /// A number times a factor, if there is such a control and it has room for that.
  private func scaled(_ name: String, by factor: Double, atLeast least: Double = 0) -> Command? {
    guard let control = control(name), let old = control.target.number,
      let range = control.description.range
    else { return nil }
    var new = max(old * factor, least)
    if case .integer = control.description.kind { new = new.rounded() }
    // Two digits, as a person would type it.
    new = min(max(twoDigits(new), range.lowerBound), range.upperBound)
    guard factor > 1 ? new > old : new < old else { return nil }
    return .set(name, .number(new))
  }

  private func twoDigits(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    var scale = 1.0
    while value * scale < 10 { scale *= 10 }
    while value * scale >= 100 { scale /= 10 }
    return (value * scale).rounded() / scale
  }

  func targetReached(_ reached: Coach.Reached?) -> Finding? {
    guard let reached else { return nil }
    return (
      "target \(Format.axis(reached.target)) reached in g\(reached.generation)", [],
      "w saves the champion, r begins a new run"
    )
  }

  var diversityLost: Finding? {
    guard isGenetic, !isYoung, sinceImprovement >= 20,
      let diversity = snapshot.statistics?.diversity, diversity < (isShown ? 0.1 : 0.05)
    else { return nil }
    let answer =
      scaled("mutation-rate", by: 2, atLeast: 0.1) ?? scaled("gene-rate", by: 2, atLeast: 0.05)
      ?? scaled("mutation-size", by: 2, atLeast: 0.1)
    guard let answer else { return nil }
    return ("diversity \(Format.hundredths(diversity))", [answer], "")
  }

  var populationTooSmall: Finding? {
    guard isGenetic, !isYoung, let population, population < 20,
      sinceImprovement >= (isShown ? 20 : 40), let answer = scaled("population", by: 3)
    else { return nil }
    return ("\(Int(population)) individuals are few", [answer], "")
  }

  /// The best of many generations falls back behind the one before.
  var mutationTooStrong: Finding? {
    // Where each generation is judged by other samples, the best falls by chance.
    guard isGenetic, !isYoung, sinceImprovement >= 20, (snapshot.experiment.batch ?? 0) == 0 else {
      return nil
    }
    let buckets = snapshot.history.buckets.suffix(30)
    guard buckets.count == 30, snapshot.history.bucketWidth == 1,
      let high = buckets.map(\.best).max(), let low = buckets.map(\.worst).min(),
      high.isFinite, low.isFinite, high > low
    else { return nil }
    let falls = zip(buckets, buckets.dropFirst()).count {
      $0.best - $1.best > (high - low) * 0.01
    }
    guard falls >= (isShown ? 5 : 9) else { return nil }
    let finding = "the best was lost in \(falls) of 30 generations"
    if let elitism = control("elitism"), elitism.target == .number(0) {
      return (finding, [.set("elitism", .number(2))], "")
    }
    guard let answer = scaled("mutation-size", by: 0.5) ?? scaled("mutation-rate", by: 0.5) else {
      return nil
    }
    return (finding, [answer], "")
  }

  /// The test fell, and stays down, while the training rose, over the last quarter of the run.
  ///
  /// An accuracy on few samples is uncertain: what could well be chance is no finding.
  var overfitting: Finding? {
    guard !isYoung, let count = snapshot.data?.testIndices.count, count > 0 else { return nil }
    let buckets = snapshot.history.buckets
    let window = buckets.suffix(max(20, buckets.count / 4))
    let recent = window.suffix(window.count / 8)
    guard window.count >= 20, let peak = Self.bestTest(window), let now = Self.bestTest(recent)
    else { return nil }
    let fall = peak.testAccuracy - now.testAccuracy
    let rise = now.accuracy - peak.accuracy
    guard fall >= (isShown ? 0.01 : 0.02), rise >= (isShown ? 0.001 : 0.005) else { return nil }
    let errors = fall / Self.standardError(peak.testAccuracy, now.testAccuracy, of: count)
    guard errors > (isShown ? 1.5 : 2) else { return nil }
    let answer =
      scaled("weight-decay", by: 2, atLeast: 0.01) ?? scaled("samples", by: 2)
      ?? scaled("hidden", by: 0.7)
    guard let answer else { return nil }
    let points = Format.hundredths(fall + 0.000_1)
    let evidence = Format.fixed(Double(errors), decimals: 1)
    return (
      "the test of \(count) fell by \(points), \(evidence) standard errors, as the training rose",
      [answer], ""
    )
  }

  private static func bestTest(_ buckets: ArraySlice<History.Bucket>) -> History.Bucket? {
    buckets.filter { $0.testAccuracy.isFinite }.max { $0.testAccuracy < $1.testAccuracy }
  }

  /// Of the difference of two shares, each of as many samples: √(p(1-p)/n + q(1-q)/n).
  ///
  /// Both are shares of the same samples, so that it is rather less: on the safe side, since the
  /// higher one was picked from many.
  private static func standardError(_ p: Float, _ q: Float, of count: Int) -> Float {
    ((p * (1 - p) + q * (1 - q)) / Float(count)).squareRoot()
  }

  var stagnation: Finding? {
    let limit = max(150, snapshot.generation / 3) / (isShown ? 2 : 1)
    guard !isYoung, sinceImprovement >= limit, !isPerfect else { return nil }
    // A network that grows keeps the fitness of everybody.
    let answer =
      (isGenetic ? scaled("mutation-size", by: 0.5) : nil) ?? scaled("hidden", by: 1.5)
    guard let answer else { return nil }
    let finding = "no better champion for \(sinceImprovement) generations"
    return (finding, [answer], "")
  }

  private var isPerfect: Bool {
    guard let score = snapshot.champion?.score else { return true }
    return snapshot.function == nil
      ? max(score.fitness, score.accuracy) > 0.999 : -score.fitness < 1e-6
  }
}
