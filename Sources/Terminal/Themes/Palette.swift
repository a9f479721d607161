/// The colours of a theme: a table with a column for each depth.
///
/// Its inks are legible on the terminal's own ground, as far as that is as light or as dark as the
/// theme expects. It is a class because so large a table is not to be copied for each word drawn.
final class Palette: Sendable {
  /// What pictures have behind them, and what terminals are expected to have.
  let ground: Ground
  /// Whether the ground is drawn on terminals too, instead of their own.
  let paintsGround: Bool
  /// Whether classes, curves and signs stay apart in the eyes of protanopes and deuteranopes.
  let isSafe: Bool

  let dim: Swatch
  let accent: Swatch
  let good: Swatch
  let warning: Swatch
  let failure: Swatch
  let frame: Swatch
  let focus: Swatch
  let contour: Swatch
  let faintContour: Swatch
  let cursor: Swatch
  let pending: Swatch
  let toast: Swatch
  let coach: Swatch
  let positive: Swatch
  let negative: Swatch

  let best: Swatch
  let mean: Swatch
  let worst: Swatch
  let test: Swatch
  let validation: Swatch
  let branch: Swatch

  /// Of classes, ten.
  let classes: [Swatch]
  /// Of points on tints and areas, ten.
  let points: [Swatch]
  /// From class 0 to class 1, nine.
  let tints: [Ground]
  /// Ten.
  let areas: [Ground]
  /// From -1 to 1, nine.
  let signs: [Swatch]

  init(
    ground: Ground, paintsGround: Bool = false, isSafe: Bool,
    dim: Swatch, accent: Swatch, good: Swatch, warning: Swatch, failure: Swatch,
    frame: Swatch, focus: Swatch, contour: Swatch, faintContour: Swatch, cursor: Swatch,
    pending: Swatch, toast: Swatch, coach: Swatch, positive: Swatch, negative: Swatch,
    best: Swatch, mean: Swatch, worst: Swatch, test: Swatch, validation: Swatch, branch: Swatch,
    classes: [Swatch], points: [Swatch],
    tints: [Ground], areas: [Ground], signs: [Swatch]
  ) {
    self.ground = ground
    self.paintsGround = paintsGround
    self.isSafe = isSafe
    self.dim = dim
    self.accent = accent
    self.good = good
    self.warning = warning
    self.failure = failure
    self.frame = frame
    self.focus = focus
    self.contour = contour
    self.faintContour = faintContour
    self.cursor = cursor
    self.pending = pending
    self.toast = toast
    self.coach = coach
    self.positive = positive
    self.negative = negative
    self.best = best
    self.mean = mean
    self.worst = worst
    self.test = test
    self.validation = validation
    self.branch = branch
    self.classes = classes
    self.points = points
    self.tints = tints
    self.areas = areas
    self.signs = signs
  }
}

/// A colour at each depth; `nil` is the terminal's own.
struct Swatch: Hashable, Sendable {
  let truecolor: Color?
  let indexed: Color?
  let sixteen: Color?
  let eight: Color?

  static let none = Swatch(nil, nil, nil, nil)

  /// - Parameters: 0xRRGGBB, a number of the palette of 256, and named colours.
  init(_ truecolor: UInt32?, _ indexed: UInt8?, _ sixteen: Color?, _ eight: Color?) {
    self.truecolor = truecolor.map { .rgb($0) }
    self.indexed = indexed.map { .palette($0) }
    self.sixteen = sixteen
    self.eight = eight
  }

  func color(_ depth: ColorDepth) -> Color? {
    switch depth {
    case .mono: nil
    case .eight: eight
    case .sixteen: sixteen
    case .indexed256: indexed
    case .truecolor: truecolor
    }
  }
}

/// A background, and the ink of what stands on it without a colour of its own.
struct Ground: Hashable, Sendable {
  let color: Swatch
  let ink: Swatch

  /// - Parameter ink: With few colours; with many, points bring their own.
  init(
    _ truecolor: UInt32, _ indexed: UInt8, _ sixteen: Color?, _ eight: Color?, ink: Color? = nil
  ) {
    color = Swatch(truecolor, indexed, sixteen, eight)
    self.ink = Swatch(nil, nil, ink, ink)
  }

  init(_ truecolor: UInt32, _ indexed: UInt8, _ sixteen: Color?, _ eight: Color?, ink: Swatch) {
    color = Swatch(truecolor, indexed, sixteen, eight)
    self.ink = ink
  }

  func style(_ depth: ColorDepth) -> Style {
    Style(foreground: ink.color(depth), background: color.color(depth))
  }
}
