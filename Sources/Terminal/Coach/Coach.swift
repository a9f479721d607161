import Evolution
import Laboratory

/// When advice is given: one piece at a time, and none twice in a short while.
public struct Coach: Equatable, Sendable {
  public internal(set) var isOn = true
  /// What is advised now.
  public internal(set) var advice: Advice?
  /// Before these generations nothing of the kind is said again.
  private var silentUntil: [Advice.Kind: Int] = [:]

  /// How many snapshots it was advised in.
  private var looks = 0
  /// The generation in which it was advised.
  private var since = 0
  private var reached: Reached?

  /// A target, and the first generation that is known to have been there.
  struct Reached: Equatable, Sendable {
    let target: Double
    let generation: Int
  }

  /// Advice stays for so many snapshots, some five seconds of a run, so that it can be read.
  static let leastLooks = 100
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
    noteTarget(snapshot, rules)
    if let advice { self.advice = kept(advice, for: snapshot) }
    guard advice == nil else { return }
    (looks, since) = (0, snapshot.generation)
    for kind in Advice.Kind.allCases where snapshot.generation >= silentUntil[kind] ?? 0 {
      advice = Advice(kind, for: snapshot, isShown: false, reached: reached)
      if advice != nil { return }
    }
  }

  /// What was advised, while it is true and then until it can have been read.
  private mutating func kept(_ advice: Advice, for snapshot: Snapshot) -> Advice? {
    looks += 1
    if let news = Advice(advice.kind, for: snapshot, isShown: true, reached: reached) {
      return news
    }
    let isFresh = looks < Self.leastLooks && snapshot.generation >= since
    return isFresh && advice.applies(to: snapshot) ? advice : nil
  }

  /// The hall of fame forgets who was first.
  private mutating func noteTarget(_ snapshot: Snapshot, _ rules: PauseRules) {
    guard let target = rules.target ?? snapshot.experiment.stop.target else {
      reached = nil
      return
    }
    let isOfFunction = snapshot.function != nil
    let generations = snapshot.hallOfFame.entries.filter {
      isOfFunction ? Double(-$0.score.fitness) <= target : Double($0.score.accuracy) >= target
    }.map(\.generation)
    guard let first = generations.min() else {
      reached = nil
      return
    }
    if let reached, reached.target == target, reached.generation <= first { return }
    reached = Reached(target: target, generation: first)
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
  ///
  /// - Parameter hadAdvice: Whether the advice was on the screen.
  mutating func takeAdvice(hadAdvice: Bool) -> [Effect] {
    guard let advice = coach.advice, !advice.settings.isEmpty else {
      tell("No advice now.")
      return []
    }
    // What was hidden until now comes to the screen, and is taken with the next press.
    guard hadAdvice else { return [] }
    let effects = set(advice.settings, title: "coach")
    guard !effects.isEmpty else { return [] }
    coach.dismiss(at: snapshot.generation)
    tell("\(advice.change). u takes it back.")
    return effects
  }
}
