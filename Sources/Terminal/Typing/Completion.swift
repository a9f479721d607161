/// What the last word of a command can become, and which of it is shown.
struct Completion: Equatable, Sendable {
  /// All before the last word.
  let stem: String
  let candidates: [String]
  private(set) var index: Int?

  /// - Returns: `nil` where nothing begins like the last word.
  init?(_ text: String, in model: Model) {
    let word = text.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init)
    let last = word ?? ""
    stem = String(text.dropLast(last.count))
    let words = stem.split(separator: " ").map(String.init)
    let all = LineCommands.candidates(after: words, last, in: model)
    candidates = all.filter { $0.hasPrefix(last.lowercased()) && $0 != last }
    if candidates.isEmpty { return nil }
  }

  /// The text with the next candidate; the only one is followed by a blank.
  mutating func next(by steps: Int) -> String {
    let count = candidates.count
    let place = index.map { ($0 + steps + count) % count } ?? (steps > 0 ? 0 : count - 1)
    index = place
    let word = candidates[place]
    return stem + word + (count == 1 && !word.hasSuffix("=") ? " " : "")
  }
}
