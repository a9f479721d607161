/// A part of the screen: a picture of a part of the model, at any size.
///
/// Drawing is a pure function, so that tests compare the text of what comes back.
public protocol View {
  func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas
}

/// A view with a frame around it, and words in the edges of the frame.
public protocol FramedView: View {
  var title: String { get }
  /// Stands to the right of the title; what does not fit is left out from the end.
  func note(_ glyphs: GlyphSet) -> [Label]
  /// Stands in the lower edge.
  func caption(_ glyphs: GlyphSet) -> [Label]
}

/// A few words in one style.
public struct Label: Hashable, Sendable {
  public let text: String
  public let role: Role
  /// Whether it is shortened at a word, rather than left out, where there is too little room.
  public var isSentence = false

  public init(_ text: String, _ role: Role = .text) {
    self.text = text
    self.role = role
  }
}

extension FramedView {
  public func note(_ glyphs: GlyphSet) -> [Label] { [] }
  public func caption(_ glyphs: GlyphSet) -> [Label] { [] }

  /// The view in its frame.
  ///
  /// - Parameter key: The digit that leads to it.
  func framed(
    _ size: Size, key: Int? = nil, isFocused: Bool, _ capabilities: Capabilities
  ) -> Canvas {
    let glyphs = capabilities.glyphs
    let theme = capabilities.theme
    let (width, height) = (size.width, size.height)
    var canvas = Canvas(width: width, height: height)
    let inside = Rect(x: 0, y: 0, width: width, height: height).inside
    canvas.paste(draw(inside.size, capabilities), x: 1, y: 1)
    canvas.box(
      width: width, height: height, style: theme.style(isFocused ? .frameFocused : .frame),
      glyphs: glyphs)
    guard width > 6, height > 1 else { return canvas }

    // The focus is told by a marker and bold letters too, not by colour alone.
    if isFocused { canvas[1, 0] = Cell(glyphs.marker, theme.style(.frameFocused)) }
    let digit = key.map { Self.digit($0, glyphs) + " " } ?? ""
    let words = " \(digit)\(title)".fitted(
      min(" \(digit)\(title)".cellCount, width - 5), glyphs)
    let used = canvas.write(
      words + " ", x: 2, y: 0, style: theme.style(isFocused ? .titleFocused : .title),
      maxWidth: width - 4)
    canvas.writeEdge(
      note(glyphs), y: 0, from: 2 + used + 1, to: width - 2, toRight: true, capabilities)
    canvas.writeEdge(
      caption(glyphs), y: height - 1, from: 2, to: width - 2, toRight: false, capabilities)
    return canvas
  }

  private static func digit(_ key: Int, _ glyphs: GlyphSet) -> String {
    let raised = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    return !glyphs.isASCII && raised.indices.contains(key) ? raised[key] : "\(key)"
  }
}

extension Canvas {
  /// Writes those labels that fit between two columns of an edge, with a blank at each end.
  fileprivate mutating func writeEdge(
    _ labels: [Label], y: Int, from start: Int, to end: Int, toRight: Bool,
    _ capabilities: Capabilities
  ) {
    var kept: [Label] = []
    var width = 1
    for label in labels.filter({ !$0.text.isEmpty }) {
      let room = end - start - width - 1
      guard label.text.cellCount <= room else {
        if label.isSentence, let short = label.text.shortened(room, capabilities.glyphs) {
          kept.append(Label(short, label.role))
          width += short.cellCount + 2
        }
        break
      }
      kept.append(label)
      width += label.text.cellCount + 2
    }
    width -= 1
    guard !kept.isEmpty else { return }
    var x = toRight ? end - width : start
    write(" ", x: x, y: y)
    x += 1
    for (index, label) in kept.enumerated() {
      x += write(label.text, x: x, y: y, style: capabilities.theme.style(label.role))
      x += write(index + 1 < kept.count ? "  " : " ", x: x, y: y)
    }
  }
}
