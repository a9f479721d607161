import Evolution

/// Which entries of the hall of fame are shown: `gen>100 test>.9 shape=2-8-2 word`.
///
/// All terms must hold. What is no comparison is looked for in the row as it is written.
struct HallFilter: Equatable, Sendable {
  private enum Term: Equatable, Sendable {
    case word(String)
    case number(String, Comparison, Double)
    case shape(String)
  }

  private enum Comparison: String, CaseIterable, Sendable {
    // Longer ones first: `>=` begins with `>`.
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"
    case equal = "="

    func holds(_ value: Double, _ limit: Double) -> Bool {
      switch self {
      case .atLeast: value >= limit
      case .atMost: value <= limit
      case .above: value > limit
      case .below: value < limit
      // As precise as the table writes it.
      case .equal: abs(value - limit) < 0.000_5
      }
    }
  }

  static let numbers = ["gen", "generation", "fitness", "train", "valid", "test", "genes"]

  private let terms: [Term]

  init(_ text: String) {
    terms = text.split(separator: " ").compactMap { Self.term(String($0)) }
  }

  /// - Returns: `nil` for a comparison that is not finished yet.
  private static func term(_ word: String) -> Term? {
    for comparison in Comparison.allCases {
      guard let range = word.firstRange(of: comparison.rawValue) else { continue }
      let name = word[..<range.lowerBound].lowercased()
      let value = String(word[range.upperBound...])
      if name == "shape", comparison == .equal { return value.isEmpty ? nil : .shape(value) }
      guard numbers.contains(name) else { continue }
      return Double(value).map { .number(name, comparison, $0) }
    }
    return .word(word.lowercased())
  }

  /// What is wrong with a filter that is to stay; `nil` for nothing.
  static func complaint(about text: String) -> String? {
    let unfinished = text.split(separator: " ").first { Self.term(String($0)) == nil }
    return unfinished.map { "'\($0)' needs a value, such as gen>100, test>=.9 or shape=2-8-2." }
  }

  /// - Parameter text: The row as it is written.
  func admits(_ entry: HallOfFame.Entry, text: String) -> Bool {
    terms.allSatisfy { term in
      switch term {
      case .word(let word): text.lowercased().contains(word)
      case .shape(let shape): entry.network?.shape.hasPrefix(shape) ?? false
      case .number(let name, let comparison, let limit):
        Self.value(name, entry).map { comparison.holds($0, limit) } ?? false
      }
    }
  }

  private static func value(_ name: String, _ entry: HallOfFame.Entry) -> Double? {
    switch name {
    case "gen", "generation": Double(entry.generation)
    case "fitness": Double(entry.score.fitness)
    case "test": entry.testAccuracy.map(Double.init)
    case "genes": Double(entry.genes.count)
    default: Double(entry.score.accuracy)
    }
  }
}
