/// A colour of the terminal: a number of its palette, or red, green and blue.
public enum Color: Hashable, Sendable {
  /// 0…7 and 8…15 are the terminal's own named colours, 16…255 are the same everywhere.
  case palette(UInt8)
  /// 0xRRGGBB, for terminals with direct colour and for pictures.
  case rgb(UInt32)

  public static let black = Color(0)
  public static let red = Color(1)
  public static let green = Color(2)
  public static let yellow = Color(3)
  public static let blue = Color(4)
  public static let magenta = Color(5)
  public static let cyan = Color(6)
  public static let white = Color(7)

  public init(_ index: UInt8) {
    self = .palette(index)
  }

  /// The brighter of the two named colours of one hue, for terminals with sixteen.
  public var bright: Color {
    if case .palette(let index) = self, index < 8 { Color(index + 8) } else { self }
  }

  /// As 0xRRGGBB; the named colours as xterm shows them, unless a person has chosen others.
  public var hexadecimal: UInt32 {
    switch self {
    case .rgb(let value): value & 0xFF_FFFF
    case .palette(let index) where index < 16: Self.named[Int(index)]
    case .palette(let index) where index < 232:
      Self.steps[Int(index - 16) / 36] << 16 | Self.steps[Int(index - 16) / 6 % 6] << 8
        | Self.steps[Int(index - 16) % 6]
    case .palette(let index): 0x010101 * (8 + 10 * UInt32(index - 232))
    }
  }

  /// As one number, which is never 0.
  var code: UInt32 {
    switch self {
    case .palette(let index): 1 << 24 | UInt32(index)
    case .rgb(let value): 2 << 24 | value & 0xFF_FFFF
    }
  }

  /// - Parameter code: That of a colour; `nil` otherwise.
  init?(code: UInt32) {
    switch code >> 24 {
    case 1: self = .palette(UInt8(truncatingIfNeeded: code))
    case 2: self = .rgb(code & 0xFF_FFFF)
    default: return nil
    }
  }

  private static let steps: [UInt32] = [0, 95, 135, 175, 215, 255]
  private static let named: [UInt32] = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ]
}
