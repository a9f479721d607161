/// What somebody may have meant by a word that there is not.
enum Spelling {
  /// The word that is nearest, if it is near enough; the first of equals.
  static func nearest(to word: String, in words: [String]) -> String? {
    let word = word.lowercased()
    let close = words.first { $0.hasPrefix(word) && !word.isEmpty }
    let limit = max(1, min(3, word.count / 3))
    let scored = words.map { ($0, distance(word, $0)) }.filter { $0.1 <= limit }
    return scored.min { $0.1 < $1.1 }?.0 ?? close
  }

  /// ` Did you mean 'x'?`, or nothing.
  static func hint(for word: String, in words: [String]) -> String {
    nearest(to: word, in: words).map { " Did you mean '\($0)'?" } ?? ""
  }

  /// The least number of letters to be put in, left out, replaced or swapped with their neighbour.
  static func distance(_ first: String, _ second: String) -> Int {
    let (first, second) = (Array(first), Array(second))
    var rows = [Array(0...second.count)]
    for (row, letter) in first.enumerated() {
      var next = [row + 1]
      for (column, other) in second.enumerated() {
        var least = min(
          rows[row][column] + (letter == other ? 0 : 1), rows[row][column + 1] + 1,
          next[column] + 1)
        if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
          least = min(least, rows[row - 1][column - 1] + 1)
        }
        next.append(least)
      }
      rows.append(next)
    }
    return rows[first.count][second.count]
  }
}
