import Terminal
import Testing

@Suite struct `What may be drawn with` {
  @Test(
    arguments: [
      (0, .mono), (2, .mono), (8, .eight), (16, .sixteen), (88, .sixteen), (256, .indexed256),
      (16_777_216, .truecolor),
    ] as [(Int, ColorDepth)])
  func `follows the number of colours`(count: Int, depth: ColorDepth) {
    #expect(detect([:], colors: count).colors == depth)
  }

  @Test func `has no colour under NO_COLOR unless a flag asks for it`() {
    #expect(detect(["NO_COLOR": "1"]).colors == .mono)
    #expect(detect(["NO_COLOR": ""]).colors == .indexed256)
    #expect(detect(["NO_COLOR": "1"], color: .always).colors == .indexed256)
    #expect(detect(["NO_COLOR": "1"], color: .sixteen).colors == .sixteen)
    #expect(detect(["NO_COLOR": "1"]).colorLimit == .mono)
    #expect(detect([:], color: .never).colors == .mono)
  }

  @Test func `is never more than the terminal has`() {
    #expect(detect([:], colors: 8, color: .full).colors == .eight)
    #expect(detect([:], color: .truecolor).colors == .indexed256)
    #expect(detect(["COLORTERM": "truecolor"]).colors == .indexed256)
    #expect(detect([:], colors: 1 << 24, color: .full).colors == .indexed256)
    #expect(detect([:], colors: 0, color: .always).colors == .mono)
    #expect(detect([:], isUTF8: false, glyphs: .unicode).glyphs.isASCII)
  }

  @Test func `is ASCII on the Linux console and outside UTF-8`() {
    #expect(detect(["TERM": "xterm-256color"]).glyphs == .braille)
    #expect(detect(["TERM": "xterm-256color"], glyphs: .ascii).glyphs.isASCII)
    #expect(detect(["TERM": "linux"]).glyphs.isASCII)
    #expect(detect(["TERM": "linux"], glyphs: .braille).glyphs == .braille)
    #expect(detect(["TERM": "xterm"], isUTF8: false).glyphs.isASCII)
    #expect(detect([:], glyphs: .blocks).glyphs == .blocks)
    #expect(detect([:], glyphs: .unicode).glyphs == .braille)
  }

  @Test func `has the light theme where the terminal says that its ground is light`() {
    #expect(detect([:]).themeName == .safe)
    #expect(detect(["COLORFGBG": "15;0"]).themeName == .safe)
    #expect(detect(["COLORFGBG": "0;default;15"]).themeName == .light)
    #expect(detect(["COLORFGBG": "0;15"], theme: .dark).themeName == .dark)
  }

  @Test func `leaves room to switch up to what the terminal has`() {
    let few = detect([:], color: .sixteen)
    #expect((few.colors, few.colorLimit) == (.sixteen, .indexed256))
    #expect(few.with(Look(colors: .truecolor)).colors == .indexed256)
    #expect(detect([:], color: .never).with(Look(colors: .eight)).colors == .mono)
    #expect(detect([:], isUTF8: false).with(Look(glyphs: .blocks)).glyphs.isASCII)
    #expect(detect(["TERM": "linux"]).with(Look(glyphs: .blocks)).glyphs == .blocks)
  }

  private func detect(
    _ environment: [String: String], colors: Int = 256, isUTF8: Bool = true,
    color: ColorChoice = .auto, glyphs: GlyphChoice = .auto, theme: ThemeChoice = .auto
  ) -> Capabilities {
    .detect(
      environment: environment, terminalColors: colors, isUTF8: isUTF8, colorFlag: color,
      glyphFlag: glyphs, themeFlag: theme)
  }
}
