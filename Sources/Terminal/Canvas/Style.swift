/// How a cell looks besides its character; `nil` is the terminal's own colour.
public struct Style: Hashable, Sendable {
  public var foreground: Color? {
    get { Color(code: ink) }
    set { ink = newValue?.code ?? 0 }
  }
  public var background: Color? {
    get { Color(code: ground) }
    set { ground = newValue?.code ?? 0 }
  }
  public var attributes: Attributes
  // Numbers, because all cells of two pictures are compared many times a second.
  private var ink: UInt32
  private var ground: UInt32

  public static let plain = Style()

  public init(
    foreground: Color? = nil, background: Color? = nil, attributes: Attributes = []
  ) {
    ink = foreground?.code ?? 0
    ground = background?.code ?? 0
    self.attributes = attributes
  }

  /// This style drawn over another: its background shows, and what this style leaves open.
  public func on(_ ground: Style) -> Style {
    var style = ground
    if ink != 0 { style.ink = ink }
    style.attributes.formUnion(attributes)
    return style
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
