import Foundation
import Testing

@testable import Terminal

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite struct `A picture as SVG` {
  @Test(arguments: [ThemeName.light, .contrast], GlyphSet.allCases)
  func `holds the text and the dots of the canvas`(theme: ThemeName, glyphs: GlyphSet) throws {
    let capabilities = Capabilities(colors: .truecolor, glyphs: glyphs, theme: theme)
    let canvas = compose(Fixture.model(), capabilities)
    let drawing = try Drawing(canvas.svg(capabilities.theme, title: "The lab"))
    #expect(drawing.title == "The lab")
    #expect(drawing.lines(canvas.height) == Self.letters(of: canvas))
    let dots = canvas.lines.joined().unicodeScalars.reduce(0) { sum, scalar in
      (0x2800..<0x2900).contains(scalar.value)
        ? sum + Int(scalar.value - 0x2800).nonzeroBitCount : sum
    }
    #expect(drawing.dotCount == dots)
    #expect((dots > 0) == glyphs.hasBraille)
  }

  @Test func `is small`() {
    let capabilities = Capabilities(colors: .truecolor, glyphs: .braille)
    let svg = compose(Fixture.model(), capabilities).svg(capabilities.theme, title: "The lab")
    #expect(svg.utf8.count < 40_000)
  }

  @Test func `cannot be broken by what it shows`() throws {
    var canvas = Canvas(width: 30, height: 2)
    canvas.write("<b>&\"'\u{1B}[31m ]]>", x: 0, y: 0)
    canvas.write("漢字 é 🐈x", x: 0, y: 1, style: Style(attributes: [.bold, .underline]))
    let svg = canvas.svg(
      Theme(depth: .mono), title: "<title> & co\u{7}", description: "\"a\" < b")
    let drawing = try Drawing(svg)
    #expect(drawing.title == "<title> & co^G")
    #expect(drawing.words == "\"a\" < b")
    #expect(drawing.lines(2) == ["<b>&\"'^[[31m]]>", "漢字é🐈x"])
    // Wide ones at their places; blanks are underlined too.
    #expect(drawing.texts.map(\.x) == [0, 0, 20, 40, 70, 90])
    #expect(svg.contains("font-weight:700;text-decoration:underline"))
  }

  @Test func `merges grounds, and swaps them with the ink where they are reversed`() throws {
    var canvas = Canvas(width: 6, height: 4)
    let blue = Style(background: .rgb(0x0000FF))
    canvas.fill(x: 1, y: 1, width: 4, height: 2, with: Cell(" ", blue))
    canvas[2, 1] = Cell("a", Style(foreground: .rgb(0x0000FF), attributes: .reverse))
    let theme = Theme(depth: .truecolor)
    let svg = canvas.svg(theme, title: "t")
    #expect(svg.contains("fill=\"#0000ff\" d=\"M10 20h40v40h-40z\""))
    let ground = String(theme.ground.background.hexadecimal, radix: 16)
    #expect(svg.contains("fill:#\(ground)"))
  }

  @Test func `makes dim text fainter`() throws {
    var canvas = Canvas(width: 2, height: 1)
    let white = Style(foreground: .rgb(0xFFFFFF), background: .rgb(0), attributes: .dim)
    canvas[0, 0] = Cell("a", white)
    #expect(canvas.svg(Theme(depth: .truecolor), title: "t").contains("fill:#999999"))
  }

  @Test func `of nothing is one`() throws {
    let drawing = try Drawing(
      Canvas(width: 0, height: 0).svg(Theme(depth: .mono), title: "nothing"))
    #expect(drawing.texts.isEmpty)
  }

  /// What is written, not drawn, without blanks.
  private static func letters(of canvas: Canvas) -> [String] {
    canvas.lines.map { line in
      String(
        String.UnicodeScalarView(line.unicodeScalars.filter { $0 != " " && SVGShape($0) == nil }))
    }
  }
}

/// An SVG document, read by a parser of XML.
private final class Drawing: NSObject, XMLParserDelegate {
  struct Text {
    let x: Int
    let y: Int
    var words = ""
  }

  private(set) var texts: [Text] = []
  private(set) var title = ""
  private(set) var words = ""
  private(set) var dotCount = 0
  private var element = ""

  init(_ svg: String) throws {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    guard parser.parse() else {
      throw Broken(description: "\(String(describing: parser.parserError))")
    }
  }

  struct Broken: Error, CustomStringConvertible {
    let description: String
  }

  /// The words of each row of cells, from the left, without blanks.
  func lines(_ count: Int) -> [String] {
    (0..<count).map { row in
      texts.filter { $0.y == row * SVGShape.height + SVGShape.baseline }.sorted { $0.x < $1.x }
        .map { $0.words.filter { $0 != " " } }.joined()
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    element = name
    if name == "text" {
      texts.append(Text(x: Int(attributes["x"] ?? "") ?? -1, y: Int(attributes["y"] ?? "") ?? -1))
    }
    if attributes["stroke-linecap"] == "round" {
      dotCount += (attributes["d"] ?? "").split(separator: "h0").count
    }
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    switch element {
    case "title": title += text
    case "desc": words += text
    case "text": if !texts.isEmpty { texts[texts.count - 1].words += text }
    default: break
    }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    element = ""
  }
}

@Suite struct `A picture as escape sequences` {
  @Test(arguments: ColorDepth.allCases, [ThemeName.safe, .contrast])
  func `shows every cell, at once and after another picture`(depth: ColorDepth, theme: ThemeName) {
    var model = Fixture.model()
    let capabilities = Capabilities(colors: depth, glyphs: .braille, theme: theme)
    var terminal = CellTerminal(width: 80, height: 24)
    var last: Canvas?
    for key: Key in ["1", "T", "?", .escape, "z", "y", "t", "3", .down, "Y"] {
      model.press(key)
      let canvas = compose(model, capabilities)
      terminal.feed(canvas.ansi(after: last))
      #expect(terminal.differences(from: canvas) == [])
      last = canvas
    }
  }

