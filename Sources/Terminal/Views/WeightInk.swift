/// How a weight looks: its size by a height or a letter, its sign by another letter and a colour.
struct WeightInk {
  private let glyphs: GlyphSet
  private let theme: Theme

  init(_ capabilities: Capabilities) {
    glyphs = capabilities.glyphs
    theme = capabilities.theme
  }

  /// - Parameter share: Of the largest weight, -1…1.
  func style(_ share: Float) -> Style { theme.style(Self.role(share)) }

  /// Weak weights have the same ink as middling ones: fainter ink could not be read.
  static func role(_ share: Float) -> Role { share < 0 ? .negative : .positive }

  /// One letter for a weight: nothing, weak or strong, of either sign.
  static func letter(_ share: Float) -> Unicode.Scalar {
    guard share.isFinite else { return "?" }
    let size = abs(share)
    if size < 0.05 { return "." }
    return size < 0.5 ? (share < 0 ? "-" : "+") : share < 0 ? "=" : "#"
  }

  /// A bar as high as the weight is large.
  static func bar(_ share: Float, _ glyphs: GlyphSet) -> Unicode.Scalar {
    guard share.isFinite else { return "?" }
    return glyphs.bars[max(1, Int((min(1, abs(share)) * 8).rounded()))]
  }

  static func sign(_ share: Float) -> Unicode.Scalar {
    share.isFinite ? (share < 0 ? "-" : share > 0 ? "+" : " ") : "?"
  }
}
