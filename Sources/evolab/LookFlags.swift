import ArgumentParser
import Terminal

/// How the lab looks, wherever it is drawn.
struct LookFlags: ParsableArguments {
  @Option(help: "Colours: auto, always, never, 8, 16, 256 or truecolor; never more than TERM has.")
  var color = ColorChoice.auto

  @Option(help: "Characters: auto, braille, blocks or ascii (unicode is braille).")
  var glyphs = GlyphChoice.auto

  @Option(help: "Colours for dark or light grounds: auto, safe, dark, light or contrast.")
  var theme = ThemeChoice.auto

  /// Whether any was given.
  var areGiven: Bool { color != .auto || glyphs != .auto || theme != .auto }

  /// For a real terminal.
  var options: Screen.Options {
    Screen.Options(
      environment: Machine.environment, color: color, glyphs: glyphs, theme: theme)
  }

  /// For a picture that looks the same wherever it is made.
  ///
  /// - Parameter depth: Of the colours, unless others are asked for.
  func capabilities(_ depth: ColorDepth) -> Capabilities {
    var found = Capabilities.detect(
      environment: [:], terminalColors: .max, isUTF8: true, colorFlag: color, glyphFlag: glyphs,
      themeFlag: theme)
    if color == .auto || color == .always { found.colors = depth }
    return found
  }
}

extension ColorChoice: ExpressibleByArgument {}
extension GlyphChoice: ExpressibleByArgument {}
extension ThemeChoice: ExpressibleByArgument {}
