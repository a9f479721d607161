import Evolution
import Laboratory

/// Pictures with what the champion takes them for, its weights as pictures, or its report.
public struct MosaicView: FramedView {
  let model: Model

  public init(_ model: Model) {
    self.model = model
  }

  public var title: String { "\(DecisionBoundary(model).title): \(model.page.rawValue)" }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    model.accuracies(isForData: model.mosaic?.subject.network != nil)
  }

  /// What the signs mean, of which samples this is, and whether there are more.
  public func caption(_ glyphs: GlyphSet) -> [Label] {
    guard let mosaic = model.mosaic else { return [] }
    let isASCII = glyphs.isASCII
    return signs(mosaic, glyphs)
      + (mosaic.lastScroll > 0 ? [Label(isASCII ? "k j more" : "↑↓ more", .dim)] : [])
  }

  private func signs(_ mosaic: Mosaic, _ glyphs: GlyphSet) -> [Label] {
    let samples = "\(mosaic.subject.part.word) samples"
    let isASCII = glyphs.isASCII
    guard let network = mosaic.subject.network else { return [Label(samples)] }
    switch mosaic.subject.page {
    case .samples:
      return [Label(samples), Label(isASCII ? "a>b=a taken for b" : "a→b=a taken for b", .dim)]
    case .mistakes:
      return [Label("\(mosaic.wrong) of \(mosaic.asked) wrong", .warning), Label(samples, .dim)]
    case .disagreement:
      return [
        Label("\(mosaic.wrong) of \(mosaic.asked) differ", .warning), Label(samples, .dim),
        Label("a: b|c=a taken for b or c", .dim),
      ]
    case .weights:
      return Self.weightSigns(glyphs)
    case .report:
      let isAll =
        mosaic.panel.affordableCount(network) >= mosaic.subject.data[mosaic.subject.part].count
      return isAll
        ? [Label(samples)]
        : [
          Label(
            "\(mosaic.asked) of \(mosaic.subject.data[mosaic.subject.part].count) \(samples), spread "
              + "evenly"), Label("all: evolab report", .dim),
        ]
    default: return []
    }
  }

  /// How positive and negative weights look.
  static func weightSigns(_ glyphs: GlyphSet) -> [Label] {
    let negative = glyphs.isASCII ? "= -" : glyphs.hasBraille ? "⣿ = -" : "▒ = -"
    return [
      Label(glyphs.isASCII ? "# + positive" : "█ # + positive", .positive),
      Label("\(negative) negative", .negative),
    ]
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    guard let mosaic = model.mosaic, mosaic.subject.size == size else { return canvas }
    if let sentence = nothing(mosaic) {
      canvas.write(
        sentence.fitted(max(0, size.width - 2), capabilities.glyphs), x: 1, y: 0,
        style: capabilities.theme.style(.dim))
    } else if let report = mosaic.report {
      draw(report, scroll: mosaic.subject.scroll, on: &canvas, capabilities)
    } else {
      draw(mosaic, on: &canvas, capabilities)
    }
    return canvas
  }

  /// Why there is nothing to be seen, if so.
  private func nothing(_ mosaic: Mosaic) -> String? {
    switch mosaic.subject.page {
    case .mistakes, .weights, .report, .disagreement:
      if mosaic.subject.network == nil {
        "No champion yet."
      } else if mosaic.subject.page == .disagreement, mosaic.wrong == 0 {
        mosaic.subject.rival == nil ? "No second one yet." : "They agree on all \(mosaic.asked)."
      } else if mosaic.subject.page == .mistakes, mosaic.wrong == 0 {
        "None of \(mosaic.asked) is wrong."
      } else {
        nil
      }
    default: nil
    }
  }

  private func draw(
    _ report: Champion.Report, scroll: Int, on canvas: inout Canvas, _ capabilities: Capabilities
  ) {
    let lines = ReportLines(report, width: canvas.width, capabilities.glyphs).lines
    for (row, line) in lines.dropFirst(scroll).prefix(canvas.height).enumerated() {
      var x = 0
      for label in line {
        x += canvas.write(label.text, x: x, y: row, style: capabilities.theme.style(label.role))
      }
    }
  }

  private func draw(
    _ mosaic: Mosaic, on canvas: inout Canvas, _ capabilities: Capabilities
  ) {
    let grid = mosaic.grid
    let painter = PixelPainter(capabilities)
    let isSigned = mosaic.subject.page == .weights
    for (index, tile) in mosaic.tiles.enumerated() {
      let x = index % grid.columns * (grid.tile.width + 1)
      let y = index / grid.columns * grid.rowHeight(in: canvas.height)
      painter.paint(tile.pixels, grid.picture, isSigned: isSigned, on: &canvas, x: x, y: y)
      let caption = text(
        tile.caption, grid.tile.width, mosaic.subject.data.dataset, capabilities.glyphs)
      canvas.write(
        caption.text.fitted(grid.tile.width, capabilities.glyphs), x: x,
        y: y + grid.tile.height - 1, style: capabilities.theme.style(caption.role))
    }
  }

  /// `7 .98` for a 7 that is taken for one, `1→7 .55` for a 1 that is not.
  private func text(
    _ caption: Mosaic.Caption, _ width: Int, _ dataset: Dataset, _ glyphs: GlyphSet
  ) -> Label {
    func name(_ label: Int, _ room: Int) -> String {
      let name = dataset.classNames[label]
      return name.fitted(min(name.cellCount, room), glyphs)
    }
    switch caption {
    case .unit(let unit, let isOutput):
      return Label(isOutput ? name(unit, width) : "\(unit + 1)", .dim)
    case .dispute(let label, let choice, let other):
      let room = (width - 3) / 3
      let names = [label, choice, other].map { $0.map { name($0, room) } ?? "?" }
      return Label("\(names[0]): \(names[1])|\(names[2])", choice == label ? .good : .failure)
    case .sample(let label, let choice, let confidence):
      guard let choice else {
        let isAsked = model.mosaic?.subject.network != nil
        return Label(isAsked ? name(label, width - 2) + " ?" : name(label, width), .dim)
      }
      let share = confidence >= 0.995 ? "1.0" : Format.hundredths(confidence)
      let room = width - share.count - 1
      guard choice != label else { return Label("\(name(label, room)) \(share)", .good) }
      return Label(
        name(label, room / 2) + String(Character(glyphs.arrow))
          + "\(name(choice, (room - 1) / 2)) \(share)", .failure)
    }
  }
}

