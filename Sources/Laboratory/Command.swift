import Evolution

/// What a person can do to a running session.
public enum Command: Codable, Equatable, Sendable {
  /// Gives a parameter another value before the next generation is bred.
  case set(String, ParameterValue)
}

/// A change of a setting, and when it took effect.
public struct Change: Codable, Equatable, Sendable {
  /// It acted before this generation was bred.
  public let generation: Int
  public let name: String
  public let old: ParameterValue
  public let new: ParameterValue
  /// What else it did, in a sentence; empty for nothing.
  public var consequence: String

  /// As people write it: `mutation-rate 0.08 → 0.12`.
  public var summary: String {
    guard name == PointEdits.name, let old = PointEdits(old.description),
      let new = PointEdits(new.description)
    else { return "\(name) \(old) → \(new)" }
    let growth = (new.added.count - old.added.count) - (new.removed.count - old.removed.count)
    if new.isEmpty { return "points as they were" }
    return growth > 0
      ? "\(growth) point\(growth == 1 ? "" : "s") added"
      : growth < 0 ? "\(-growth) point\(growth == -1 ? "" : "s") removed" : "a point moved"
  }
}
