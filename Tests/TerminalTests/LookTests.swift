import Laboratory
import Testing

@testable import Terminal

@Suite struct `The look` {
  @Test func `has a theme, glyphs and colours that keys turn round`() {
    var model = Fixture.model()
    model.terminal = Capabilities(colors: .indexed256, glyphs: .braille)
    let themes = ThemeName.allCases.map { _ in
      model.press("t")
      #expect(model.toast?.text == "Theme: \(model.drawing.themeName.rawValue).")
      return model.drawing.themeName
    }
    #expect(themes == [.dark, .light, .contrast, .safe])
    let glyphs = (0..<3).map { _ in
      model.press("y")
      return model.drawing.glyphs
    }
    #expect(glyphs == [.blocks, .ascii, .braille])
    let colors = (0..<4).map { _ in
      model.press("Y")
      return model.drawing.colors
    }
    #expect(colors == [.sixteen, .eight, .mono, .indexed256])
    #expect(model.toast?.text == "Colours: 256.")
  }

  @Test func `is drawn, and nothing else changes with it`() {
    var model = Fixture.model()
    model.terminal = Fixture.unicode
    let before = compose(model, model.terminal)
    model.press("t", "t")
    model.toast = nil
    let light = compose(model, model.terminal)
    #expect(light.lines == before.lines && light != before)
    model.press("y", "y", "Y", "Y", "Y")
    model.toast = nil
    model.look.theme = nil
    #expect(compose(model, model.terminal) == compose(Fixture.model(), Fixture.ascii))
  }

  @Test func `never has more than the terminal`() {
    var model = Fixture.model()
    model.terminal = Capabilities(colors: .mono, glyphs: .ascii, isUTF8: false)
    model.press("Y")
    #expect(model.drawing.colors == .mono)
    #expect(
      model.toast?.text
        == "Colours: never. The terminal has none, or NO_COLOR or --color refuses them.")
    model.press("y")
    #expect(model.drawing.glyphs.isASCII)
    model.press("t")
    #expect(model.toast?.text == "Theme: dark. It shows in colour only.")
    #expect(compose(model, model.terminal).lines[22].contains("Theme: dark."))

    model.terminal = Capabilities(colors: .sixteen, glyphs: .ascii)
    let hasTruecolor = model.setColors(.truecolor)
    #expect(!hasTruecolor)
    #expect(model.toast?.text == "Colours: 16. The terminal has no more than 16.")
    let hasBlocks = model.setGlyphs(.blocks)
    #expect(hasBlocks)
  }

  @Test(arguments: ColorDepth.allCases)
  func `of high contrast leaves no cell to the terminal's own colours`(depth: ColorDepth) {
    let canvas = compose(
      Fixture.model(), Capabilities(colors: depth, glyphs: .braille, theme: .contrast))
    for y in 0..<canvas.height {
      for x in 0..<canvas.width {
        let style = canvas[x, y].style
        #expect((style.foreground == nil) == (depth == .mono))
        #expect((style.background == nil) == (depth == .mono))
      }
    }
  }

  @Test(arguments: [Fixture.snapshot(), Fixture.bowl(), Fixture.pictures(), Fixture.race(count: 4)])
  func `in blocks has neither braille nor anything wider`(snapshot: Snapshot) {
    for (width, height) in [(40, 10), (80, 24), (120, 40)] {
      var model = Fixture.model(snapshot, width: width, height: height)
      model.press("T")
      let canvas = compose(model, Capabilities(colors: .indexed256, glyphs: .blocks))
      let scalars = canvas.lines.flatMap { $0.unicodeScalars.map(\.value) }
      #expect(!scalars.contains { (0x2800..<0x2900).contains($0) })
      #expect(scalars.contains(0x2502))
    }
  }
}

@Suite struct `A plot in half blocks` {
  @Test func `has two dots a cell, and in each cell one line`() {
    var plot = DotPlot(columns: 4, rows: 2, .blocks)
    #expect((plot.width, plot.height) == (4, 4))
    for x in 0..<4 { plot.set(x, x, layer: 0) }
    plot.set(0, 1, layer: 1)
    plot.set(3, 0, layer: 1)
    plot.set(2, 3, layer: 0)
    var canvas = Canvas(width: 4, height: 2)
    plot.draw(on: &canvas, x: 0, y: 0, styles: [.plain, Style(attributes: .dim)])
    #expect(canvas.lines == ["▀▄ ▀", "  █▄"])
    #expect(canvas[0, 0].style == .plain && canvas[3, 0].style.attributes == .dim)
  }

  @Test func `shows the contour where the dots of braille would be`() throws {
    let model = Fixture.model()
    let boundary = try #require(model.boundary)
    let painter = DecisionBoundary(model)
    let dots = painter.draw(boundary.plane.size, Fixture.unicode)
    let blocks = painter.draw(
      boundary.plane.size, Capabilities(colors: .indexed256, glyphs: .blocks))
    var count = 0
    for y in 0..<dots.height {
      for x in 0..<dots.width where (0x2801...0x28FF).contains(dots[x, y].character.value) {
        #expect("▀▄█".unicodeScalars.contains(blocks[x, y].character))
        #expect(blocks[x, y].style == dots[x, y].style)
        count += 1
      }
    }
    #expect(count > 20)
  }
}
