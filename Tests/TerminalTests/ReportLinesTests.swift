import Evolution
import Testing

@testable import Laboratory
@testable import Terminal

@Suite struct `A report in text` {
  @Test func `of two classes`() {
    let lines = ReportLines(
      Self.report([[50, 5], [2, 43]], ["outer", "inner"]), width: 79, .braille)
    #expect(
      lines.text == """
        93 of 100 test samples right: accuracy 0.930
                          precision  recall     F1  support
        outer                 0.962   0.909  0.935       55
        inner                 0.896   0.956  0.925       45
        macro average         0.929   0.932  0.930      100
        weighted average      0.932   0.930  0.930      100

        Most confused: outer as inner (5), inner as outer (2).

        Confusion matrix: a row is a class, a column what it is taken for.
               outer  inner
        outer     50      5
        inner      2     43
        """)
  }

  @Test func `of ten classes with long names has letters above the columns`() {
    let names = (0..<10).map { "a rather long name of class \($0), as some sets have them" }
    var counts = (0..<10).map { row in (0..<10).map { $0 == row ? 900 : 0 } }
    counts[3][7] = 12
    let lines = ReportLines(Self.report(counts, names), width: 79, .ascii).text
    #expect(lines.split(separator: "\n").allSatisfy { $0.count <= 79 })
    #expect(
      lines.contains(
        "Most confused: a rather long name of cla~ as a rather long name of cla~ (12)."))
    #expect(lines.contains("    a    b    c    d    e    f    g    h    i    j\n"))
    #expect(lines.contains("\nd a rather long name of clas~    .    .    .  900"))
  }

  @Test(arguments: [20, 38, 52, 79, 198], GlyphSet.allCases)
  func `fits into any width, with any names`(width: Int, glyphs: GlyphSet) {
    let odd = ["\u{1B}[31m", "猫🐈", "", "a\nb", String(repeating: "w", count: 300)]
    for names in [["0", "1"], odd, (0..<60).map { "class \($0)" }] {
      let counts = names.indices.map { row in names.indices.map { ($0 * 31 + row * 17) % 2000 } }
      for line in ReportLines(Self.report(counts, names), width: width, glyphs).lines {
        let text = line.map(\.text).joined()
        #expect(text.cellCount <= width || width < 52, "\(text)")
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
      }
    }
  }

  @Test func `says where nothing is confused`() {
    let lines = ReportLines(Self.report([[3, 0], [0, 4]], ["a", "b"]), width: 79, .braille).text
    #expect(lines.contains("No class is taken for another."))
  }

  static func report(_ counts: [[Int]], _ names: [String]) -> Champion.Report {
    var matrix = ConfusionMatrix(classCount: names.count)
    for (label, row) in counts.enumerated() {
      for (choice, count) in row.enumerated() {
        for _ in 0..<count { matrix.add(label, takenFor: choice) }
      }
    }
    return Champion.Report(
      part: .test, scores: ClassificationReport(matrix, classNames: names))
  }
}
