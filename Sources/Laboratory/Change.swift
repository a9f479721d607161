import Evolution

/// A change of a setting, and when it took effect.
public struct Change: Codable, Equatable, Sendable {
  /// It acted before this generation was bred.
  public let generation: Int
  public let name: String
  public let old: ParameterValue
  public let new: ParameterValue
  /// What else it did, in a sentence; empty for nothing.
  public var consequence: String
  /// Of the generation before it; `nil` before the first, and in recordings of older versions.
  public var before: Measures?
  /// Of the last of the `Change.span` generations that began with it.
  public var after: Measures?

  /// After so many generations a change is looked back at.
  public static let span = 20

  public init(
    generation: Int, name: String, old: ParameterValue, new: ParameterValue, consequence: String,
    before: Measures? = nil, after: Measures? = nil
  ) {
    self.generation = generation
    self.name = name
    self.old = old
    self.new = new
    self.consequence = consequence
    self.before = before
    self.after = after
  }

  /// As people write it: `mutation-rate 0.08 → 0.12`.
  public var summary: String {
    guard name != PointEdits.name else {
      return Self.summary(ofPoints: old.description, new.description)
    }
    return "\(name) \(Self.short(old)) → \(Self.short(new))"
  }

  /// What one text of ``PointEdits`` does more or less than another.
  public static func summary(ofPoints old: String, _ new: String) -> String {
    if new.isEmpty { return "points as they were" }
    let growth = pointCount(new) - pointCount(old)
    return growth > 0
      ? "\(growth) point\(growth == 1 ? "" : "s") added"
      : growth < 0 ? "\(-growth) point\(growth == -1 ? "" : "s") removed" : "a point moved"
  }

  /// Points added without those taken away: from the beginnings of the words, since this is asked for
  /// with every picture.
  private static func pointCount(_ text: String) -> Int {
    var count = 0
    var isBeginning = true
    for byte in text.utf8 {
      if isBeginning, byte == UInt8(ascii: "+") { count += 1 }
      if isBeginning, byte == UInt8(ascii: "-") { count -= 1 }
      isBeginning = byte == UInt8(ascii: " ")
    }
    return count
  }

  /// At most four digits that tell something, as whole numbers have all of theirs.
  private static func short(_ value: ParameterValue) -> String {
    guard let number = value.number, number.isFinite, number != number.rounded() else {
      return value.description
    }
    var scale = 1.0
    while abs(number) * scale < 1000, scale < 1e15 { scale *= 10 }
    return ParameterValue.number((number * scale).rounded() / scale).description
  }
}

/// How well a generation did: what a change is judged by.
public struct Measures: Codable, Equatable, Sendable {
  /// Of the fitness; `nil` where none is finite, or where it came to mean something else.
  public var best: Float?
  public var mean: Float?
  public var diversity: Float?
  /// The champion's accuracy on the samples held back; `nil` where it is not looked at.
  public var test: Float?

  public init(best: Float?, mean: Float?, diversity: Float?, test: Float?) {
    self.best = best
    self.mean = mean
    self.diversity = diversity
    self.test = test
  }

  /// What remains where the fitness came to mean something else.
  mutating func forgetScores() {
    (best, mean, test) = (nil, nil, nil)
  }
}

extension Session {
  /// Of the generation last bred; `nil` before the first.
  var measures: Measures? {
    guard let statistics else { return nil }
    func finite(_ value: Float?) -> Float? { value.flatMap { $0.isFinite ? $0 : nil } }
    return Measures(
      best: finite(statistics.best), mean: finite(statistics.mean),
      diversity: finite(statistics.diversity), test: finite(hallOfFame.champion?.testAccuracy))
  }

  /// Looks back at the changes that the generation now bred is the last of.
  mutating func measureChanges() {
    let due = generation + 1 - Change.span
    for index in changes.indices.reversed() {
      guard changes[index].generation >= due else { break }
      if changes[index].generation == due { changes[index].after = measures }
    }
  }
}
