/// How many colours there are to draw with.
public enum ColorDepth: Int, Hashable, Sendable, CaseIterable, Comparable {
  case mono
  case eight
  case sixteen
  case indexed256

  public static func < (left: ColorDepth, right: ColorDepth) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// What `--color` asks for; no choice asks for more than the terminal has.
public enum ColorChoice: String, Hashable, Sendable, CaseIterable {
  case auto
  case always
  case never
  case eight = "8"
  case sixteen = "16"
  case full = "256"
}

/// What `--glyphs` asks for.
public enum GlyphChoice: String, Hashable, Sendable, CaseIterable {
  case auto
  case ascii
  case braille
  /// As ``braille`` was called once.
  case unicode
}

/// What views may draw with on this terminal.
public struct Capabilities: Hashable, Sendable {
  public var colors: ColorDepth
  public var glyphs: GlyphSet

  public var theme: Theme { Theme(depth: colors) }

  public init(colors: ColorDepth, glyphs: GlyphSet) {
    self.colors = colors
    self.glyphs = glyphs
  }

  /// Decides from, in this order, the flags, NO_COLOR, and what the terminal is known to have.
  ///
  /// `terminalColors` is terminfo's number, 0 on monochrome terminals. An empty NO_COLOR counts
  /// as absent. The Linux console has too few glyphs for anything but ASCII.
  public static func detect(
    environment: [String: String], terminalColors: Int, isUTF8: Bool,
    colorFlag: ColorChoice = .auto, glyphFlag: GlyphChoice = .auto
  ) -> Capabilities {
    Capabilities(
      colors: colors(environment, terminalColors, colorFlag),
      glyphs: glyphs(environment, isUTF8, glyphFlag))
  }

  private static func colors(
    _ environment: [String: String], _ terminalColors: Int, _ flag: ColorChoice
  ) -> ColorDepth {
    let available: ColorDepth =
      switch terminalColors {
      case ..<8: .mono
      case ..<16: .eight
      case ..<256: .sixteen
      default: .indexed256
      }
    switch flag {
    case .never: return .mono
    case .eight: return min(available, .eight)
    case .sixteen: return min(available, .sixteen)
    case .full, .always: return available
    case .auto:
      let refused = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
      return refused ? .mono : available
    }
  }

  private static func glyphs(
    _ environment: [String: String], _ isUTF8: Bool, _ flag: GlyphChoice
  ) -> GlyphSet {
    // In another encoding than UTF-8, curses would draw blanks.
    guard isUTF8 else { return .ascii }
    switch flag {
    case .ascii: return .ascii
    case .braille, .unicode: return .braille
    case .auto: return environment["TERM"] == "linux" ? .ascii : .braille
    }
  }
}
