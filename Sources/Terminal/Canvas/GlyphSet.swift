/// The characters that the terminal and its font can show.
public enum GlyphSet: String, Hashable, Sendable, CaseIterable {
  case ascii
  /// Lines and half blocks, for fonts that show braille as empty circles or not at all.
  case blocks
  case braille

  /// Whether nothing but ASCII is drawn.
  public var isASCII: Bool { self == .ascii }
  /// Whether the dots of braille are drawn with, two by four a cell.
  public var hasBraille: Bool { self == .braille }

  /// How many dots a cell shows side by side, and one above the other.
  var dots: Size {
    switch self {
    case .ascii: Size(width: 1, height: 1)
    case .blocks: Size(width: 1, height: 2)
    case .braille: Size(width: 2, height: 4)
    }
  }

  public var horizontal: Unicode.Scalar { isASCII ? "-" : "─" }
  public var vertical: Unicode.Scalar { isASCII ? "|" : "│" }
  public var topLeft: Unicode.Scalar { isASCII ? "+" : "┌" }
  public var topRight: Unicode.Scalar { isASCII ? "+" : "┐" }
  public var bottomLeft: Unicode.Scalar { isASCII ? "+" : "└" }
  public var bottomRight: Unicode.Scalar { isASCII ? "+" : "┘" }
  /// Where a line from above, below, left and right meet.
  public var cross: Unicode.Scalar { isASCII ? "+" : "┼" }
  /// The filled and the empty part of a slider or progress bar, and the knob between them.
  public var barFilled: Unicode.Scalar { isASCII ? "=" : "━" }
  public var barEmpty: Unicode.Scalar { isASCII ? "-" : "─" }
  public var knob: Unicode.Scalar { isASCII ? "O" : "●" }
  /// Points at the row or pane that has the focus.
  public var marker: Unicode.Scalar { isASCII ? ">" : "▸" }
  /// Between an old and a new value.
  public var arrow: Unicode.Scalar { isASCII ? ">" : "→" }
  /// Point at what lies beyond an axis.
  var below: String { isASCII ? "v" : "↓" }
  var above: String { isASCII ? "^" : "↑" }
  /// At the end of a text that was cut.
  public var ellipsis: Unicode.Scalar { isASCII ? "~" : "…" }
  /// Nine heights from nothing to a full cell, for sparklines.
  public var bars: [Unicode.Scalar] {
    isASCII
      ? [" ", ".", ".", "-", "-", "=", "=", "#", "#"]
      : [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  }

  /// The character of a cell's dots, numbered as in braille; `nil` if it would be blank.
  ///
  /// Half blocks show whether there is anything in the upper and in the lower half.
  func character(dots: UInt8) -> Unicode.Scalar? {
    guard dots != 0 else { return nil }
    switch self {
    case .braille: return Braille.scalar(dots)
    case .blocks:
      let (upper, lower) = (dots & Braille.upperHalf != 0, dots & ~Braille.upperHalf != 0)
      return upper && lower ? "█" : upper ? "▀" : "▄"
    case .ascii: return "+"
    }
  }
}
