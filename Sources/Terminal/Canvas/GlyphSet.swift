/// The characters that the terminal and its font can show.
public enum GlyphSet: String, Hashable, Sendable, CaseIterable {
  case ascii
  case unicode

  public var horizontal: Unicode.Scalar { self == .ascii ? "-" : "─" }
  public var vertical: Unicode.Scalar { self == .ascii ? "|" : "│" }
  public var topLeft: Unicode.Scalar { self == .ascii ? "+" : "┌" }
  public var topRight: Unicode.Scalar { self == .ascii ? "+" : "┐" }
  public var bottomLeft: Unicode.Scalar { self == .ascii ? "+" : "└" }
  public var bottomRight: Unicode.Scalar { self == .ascii ? "+" : "┘" }
  /// Where a line from above, below, left and right meet.
  public var cross: Unicode.Scalar { self == .ascii ? "+" : "┼" }
  /// The filled and the empty part of a slider or progress bar, and the knob between them.
  public var barFilled: Unicode.Scalar { self == .ascii ? "=" : "━" }
  public var barEmpty: Unicode.Scalar { self == .ascii ? "-" : "─" }
  public var knob: Unicode.Scalar { self == .ascii ? "O" : "●" }
  /// Points at the row or pane that has the focus.
  public var marker: Unicode.Scalar { self == .ascii ? ">" : "▸" }
  /// Between an old and a new value.
  public var arrow: Unicode.Scalar { self == .ascii ? ">" : "→" }
  /// At the end of a text that was cut.
  public var ellipsis: Unicode.Scalar { self == .ascii ? "~" : "…" }
  /// Nine heights from nothing to a full cell, for sparklines.
  public var bars: [Unicode.Scalar] {
    self == .ascii
      ? [" ", ".", ".", "-", "-", "=", "=", "#", "#"]
      : [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  }
}