  @Test func `shows any characters and styles`() {
    var random = Numbers()
    let letters: [Unicode.Scalar] = [" ", " ", "a", "漢", "é", "⣿", "█", "🐈"]
    let colors: [Color?] = [nil, .red, .blue.bright, .palette(200), .rgb(0x123456)]
    var terminal = CellTerminal(width: 13, height: 5)
    var canvas = Canvas(width: 13, height: 5)
    var last: Canvas?
    for _ in 0..<300 {
      for _ in 0..<random.next(below: 20) {
        let style = Style(
          foreground: colors[random.next(below: 5)], background: colors[random.next(below: 5)],
          attributes: Attributes(rawValue: UInt8(random.next(below: 16))))
        canvas[random.next(below: 13), random.next(below: 5)] = Cell(
          letters[random.next(below: letters.count)], style)
      }
      terminal.feed(canvas.ansi(after: last))
      #expect(terminal.differences(from: canvas) == [])
      last = canvas
    }
  }

  @Test func `is empty where nothing changed, and short where little did`() {
    var canvas = Canvas(width: 80, height: 24)
    canvas.write("generation 128", x: 3, y: 5)
    let before = canvas
    #expect(canvas.ansi(after: before).isEmpty)
    canvas.write("129", x: 14, y: 5)
    #expect(canvas.ansi(after: before) == "\u{1B}[6;17H9")
    canvas.write("x", x: 19, y: 5, style: Style(foreground: .rgb(0xFF8000), attributes: .bold))
    #expect(canvas.ansi(after: before) == "\u{1B}[6;17H9  \u{1B}[1;38;2;255;128;0mx\u{1B}[m")
    #expect(
      Canvas(width: 3, height: 1).ansi(after: before) == "\u{1B}[0m\u{1B}[?25l\u{1B}[H\u{1B}[2J")
  }
}

/// The same numbers each time: Knuth's linear congruence.
private struct Numbers {
  private var state: UInt64 = 1

  mutating func next(below limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
}

/// A terminal with colours, for the sequences that pictures are made of.
private struct CellTerminal {
  private var canvas: Canvas
  private var style = Style.plain
  private var x = 0
  private var y = 0

  init(width: Int, height: Int) {
    canvas = Canvas(width: width, height: height)
  }

  func differences(from other: Canvas) -> [String] {
    var differences: [String] = []
    for y in 0..<other.height {
      for x in 0..<other.width where canvas[x, y] != other[x, y] {
        differences.append("\(x), \(y): \(canvas[x, y]) is not \(other[x, y])")
      }
    }
    return differences
  }

  mutating func feed(_ text: String) {
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      guard scalar == "\u{1B}" else {
        canvas[x, y] = Cell(scalar, style)
        x += scalar.cellWidth
        continue
      }
      _ = scalars.popFirst()
      let body = scalars.prefix { !$0.properties.isAlphabetic }
      scalars = scalars.dropFirst(body.count)
      perform(
        scalars.popFirst() ?? " ",
        String(body).split(separator: ";", omittingEmptySubsequences: false).map { Int($0) })
    }
    #expect(style == .plain, "the next picture begins in plain style")
  }

  private mutating func perform(_ final: Unicode.Scalar, _ numbers: [Int?]) {
    switch final {
    case "H":
      y = (numbers[0] ?? 1) - 1
      x = numbers.count > 1 ? (numbers[1] ?? 1) - 1 : 0
    case "C": x += numbers[0] ?? 1
    case "J": canvas = Canvas(width: canvas.width, height: canvas.height)
    case "m": select(numbers.map { $0 ?? 0 }[...])
    default: break
    }
  }

  private mutating func select(_ codes: ArraySlice<Int>) {
    var codes = codes
    while let code = codes.popFirst() {
      switch code {
      case 0: style = .plain
      case 1: style = style.adding(.bold)
      case 2: style = style.adding(.dim)
      case 4: style = style.adding(.underline)
      case 7: style = style.adding(.reverse)
      case 30...39: style.foreground = color(code - 30, &codes)
      case 40...49: style.background = color(code - 40, &codes)
      case 90...97: style.foreground = Color(UInt8(code - 82))
      case 100...107: style.background = Color(UInt8(code - 92))
      default: break
      }
    }
  }

  private func color(_ code: Int, _ codes: inout ArraySlice<Int>) -> Color? {
    guard code == 8 else { return code == 9 ? nil : Color(UInt8(code)) }
    if codes.popFirst() == 5 { return Color(UInt8(codes.popFirst() ?? 0)) }
    return .rgb((0..<3).reduce(0) { value, _ in value << 8 | UInt32(codes.popFirst() ?? 0) })
  }
}
