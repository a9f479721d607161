import Laboratory

/// Where message and footer are drawn: in the last two lines and, as far as what they say needs more
/// room, over the lower edge of the panes.
struct BottomLines {
  let message: Rect?
  let footer: Rect?

  init(_ model: Model) {
    let layout = model.layout
    let hintRows = CommandHint(model)?.lines.count ?? 1
    let rows = Prompt(model).map { $0.explanation.count + 1 } ?? MessageLine(model).lines.count
    footer = layout.footer?.raised(by: hintRows - 1)
    message = layout.message.map {
      let line = Rect(x: $0.x, y: $0.y - (hintRows - 1), width: $0.width, height: $0.height)
      return line.raised(by: rows - 1)
    }
  }
}

extension Rect {
  /// With so many rows more at its upper edge.
  fileprivate func raised(by rows: Int) -> Rect {
    Rect(x: x, y: y - rows, width: width, height: height + rows)
  }
}

extension String {
  /// In lines of at most so many cells, broken between words, and within words that are longer.
  func wrapped(_ width: Int) -> [String] {
    HelpScreen.wrap(self, width).flatMap { $0.broken(width) }
  }

  /// What does not fit into a screen's line in rows of its own, no more than half of the screen.
  func spread(over screen: Size, _ glyphs: GlyphSet) -> [String] {
    guard cellCount > screen.width - 1 else { return [self] }
    let width = max(1, screen.width - 2)
    let lines = wrapped(width)
    let limit = max(1, screen.height / 2)
    guard lines.count > limit else { return lines }
    let last = lines[(limit - 1)...].joined(separator: " ")
    return lines.prefix(limit - 1) + [last.fitted(width, glyphs)]
  }

  private func broken(_ width: Int) -> [String] {
    guard cellCount > width else { return [self] }
    var lines: [String] = []
    var line = ""
    for scalar in withVisibleControls.unicodeScalars {
      let piece = String(Character(scalar))
      if !line.isEmpty, line.cellCount + piece.cellCount > width {
        lines.append(line)
        line = ""
      }
      line += piece
    }
    return lines + [line]
  }
}
