/// Names cut so that they can still be told apart: `sep…len`, `sep…wid`, `pet…len`, `pet…wid`.
enum ShortNames {
  /// Each name in at most so many cells.
  ///
  /// What all end with says nothing. Of what is left the first letters of each word are kept, of a
  /// single word its beginning or, if that does not tell them apart, the beginning and the end.
  static func fitted(_ names: [String], _ width: Int, _ glyphs: GlyphSet) -> [String] {
    guard names.contains(where: { $0.cellCount > width }) else { return names }
    let joint = String(Character(glyphs.ellipsis))
    let words = withoutCommonEnd(names.map(words))
    let byWords = zip(names, words).map { name, words in
      name.cellCount <= width
        ? name : initials(words, width, joint) ?? beginning(name, width, joint)
    }
    guard Set(byWords).count < Set(names).count else { return byWords }
    let byEnds = names.map { $0.cellCount <= width ? $0 : ends($0, width, joint) }
    return Set(byEnds).count > Set(byWords).count ? byEnds : byWords
  }

  private static func words(_ name: String) -> [String] {
    name.split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  private static func withoutCommonEnd(_ names: [[String]]) -> [[String]] {
    var names = names
    while let last = names.first?.last, names.count > 1,
      names.allSatisfy({ $0.count > 1 && $0.last == last })
    {
      for index in names.indices { names[index].removeLast() }
    }
    return names
  }

  /// As many letters of each word as there is room for, the first words first; `nil` if there are
  /// too many words for that, or one that has no letters.
  private static func initials(_ words: [String], _ width: Int, _ joint: String) -> String? {
    let room = width - (words.count - 1)
    guard words.count > 1, room >= words.count * 2 || room >= words.count && width < 6 else {
      return nil
    }
    var counts = words.map { _ in 0 }
    var left = room
    while left > 0,
      let next = counts.indices.filter({ counts[$0] < words[$0].count })
        .min(by: { counts[$0] < counts[$1] })
    {
      counts[next] += 1
      left -= 1
    }
    let text = zip(words, counts).map { String($0.prefix($1)) }.joined(separator: joint)
    return text.cellCount <= width ? text : nil
  }

  /// In few cells a letter says more than a sign that there are more.
  private static func beginning(_ name: String, _ width: Int, _ joint: String) -> String {
    let text = width < 6 ? String(name.prefix(width)) : name.prefix(width - 1) + joint
    return text.cellCount <= width ? text : ends(name, width, joint)
  }

  /// The beginning and the end.
  private static func ends(_ name: String, _ width: Int, _ joint: String) -> String {
    guard name.cellCount > width else { return name }
    guard width > 2 else { return String(name.prefix(width)) }
    let tail = (width - 1) / 2
    let text = name.prefix(width - 1 - tail) + joint + name.suffix(tail)
    return text.cellCount <= width ? String(text) : String(name.prefix(width / 2))
  }
}
