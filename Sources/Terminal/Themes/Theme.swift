/// Whose colours are used.
public enum ThemeName: String, Hashable, Sendable, CaseIterable {
  /// Orange and blue on dark ground: the default.
  case safe
  /// Rose and green on dark ground.
  case dark
  /// Orange and blue on light ground.
  case light
  /// White on black, and black on yellow.
  case contrast

  var palette: Palette {
    switch self {
    case .safe: .safe
    case .dark: .dark
    case .light: .light
    case .contrast: .contrast
    }
  }
}

/// How each role looks: the colours of a palette at one depth, and attributes.
///
/// With few or no colours, attributes and reverse video take over.
public struct Theme: Hashable, Sendable {
  public var name: ThemeName
  public var depth: ColorDepth

  /// The number of tints from one class to the other.
  public static let tintCount = 9

  public init(_ name: ThemeName = .safe, depth: ColorDepth) {
    self.name = name
    self.depth = depth
  }

  public func style(_ role: Role) -> Style {
    switch role {
    case .tint(let level):
      let level = min(Self.tintCount - 1, max(0, level))
      guard depth > .mono else { return Self.side(isSecond: level > Self.tintCount / 2) }
      return palette.tints[level].style(depth)
    case .area(let index):
      guard depth > .mono else { return Self.side(isSecond: !index.isMultiple(of: 2)) }
      return Self.pick(palette.areas, index).style(depth)
    default:
      return Style(foreground: swatch(role)?.color(depth), attributes: attributes(role))
    }
  }

  /// The colour of a pixel from 0 (black) to 1 (white); `nil` without colours.
  func gray(_ share: Float) -> Color? {
    let share = share.isNaN ? 0 : min(1, max(0, share))
    // Few steps make few pairs of colours, and nobody sees more.
    let step = UInt8(share * 11 + 0.5)
    switch depth {
    case .mono: return nil
    case .eight: return share < 0.45 ? .black : .white
    case .sixteen:
      let steps: [Color] = [.black, .black.bright, .white, .white.bright]
      return steps[Int(share * 3 + 0.5)]
    case .indexed256: return share < 0.03 ? Color(16) : Color(232 + 2 * step)
    case .truecolor: return .rgb(0x010101 * (UInt32(step) * 255 / 11))
    }
  }

  /// The colour of a number from -1 over 0 (dark) to 1; `nil` without colours.
  func signed(_ value: Float) -> Color? {
    let value = value.isNaN ? 0 : min(1, max(-1, value))
    return palette.signs[Int((value + 1) * 4 + 0.5)].color(depth)
  }

  /// What stands behind the whole picture; `nil` where that is the terminal's own.
  var paintedGround: Style? {
    palette.paintsGround && depth > .mono ? palette.ground.style(depth) : nil
  }

  /// What pictures have behind them, and the ink of plain text on it.
  var ground: (background: Color, foreground: Color) {
    let style = palette.ground.style(.truecolor)
    return (style.background ?? .black, style.foreground ?? .white)
  }

  private var palette: Palette { name.palette }

  /// The ink of a role; `nil` is the terminal's own.
  private func swatch(_ role: Role) -> Swatch? {
    let palette = palette
    return switch role {
    case .text, .title, .titleFocused, .selection, .key, .tint, .area: nil
    case .dim: palette.dim
    case .accent: palette.accent
    case .good: palette.good
    case .warning: palette.warning
    case .failure: palette.failure
    case .frame: palette.frame
    case .frameFocused: palette.focus
    case .cursor: palette.cursor
    case .pending: palette.pending
    case .toast: palette.toast
    case .coach: palette.coach
    case .positive: palette.positive
    case .negative: palette.negative
    case .best: palette.best
    case .mean: palette.mean
    case .worst: palette.worst
    case .test: palette.test
    case .validation: palette.validation
    case .branch: palette.branch
    case .contour: palette.contour
    case .faintContour: palette.faintContour
    case .classColor(let index): Self.pick(palette.classes, index)
    case .point(let index): Self.pick(palette.points, index)
    }
  }

  /// What tells a role apart without colours, or besides them.
  private func attributes(_ role: Role) -> Attributes {
    switch role {
    case .warning, .failure, .frameFocused, .titleFocused, .key, .contour: return .bold
    case .selection: return .reverse
    case .cursor: return [.bold, .underline]
    case .dim, .frame, .worst, .faintContour:
      // What has no gray of its own.
      return depth <= .sixteen && !(palette.paintsGround && depth > .mono) ? .dim : []
    case .accent, .best, .toast: return depth == .mono ? .bold : []
    case .pending, .branch: return depth == .mono ? .underline : []
    // Bold black is gray on many terminals with few colours.
    case .point: return depth == .eight || depth == .sixteen ? [] : .bold
    case .classColor(let index):
      // With few colours a second round through them is bold.
      return depth > .mono && depth < .indexed256 && Self.wrap(index, 10) >= 6 ? .bold : []
    default: return []
    }
  }

  /// The side of the second class without colours.
  private static func side(isSecond: Bool) -> Style {
    Style(attributes: isSecond ? .reverse : [])
  }

  private static func pick<Value>(_ values: [Value], _ index: Int) -> Value {
    values[wrap(index, values.count)]
  }

  private static func wrap(_ index: Int, _ count: Int) -> Int {
    (index % count + count) % count
  }
}

extension Canvas {
  /// Gives every cell the ground of the theme, where it has one and the cell has none.
  mutating func paintGround(_ theme: Theme) {
    guard let ground = theme.paintedGround else { return }
    mapStyles { style in
      Style(
        foreground: style.foreground ?? ground.foreground,
        background: style.background ?? ground.background, attributes: style.attributes)
    }
  }
}
