/// A small terminal emulator: bytes in, lines of text out.
///
/// It knows what curses sends to xterm-256color, and keeps no colours.
struct ScreenParser {
  private(set) var width: Int
  private(set) var height: Int
  private(set) var isAlternate = false
  private(set) var isCursorVisible = true
  private(set) var isPasteBracketed = false
  private(set) var isFocusReported = false
  private(set) var isMouseReported = false
  /// The place of the cursor, from 0.
  private(set) var x = 0
  private(set) var y = 0
  private(set) var title = ""

  private var rows: [[Character]]
  private var mainRows: [[Character]] = []
  private var saved = (x: 0, y: 0)
  private var top = 0
  private var bottom: Int
  private var isWrapPending = false
  private var isGraphic = false
  private var lastCharacter: Character = " "
  private var pending: [UInt8] = []

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    bottom = height - 1
    rows = Self.blank(width, height)
  }

  /// The rows without trailing blanks.
  var lines: [String] {
    rows.map { row in
      let end = row.lastIndex { $0 != " " && $0 != "\0" }.map { $0 + 1 } ?? 0
      return String(row[..<end].filter { $0 != "\0" })
    }
  }

  var text: String { lines.joined(separator: "\n") }

  /// Keeps the top left part, as xterm does.
  mutating func resize(width: Int, height: Int) {
    rows = Self.fit(rows, width, height)
    mainRows = mainRows.isEmpty ? [] : Self.fit(mainRows, width, height)
    self.width = width
    self.height = height
    (top, bottom) = (0, height - 1)
    x = min(x, width - 1)
    y = min(y, height - 1)
    isWrapPending = false
  }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      pending.append(byte)
      if let action = Self.parse(pending) {
        pending = []
        perform(action)
      }
    }
  }

  private static func blank(_ width: Int, _ height: Int) -> [[Character]] {
    Array(repeating: Array(repeating: " ", count: width), count: height)
  }

  private static func fit(_ rows: [[Character]], _ width: Int, _ height: Int) -> [[Character]] {
    var result = blank(width, height)
    for (y, row) in rows.prefix(height).enumerated() {
      result[y].replaceSubrange(0..<min(width, row.count), with: row.prefix(width))
    }
    return result
  }

  // MARK: Bytes

  private enum Action {
    case print(Character)
    case control(UInt8)
    case escape(UInt8)
    case charset(UInt8)
    case sequence(isPrivate: Bool, [Int?], UInt8)
    case title(String)
    case ignore
  }

  /// What a run of bytes means, or nil as long as it is not complete.
  private static func parse(_ bytes: [UInt8]) -> Action? {
    let first = bytes[0]
    if first == 0x1B { return parseEscape(bytes) }
    if first < 0x20 || first == 0x7F { return .control(first) }
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard bytes.count >= length else { return nil }
    return .print(String(decoding: bytes, as: UTF8.self).first ?? "\u{FFFD}")
  }

  private static func parseEscape(_ bytes: [UInt8]) -> Action? {
    guard bytes.count > 1, let last = bytes.last else { return nil }
    switch bytes[1] {
    case UInt8(ascii: "["):
      guard bytes.count > 2, (0x40...0x7E).contains(last) else { return nil }
      let isPrivate = bytes[2] == UInt8(ascii: "?")
      let digits = bytes[(isPrivate ? 3 : 2)..<(bytes.count - 1)]
      let numbers = digits.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        .map { Int(String(decoding: $0, as: UTF8.self)) }
      return .sequence(isPrivate: isPrivate, numbers, last)
    case UInt8(ascii: "]"):
      let isEnded = last == 7 || (last == UInt8(ascii: "\\") && bytes[bytes.count - 2] == 0x1B)
      guard isEnded else { return nil }
      let body = bytes.dropFirst(2).drop { $0 != UInt8(ascii: ";") }.dropFirst()
      return .title(String(decoding: body.dropLast(last == 7 ? 1 : 2), as: UTF8.self))
    case UInt8(ascii: "("):
      return bytes.count < 3 ? nil : .charset(last)
    case UInt8(ascii: ")"), UInt8(ascii: "#"), UInt8(ascii: "%"):
      return bytes.count < 3 ? nil : .ignore
    default:
      return .escape(last)
    }
  }

  private mutating func perform(_ action: Action) {
    switch action {
    case .print(let character): print(isGraphic ? Self.graphic(character) : character)
    case .control(let byte): control(byte)
    case .escape(let byte): escape(byte)
    case .charset(let byte): isGraphic = byte == UInt8(ascii: "0")
    case .sequence(true, let numbers, let final): setMode(numbers, final)
    case .sequence(false, let numbers, let final): sequence(numbers, final)
    case .title(let text): title = text
    case .ignore: break
    }
  }

  /// The line drawing characters of the VT100.
  private static func graphic(_ character: Character) -> Character {
    let table: [Character: Character] = [
      "j": "┘", "k": "┐", "l": "┌", "m": "└", "n": "┼", "q": "─", "t": "├", "u": "┤", "v": "┴",
      "w": "┬", "x": "│", "a": "▒", "~": "·", "`": "◆", "f": "°", "g": "±",
    ]
    return table[character] ?? character
  }

  private mutating func print(_ character: Character) {
    let isWide = Self.isWide(character)
    if isWrapPending || (isWide && x == width - 1) {
      x = 0
      lineFeed()
    }
    rows[y][x] = character
    if isWide, x + 1 < width { rows[y][x + 1] = "\0" }
    blankHalves()
    lastCharacter = character
    x += isWide ? 2 : 1
    isWrapPending = x >= width
    x = min(x, width - 1)
  }

  private static func isWide(_ character: Character) -> Bool {
    switch character.unicodeScalars.first?.value ?? 0 {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60,
      0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  private mutating func control(_ byte: UInt8) {
    if byte != 7 { isWrapPending = false }
    switch byte {
    case 8: x = max(0, x - 1)
    case 9: x = min(width - 1, (x / 8 + 1) * 8)
    case 10, 11, 12: lineFeed()
    case 13: x = 0
    default: break
    }
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "7"): saved = (x, y)
    case UInt8(ascii: "8"): (x, y) = (min(saved.x, width - 1), min(saved.y, height - 1))
    case UInt8(ascii: "D"): lineFeed()
    case UInt8(ascii: "E"):
      x = 0
      lineFeed()
    case UInt8(ascii: "M"):
      if y == top { scroll(top...bottom, by: -1) } else { y = max(0, y - 1) }
    case UInt8(ascii: "c"): self = ScreenParser(width: width, height: height)
    default: break
    }
    isWrapPending = false
  }

  private mutating func lineFeed() {
    isWrapPending = false
    if y == bottom { scroll(top...bottom, by: 1) } else { y = min(height - 1, y + 1) }
  }

  /// Moves rows up by a count, or down if it is negative, and blanks what comes in.
  private mutating func scroll(_ range: ClosedRange<Int>, by count: Int) {
    guard let first = range.first, let last = range.last else { return }
    let amount = min(abs(count), range.count)
    let fresh = Self.blank(width, amount)
    if count > 0 {
      rows.replaceSubrange(range, with: rows[(first + amount)..<(last + 1)] + fresh)
    } else {
      rows.replaceSubrange(range, with: fresh + rows[first..<(last + 1 - amount)])
    }
  }

  // MARK: Sequences

  private mutating func setMode(_ numbers: [Int?], _ final: UInt8) {
    let isOn = final == UInt8(ascii: "h")
    guard isOn || final == UInt8(ascii: "l") else { return }
    for number in numbers {
      switch number {
      case 25: isCursorVisible = isOn
      case 2004: isPasteBracketed = isOn
      case 1004: isFocusReported = isOn
      case 1000, 1002, 1003: isMouseReported = isOn
      case 1049, 1047, 47: setAlternate(isOn)
      default: break
      }
    }
  }

  private mutating func setAlternate(_ isOn: Bool) {
    guard isOn != isAlternate else { return }
    isAlternate = isOn
    if isOn {
      mainRows = rows
      saved = (x, y)
      rows = Self.blank(width, height)
    } else {
      rows = mainRows
      (x, y) = (min(saved.x, width - 1), min(saved.y, height - 1))
    }
    isWrapPending = false
  }

  private mutating func sequence(_ numbers: [Int?], _ final: UInt8) {
    let first = numbers.first ?? nil
    let count = max(1, first ?? 1)
    if final == UInt8(ascii: "b") {
      for _ in 0..<count { print(lastCharacter) }
      return
    }
    if final == UInt8(ascii: "m") { return }
    isWrapPending = false
    switch final {
    case UInt8(ascii: "A"): y = max(y >= top ? top : 0, y - count)
    case UInt8(ascii: "B"): y = min(y <= bottom ? bottom : height - 1, y + count)
    case UInt8(ascii: "C"): x = min(width - 1, x + count)
    case UInt8(ascii: "D"): x = max(0, x - count)
    case UInt8(ascii: "E"): (x, y) = (0, min(height - 1, y + count))
    case UInt8(ascii: "F"): (x, y) = (0, max(0, y - count))
    case UInt8(ascii: "G"), UInt8(ascii: "`"): x = min(width, count) - 1
    case UInt8(ascii: "d"): y = min(height, count) - 1
    case UInt8(ascii: "H"), UInt8(ascii: "f"):
      let column = numbers.count > 1 ? numbers[1] ?? 1 : 1
      (x, y) = (min(width, max(1, column)) - 1, min(height, count) - 1)
    case UInt8(ascii: "J"): eraseScreen(first ?? 0)
    case UInt8(ascii: "K"): eraseLine(first ?? 0)
    case UInt8(ascii: "X"): blankCells(x..<min(width, x + count))
    case UInt8(ascii: "@"): shiftCells(by: count)
    case UInt8(ascii: "P"): shiftCells(by: -count)
    case UInt8(ascii: "L") where (top...bottom).contains(y): scroll(y...bottom, by: -count)
    case UInt8(ascii: "M") where (top...bottom).contains(y): scroll(y...bottom, by: count)
    case UInt8(ascii: "S"): scroll(top...bottom, by: count)
    case UInt8(ascii: "T"): scroll(top...bottom, by: -count)
    case UInt8(ascii: "Z"): x = max(0, ((x + 7) / 8 - count) * 8)
    case UInt8(ascii: "r"): setRegion(first, numbers.count > 1 ? numbers[1] : nil)
    case UInt8(ascii: "s"): saved = (x, y)
    case UInt8(ascii: "u"): (x, y) = (min(saved.x, width - 1), min(saved.y, height - 1))
    default: break
    }
  }

  private mutating func setRegion(_ first: Int?, _ last: Int?) {
    let newTop = max(1, first ?? 1) - 1
    let newBottom = min(height, last ?? height) - 1
    guard newTop < newBottom else { return }
    (top, bottom) = (newTop, newBottom)
    (x, y) = (0, 0)
  }

  private mutating func blankCells(_ range: Range<Int>) {
    for column in range { rows[y][column] = " " }
    blankHalves()
  }

  /// Blanks what is left of wide characters in the cursor's row that lost their other half.
  private mutating func blankHalves() {
    for column in 0..<width {
      let isHalf = rows[y][column] == "\0"
      let needsHalf = column > 0 && Self.isWide(rows[y][column - 1])
      if isHalf && !needsHalf { rows[y][column] = " " }
      if !isHalf && needsHalf { rows[y][column - 1] = " " }
    }
  }

  private mutating func eraseLine(_ part: Int) {
    switch part {
    case 0: blankCells(x..<width)
    case 1: blankCells(0..<(x + 1))
    default: blankCells(0..<width)
    }
  }

  private mutating func eraseScreen(_ part: Int) {
    let blankRow = Array(repeating: Character(" "), count: width)
    if part < 2 { eraseLine(part) }
    for row in 0..<height where part >= 2 || (part == 0 ? row > y : row < y) {
      rows[row] = blankRow
    }
  }

  /// Inserts blanks at the cursor, or takes cells away if the count is negative.
  private mutating func shiftCells(by count: Int) {
    let amount = min(abs(count), width - x)
    let fresh = Array(repeating: Character(" "), count: amount)
    if count > 0 {
      rows[y].insert(contentsOf: fresh, at: x)
      rows[y].removeLast(amount)
    } else {
      rows[y].removeSubrange(x..<(x + amount))
      rows[y] += fresh
    }
    blankHalves()
  }
}
