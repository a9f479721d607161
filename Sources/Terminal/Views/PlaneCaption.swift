import Evolution

/// What the signs on a plane mean, shortened until it fits: first the words on the cut, then the
/// names of the classes, last what capitals mean.
struct PlaneCaption {
  let dataset: Dataset
  /// Whether wrong samples stand in capitals.
  let marksWrong: Bool

  /// - Parameter width: What there is for the labels and the two blanks between each.
  func labels(_ width: Int, _ glyphs: GlyphSet) -> [Label] {
    let forms = Self.forms.lazy.map { form in labels(form, glyphs) }
    return forms.first { Self.width($0) <= width } ?? Array(forms.last ?? [])
  }

  static func width(_ labels: [Label]) -> Int {
    labels.reduce(0) { $0 + $1.text.cellCount + 2 } - 2
  }

  private struct Form {
    /// How many cells the name of a class may have.
    let name: Int
    /// An index into the ways to say what plane it is.
    let cut: Int
    var isTerse = false
  }

  private static let forms = [
    Form(name: .max, cut: 0), Form(name: .max, cut: 1), Form(name: .max, cut: 2),
    Form(name: 8, cut: 2), Form(name: 5, cut: 2), Form(name: 3, cut: 2),
    Form(name: 3, cut: 2, isTerse: true),
  ]

  private func labels(_ form: Form, _ glyphs: GlyphSet) -> [Label] {
    let names = dataset.classNames.prefix(26).map(\.withVisibleControls)
    let short = ShortNames.fitted(names, form.name, glyphs)
    var labels = short.enumerated().map { label, name in
      let letter = PointMark.letter(label, classCount: dataset.classCount)
      return Label("\(letter)=\(name)", .classColor(label))
    }
    if marksWrong { labels.append(Label(form.isTerse ? "ABC=wrong" : "CAPITAL=wrong", .dim)) }
    let others = dataset.featureCount - 2
    if others > 0 {
      let mean = others == 1 ? "the mean of the other one" : "the mean of the other \(others)"
      labels.append(Label(["cut at \(mean)", "cut at mean", "cut"][form.cut], .dim))
    }
    return labels
  }
}

/// The names of the axes in the corners of a plane, where there are more than two.
struct AxisNames {
  let dataset: Dataset
  let axes: Plane.Axes

  /// - Parameter isTaken: Whether there is a sample in a cell.
  func draw(
    on canvas: inout Canvas, _ capabilities: Capabilities, isTaken: (_ x: Int, _ y: Int) -> Bool
  ) {
    let (width, height) = (canvas.width, canvas.height)
    guard dataset.featureCount > 2, width >= 20, height >= 5 else { return }
    let glyphs = capabilities.glyphs
    let names = ShortNames.fitted(
      [axes.horizontal, axes.vertical].map { dataset.featureNames[$0].withVisibleControls },
      width / 2 - 3, glyphs)
    let texts =
      glyphs.isASCII ? ["x: \(names[0])", "y: \(names[1])"] : ["\(names[0]) →", "↑ \(names[1])"]
    for (text, places) in [
      (texts[0], [(width - texts[0].cellCount, height - 1), (0, height - 1)]),
      (texts[1], [(0, 0), (width - texts[1].cellCount, 0)]),
    ] {
      let free = places.first { x, y in (x..<x + text.cellCount).allSatisfy { !isTaken($0, y) } }
      let (x, y) = free ?? places[0]
      for (offset, scalar) in text.unicodeScalars.enumerated() where canvas.contains(x + offset, y)
      {
        let ground = Style(background: canvas[x + offset, y].style.background)
        canvas[x + offset, y] = Cell(scalar, capabilities.theme.style(.contour).on(ground))
      }
    }
  }
}
