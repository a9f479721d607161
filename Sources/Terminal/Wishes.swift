import Evolution
import Laboratory

/// What was asked of the engine and is not in a snapshot yet.
///
/// The screen shows it at once, so that ten quick presses of a key are ten steps. What does
/// not come true within a few snapshots is forgotten.
struct Wishes: Equatable, Sendable {
  struct Wish<Value: Equatable & Sendable>: Equatable, Sendable {
    let value: Value
    var age = 0
    var seconds = 0

    var later: Self { Self(value: value, age: age, seconds: seconds + 1) }
  }

  var values: [String: Wish<ParameterValue>] = [:]
  var running: Wish<Bool>?
  var speed: Wish<Int?>?
  /// The generation that is to be shown.
  var visit: Wish<Int>?
  var pauseRules: Wish<PauseRules>?

  private static let patience = 8

  /// Forgets what the new snapshot grants or refuses.
  mutating func settle(_ old: Snapshot, _ new: Snapshot) {
    let isNews = new.refusal != old.refusal || !new.isRunning
    let settings =
      new.controls.map { ($0.name, $0.target) }
      + [(PointEdits.name, .choice(new.points.text))]
    let targets = Dictionary(settings) { first, _ in first }
    values = values.compactMapValues { wish in
      let wish = Wish(value: wish.value, age: wish.age + 1)
      // While it runs, the first snapshot may still hold the refusal of an earlier command.
      let isRefused = new.refusal != nil && (isNews || wish.age > 1)
      return isRefused || wish.age >= Self.patience ? nil : wish
    }
    values = values.filter { name, wish in targets[name] != wish.value }
    running = running.flatMap { aged($0, granted: $0.value == new.isRunning) }
    // A rule may have ended at once what was just begun.
    if !new.isRunning, new.pauseReason != nil || new.stopReason != nil { running = nil }
    visit = visit.flatMap { aged($0, granted: $0.value == new.generation) }
    speed = speed.flatMap { aged($0, granted: $0.value == new.speedLimit) }
    pauseRules = pauseRules.flatMap { aged($0, granted: $0.value == new.pauseRules) }
  }

  /// About a second has passed in which no snapshot need have come.
  mutating func age() {
    running = running.flatMap { $0.seconds >= 2 ? nil : $0.later }
    visit = visit.flatMap { $0.seconds >= 8 ? nil : $0.later }
  }

  private func aged<Value>(_ wish: Wish<Value>, granted: Bool) -> Wish<Value>? {
    granted || wish.age + 1 >= Self.patience ? nil : Wish(value: wish.value, age: wish.age + 1)
  }
}
