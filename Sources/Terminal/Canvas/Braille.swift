/// The characters with 2 × 4 dots.
enum Braille {
  /// The dots of the two upper rows.
  static let upperHalf: UInt8 = 0x1B

  /// The bit of the dot in column x and row y, counted over the whole canvas.
  static func dot(_ x: Int, _ y: Int) -> UInt8 {
    switch (x & 1, y & 3) {
    case (0, 0): 0x01
    case (0, 1): 0x02
    case (0, 2): 0x04
    case (0, _): 0x40
    case (_, 0): 0x08
    case (_, 1): 0x10
    case (_, 2): 0x20
    default: 0x80
    }
  }

  static func scalar(_ dots: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(0x2800 + UInt32(dots)) ?? " "
  }
}
