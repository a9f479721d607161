import Evolution
import Laboratory

/// The plane as the network divides it: tints, the line of equal probability, the samples.
///
/// Without colours class 1 is in reverse video, in ASCII it is dotted; samples are
/// letters, in capitals and reversed where the network is wrong.
public struct DecisionBoundary: FramedView {
  let model: Model

  public init(_ model: Model) {
    self.model = model
  }

  public var title: String {
    guard let entry = model.shownEntry else { return "data" }
    if model.page == .disagreement {
      guard let pair = model.compared else { return "nobody to compare" }
      return "\(model.name(of: pair.shown)) vs \(model.name(of: pair.other))"
    }
    if case .neuron(let layer, let unit)? = model.boundary?.subject.lens {
      return "h\(unit + 1) of layer \(layer + 1)"
    }
    let name = model.name(of: entry)
    return name.hasPrefix("#") ? "hall of fame \(name)" : name
  }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    guard model.page == .disagreement else {
      return model.accuracies(isForData: model.boundary?.hasNetwork == true)
    }
    guard model.compared != nil else { return [Label("no second one yet", .dim)] }
    guard let difference = model.boundary?.difference else {
      return [Label("not for this data", .warning)]
    }
    let share = Format.fixed(Double(difference.planeShare) * 100, decimals: 1)
    return [
      Label("\(share) % differ", .warning),
      Label("\(difference.samples)/\(difference.sampleCount) samples"),
    ]
  }

  /// What the signs mean, and where there are more features than two, which plane it is.
  public func caption(_ glyphs: GlyphSet) -> [Label] {
    guard let dataset = model.snapshot.data?.dataset else { return [] }
    let subject = model.boundary?.subject
    let hasNetwork = subject?.network != nil
    let isAnswer = subject?.lens == .answer
    var front: [Label] = []
    var back: [Label] = []
    if hasNetwork, !isAnswer { front.append(Label("line=zero", .accent)) }
    if model.page == .disagreement { front.append(Label(hatch(glyphs) + "=differ", .warning)) }
    if hasNetwork, subject?.hasSureLines == true { back.append(Label("dim line=.1 .9", .dim)) }
    if model.showsTestPoints, model.hasTestPoints {
      back.append(Label("\(PlanePainter.testSign(glyphs))=test", .dim))
    }
    // An edge keeps four cells for itself.
    let room = (model.layout.rect(of: .boundary)?.inside.width ?? 80) - 4
    let used = (front + back).reduce(0) { $0 + $1.text.cellCount + 2 }
    let caption = PlaneCaption(dataset: dataset, marksWrong: hasNetwork && isAnswer)
    return front + caption.labels(room - used, glyphs) + back
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    guard let boundary = model.boundary, boundary.plane.size == size,
      let dataset = model.snapshot.data?.dataset
    else { return canvas }
    let painter = PlanePainter(boundary, capabilities)
    let showsTestPoints = model.showsTestPoints
    for row in 0..<size.height {
      for column in 0..<size.width {
        let cell = row * size.width + column
        let ground = painter.ground(cell)
        if showsTestPoints, let mark = boundary.testMarks[cell] {
          canvas[column, row] = painter.testPoint(mark, on: ground)
        } else if let mark = boundary.trainMarks[cell] {
          canvas[column, row] = painter.point(mark, on: ground)
        } else {
          canvas[column, row] = painter.area(cell, column, row, ground)
        }
      }
    }
    for name in boundary.names where boundary.differs.isEmpty {
      let ground = painter.ground(name.row * size.width + name.column)
      canvas.write(
        "(\(PointMark.letter(name.label, classCount: painter.classCount)))", x: name.column,
        y: name.row, style: capabilities.theme.style(.contour).on(ground))
    }
    AxisNames(dataset: dataset, axes: boundary.plane.axes).draw(on: &canvas, capabilities) { x, y in
      let cell = y * size.width + x
      return boundary.trainMarks[cell] != nil
        || showsTestPoints && boundary.testMarks[cell] != nil
    }
    canvas.drawCursor(model.sight.cursor, capabilities)
    return canvas
  }

  private func hatch(_ glyphs: GlyphSet) -> String { String(Character(PlanePainter.hatch(glyphs))) }
}

extension Canvas {
  /// A cross of lines whose middle is left free, so that what is there is seen.
  mutating func drawCursor(_ cursor: Sight.Cursor?, _ capabilities: Capabilities) {
    guard let cursor, contains(cursor.column, cursor.row) else { return }
    let ink = capabilities.theme.style(.warning)
    func mark(_ x: Int, _ y: Int, _ character: Unicode.Scalar) {
      // Samples stay to be seen.
      guard contains(x, y), !self[x, y].character.properties.isAlphabetic else { return }
      self[x, y] = Cell(character, ink.on(self[x, y].style))
    }
    let glyphs = capabilities.glyphs
    for distance in 1...2 {
      mark(cursor.column - distance, cursor.row, glyphs.horizontal)
      mark(cursor.column + distance, cursor.row, glyphs.horizontal)
    }
    for row in [cursor.row - 1, cursor.row + 1] { mark(cursor.column, row, glyphs.vertical) }
    let middle = self[cursor.column, cursor.row]
    self[cursor.column, cursor.row] = Cell(
      middle.character == " " ? "+" : middle.character,
      ink.on(middle.style).reversed)
  }
}

