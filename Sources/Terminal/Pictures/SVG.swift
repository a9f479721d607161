extension Canvas {
  /// The picture as an SVG document, which looks the same with every font: lines, blocks and
  /// braille are drawn as shapes, only letters are text.
  ///
  /// - Parameters:
  ///   - theme: Its ground and ink stand for what the cells leave to the terminal.
  ///   - title: What the picture is, for those who do not see it.
  ///   - description: What it shows; left out if empty.
  public func svg(_ theme: Theme, title: String, description: String = "") -> String {
    var picture = SVGPicture(self, theme.ground)
    return picture.document(title: title, description: description)
  }
}

/// A canvas on its way to SVG: a cell is 10 × 20 units.
private struct SVGPicture {
  private let canvas: Canvas
  private let ground: (background: Color, foreground: Color)
  /// The path of everything in one colour and of one kind, in the order of appearance.
  private var layers: [Layer] = []
  private var layerOfKey: [Layer.Key: Int] = [:]
  private var texts: [String] = []
  private var classes: [TextStyle] = []
  private var classOfStyle: [TextStyle: Int] = [:]

  private static let width = SVGShape.width
  private static let height = SVGShape.height
  private static let margin = 10

  init(_ canvas: Canvas, _ ground: (background: Color, foreground: Color)) {
    self.canvas = canvas
    self.ground = ground
  }

