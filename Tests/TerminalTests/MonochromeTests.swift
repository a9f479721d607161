import Laboratory
import Testing

@testable import Terminal

/// Whatever a colour says, a character or an attribute says too.
@Suite struct `Without colours` {
  static let screens = [
    Fixture.snapshot(), Fixture.race(count: 4), Fixture.bowl(), Fixture.pictures(),
    Fixture.emptySnapshot(),
  ]

  @Test(arguments: [ThemeName.safe, .contrast], GlyphSet.allCases)
  func `every screen has the same characters and its attributes`(
    theme: ThemeName, glyphs: GlyphSet
  ) {
    // The ground of a function is shaded instead of coloured, which another suite is about.
    for snapshot in Self.screens where snapshot.function == nil || glyphs.isASCII {
      var model = Fixture.model(snapshot, width: 100, height: 30)
      model.press("T")
      let mono = compose(model, Capabilities(colors: .mono, glyphs: glyphs, theme: theme))
      for depth in [ColorDepth.eight, .truecolor] {
        let canvas = compose(model, Capabilities(colors: depth, glyphs: glyphs, theme: theme))
        #expect(canvas.lines == mono.lines)
      }
    }
  }

  @Test(arguments: GlyphSet.allCases)
  func `the classes of points have letters, and wrong ones are reversed`(glyphs: GlyphSet) throws {
    var model = Fixture.model()
    model.press("T")
    let boundary = try #require(model.boundary)
    let canvas = DecisionBoundary(model).draw(
      boundary.plane.size, Capabilities(colors: .mono, glyphs: glyphs))
    var seen: [Set<Unicode.Scalar>] = [[], []]
    for (cell, mark) in boundary.trainMarks.enumerated() where boundary.testMarks[cell] == nil {
      guard let mark else { continue }
      let drawn = canvas[cell % canvas.width, cell / canvas.width]
      seen[mark.label].insert(drawn.character)
      let isSecondSide = boundary.levels[cell] > 4
      #expect(drawn.style.attributes.contains(.reverse) == (isSecondSide != mark.isWrong))
    }
    #expect(!seen[0].isEmpty && !seen[1].isEmpty && seen[0].isDisjoint(with: seen[1]))
  }

  @Test(arguments: GlyphSet.allCases)
  func `the focus has a marker and bold letters`(glyphs: GlyphSet) {
    let panes: [(Key, Pane)] = [
      ("1", .boundary), ("2", .fitness), ("3", .hallOfFame), ("4", .controls),
    ]
    for (key, pane) in panes {
      var model = Fixture.model()
      model.press(key)
      let canvas = compose(model, Capabilities(colors: .mono, glyphs: glyphs))
      for placement in model.layout.panes {
        let corner = canvas[placement.rect.x + 1, placement.rect.y]
        let isFocused = placement.pane == pane
        #expect((corner.character == glyphs.marker) == isFocused)
        #expect(corner.style.attributes.contains(.bold) == isFocused)
      }
    }
  }

  @Test(arguments: GlyphSet.allCases)
  func `the selected row has a marker and is reversed`(glyphs: GlyphSet) throws {
    for key: Key in ["3", "4"] {
      var model = Fixture.model()
      model.press(key, .down)
      let canvas = compose(model, Capabilities(colors: .mono, glyphs: glyphs))
      let rect = try #require(model.layout.rect(of: model.focus)).inside
      let marked = (rect.y..<rect.y + rect.height).filter {
        canvas[rect.x, $0].character == glyphs.marker
      }
      #expect(marked.count == 1)
      let row = try #require(marked.first)
      let isReversed = (rect.x..<rect.x + rect.width).contains {
        canvas[$0, row].style.attributes.contains(.reverse)
      }
      #expect(isReversed)
    }
  }

  @Test func `the curves have strokes and attributes of their own`() {
    let theme = Theme(depth: .mono)
    let styles = [Role.best, .mean, .worst].map { theme.style($0) }
    #expect(Set(styles).count == 3)
    for glyphs in GlyphSet.allCases {
      let legend = FitnessChart(Fixture.model()).caption(glyphs)
      #expect(Set(legend.map { $0.text.first }).count == 4)
    }
  }

  @Test(arguments: GlyphSet.allCases)
  func `the sign of a weight is a character`(glyphs: GlyphSet) {
    let painter = PixelPainter(Capabilities(colors: .mono, glyphs: glyphs))
    func characters(_ value: Float) -> Set<Unicode.Scalar> {
      var canvas = Canvas(width: 3, height: 1)
      let pixels: [Float] = [value, value, 0, value, 0, value]
      painter.paint(
        pixels, MosaicGrid.PixelSize(width: 3, height: 2), isSigned: true, on: &canvas, x: 0, y: 0)
      return Set((0..<3).map { canvas[$0, 0].character })
    }
    #expect(characters(1).isDisjoint(with: characters(-1)))
  }
}
