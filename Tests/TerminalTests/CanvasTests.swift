import Testing

@testable import Terminal

/// What views draw on, as the text that it holds.
@Suite struct `A canvas` {
  @Test func `is blank at first and keeps its size`() {
    let canvas = Canvas(width: 3, height: 2)
    #expect(canvas.lines == ["", ""])
    #expect(canvas[0, 0] == .blank)
  }

  @Test(arguments: [(-1, 0), (0, -1), (3, 0), (0, 2), (.max, .max), (.min, 0)])
  func `ignores what is drawn outside`(x: Int, y: Int) {
    var canvas = Canvas(width: 3, height: 2)
    canvas[x, y] = Cell("x")
    #expect(canvas == Canvas(width: 3, height: 2))
    #expect(canvas[x, y] == .blank)
  }

  @Test func `may have no cells at all`() {
    var canvas = Canvas(width: -4, height: 0)
    canvas.write("text", x: 0, y: 0)
    canvas.box(width: 4, height: 4, glyphs: .ascii)
    #expect(canvas.lines.isEmpty)
  }

  @Test func `knows which cells have changed`() {
    var before = Canvas(width: 4, height: 2)
    before.write("abcd", x: 0, y: 0)
    var after = before
    after[2, 0] = Cell("C")
    after[1, 1] = Cell(" ", Style(background: .red))
    #expect(changes(of: after, since: before) == ["2,0 C", "1,1  "])
    #expect(changes(of: after, since: after).isEmpty)
    #expect(changes(of: after, since: nil).count == 8)
  }

  private func changes(of canvas: Canvas, since old: Canvas?) -> [String] {
    var found: [String] = []
    canvas.forEachChange(since: old) { x, y, cell in found.append("\(x),\(y) \(cell.character)") }
    return found
  }

  @Test(arguments: [nil, .palette(0), .palette(255), .rgb(0), .rgb(0xFF_FFFF)] as [Color?])
  func `keeps the colours of a cell`(color: Color?) {
    var canvas = Canvas(width: 1, height: 1)
    canvas[0, 0] = Cell("x", Style(foreground: color, background: .rgb(1), attributes: .bold))
    #expect(canvas[0, 0].style.foreground == color)
    #expect(canvas[0, 0].style.background == .rgb(1))
    #expect(canvas[0, 0].style.attributes == .bold)
  }

  @Test func `cuts text at its edges and at a width`() {
    var canvas = Canvas(width: 6, height: 3)
    canvas.write("generation", x: 2, y: 0)
    canvas.write("generation", x: -3, y: 1)
    let used = canvas.write("generation", x: 0, y: 2, maxWidth: 3)
    #expect(canvas.lines == ["  gene", "eratio", "gen"])
    #expect(used == 3)
  }

  @Test(arguments: [
    ("\u{1B}[31mred", "^[[31mred|"), ("a\tb\nc", "a^Ib^Jc|"), ("\u{7F}\u{9B}", "^?<9b>|"),
    ("e\u{301}\u{200D}\u{202E}x", "ex|"), ("\u{2028}", " |"),
  ])
  func `spells control characters out and leaves invisible ones out`(text: String, line: String) {
    var canvas = Canvas(width: 12, height: 1)
    let used = canvas.write(text, x: 0, y: 0)
    canvas.write("|", x: used, y: 0)
    #expect(canvas.lines == [line])
    #expect(used == text.cellCount)
  }

  @Test func `gives wide characters two cells`() {
    var canvas = Canvas(width: 5, height: 1)
    canvas.write("漢字x", x: 0, y: 0)
    #expect(canvas.lines == ["漢字x"])
    #expect(canvas[1, 0].character == Cell.continuation)
    #expect(canvas[4, 0] == Cell("x"))
  }

  @Test func `never keeps half a wide character`() {
    var canvas = Canvas(width: 5, height: 1)
    canvas.write("漢字", x: 0, y: 0)
    canvas[1, 0] = Cell("x")
    canvas[2, 0] = Cell("y")
    canvas[4, 0] = Cell("漢")
    #expect(canvas.lines == [" xy"])
    #expect(canvas.write("漢字", x: 0, y: 0, maxWidth: 3) == 2)
  }

  @Test func `draws a box with its title in the edge`() {
    var canvas = Canvas(width: 12, height: 3)
    canvas.box(width: 12, height: 3, title: "fitness", glyphs: .braille)
    #expect(canvas.lines == ["┌─ fitness ┐", "│          │", "└──────────┘"])
    var narrow = Canvas(width: 8, height: 2)
    narrow.box(width: 8, height: 2, title: "fitness", glyphs: .ascii)
    #expect(narrow.lines == ["+- fitn+", "+------+"])
  }

  @Test func `takes over another canvas, cut to its own edges`() {
    var label = Canvas(width: 4, height: 2)
    label.write("漢ab", x: 0, y: 0)
    label.write("cd字", x: 0, y: 1)
    var canvas = Canvas(width: 6, height: 2, filledWith: Cell("."))
    canvas.paste(label, x: 1, y: 0)
    #expect(canvas.lines == [".漢ab.", ".cd字."])
    canvas.paste(label, x: 3, y: 0)
    #expect(canvas.lines == [".漢漢a", ".cdcd"])
  }

  @Test func `lays a style on the ground of another`() {
    let ground = Style(foreground: .black, background: .yellow)
    let letter = Style(attributes: .bold)
    #expect(
      letter.on(ground)
        == Style(foreground: .black, background: .yellow, attributes: .bold))
  }
}
