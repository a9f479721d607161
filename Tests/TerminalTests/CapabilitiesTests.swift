import Terminal
import Testing

@Suite struct `What may be drawn with` {
  @Test(
    arguments: [
      (0, .mono), (2, .mono), (8, .eight), (16, .sixteen), (88, .sixteen), (256, .indexed256),
      (16_777_216, .indexed256),
    ] as [(Int, ColorDepth)])
  func `follows the number of colours`(count: Int, depth: ColorDepth) {
    #expect(detect([:], colors: count).colors == depth)
  }

  @Test func `has no colour under NO_COLOR unless a flag asks for it`() {
    #expect(detect(["NO_COLOR": "1"]).colors == .mono)
    #expect(detect(["NO_COLOR": ""]).colors == .indexed256)
    #expect(detect(["NO_COLOR": "1"], color: .always).colors == .indexed256)
    #expect(detect(["NO_COLOR": "1"], color: .sixteen).colors == .sixteen)
    #expect(detect([:], color: .never).colors == .mono)
  }

  @Test func `is never more than the terminal has`() {
    #expect(detect([:], colors: 8, color: .full).colors == .eight)
    #expect(detect([:], colors: 0, color: .always).colors == .mono)
    #expect(detect([:], isUTF8: false, glyphs: .unicode).glyphs == .ascii)
  }

  @Test func `is ASCII on the Linux console and outside UTF-8`() {
    #expect(detect(["TERM": "xterm-256color"]).glyphs == .braille)
    #expect(detect(["TERM": "xterm-256color"], glyphs: .ascii).glyphs == .ascii)
    #expect(detect(["TERM": "linux"]).glyphs == .ascii)
    #expect(detect(["TERM": "linux"], glyphs: .braille).glyphs == .braille)
    #expect(detect(["TERM": "xterm"], isUTF8: false).glyphs == .ascii)
  }

  private func detect(
    _ environment: [String: String], colors: Int = 256, isUTF8: Bool = true,
    color: ColorChoice = .auto, glyphs: GlyphChoice = .auto
  ) -> Capabilities {
    .detect(
      environment: environment, terminalColors: colors, isUTF8: isUTF8, colorFlag: color,
      glyphFlag: glyphs)
  }
}

@Suite struct `The theme` {
  @Test(arguments: ColorDepth.allCases)
  func `uses no colour that the depth lacks`(depth: ColorDepth) {
    let limits: [ColorDepth: Int] = [.mono: 0, .eight: 8, .sixteen: 16, .indexed256: 256]
    for role in Self.roles {
      let style = Theme.style(role, depth)
      for color in [style.foreground, style.background].compactMap({ $0 }) {
        #expect(Int(color.index) < limits[depth] ?? 0, "\(role)")
      }
    }
  }

  @Test(arguments: ColorDepth.allCases)
  func `tells both sides of the boundary apart`(depth: ColorDepth) {
    #expect(Theme.style(.tint(0), depth) != Theme.style(.tint(8), depth))
    #expect(Theme.style(.tint(-5), depth) == Theme.style(.tint(0), depth))
    #expect(Theme.style(.tint(99), depth) == Theme.style(.tint(8), depth))
  }

  @Test func `turns a probability into a tint`() {
    #expect(Role.tint(probability: 0) == .tint(0))
    #expect(Role.tint(probability: 0.5) == .tint(4))
    #expect(Role.tint(probability: 7) == .tint(8))
    #expect(Role.tint(probability: .nan) == .tint(4))
  }

  @Test func `gives ten classes ten colours`() {
    let full = Theme(depth: .indexed256)
    #expect(Set((0..<10).map { full.style(.classColor($0)) }).count == 10)
    #expect(Set((0..<10).map { full.style(.area($0)) }).count == 10)
    let eight = Theme(depth: .eight)
    #expect(Set((0..<10).map { eight.style(.classColor($0)) }).count == 10)
  }

  private static let roles: [Role] =
    [
      .text, .dim, .accent, .good, .warning, .failure, .frame, .frameFocused, .title,
      .titleFocused, .selection, .key, .contour,
    ] + (0..<12).flatMap { [.classColor($0), .point($0), .tint($0), .area($0)] as [Role] }
}
