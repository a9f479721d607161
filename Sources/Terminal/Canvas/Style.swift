/// How a cell looks besides its character; `nil` is the terminal's own colour.
public struct Style: Hashable, Sendable {
  public var foreground: Color?
  public var background: Color?
  public var attributes: Attributes

  public static let plain = Style()

  public init(
    foreground: Color? = nil, background: Color? = nil, attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// This style drawn over another: its background shows, and what this style leaves open.
  public func on(_ ground: Style) -> Style {
    Style(
      foreground: foreground ?? ground.foreground, background: ground.background,
      attributes: attributes.union(ground.attributes))
  }

  public func adding(_ more: Attributes) -> Style {
    var style = self
    style.attributes.formUnion(more)
    return style
  }
}

/// What every terminal can do without colour.
public struct Attributes: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public static let bold = Attributes(rawValue: 1)
  public static let dim = Attributes(rawValue: 2)
  public static let reverse = Attributes(rawValue: 4)
  public static let underline = Attributes(rawValue: 8)

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }
}
