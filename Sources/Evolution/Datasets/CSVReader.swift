/// Cuts text into rows and rows into cells, as RFC 4180 has it and people bend it.
///
/// Cells are separated by commas, semicolons or tabs, whichever the first row has most of,
/// and may stand in double quotes, in which a doubled quote stands for one. Blank lines and
/// lines that start with `#` are skipped. Lines end with LF, CRLF or CR.
struct CSVReader {
  /// A cell without its quotes and the spaces around it.
  struct Cell {
    let bytes: ArraySlice<UInt8>
    /// Whether doubled quotes in it stand for one.
    let hasDoubledQuotes: Bool

    /// `nil` if it is not valid UTF-8.
    var text: String? {
      guard hasDoubledQuotes else { return String(validating: bytes, as: UTF8.self) }
      var kept: [UInt8] = []
      var isSecond = false
      for byte in bytes {
        isSecond = byte == .quote && !isSecond
        if byte != .quote || isSecond { kept.append(byte) }
      }
      return String(validating: kept, as: UTF8.self)
    }
  }

  let file: String
  /// The row that `next` has read.
  private(set) var cells: [Cell] = []
  /// The line on which that row begins, counted from 1.
  private(set) var line = 0

  private let bytes: [UInt8]
  private var position = 0
  private var currentLine = 1
  private var separator: UInt8?

  /// - Throws: `malformed` where the bytes are no text.
  init(_ bytes: [UInt8], file: String) throws(DatasetError) {
    self.bytes = bytes
    self.file = file
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    // C1 controls are 0xC2 0x80 to 0xC2 0x9F in UTF-8.
    let second = bytes.indices.dropFirst().first {
      bytes[$0] >= 0x80 && bytes[$0] < 0xA0 && bytes[$0 - 1] == 0xC2
    }
    if let binary = bytes.firstIndex(where: \.isControl) ?? second {
      let line = bytes[..<binary].count { $0 == .newline } + 1
      throw .malformed(
        file: file, line: line,
        "This is not a text file in UTF-8: it holds the byte \(bytes[binary]). "
          + "CSV files are read, and images from IDX and PGM files.")
    }
  }

  /// Reads the next row into `cells`; false at the end.
  mutating func next() throws(DatasetError) -> Bool {
    cells.removeAll(keepingCapacity: true)
    while position < bytes.count {
      let start = firstNonBlank(from: position)
      if start == bytes.count || bytes[start].isLineEnd {
        position = start
        skipLineEnd()
      } else if bytes[start] == UInt8(ascii: "#") {
        position = endOfLine(from: start)
        skipLineEnd()
      } else {
        line = currentLine
        if separator == nil { separator = mostFrequentSeparator(from: start) }
        repeat { try readCell() } while skipSeparator()
        skipLineEnd()
        return true
      }
    }
    return false
  }

  private mutating func readCell() throws(DatasetError) {
    position = firstNonBlank(from: position)
    guard position < bytes.count, bytes[position] == .quote else {
      let start = position
      while position < bytes.count, bytes[position] != separator, !bytes[position].isLineEnd {
        position += 1
      }
      var end = position
      while end > start, bytes[end - 1].isBlank { end -= 1 }
      cells.append(Cell(bytes: bytes[start..<end], hasDoubledQuotes: false))
      return
    }
    try readQuotedCell()
  }

  private mutating func readQuotedCell() throws(DatasetError) {
    let opening = currentLine
    position += 1
    let start = position
    var hasDoubledQuotes = false
    while true {
      guard position < bytes.count else {
        throw .malformed(file: file, line: opening, "A quote is opened here but never closed.")
      }
      if bytes[position] == .quote {
        guard position + 1 < bytes.count, bytes[position + 1] == .quote else { break }
        hasDoubledQuotes = true
        position += 2
      } else if bytes[position].isLineEnd {
        skipLineEnd()
      } else {
        position += 1
      }
    }
    cells.append(Cell(bytes: bytes[start..<position], hasDoubledQuotes: hasDoubledQuotes))
    position = firstNonBlank(from: position + 1)
    guard
      position == bytes.count || bytes[position] == separator || bytes[position].isLineEnd
    else {
      throw .malformed(
        file: file, line: currentLine,
        "After a closing quote there must be a separator or the end of the line.")
    }
  }

  private mutating func skipSeparator() -> Bool {
    guard position < bytes.count, bytes[position] == separator else { return false }
    position += 1
    return true
  }

  private mutating func skipLineEnd() {
    guard position < bytes.count else { return }
    let isPair =
      bytes[position] == .carriageReturn && position + 1 < bytes.count
      && bytes[position + 1] == .newline
    position += isPair ? 2 : 1
    currentLine += 1
  }

  /// Where something begins that is no space, and no tab unless tabs separate.
  private func firstNonBlank(from start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index].isBlank, bytes[index] != separator { index += 1 }
    return index
  }

  private func endOfLine(from start: Int) -> Int {
    var index = start
    while index < bytes.count, !bytes[index].isLineEnd { index += 1 }
    return index
  }

  private func mostFrequentSeparator(from start: Int) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in bytes[start...] {
      if byte == .quote { isQuoted.toggle() }
      if isQuoted { continue }
      if byte.isLineEnd { break }
      counts[byte, default: 0] += 1
    }
    // Of equally many the first: in 1,5;2,5;a the commas are decimal ones.
    var best = UInt8.tab
    for candidate in [UInt8(ascii: ";"), UInt8(ascii: ",")]
    where counts[candidate, default: 0] > counts[best, default: 0] {
      best = candidate
    }
    return best
  }
}

extension UInt8 {
  fileprivate static let quote = UInt8(ascii: "\"")
  fileprivate static let newline = UInt8(ascii: "\n")
  fileprivate static let carriageReturn = UInt8(ascii: "\r")
  fileprivate static let tab = UInt8(ascii: "\t")

  fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == .tab }
  fileprivate var isLineEnd: Bool { self == .newline || self == .carriageReturn }
  /// What no text holds: escape sequences and zeros, but neither tabs nor line ends.
  fileprivate var isControl: Bool { (self < 0x20 && self != .tab && !isLineEnd) || self == 0x7F }
}
