/// One character position of the terminal.
///
/// A wide character fills two: the second then holds ``continuation``.
public struct Cell: Hashable, Sendable {
  public var character: Unicode.Scalar
  public var style: Style

  public static let blank = Cell(" ")

  /// The character of the right half of a wide one.
  public static let continuation: Unicode.Scalar = "\0"

  public init(_ character: Unicode.Scalar, _ style: Style = .plain) {
    self.character = character
    self.style = style
  }
}

extension Unicode.Scalar {
  /// The number of cells it fills: 0 for marks and invisible formats, 2 for East Asian and emoji.
  public var cellWidth: Int {
    if value < 0x300 { return value == 0xAD ? 0 : 1 }
    // Box drawing, blocks and braille fill most of a picture, so they are found first.
    if (0x2500..<0x25FD).contains(value) || (0x2800..<0x2900).contains(value) { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .surrogate: return 0
    default: break
    }
    if (0x1160...0x11FF).contains(value) { return 0 }
    return Self.wideRanges.contains { $0.contains(value) } ? 2 : 1
  }

  /// Whether a person sees something else for it: nearly always not.
  var isSpeltOut: Bool {
    value < 0x20 || (0x7F..<0xA0).contains(value) || value == 0x2028 || value == 0x2029
  }

  /// The number of cells that what a person sees for it fills.
  var visibleWidth: Int {
    // What it is spelt with are letters and signs of one cell each.
    isSpeltOut ? visibleText.unicodeScalars.count : cellWidth
  }

  /// The text a person sees for it: control characters are spelt out, as `^[` or `<9b>`.
  ///
  /// Nothing that a file says reaches the terminal as a command.
  var visibleText: String {
    switch value {
    case 0..<0x20:
      return "^" + String(Character(Unicode.Scalar(UInt8(value) + 0x40)))
    case 0x7F:
      return "^?"
    case 0x80..<0xA0:
      return "<" + String(value, radix: 16) + ">"
    case 0x2028, 0x2029:
      return " "
    default:
      return String(Character(self))
    }
  }

  /// East Asian wide and full-width blocks and emoji: Unicode Standard Annex 11.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0,
    0x23F3...0x23F3, 0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F,
    0x2693...0x2693, 0x26A1...0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5,
    0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA, 0x26F2...0x26F3, 0x26F5...0x26F5,
    0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B, 0x2728...0x2728,
    0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
    0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55,
    0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F004...0x1F004, 0x1F0CF...0x1F0CF,
    0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320, 0x1F32D...0x1F335,
    0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3,
    0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440...0x1F440,
    0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567,
    0x1F57A...0x1F57A, 0x1F595...0x1F596, 0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F,
    0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6D7,
    0x1F6DC...0x1F6DF, 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7F0,
    0x1F90C...0x1F93A, 0x1F93C...0x1F945, 0x1F947...0x1F9FF, 0x1FA70...0x1FAFF,
    0x20000...0x3FFFD,
  ]
}

extension StringProtocol {
  /// The text with control characters spelt out, as `^[` or `<9b>`.
  public var withVisibleControls: String {
    unicodeScalars.map { scalar in
      // Formats are invisible, and some of them turn the direction of writing.
      scalar.properties.generalCategory == .format
        ? "<" + String(scalar.value, radix: 16) + ">" : scalar.visibleText
    }.joined()
  }

  /// The number of cells that ``Canvas/write(_:x:y:style:maxWidth:)`` needs for this text.
  public var cellCount: Int {
    unicodeScalars.reduce(0) { $0 + $1.visibleWidth }
  }
}
