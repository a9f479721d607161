/// What a piece of the picture means; ``Theme`` decides how it looks.
public enum Role: Hashable, Sendable {
  case text
  case dim
  case accent
  case good
  case warning
  case failure
  case frame
  case frameFocused
  case title
  case titleFocused
  case selection
  /// A key in the help and the footer.
  case key
  /// The foreground of things that belong to class 0, 1, 2 …
  case classColor(Int)
  /// A data point of class 0, 1, 2 …, to be put `on` a tint or an area.
  case point(Int)
  /// The line where two classes are equally probable, to be put `on` a tint.
  case contour
  /// The background of the plane, from 0 (surely class 0) over 4 (open) to 8 (surely class 1).
  case tint(Int)
  /// The background of the plane where class 0, 1, 2 … wins, if there are more than two.
  case area(Int)
  /// What stands for a number from -1 to 1 in a legend.
  case signed(Float)

  /// The tint of a point of the plane whose probability of class 1 is given.
  public static func tint(probability: Float) -> Role {
    guard !probability.isNaN else { return .tint(4) }
    return .tint(Int(min(1, max(0, probability)) * 8 + 0.5))
  }
}

/// The palette: orange and blue come first, so that red–green blindness loses nothing.
///
/// Colours are after Okabe and Ito, "Color universal design" (2008). With few or no colours,
/// attributes and reverse video take over.
public struct Theme: Hashable, Sendable {
  public var depth: ColorDepth

  /// The number of tints from one class to the other.
  public static let tintCount = 9

  public init(depth: ColorDepth) {
    self.depth = depth
  }

  public func style(_ role: Role) -> Style {
    Self.style(role, depth)
  }

  public static func style(_ role: Role, _ depth: ColorDepth) -> Style {
    switch role {
    case .text: .plain
    case .dim: ink(245, .black.bright, nil, depth).adding(depth <= .eight ? .dim : [])
    case .accent: ink(117, .cyan.bright, .cyan, depth).adding(depth == .mono ? .bold : [])
    case .good: ink(79, .green.bright, .green, depth)
    case .warning: ink(214, .yellow.bright, .yellow, depth).adding(.bold)
    case .failure: ink(209, .red.bright, .red, depth).adding(.bold)
    case .frame: ink(240, .black.bright, nil, depth).adding(depth == .eight ? .dim : [])
    case .frameFocused: ink(214, .yellow.bright, .yellow, depth).adding(.bold)
    case .title: .plain
    case .titleFocused: Style(attributes: .bold)
    case .selection: Style(attributes: .reverse)
    case .key: Style(attributes: .bold)
    case .classColor(let index): classColor(index, depth)
    case .point(let index): point(index, depth)
    case .contour: ink(255, nil, nil, depth).adding(.bold)
    case .tint(let level): tint(level, depth)
    case .area(let index): area(index, depth)
    case .signed(let value): Style(foreground: signed(value, depth))
    }
  }

  /// The colour of a pixel from 0 (black) to 1 (white); `nil` without colours.
  static func gray(_ share: Float, _ depth: ColorDepth) -> Color? {
    let share = share.isNaN ? 0 : min(1, max(0, share))
    switch depth {
    case .mono: return nil
    case .eight: return share < 0.45 ? .black : .white
    case .sixteen:
      let steps: [Color] = [.black, .black.bright, .white, .white.bright]
      return steps[Int(share * 3 + 0.5)]
    // Every other of the 24 grays: fewer pairs of colours, and nobody sees more.
    case .indexed256: return share < 0.03 ? Color(16) : Color(232 + 2 * UInt8(share * 11 + 0.5))
    }
  }

  /// The colour of a number from -1 (blue) over 0 (dark) to 1 (orange); `nil` without colours.
  static func signed(_ value: Float, _ depth: ColorDepth) -> Color? {
    let value = value.isNaN ? 0 : min(1, max(-1, value))
    switch depth {
    case .mono: return nil
    case .eight, .sixteen:
      let hue: Color = abs(value) < 0.3 ? .black : value < 0 ? .blue : .yellow
      return depth == .sixteen && abs(value) > 0.65 ? hue.bright : hue
    case .indexed256:
      let steps: [UInt8] = [75, 33, 26, 24, 235, 94, 130, 172, 214]
      return Color(steps[Int((value + 1) * 4 + 0.5)])
    }
  }

  /// A foreground: one number for 256 colours, and what stands in for it at 16 and at 8.
  private static func ink(
    _ full: UInt8, _ sixteen: Color?, _ eight: Color?, _ depth: ColorDepth
  ) -> Style {
    switch depth {
    case .mono: .plain
    case .eight: Style(foreground: eight)
    case .sixteen: Style(foreground: sixteen)
    case .indexed256: Style(foreground: Color(full))
    }
  }

  private static func classColor(_ index: Int, _ depth: ColorDepth) -> Style {
    let full: [UInt8] = [214, 75, 36, 175, 227, 166, 33, 250, 137, 141]
    let named: [Color] = [.yellow, .cyan, .green, .magenta, .white, .red, .blue]
    let hue = named[wrap(index, named.count)]
    let style = ink(full[wrap(index, full.count)], hue.bright, hue, depth)
    // With few colours a second round through them is bold.
    return style.adding(depth < .indexed256 && index >= named.count ? .bold : [])
  }

  /// Few colours: the letter of the point tells the class, and the ground the ink.
  private static func point(_ index: Int, _ depth: ColorDepth) -> Style {
    guard depth == .indexed256 else { return Style(attributes: .bold) }
    let light: [UInt8] = [222, 117, 121, 218, 228, 209, 111, 255, 180, 183]
    return Style(foreground: Color(light[wrap(index, light.count)]), attributes: .bold)
  }

  private static func tint(_ level: Int, _ depth: ColorDepth) -> Style {
    let full: [UInt8] = [130, 94, 58, 238, 236, 238, 23, 24, 25]
    let level = min(full.count - 1, max(0, level))
    let middle = full.count / 2
    switch depth {
    case .mono: return Style(attributes: level > middle ? .reverse : [])
    case .eight, .sixteen:
      if level == middle { return .plain }
      return ground(level < middle ? .yellow : .blue)
    case .indexed256: return Style(background: Color(full[level]))
    }
  }

  private static func area(_ index: Int, _ depth: ColorDepth) -> Style {
    let full: [UInt8] = [94, 24, 22, 53, 58, 88, 18, 238, 52, 60]
    let named: [Color] = [.yellow, .blue, .green, .magenta, .cyan, .red, .white]
    switch depth {
    case .mono: return Style(attributes: index.isMultiple(of: 2) ? [] : .reverse)
    case .eight, .sixteen: return ground(named[wrap(index, named.count)])
    case .indexed256: return Style(background: Color(full[wrap(index, full.count)]))
    }
  }

  /// A named background with the ink that is legible on it.
  private static func ground(_ color: Color) -> Style {
    let dark: Set<Color> = [.blue, .red, .magenta]
    return Style(foreground: dark.contains(color) ? .white : .black, background: color)
  }

  private static func wrap(_ index: Int, _ count: Int) -> Int {
    (index % count + count) % count
  }
}
