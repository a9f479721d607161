/// What a person has switched to; `nil` is what was found at the start.
public struct Look: Hashable, Sendable {
  public var theme: ThemeName?
  public var glyphs: GlyphSet?
  public var colors: ColorDepth?

  public init(theme: ThemeName? = nil, glyphs: GlyphSet? = nil, colors: ColorDepth? = nil) {
    self.theme = theme
    self.glyphs = glyphs
    self.colors = colors
  }
}

extension Capabilities {
  /// What is drawn with after a person has switched, never more than there is.
  public func with(_ look: Look) -> Capabilities {
    var result = self
    result.themeName = look.theme ?? themeName
    result.glyphs = isUTF8 ? look.glyphs ?? glyphs : .ascii
    result.colors = min(look.colors ?? colors, colorLimit)
    return result
  }
}

extension Model {
  /// What the next picture is drawn with.
  public var drawing: Capabilities { terminal.with(look) }

  public mutating func setTheme(_ name: ThemeName) {
    look.theme = name
    let isSeen = drawing.colors > .mono
    toast = Toast(text: "Theme: \(name.rawValue)." + (isSeen ? "" : " It shows in colour only."))
  }

  /// - Returns: Whether the terminal can show them; a toast says which it is.
  @discardableResult
  public mutating func setGlyphs(_ glyphs: GlyphSet) -> Bool {
    guard terminal.isUTF8 || glyphs.isASCII else {
      toast = Toast(text: "Glyphs: ascii. More needs a locale with UTF-8, such as C.UTF-8.")
      return false
    }
    look.glyphs = glyphs
    toast = Toast(text: "Glyphs: \(glyphs.rawValue).")
    return true
  }

  /// - Returns: Whether the terminal has so many; a toast says which it is.
  @discardableResult
  public mutating func setColors(_ depth: ColorDepth) -> Bool {
    let limit = terminal.colorLimit
    guard depth <= limit else {
      toast = Toast(
        text: limit == .mono
          ? "Colours: never. The terminal has none, or NO_COLOR or --color refuses them."
          : "Colours: \(drawing.colors.word). The terminal has no more than \(limit.word).")
      return false
    }
    look.colors = depth
    toast = Toast(text: depth == .mono ? "Colours: never." : "Colours: \(depth.word).")
    return true
  }

  mutating func turnTheme() { setTheme(Self.next(drawing.themeName, of: ThemeName.allCases)) }

  /// From much to little: braille, blocks, ASCII.
  mutating func turnGlyphs() {
    setGlyphs(Self.next(drawing.glyphs, of: [.braille, .blocks, .ascii]))
  }

  /// From much to little, and back to what the terminal has.
  mutating func turnColors() {
    let limit = terminal.colorLimit
    guard limit > .mono else {
      setColors(.eight)
      return
    }
    let depths = ColorDepth.allCases.filter { $0 <= limit }
    setColors(Self.next(drawing.colors, of: depths.reversed()))
  }

  private static func next<Value: Equatable>(_ value: Value, of values: [Value]) -> Value {
    let place = values.firstIndex(of: value).map { $0 + 1 } ?? 0
    return values[place % values.count]
  }
}
