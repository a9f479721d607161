/// How a curve is drawn, so that curves are told apart without colours.
enum Stroke {
  case line
  /// Every second dot.
  case dots
  /// Two dots and a gap of two.
  case dashes
  /// Four dots and a gap of two.
  case longDashes

  /// Whether the dot in this column is set.
  func isOn(_ column: Int) -> Bool {
    switch self {
    case .line: true
    case .dots: column % 2 == 0
    case .dashes: column % 4 < 2
    case .longDashes: column % 6 < 4
    }
  }

  /// A level piece of it, for legends.
  func sample(_ glyphs: GlyphSet) -> String {
    switch self {
    case .line: String(Character(glyphs.horizontal))
    case .dots: glyphs.hasBraille ? "⠂⠂⠂" : "▀ ▀"
    case .dashes: glyphs.hasBraille ? "⠒ ⠒" : "▀▀  ▀▀"
    case .longDashes: glyphs.hasBraille ? "⠒⠒ ⠒" : "▀▀▀▀  ▀▀"
    }
  }
}
