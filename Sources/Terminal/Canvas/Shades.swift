/// Turns brightness into characters: a cell shows two pixels, one above the other.
public struct Shades {
  private let glyphs: GlyphSet

  public init(_ glyphs: GlyphSet) {
    self.glyphs = glyphs
  }

  /// - Parameters: Brightness, 0 (the background) to 1.
  public func character(upper: Float, lower: Float) -> Unicode.Scalar {
    let mean = (upper + lower) / 2
    guard !glyphs.isASCII else {
      let ramp: [Unicode.Scalar] = [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]
      return ramp[Self.step(mean, of: ramp.count)]
    }
    // An edge within the cell says more than its shade.
    if abs(upper - lower) >= 0.5 { return upper > lower ? "▀" : "▄" }
    let ramp: [Unicode.Scalar] = [" ", "░", "▒", "▓", "█"]
    return ramp[Self.step(mean, of: ramp.count)]
  }

  private static func step(_ brightness: Float, of count: Int) -> Int {
    guard brightness > 0 else { return 0 }
    return min(count - 1, Int((brightness * Float(count - 1)).rounded()))
  }
}
