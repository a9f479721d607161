import Testing

@testable import Terminal

@Suite struct `A step chart` {
  private let curves = [
    StepChart.Curve(letter: "a", steps: [(10, 0.25), (100, 0.75), (300, 1)]),
    StepChart.Curve(letter: "b", steps: [(100, 0.5)]),
  ]

  @Test func `rises where its curves do, in letters`() {
    let picture = StepChart.picture(
      of: curves, over: 1...1000, Size(width: 35, height: 11), .ascii)
    #expect(
      picture.lines == [
        "1.0 |                        aaaaaa",
        "    |                        a",
        "    |                    aaaa",
        "    |                    a",
        "0.5 |                    abbbbbbbbb",
        "    |                    a",
        "    |          aaaaaaaaaab",
        "    |          a         b",
        "0.0 |",
        "    ++---------+---------+--------+",
        "     1         10        100   1000",
      ])
  }

  @Test func `rises in dots, with letters upon them`() {
    let lines = StepChart.picture(
      of: curves, over: 1...1000, Size(width: 35, height: 11), .braille
    ).lines
    #expect(lines.joined().contains("a") && lines.joined().contains("b"))
    #expect(lines.joined().unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
    #expect(lines[0].hasPrefix("1.0 │"))
    #expect(lines[9].hasPrefix("    └┼"))
  }

  @Test func `fits into any size`() {
    for width in 0...40 {
      for height in 0...8 {
        for glyphs in GlyphSet.allCases {
          let picture = StepChart.picture(
            of: curves, over: 1...3, Size(width: width, height: height), glyphs)
          #expect(picture.width == width && picture.height == height)
        }
      }
    }
  }

  @Test func `has ticks at its lower end and at powers of ten`() {
    let axis = LogarithmicAxis(20...2e6)
    #expect(axis.ticks.map(LogarithmicAxis.text) == ["20", "100", "1000", "10k", "100k", "1M"])
    #expect(LogarithmicAxis(1...25).multiples.map(\.number) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20])
    #expect(abs(LogarithmicAxis(10...1000).position(of: 100) - 0.5) < 1e-12)
  }
}
