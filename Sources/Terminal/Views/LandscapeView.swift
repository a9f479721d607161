import Evolution
import Laboratory

/// A function from above with the population on it.
///
/// Low ground is blue; lines separate the lowest, the middle and the highest third. Where there are
/// no colours, the higher the ground, the denser its shade; in ASCII the bands are textures.
public struct LandscapeView: FramedView {
  let model: Model

  public init(_ model: Model) {
    self.model = model
  }

  public var title: String { model.snapshot.experiment.problem }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    guard let entry = model.shownEntry else { return [Label("nothing evaluated yet", .dim)] }
    return [Label("value \(Format.value(entry.score.fitness))", .accent)]
  }

  /// What the signs mean, and which plane it is where there are several.
  public func caption(_ glyphs: GlyphSet) -> [Label] {
    let signs = Signs(glyphs)
    var labels = [
      Label("\(signs.individual)=individual", .classColor(0)),
      Label("\(signs.champion)=best", .accent), Label("\(signs.minimum)=minimum"),
    ]
    if model.snapshot.coordinateCount > 2 {
      let names = [model.axes.horizontal, model.axes.vertical].map { "x\($0 + 1)" }
      labels.append(Label(glyphs.isASCII ? "x: \(names[0])" : "→ \(names[0])", .dim))
      labels.append(Label(glyphs.isASCII ? "y: \(names[1])" : "↑ \(names[1])", .dim))
      labels.append(Label("cut at the minimum", .dim))
    }
    return labels
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    guard let landscape = model.landscape, landscape.plane.size == size else {
      return Canvas(width: size.width, height: size.height)
    }
    var canvas = ground(landscape, capabilities)
    mark(landscape, on: &canvas, capabilities)
    canvas.drawCursor(model.sight.cursor, capabilities)
    return canvas
  }

  /// The ground with one individual on it.
  func picture(
    _ landscape: Landscape, best: HallOfFame.Entry, _ capabilities: Capabilities
  ) -> Canvas {
    var canvas = ground(landscape, capabilities)
    put(
      best.genes[...], Signs(capabilities.glyphs).champion, .contour, landscape, &canvas,
      capabilities)
    return canvas
  }

  private func ground(_ landscape: Landscape, _ capabilities: Capabilities) -> Canvas {
    let size = landscape.plane.size
    var canvas = Canvas(width: size.width, height: size.height)
    let theme = capabilities.theme
    let tints = (0..<Theme.tintCount).map { theme.style(.tint($0)) }
    let line = theme.style(.faintContour)
    for cell in 0..<size.width * size.height {
      let ground = tints[Int(landscape.levels[cell])]
      canvas[cell % size.width, cell / size.width] = area(
        landscape, cell, line, ground, capabilities)
    }
    return canvas
  }

  private func area(
    _ landscape: Landscape, _ cell: Int, _ line: Style, _ ground: Style,
    _ capabilities: Capabilities
  ) -> Cell {
    guard !capabilities.glyphs.isASCII else {
      let textures: [Unicode.Scalar] = ["#", "%", "*", "+", "=", "-", ":", ".", " "]
      return Cell(textures[Int(landscape.levels[cell])], ground)
    }
    guard capabilities.theme.depth > .mono else {
      let shades: [Unicode.Scalar] = ["▓", "▓", "▒", "▒", "░", "░", " ", " ", " "]
      return Cell(shades[Int(landscape.levels[cell])], .plain)
    }
    let character = capabilities.glyphs.character(dots: landscape.contour[cell])
    return character.map { Cell($0, line.on(ground)) } ?? Cell(" ", ground)
  }

  /// Puts the individuals, the minimum and, in front, the best one.
  private func mark(
    _ landscape: Landscape, on canvas: inout Canvas, _ capabilities: Capabilities
  ) {
    let signs = Signs(capabilities.glyphs)
    if let positions = model.snapshot.positions {
      for individual in 0..<positions.count {
        let start = individual * positions.geneCount
        put(
          positions.genes[start..<start + positions.geneCount], signs.individual, .point(0),
          landscape, &canvas, capabilities)
      }
    }
    put(
      landscape.subject.function.minimum.map { Float($0) }[...], signs.minimum, .contour,
      landscape, &canvas, capabilities)
    if let entry = model.shownEntry {
      put(entry.genes[...], signs.champion, .contour, landscape, &canvas, capabilities)
    }
  }

  private func put(
    _ genes: ArraySlice<Float>, _ sign: Unicode.Scalar, _ role: Role, _ landscape: Landscape,
    _ canvas: inout Canvas, _ capabilities: Capabilities
  ) {
    let plane = landscape.plane
    func gene(_ axis: Int) -> Float {
      axis < genes.count ? genes[genes.startIndex + axis] : 0
    }
    guard let cell = plane.cell(gene(plane.axes.horizontal), gene(plane.axes.vertical)) else {
      return
    }
    let isMono = capabilities.theme.depth == .mono
    let ground =
      isMono ? .plain : capabilities.theme.style(.tint(Int(landscape.levels[cell])))
    canvas[cell % plane.size.width, cell / plane.size.width] = Cell(
      sign, capabilities.theme.style(role).on(ground))
  }

  private struct Signs {
    let individual: Unicode.Scalar
    let champion: Unicode.Scalar
    let minimum: Unicode.Scalar

    init(_ glyphs: GlyphSet) {
      individual = glyphs.isASCII ? "o" : "•"
      champion = glyphs.isASCII ? "@" : "◆"
      minimum = glyphs.isASCII ? "X" : "✛"
    }
  }
}
