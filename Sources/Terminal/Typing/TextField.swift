/// One line of text with a cursor in it: what values, commands and filters are typed into.
public struct TextField: Equatable, Sendable {
  public private(set) var characters: [Character] = []
  /// Before which character the next one goes: 0…count.
  public private(set) var cursor = 0

  /// Longer lines are cut: nobody types that much, and a paste may be anything.
  static let limit = 400

  public init(_ text: String = "") {
    replace(with: text)
  }

  public var text: String { String(characters) }
  public var isAtEnd: Bool { cursor == characters.count }

  public mutating func replace(with text: String) {
    characters = Array(Self.line(text).prefix(Self.limit))
    cursor = characters.count
  }

  public mutating func insert(_ text: String) {
    let new = Self.line(text).prefix(Self.limit - characters.count)
    characters.insert(contentsOf: new, at: cursor)
    cursor += new.count
  }

  /// Moves the cursor or changes the text.
  ///
  /// - Returns: false for a key that means nothing in a line of text.
  public mutating func press(_ key: Key) -> Bool {
    switch key {
    case .character(let character): insert(String(character))
    case .left: cursor = max(0, cursor - 1)
    case .right: cursor = min(characters.count, cursor + 1)
    case .shiftLeft: cursor = wordStart
    case .shiftRight: cursor = wordEnd
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = characters.count
    case .backspace, .control("h"): remove(from: max(0, cursor - 1), to: cursor)
    case .delete, .control("d"): remove(from: cursor, to: min(characters.count, cursor + 1))
    case .control("u"): remove(from: 0, to: cursor)
    case .control("k"): remove(from: cursor, to: characters.count)
    case .control("w"): remove(from: wordStart, to: cursor)
    default: return false
    }
    return true
  }

  private mutating func remove(from start: Int, to end: Int) {
    characters.removeSubrange(start..<end)
    cursor = start
  }

  private var wordStart: Int {
    var place = cursor
    while place > 0, characters[place - 1] == " " { place -= 1 }
    while place > 0, characters[place - 1] != " " { place -= 1 }
    return place
  }

  private var wordEnd: Int {
    var place = cursor
    while place < characters.count, characters[place] == " " { place += 1 }
    while place < characters.count, characters[place] != " " { place += 1 }
    return place
  }

  /// In one line, without what a terminal would take for a command.
  private static func line(_ text: String) -> String {
    let words = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return String(
      words.map { $0 == "\t" ? " " : $0 }.filter { character in
        character.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
      })
  }
}

extension Canvas {
  /// Writes a line that is being typed, with its cursor in reverse video; a line that is longer
  /// than there is room for is scrolled to the cursor.
  mutating func write(
    _ field: TextField, x: Int, y: Int, width: Int, style: Style, _ glyphs: GlyphSet
  ) {
    guard width > 0 else { return }
    var start = 0
    func cells(_ range: Range<Int>) -> Int { String(field.characters[range]).cellCount }
    let under = field.isAtEnd ? 1 : max(1, cells(field.cursor..<field.cursor + 1))
    while start < field.cursor, cells(start..<field.cursor) + under > width { start += 1 }
    var column = x
    for (index, character) in (field.characters + [" "]).enumerated().dropFirst(start) {
      let text = String(character)
      guard column + max(1, text.cellCount) <= x + width else { break }
      let isCursor = index == field.cursor
      column += write(
        text, x: column, y: y, style: isCursor ? style.adding(.reverse) : style)
    }
  }
}
