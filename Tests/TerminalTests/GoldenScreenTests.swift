import Testing

@testable import Terminal

/// Whole screens as text, in `Golden/`; `EVOLAB_BLESS=1` writes them anew.
@Suite struct `A screen` {
  /// Every layout in every depth and glyph set, every theme once, and larger ones where they differ most.
  static let drawings: [Drawing] =
    [(30, 8), (40, 10), (60, 18), (80, 24), (50, 60), (110, 34), (180, 50)].flatMap { size in
      ColorDepth.allCases.flatMap { colors in
        GlyphSet.allCases.map { Drawing(size.0, size.1, colors, $0) }
      }
    }
    + ThemeName.allCases.dropFirst().map { Drawing(80, 24, .truecolor, .braille, $0) }
    + [(120, 40), (200, 60)].flatMap { (width, height) in
      [
        Drawing(width, height, .truecolor, .blocks), Drawing(width, height, .eight, .ascii),
        Drawing(width, height, .mono, .braille),
      ]
    }

  struct Drawing: CustomTestStringConvertible {
    let size: Size
    let capabilities: Capabilities

    init(
      _ width: Int, _ height: Int, _ colors: ColorDepth, _ glyphs: GlyphSet,
      _ theme: ThemeName = .safe
    ) {
      size = Size(width: width, height: height)
      capabilities = Capabilities(colors: colors, glyphs: glyphs, theme: theme)
    }

    var testDescription: String {
      let theme = capabilities.themeName == .safe ? "" : "-\(capabilities.themeName)"
      return "\(size.width)x\(size.height)-\(capabilities.colors)-\(capabilities.glyphs)\(theme)"
    }
  }

  @Test(arguments: drawings)
  func `looks as it did`(_ drawing: Drawing) throws {
    let model = Fixture.model(width: drawing.size.width, height: drawing.size.height)
    let canvas = compose(model, drawing.capabilities)
    try Golden.compare(
      canvas.lines + ["", "Styles:"] + StyleMap.lines(of: canvas),
      with: "\(drawing.testDescription).txt")
  }

  @Test(arguments: [(40, 10), (80, 24), (140, 40)], [GlyphSet.ascii, .braille])
  func `of a race looks as it did`(_ size: (Int, Int), glyphs: GlyphSet) throws {
    let model = Fixture.model(Fixture.race(count: 9), width: size.0, height: size.1)
    let canvas = compose(model, Capabilities(colors: .indexed256, glyphs: glyphs))
    try Golden.compare(canvas.lines, with: "race-\(size.0)x\(size.1)-\(glyphs).txt")
  }

  @Test(arguments: [(60, 18), (80, 24)], [GlyphSet.ascii, .braille])
  func `of a function looks as it did`(_ size: (Int, Int), glyphs: GlyphSet) throws {
    let model = Fixture.model(Fixture.bowl(), width: size.0, height: size.1)
    let canvas = compose(model, Capabilities(colors: .indexed256, glyphs: glyphs))
    try Golden.compare(canvas.lines, with: "function-\(size.0)x\(size.1)-\(glyphs).txt")
  }

  @Test(arguments: [(40, 10), (60, 18), (80, 24), (140, 45)], [GlyphSet.ascii, .braille])
  func `of pictures looks as it did`(_ size: (Int, Int), glyphs: GlyphSet) throws {
    var model = Fixture.model(Fixture.pictures(), width: size.0, height: size.1)
    model.press("1")
    let canvas = compose(model, Capabilities(colors: .indexed256, glyphs: glyphs))
    try Golden.compare(canvas.lines, with: "pictures-\(size.0)x\(size.1)-\(glyphs).txt")
  }

  @Test(arguments: [(Page.mistakes, 1), (.weights, 2), (.report, 3)], [GlyphSet.ascii, .braille])
  func `of a page about pictures looks as it did`(_ page: (Page, Int), glyphs: GlyphSet) throws {
    var model = Fixture.model(Fixture.pictures())
    for _ in 0..<page.1 { model.press("v") }
    #expect(model.page == page.0)
    let canvas = compose(model, Capabilities(colors: .indexed256, glyphs: glyphs))
    try Golden.compare(canvas.lines, with: "pictures-\(page.0)-\(glyphs).txt")
  }

  @Test(arguments: [Page.samples, .mistakes, .weights, .report], ColorDepth.allCases)
  func `of pictures says the same with all colours and with none`(page: Page, colors: ColorDepth) {
    for glyphs in GlyphSet.allCases {
      var model = Fixture.model(Fixture.pictures(), width: 100, height: 30)
      while model.page != page { model.press("v") }
      let mono = compose(model, Capabilities(colors: .mono, glyphs: glyphs))
      // Of weights, letters tell the sign where there are no colours.
      if page != .weights || glyphs.isASCII {
        #expect(compose(model, Capabilities(colors: colors, glyphs: glyphs)).lines == mono.lines)
      }
      for y in 0..<mono.height {
        for x in 0..<mono.width {
          #expect(mono[x, y].style.foreground == nil && mono[x, y].style.background == nil)
        }
      }
    }
  }

  @Test(arguments: [GlyphSet.ascii, .braille])
  func `of help looks as it did`(glyphs: GlyphSet) throws {
    let lines = HelpScreen.lines(glyphs, width: 78).map { $0.map(\.text).joined() }
    try Golden.compare(lines, with: "help-\(glyphs).txt")
  }

  @Test(arguments: GlyphSet.allCases)
  func `without colours has none`(glyphs: GlyphSet) {
    var model = Fixture.model(width: 120, height: 40)
    model.press("T")
    let canvas = compose(model, Capabilities(colors: .mono, glyphs: glyphs))
    for y in 0..<canvas.height {
      for x in 0..<canvas.width {
        #expect(canvas[x, y].style.foreground == nil && canvas[x, y].style.background == nil)
      }
    }
  }

  @Test func `without colours shows class 1 in reverse video`() throws {
    let model = Fixture.model()
    let canvas = compose(model, Capabilities(colors: .mono, glyphs: .braille))
    let rect = try #require(model.layout.rect(of: .boundary)).inside
    let boundary = try #require(model.boundary)
    for (cell, level) in boundary.levels.enumerated() where abs(Int(level) - 4) > 1 {
      let (x, y) = (rect.x + cell % rect.width, rect.y + cell / rect.width)
      guard boundary.trainMarks[cell] == nil else { continue }
      #expect(canvas[x, y].style.attributes.contains(.reverse) == (level > 4))
    }
  }

  @Test func `in ASCII is ASCII`() {
    var model = Fixture.model(width: 120, height: 40)
    model.press("u", "T")
    var pictures = Fixture.model(Fixture.pictures(), width: 120, height: 40)
    let pages = pictures.pages(of: .boundary).map { _ in
      pictures.press("v")
      return pictures
    }
    for model in [model] + pages {
      for line in compose(model, Fixture.ascii).lines {
        let isASCII = line.allSatisfy { $0.isASCII }
        #expect(isASCII, "\(line)")
      }
    }
  }
}
