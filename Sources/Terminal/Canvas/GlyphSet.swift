/// The characters that the terminal and its font can show.
public enum GlyphSet: String, Hashable, Sendable, CaseIterable {
  case ascii
  case braille

  /// Whether nothing but ASCII is drawn.
  public var isASCII: Bool { self == .ascii }
  /// Whether the dots of braille are drawn with, two by four a cell.
  public var hasBraille: Bool { self == .braille }

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
  /// At the end of a text that was cut.
  public var ellipsis: Unicode.Scalar { isASCII ? "~" : "…" }
  /// Nine heights from nothing to a full cell, for sparklines.
  public var bars: [Unicode.Scalar] {
    isASCII
      ? [" ", ".", ".", "-", "-", "=", "=", "#", "#"]
      : [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  }
}
