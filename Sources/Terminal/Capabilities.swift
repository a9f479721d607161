/// How many colours there are to draw with.
public enum ColorDepth: Int, Hashable, Sendable, CaseIterable, Comparable {
  case mono
  case eight
  case sixteen
  case indexed256
  /// Red, green and blue.
  case truecolor

  public static func < (left: ColorDepth, right: ColorDepth) -> Bool {
    left.rawValue < right.rawValue
  }

  /// As it is written after `--color` and `:colors`.
  public var word: String {
    switch self {
    case .mono: "never"
    case .eight: "8"
    case .sixteen: "16"
    case .indexed256: "256"
    case .truecolor: "truecolor"
    }
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
  case truecolor
}

/// What `--glyphs` asks for.
public enum GlyphChoice: String, Hashable, Sendable, CaseIterable {
  case auto
  case braille
  case blocks
  case ascii
  /// As ``braille`` was called once.
  case unicode
}

/// What `--theme` asks for.
public enum ThemeChoice: String, Hashable, Sendable, CaseIterable {
  case auto
  case safe
  case dark
  case light
  case contrast
}

/// What views may draw with on this terminal.
public struct Capabilities: Hashable, Sendable {
  public var colors: ColorDepth
  public var glyphs: GlyphSet
  public var themeName: ThemeName
  /// The most colours that a person can switch to.
  public var colorLimit: ColorDepth
  /// Whether anything but ASCII can be switched to.
  public var isUTF8: Bool

  public var theme: Theme { Theme(themeName, depth: colors) }

  /// - Parameter colorLimit: `nil` is as many as `colors`.
  public init(
    colors: ColorDepth, glyphs: GlyphSet, theme: ThemeName = .safe,
    colorLimit: ColorDepth? = nil, isUTF8: Bool = true
  ) {
    self.colors = colors
    self.glyphs = glyphs
    themeName = theme
    self.colorLimit = max(colors, colorLimit ?? colors)
    self.isUTF8 = isUTF8
  }

  /// Decides from, in this order, the flags, NO_COLOR, and what the terminal is known to have.
  ///
  /// `terminalColors` is terminfo's number, 0 on monochrome terminals, and more than 256 where
  /// colours are red, green and blue. An empty NO_COLOR counts as absent. COLORTERM is not asked:
  /// curses sends what terminfo says. The Linux console has too few glyphs for anything but ASCII.
  public static func detect(
    environment: [String: String], terminalColors: Int, isUTF8: Bool,
    colorFlag: ColorChoice = .auto, glyphFlag: GlyphChoice = .auto, themeFlag: ThemeChoice = .auto
  ) -> Capabilities {
    let limit = colorLimit(environment, terminalColors, colorFlag)
    return Capabilities(
      colors: min(limit, depth(colorFlag)), glyphs: glyphs(environment, isUTF8, glyphFlag),
      theme: theme(environment, themeFlag), colorLimit: limit, isUTF8: isUTF8)
  }

  /// The most colours that the terminal has, and the person does not refuse.
  private static func colorLimit(
    _ environment: [String: String], _ terminalColors: Int, _ flag: ColorChoice
  ) -> ColorDepth {
    let isRefused = flag == .auto && !(environment["NO_COLOR"] ?? "").isEmpty
    if isRefused || flag == .never { return .mono }
    return switch terminalColors {
    case ..<8: .mono
    case ..<16: .eight
    case ..<256: .sixteen
    case 256: .indexed256
    default: .truecolor
    }
  }

  private static func depth(_ flag: ColorChoice) -> ColorDepth {
    switch flag {
    case .never: .mono
    case .eight: .eight
    case .sixteen: .sixteen
    case .full: .indexed256
    case .auto, .always, .truecolor: .truecolor
    }
  }

  private static func glyphs(
    _ environment: [String: String], _ isUTF8: Bool, _ flag: GlyphChoice
  ) -> GlyphSet {
    // In another encoding than UTF-8, curses would draw blanks.
    guard isUTF8 else { return .ascii }
    switch flag {
    case .ascii: return .ascii
    case .blocks: return .blocks
    case .braille, .unicode: return .braille
    case .auto: return environment["TERM"] == "linux" ? .ascii : .braille
    }
  }

  private static func theme(_ environment: [String: String], _ flag: ThemeChoice) -> ThemeName {
    switch flag {
    case .safe: return .safe
    case .dark: return .dark
    case .light: return .light
    case .contrast: return .contrast
    case .auto:
      // Some terminals say what colours they have: "15;0" is white on black, "0;15" the reverse.
      let ground = environment["COLORFGBG"]?.split(separator: ";").last
      return ground == "7" || ground == "15" ? .light : .safe
    }
  }
}
