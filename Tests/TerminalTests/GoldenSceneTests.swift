import Laboratory
import Testing

@testable import Terminal

/// Whole screens of what a person comes to by keys, as text in `Golden/`.
@Suite struct `A scene` {
  @Test(arguments: [(80, 24), (120, 40)], [GlyphSet.ascii, .braille])
  func `of the past looks as it did`(_ size: (Int, Int), glyphs: GlyphSet) throws {
    try compare("past", Fixture.visit(), [], size, glyphs)
  }

  @Test(arguments: [(80, 24), (120, 40)], [GlyphSet.ascii, .braille])
  func `of the tree of forks looks as it did`(_ size: (Int, Int), glyphs: GlyphSet) throws {
    try compare("forks", Fixture.forked(), ["B", "O"], size, glyphs)
  }

  @Test(arguments: [(80, 24), (120, 40)], [GlyphSet.ascii, .braille])
  func `of points being edited looks as it did`(_ size: (Int, Int), glyphs: GlyphSet) throws {
    try compare("points", Fixture.snapshot(), ["d", .right, .up, .enter], size, glyphs)
  }

  @Test(arguments: [(80, 24), (120, 40)], [GlyphSet.ascii, .braille])
  func `of a command and its candidates looks as it did`(
    _ size: (Int, Int), glyphs: GlyphSet
  ) throws {
    let keys: [Key] = [":", "s", "e", "t", "space", "m", "u", .tab]
    try compare("command", Fixture.snapshot(), keys, size, glyphs)
  }

  @Test(arguments: [(80, 24), (120, 40)], [GlyphSet.ascii, .braille])
  func `of an opened entry looks as it did`(_ size: (Int, Int), glyphs: GlyphSet) throws {
    let snapshot = Fixture.withDescent(Fixture.snapshot())
    try compare("entry", snapshot, ["3", .enter], size, glyphs)
  }

  @Test(arguments: [(80, 24), (120, 40)], [GlyphSet.ascii, .braille])
  func `of the presets looks as it did`(_ size: (Int, Int), glyphs: GlyphSet) throws {
    try compare("presets", Fixture.snapshot(), ["p", .down], size, glyphs)
  }

  @Test(arguments: [GlyphSet.ascii, .braille])
  func `of lines of descent looks as it did`(glyphs: GlyphSet) throws {
    let snapshot = Fixture.withDescent(Fixture.snapshot())
    try compare("descent", snapshot, ["6", .right], (200, 60), glyphs)
  }

  private func compare(
    _ name: String, _ snapshot: Snapshot, _ keys: [Key], _ size: (Int, Int), _ glyphs: GlyphSet
  ) throws {
    var model = Fixture.model(snapshot, width: size.0, height: size.1)
    for key in keys { model.press(key) }
    let canvas = compose(model, Capabilities(colors: .indexed256, glyphs: glyphs))
    try Golden.compare(canvas.lines, with: "\(name)-\(size.0)x\(size.1)-\(glyphs).txt")
  }
}
