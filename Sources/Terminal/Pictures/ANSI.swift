extension Canvas {
  /// The escape sequences that turn a terminal that shows another picture into one that shows
  /// this: only the cells that differ, or all after a picture of another size and after none.
  ///
  /// Colours are sent as the cells hold them: numbers of the palette, or red, green and blue.
  /// What comes before and after is in plain style.
  public func ansi(after previous: Canvas? = nil) -> String {
    let isWhole = previous?.width != width || previous?.height != height
    var writer = ANSIWriter()
    if isWhole { writer.text = "\u{1B}[0m\u{1B}[?25l\u{1B}[H\u{1B}[2J" }
    // After clearing, blanks are there already.
    let known = isWhole ? Canvas(width: width, height: height) : previous ?? self
    for y in 0..<height {
      for x in 0..<width {
        let cell = self[x, y]
        guard cell != known[x, y], cell.character != Cell.continuation else { continue }
        writer.put(cell, x: x, y: y, canvas: self)
      }
    }
    writer.set(.plain)
    return writer.text
  }
}

/// Escape sequences, and the state of the terminal after them.
private struct ANSIWriter {
  var text = ""
  private var style = Style.plain
  /// `nil` at first, and after the last column, where terminals differ.
  private var cursor: (x: Int, y: Int)?

  init() {}

  mutating func put(_ cell: Cell, x: Int, y: Int, canvas: Canvas) {
    move(to: x, y, canvas)
    write(cell)
    let end = x + cell.character.cellWidth
    cursor = end < canvas.width ? (end, y) : nil
  }

  private mutating func write(_ cell: Cell) {
    set(cell.style)
    text.unicodeScalars.append(cell.character)
  }

  private mutating func move(to x: Int, _ y: Int, _ canvas: Canvas) {
    if let cursor, cursor.y == y, cursor.x <= x {
      let gap = x - cursor.x
      let between = (cursor.x..<x).map { canvas[$0, y] }
      // A few characters that are there already are shorter than a sequence that skips them.
      if gap <= 3,
        between.allSatisfy({
          $0.style == style && $0.character.isASCII && $0.character != Cell.continuation
        })
      {
        for cell in between { write(cell) }
      } else if gap > 0 {
        text += gap == 1 ? "\u{1B}[C" : "\u{1B}[\(gap)C"
      }
    } else {
      text += x == 0 ? "\u{1B}[\(y + 1)H" : "\u{1B}[\(y + 1);\(x + 1)H"
    }
  }

  /// Changes what differs; attributes can only be switched off together with all else.
  mutating func set(_ next: Style) {
    guard next != style else { return }
    var codes: [String] = []
    if !style.attributes.isSubset(of: next.attributes) || next == .plain {
      codes.append(next == .plain ? "" : "0")
      style = .plain
    }
    let attributes: [(Attributes, String)] = [
      (.bold, "1"), (.dim, "2"), (.underline, "4"), (.reverse, "7"),
    ]
    let missing = next.attributes.subtracting(style.attributes)
    codes += attributes.filter { missing.contains($0.0) }.map(\.1)
    if next.foreground != style.foreground { codes.append(Self.code(next.foreground, base: 30)) }
    if next.background != style.background { codes.append(Self.code(next.background, base: 40)) }
    text += "\u{1B}[\(codes.joined(separator: ";"))m"
    style = next
  }

  /// - Parameter base: 30 for the foreground, 40 for the background.
  private static func code(_ color: Color?, base: Int) -> String {
    switch color {
    case nil: "\(base + 9)"
    case .palette(let index) where index < 8: "\(base + Int(index))"
    case .palette(let index) where index < 16: "\(base + 52 + Int(index))"
    case .palette(let index): "\(base + 8);5;\(index)"
    case .rgb(let value): "\(base + 8);2;\(value >> 16 & 255);\(value >> 8 & 255);\(value & 255)"
    }
  }
}
