import Evolution
import Laboratory

/// How far the individuals are apart over the generations: above in their genes, below in their
/// fitness, if there is room for both.
public struct DiversityChart: FramedView {
  let history: History
  /// Of the pane.
  private let height: Int

  public init(_ model: Model) {
    history = model.snapshot.course?.history ?? model.snapshot.history
    height = model.layout.rect(of: .fitness)?.inside.height ?? 0
  }

  /// Whether both plots have room.
  private static func hasBoth(_ height: Int) -> Bool { height >= 9 }

  public var title: String { "diversity" }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    guard let last = history.buckets.last else { return [] }
    return [
      Label(Format.hundredths(last.diversity), .accent),
      Label("spread \(Self.text(last.best - last.worst))"),
    ]
  }

  public func caption(_ glyphs: GlyphSet) -> [Label] {
    let signs = glyphs.isASCII ? ["*=", "-=", ".="] : ["━", "─", Stroke.dashes.sample(glyphs)]
    let diversity = Label("\(signs[0])diversity", .accent)
    guard Self.hasBoth(height) else { return [diversity] }
    return [
      diversity, Label("\(signs[1])best to mean"), Label("\(signs[2])mean to worst", .dim),
    ]
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    guard size.width >= 8, size.height >= 3 else { return canvas }
    guard !history.buckets.isEmpty else {
      canvas.write("Nothing is evaluated yet.", x: 1, y: 0, style: capabilities.theme.style(.dim))
      return canvas
    }
    let hasBoth = Self.hasBoth(size.height)
    let upper = Rect(
      x: 0, y: 0, width: size.width, height: hasBoth ? (size.height - 1) / 2 : size.height - 1)
    let lower = Rect(
      x: 0, y: upper.height, width: size.width, height: size.height - 1 - upper.height)
    let spreads = history.buckets.flatMap { [$0.best - $0.mean, $0.mean - $0.worst] }
    let spreadScale = ValueScale(covering: [0] + spreads.filter(\.isFinite), .fitnessFromZero)
    // Labels of both plots are as wide, so that generations stand below one another.
    let labelWidth = max(3, hasBoth ? spreadScale.text(1).count : 0)
    let room = CurvePlot(
      [CurvePlot.Curve(role: .accent, sign: "*") { $0.diversity }], history,
      ValueScale(covering: [0, 1], .fitness), capabilities
    ).draw(upper, on: &canvas, labelWidth: labelWidth)
    if hasBoth {
      CurvePlot(
        [
          CurvePlot.Curve(role: .text, sign: "-", peak: .upper) { $0.best - $0.mean },
          CurvePlot.Curve(role: .dim, sign: ".", .dashes, peak: .upper) { $0.mean - $0.worst },
        ], history, spreadScale, capabilities
      ).draw(lower, on: &canvas, labelWidth: labelWidth)
    }
    ChangeMarks([], generationsPerCell: 1).draw(
      on: &canvas, x: room.plot.x, y: size.height - 1, width: room.plot.width,
      generationsPerDot: room.generationsPerDot, capabilities)
    return canvas
  }

  private static func text(_ spread: Float) -> String {
    abs(spread) < 10 ? Format.fraction(spread) : Format.value(-spread)
  }
}
