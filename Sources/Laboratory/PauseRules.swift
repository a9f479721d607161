import Evolution

/// When the lab pauses by itself so that somebody can look; nothing set means never.
///
/// They decide nothing but the pause, so that they are no part of a recording.
public struct PauseRules: Equatable, Sendable {
  /// The accuracy of the champion, 0…1; of a function, the value to come down to.
  public var target: Double?
  /// Generations without a better champion.
  public var stagnation: Int?
  /// The share below which the diversity has fallen, 0…1.
  public var diversity: Double?
  /// Each better champion.
  public var champion = false

  public init() {}

  public var isEmpty: Bool { self == PauseRules() }

  public static let names = ["target", "stagnation", "diversity", "champion"]

  /// Sets a rule as people write it: `target=.98`, `champion`, `stagnation=off`.
  public mutating func set(_ text: String) throws(PauseRuleError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts.first ?? "")
    let word = parts.count > 1 ? String(parts[1]).lowercased() : nil
    guard Self.names.contains(name) else { throw .unknown(name) }
    if name == "champion" {
      guard [nil, "on", "off"].contains(word) else { throw .notASwitch(word ?? "") }
      champion = word != "off"
    } else if word == "off" {
      clear(name)
    } else {
      guard let word, !word.isEmpty else { throw .noNumber(name) }
      guard let number = Double(word), number.isFinite else { throw .notANumber(name, word) }
      try set(name, to: number)
    }
  }

  /// Sets several, such as `target=.98,champion`.
  public init(_ text: String) throws(PauseRuleError) {
    for part in text.split(whereSeparator: { $0 == "," || $0 == " " }) { try set(String(part)) }
  }

  /// - Parameter number: 0 switches the rule off.
  public mutating func set(_ name: String, to number: Double) throws(PauseRuleError) {
    guard number > 0 else {
      guard number == 0 else { throw .notAbove(name, number) }
      return clear(name)
    }
    switch name {
    case "target": target = number
    case "diversity":
      guard number < 1 else { throw .notAShare(number) }
      diversity = number
    case "stagnation":
      guard let count = Int(exactly: number), count <= 1_000_000 else { throw .notWhole(number) }
      stagnation = count
    default: throw .unknown(name)
    }
  }

  /// Refuses what can never be met.
  ///
  /// - Parameter usesData: Whether the target is an accuracy, rather than the value of a function.
  public func check(usesData: Bool) throws(PauseRuleError) {
    if usesData, let target, target > 1 { throw .notAnAccuracy(target) }
  }

  private mutating func clear(_ name: String) {
    switch name {
    case "target": target = nil
    case "diversity": diversity = nil
    case "stagnation": stagnation = nil
    default: champion = false
    }
  }

  /// As people write it; empty where nothing is set.
  public var text: String {
    var parts: [String] = []
    if let target { parts.append("target=\(target)") }
    if let stagnation { parts.append("stagnation=\(stagnation)") }
    if let diversity { parts.append("diversity=\(diversity)") }
    if champion { parts.append("champion") }
    return parts.joined(separator: ",")
  }
}

/// Why a pause rule was refused.
public enum PauseRuleError: Error, Equatable {
  case unknown(String)
  case noNumber(String)
  case notANumber(String, String)
  case notAbove(String, Double)
  case notAShare(Double)
  case notAnAccuracy(Double)
  case notWhole(Double)
  case notASwitch(String)
}

extension PauseRuleError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknown(let name):
      "There is no pause rule '\(name)'. Known: \(PauseRules.names.joined(separator: ", "))."
    case .noNumber(let name):
      "\(name) needs a number, such as \(name)=\(Self.example(name)), or off."
    case .notANumber(let name, let word): "\(name) must be a number or off, but is '\(word)'."
    case .notAbove(let name, let number): "\(name) must be above 0, but is \(number)."
    case .notAnAccuracy(let number):
      "target is an accuracy here, which must be above 0 and at most 1, but is \(number)."
    case .notAShare(let number): "diversity must be a share between 0 and 1, but is \(number)."
    case .notWhole(let number):
      "stagnation must be a whole number of at most 1000000 generations, but is \(number)."
    case .notASwitch(let word): "champion must be on or off, but is '\(word)'."
    }
  }

  private static func example(_ name: String) -> String {
    switch name {
    case "stagnation": "200"
    case "diversity": ".05"
    default: ".98"
    }
  }
}

/// Why the lab has paused by itself.
public enum PauseReason: Equatable, Sendable {
  case target(Double)
  case stagnation(Int)
  case diversity(Float)
  case champion
}

/// Pause rules at work: each tells once, and again only after it was not met in between.
struct PauseWatch: Sendable {
  var rules = PauseRules() {
    didSet { if rules != oldValue { told = [] } }
  }
  private var told: Set<String> = []
  /// The generation at which stagnation was told last.
  private var lastStagnation = 0

  init() {}

  /// Whether the generation last bred is one to pause after.
  mutating func reason(after session: Session) -> PauseReason? {
    guard !rules.isEmpty else { return nil }
    var reason: PauseReason?
    if rules.champion, session.lastImprovement == session.generation, session.generation > 1 {
      reason = .champion
    }
    if let diversity = session.statistics?.diversity, let least = rules.diversity {
      let isMet = Double(diversity) < least
      // Whoever hovers at the edge is not told at each crossing.
      if isNews("diversity", isMet, isOver: Double(diversity) > least * 1.25) {
        reason = .diversity(diversity)
      }
    }
    if let count = rules.stagnation {
      let since = max(session.lastImprovement, lastStagnation)
      if session.generation < lastStagnation { lastStagnation = 0 }
      if session.generation - since >= count {
        lastStagnation = session.generation
        reason = .stagnation(session.generation - session.lastImprovement)
      }
    }
    if let target = rules.target, let champion = session.hallOfFame.champion {
      let isMet = session.problem.isReached(target, by: champion.score)
      // The next champion may be fitter and a little less accurate.
      let edge = session.experiment.usesData ? target * 0.9 : target * 10
      let isOver = !session.problem.isReached(edge, by: champion.score)
      if isNews("target", isMet, isOver: isOver) { reason = .target(target) }
    }
    return reason
  }

  private mutating func isNews(_ name: String, _ isMet: Bool, isOver: Bool) -> Bool {
    if isOver { told.remove(name) }
    return isMet && told.insert(name).inserted
  }
}
