import Laboratory

/// When advice is given: one piece at a time, and none twice in a short while.
public struct Coach: Equatable, Sendable {
  public internal(set) var isOn = true
  /// What is advised now.
  public internal(set) var advice: Advice?
  /// Before these generations nothing of the kind is said again.
  private var silentUntil: [Advice.Kind: Int] = [:]

  /// Generations after an answer in which nothing at all is said, so that its effect is seen.
  static let pause = 40
  /// Generations in which the same is not said again.
  static let patience = 400

  init(isOn: Bool = true) {
    self.isOn = isOn
  }

  /// Looks at a new snapshot: what was advised stays while it is more or less true.
  mutating func look(at snapshot: Snapshot, _ rules: PauseRules) {
    guard isOn, snapshot.race == nil, snapshot.course == nil else {
      advice = nil
      return
    }
    if snapshot.generation < (silentUntil.values.max() ?? 0) - Self.patience { silentUntil = [:] }
    if let present = advice {
      advice = Advice(present.kind, for: snapshot, rules, isShown: true)
    }
    guard advice == nil else { return }
    for kind in Advice.Kind.allCases where snapshot.generation >= silentUntil[kind] ?? 0 {
      advice = Advice(kind, for: snapshot, rules, isShown: false)
      if advice != nil { return }
    }
  }

  /// It was answered or sent away.
  mutating func dismiss(at generation: Int) {
    guard let advice else { return }
    for kind in Advice.Kind.allCases {
      silentUntil[kind] = max(silentUntil[kind] ?? 0, generation + Self.pause)
    }
    silentUntil[advice.kind] = generation + Self.patience
    self.advice = nil
  }
}

extension Model {
  /// Does what the coach advises.
  mutating func takeAdvice() -> [Effect] {
    guard let advice = coach.advice, !advice.settings.isEmpty else { return [] }
    coach.dismiss(at: snapshot.generation)
    let effects = set(advice.settings, title: "coach")
    tell("\(advice.change). u takes it back.")
    return effects
  }
}