  mutating func document(title: String, description: String) -> String {
    drawGrounds()
    for y in 0..<canvas.height { drawRow(y) }
    let width = canvas.width * Self.width + 2 * Self.margin
    let height = canvas.height * Self.height + 2 * Self.margin
    let words = description.isEmpty ? "" : "<desc>\(description.escapedForXML)</desc>\n"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" \
      width="\(width)" height="\(height)" xml:space="preserve" role="img">
      <title>\(title.escapedForXML)</title>
      \(words)<style>
      text{font:16.6px 'DejaVu Sans Mono',ui-monospace,SFMono-Regular,Menlo,Consolas,\
      'Liberation Mono',monospace;white-space:pre}
      \(classes.enumerated().map { ".t\($0.offset){\($0.element.css)}\n" }.joined())</style>
      <rect width="\(width)" height="\(height)" rx="8" fill="\(ground.background.css)"/>
      <g transform="translate(\(Self.margin) \(Self.margin))">
      \(layers.map(\.element).joined(separator: "\n"))
      \(texts.joined(separator: "\n"))
      </g>
      </svg>

      """
  }

  // MARK: Grounds

  /// One rectangle for neighbouring cells of a colour, and for equal ones below each other.
  private mutating func drawGrounds() {
    var open: [Span: Int] = [:]
    for y in 0...canvas.height {
      let spans = Set(y < canvas.height ? self.spans(y) : [])
      for (span, start) in open.sorted(by: { ($0.key.x, $0.value) < ($1.key.x, $1.value) })
      where !spans.contains(span) {
        add(
          "M\(span.x * Self.width) \(start * Self.height)h\(span.count * Self.width)"
            + "v\((y - start) * Self.height)h-\(span.count * Self.width)z",
          .ground, span.color)
        open[span] = nil
      }
      for span in spans where open[span] == nil { open[span] = y }
    }
  }

  private struct Span: Hashable {
    let x: Int
    let count: Int
    let color: Color
  }

  private func spans(_ y: Int) -> [Span] {
    var spans: [Span] = []
    var start = 0
    for x in 1...max(1, canvas.width)
    where x == canvas.width || colors(x, y).ground != colors(start, y).ground {
      let color = colors(start, y).ground
      if color != ground.background, start < canvas.width {
        spans.append(Span(x: start, count: x - start, color: color))
      }
      start = x
    }
    return spans
  }

  // MARK: Rows

  private mutating func drawRow(_ y: Int) {
    var run = Run(x: 0, y: y)
    for x in 0..<canvas.width {
      let cell = canvas[x, y]
      guard cell.character != Cell.continuation else { continue }
      let (ink, ground) = colors(x, y)
      if let shape = SVGShape(cell.character) {
        flush(&run)
        drawShape(shape, x, y, ink, ground)
        continue
      }
      let style = TextStyle(
        ink: ink, isBold: cell.style.attributes.contains(.bold),
        isUnderlined: cell.style.attributes.contains(.underline))
      let isBlank = cell.character == " " && !style.isUnderlined
      let isWide = cell.character.cellWidth > 1
      if isBlank {
        run.blanks += 1
        if run.blanks > 2 { flush(&run) }
        continue
      }
      if style != run.style || isWide || run.text.isEmpty {
        flush(&run)
        run = Run(x: x, y: y, style: style)
      }
      run.append(cell.character)
      if isWide { flush(&run) }
    }
    flush(&run)
  }

  private struct Run {
    let x: Int
    let y: Int
    var style: TextStyle?
    var text = String.UnicodeScalarView()
    var cells = 0
    /// Seen after the text, and not yet part of it.
    var blanks = 0

    init(x: Int, y: Int, style: TextStyle? = nil) {
      self.x = x
      self.y = y
      self.style = style
    }

    mutating func append(_ character: Unicode.Scalar) {
      text.append(contentsOf: repeatElement(" ", count: blanks))
      text.append(character)
      cells += blanks + character.cellWidth
      blanks = 0
    }
  }

  private mutating func flush(_ run: inout Run) {
    if let style = run.style, !run.text.isEmpty {
      let name = classOfStyle[style] ?? classes.count
      if name == classes.count {
        classOfStyle[style] = name
        classes.append(style)
      }
      // The length keeps the grid where the font is wider or narrower.
      texts.append(
        "<text class=\"t\(name)\" x=\"\(run.x * Self.width)\" "
          + "y=\"\(run.y * Self.height + SVGShape.baseline)\" "
          + "textLength=\"\(run.cells * Self.width)\" lengthAdjust=\"spacingAndGlyphs\">"
          + String(run.text).escapedForXML + "</text>")
    }
    run = Run(x: 0, y: run.y)
  }

  private mutating func drawShape(
    _ shape: SVGShape, _ x: Int, _ y: Int, _ ink: Color, _ ground: Color
  ) {
    let (left, top) = (x * Self.width, y * Self.height)
    switch shape {
    case .shade(let share): add(SVGShape.cell(left, top), .fill, ink.mixed(with: ground, share))
    case .block(let rect): add(SVGShape.path(rect, left, top), .fill, ink)
    case .dots(let dots): add(SVGShape.dotPath(dots, left, top), .dots, ink)
    case .line(let line, let isHeavy):
      add(line.path(left, top), isHeavy ? .heavyLine : .line, ink)
    }
  }

  /// What the terminal would show: reversed, and faint where it is dim.
  private func colors(_ x: Int, _ y: Int) -> (ink: Color, ground: Color) {
    let style = canvas[x, y].style
    var ink = style.foreground ?? ground.foreground
    var ground = style.background ?? ground.background
    if style.attributes.contains(.reverse) { swap(&ink, &ground) }
    if style.attributes.contains(.dim) { ink = ink.mixed(with: ground, 0.6) }
    return (ink.asRGB, ground.asRGB)
  }

  private mutating func add(_ path: String, _ kind: Layer.Kind, _ color: Color) {
    let key = Layer.Key(kind: kind, color: color)
    if let index = layerOfKey[key] {
      layers[index].path += path
    } else {
      layerOfKey[key] = layers.count
      layers.append(Layer(key: key, path: path))
    }
  }
}

/// A path of one colour.
private struct Layer {
  /// Grounds are behind everything else, even what has their colour.
  enum Kind: Hashable { case ground, fill, line, heavyLine, dots }

  struct Key: Hashable {
    let kind: Kind
    let color: Color
  }

  let key: Key
  var path: String

  var element: String {
    switch key.kind {
    case .ground, .fill:
      "<path shape-rendering=\"crispEdges\" fill=\"\(key.color.css)\" d=\"\(path)\"/>"
    case .line: stroke(width: "1.4")
    case .heavyLine: stroke(width: "3")
    // A line of no length with round ends is a dot.
    case .dots: stroke(width: "3.4")
    }
  }

  private func stroke(width: String) -> String {
    "<path fill=\"none\" stroke=\"\(key.color.css)\" stroke-width=\"\(width)\" "
      + "stroke-linecap=\"\(key.kind == .dots ? "round" : "butt")\" d=\"\(path)\"/>"
  }
}

private struct TextStyle: Hashable {
  let ink: Color
  let isBold: Bool
  let isUnderlined: Bool

  var css: String {
    "fill:\(ink.css)" + (isBold ? ";font-weight:700" : "")
      + (isUnderlined ? ";text-decoration:underline" : "")
  }
}

extension Color {
  fileprivate var asRGB: Color { .rgb(hexadecimal) }

  fileprivate var css: String {
    let digits = String(hexadecimal, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// - Parameter share: Of this colour, 0 to 1.
  fileprivate func mixed(with other: Color, _ share: Double) -> Color {
    func channel(_ shift: UInt32) -> UInt32 {
      let (own, theirs) = (hexadecimal >> shift & 255, other.hexadecimal >> shift & 255)
      return UInt32((Double(own) * share + Double(theirs) * (1 - share)).rounded()) << shift
    }
    return .rgb(channel(16) | channel(8) | channel(0))
  }
}

extension StringProtocol {
  /// Without what would be markup, and without what XML cannot hold.
  fileprivate var escapedForXML: String {
    unicodeScalars.map { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "\u{FFFE}", "\u{FFFF}": "\u{FFFD}"
      default: scalar.visibleText
      }
    }.joined()
  }
}