extension Model {
  /// How good the shown individual is, on the edge of its picture.
  ///
  /// - Parameter isForData: Whether its network is one for the present data.
  func accuracies(isForData: Bool) -> [Label] {
    guard let entry = shownEntry else { return [Label("no champion yet", .dim)] }
    guard isForData else { return [Label("not for this data", .warning)] }
    let part = snapshot.choosesByValidation ? "valid" : "train"
    var labels = [Label("\(part) \(Format.fraction(entry.score.accuracy))")]
    if let test = entry.testAccuracy { labels.append(Label("test \(Format.fraction(test))")) }
    return labels
  }
}

/// How the pieces of a plane look.
struct PlanePainter {
  let classCount: Int
  private let boundary: Boundary
  private let hasNetwork: Bool
  private let isTinted: Bool
  private let glyphs: GlyphSet
  private let theme: Theme
  private let tints: [Style]
  private let areas: [Style]
  private let contour: Style
  private let faintContour: Style

  init(_ boundary: Boundary, _ capabilities: Capabilities) {
    let theme = capabilities.theme
    self.boundary = boundary
    self.theme = theme
    classCount = boundary.subject.data.dataset.classCount
    hasNetwork = boundary.hasNetwork
    isTinted = boundary.isTinted
    glyphs = capabilities.glyphs
    tints = (0..<Theme.tintCount).map { theme.style(.tint($0)) }
    areas = (0..<max(1, classCount)).map { theme.style(.area($0)) }
    contour = theme.style(.contour)
    faintContour = theme.style(.faintContour)
  }

  func ground(_ cell: Int) -> Style {
    guard hasNetwork else { return .plain }
    // Where two are compared, reverse video has a meaning of its own.
    if !boundary.differs.isEmpty {
      let isReversed = boundary.differs[cell]
      return isReversed ? Style(attributes: .reverse) : .plain
    }
    return isTinted ? tints[Int(boundary.levels[cell])] : areas[Int(boundary.winners[cell])]
  }

  /// What a cell without a sample shows: the contour, or the texture of ASCII.
  func area(_ cell: Int, _ column: Int, _ row: Int, _ ground: Style) -> Cell {
    guard hasNetwork else { return .blank }
    let winner = boundary.winners[cell]
    let differs = !boundary.differs.isEmpty && boundary.differs[cell]
    if !glyphs.isASCII {
      if let line = glyphs.character(dots: boundary.contour[cell]) {
        return Cell(line, contour.on(ground))
      }
      if differs { return Cell(Self.hatch(glyphs), ground) }
      let sure = boundary.sureLines.isEmpty ? 0 : boundary.sureLines[cell]
      let line = glyphs.character(dots: sure)
      return line.map { Cell($0, faintContour.on(ground)) } ?? Cell(" ", ground)
    }
    if differs { return Cell(Self.hatch(glyphs), ground) }
    let width = boundary.plane.size.width
    let isBorder =
      (column + 1 < width && boundary.winners[cell + 1] != winner)
      || (row + 1 < boundary.plane.size.height && boundary.winners[cell + width] != winner)
    if isBorder { return Cell("+", contour.on(ground)) }
    if !boundary.sureLines.isEmpty, boundary.sureLines[cell] != 0 { return Cell("'", ground) }
    if isTinted {
      let isSure = boundary.levels[cell] >= 7
      return Cell(winner == 0 ? " " : isSure ? ":" : ".", ground)
    }
    let textures: [Unicode.Scalar] = [" ", ".", ":", "-", "'", ",", ";", "=", "`", "~"]
    return Cell(textures[Int(winner) % textures.count], ground)
  }

  func point(_ mark: PointMark, on ground: Style) -> Cell {
    let letter = PointMark.letter(mark.label, classCount: classCount, isWrong: mark.isWrong)
    let style = theme.style(.point(mark.label)).on(ground)
    return Cell(letter, mark.isWrong ? style.reversed : style)
  }

  /// A sample that was held back: a dot where it is right, since the area tells its class.
  func testPoint(_ mark: PointMark, on ground: Style) -> Cell {
    if mark.isWrong {
      let cell = point(mark, on: ground)
      return Cell(cell.character, cell.style.adding(.underline))
    }
    let style = theme.style(.point(mark.label)).on(ground)
    return Cell(Self.testSign(glyphs), style)
  }

  /// Where two networks say different classes.
  static func hatch(_ glyphs: GlyphSet) -> Unicode.Scalar { glyphs.isASCII ? "/" : "╱" }

  static func testSign(_ glyphs: GlyphSet) -> Unicode.Scalar { glyphs.isASCII ? "*" : "•" }
}

extension Style {
  /// Reverse on plain ground, plain on reversed ground: always unlike what is around it.
  var reversed: Style {
    var style = self
    style.attributes.formSymmetricDifference(.reverse)
    return style
  }
}