/// Draws pixels, two in a cell.
///
/// Characters tell light from dark and plus from minus by themselves; colours add the shades.
struct PixelPainter {
  private let glyphs: GlyphSet
  private let theme: Theme

  init(_ capabilities: Capabilities) {
    glyphs = capabilities.glyphs
    theme = capabilities.theme
  }

  /// - Parameter pixels: [height × width], 0…1, or -1…1 if they are signed.
  func paint(
    _ pixels: [Float], _ size: MosaicGrid.PixelSize, isSigned: Bool, on canvas: inout Canvas,
    x: Int, y: Int
  ) {
    for row in 0..<(size.height + 1) / 2 {
      for column in 0..<size.width {
        let top = pixels[row * 2 * size.width + column]
        let hasBottom = row * 2 + 1 < size.height
        let bottom = hasBottom ? pixels[(row * 2 + 1) * size.width + column] : 0
        canvas[x + column, y + row] = isSigned ? signed(top, bottom) : shade(top, bottom)
      }
    }
  }

  private func shade(_ top: Float, _ bottom: Float) -> Cell {
    let light = (top: top >= Self.lightness, bottom: bottom >= Self.lightness)
    let scalars: [Unicode.Scalar] =
      glyphs.isASCII ? [" ", "'", ".", "#"] : [" ", "▀", "▄", "█"]
    let (ink, ground): (Float, Float) =
      switch light {
      case (true, false): (top, bottom)
      case (false, true): (bottom, top)
      case (true, true), (false, false): ((top + bottom) / 2, (top + bottom) / 2)
      }
    return Cell(
      scalars[(light.top ? 1 : 0) + (light.bottom ? 2 : 0)],
      Style(
        foreground: theme.gray(ink),
        // Below a light letter the ground stays dark.
        background: theme.gray(glyphs.isASCII && light.top && light.bottom ? 0 : ground)))
  }

  private func signed(_ top: Float, _ bottom: Float) -> Cell {
    // Without colours, letters tell the sign more clearly than blocks.
    guard !glyphs.isASCII, theme.depth != .mono else {
      let mean = (top + bottom) / 2
      let scalars: [Unicode.Scalar] = mean < 0 ? [" ", "-", "="] : [" ", "+", "#"]
      return Cell(
        scalars[abs(mean) < 0.2 ? 0 : abs(mean) < 0.5 ? 1 : 2],
        Style(foreground: theme.signed(mean)))
    }
    let (above, below) = (Self.sign(top), Self.sign(bottom))
    let negative: [Unicode.Scalar] = glyphs.hasBraille ? ["⣿", "⠛", "⣤"] : ["▒", "'", "."]
    let scalar: Unicode.Scalar
    var isInkAbove = true
    switch (above, below) {
    case (0, 0): scalar = " "
    case (1, 1): scalar = "█"
    case (1, _): scalar = "▀"
    case (_, 1): (scalar, isInkAbove) = ("▄", false)
    case (-1, -1): scalar = negative[0]
    case (-1, _): scalar = negative[1]
    default: (scalar, isInkAbove) = (negative[2], false)
    }
    let isWhole = above == below
    let mean = (top + bottom) / 2
    return Cell(
      scalar,
      Style(
        foreground: theme.signed(isWhole ? mean : isInkAbove ? top : bottom),
        background: theme.signed(isWhole ? mean : isInkAbove ? bottom : top)))
  }

  /// Of the lightest pixel: what is lighter is drawn.
  private static let lightness: Float = 0.45

  private static func sign(_ value: Float) -> Int {
    abs(value) < 0.3 ? 0 : value < 0 ? -1 : 1
  }
}
