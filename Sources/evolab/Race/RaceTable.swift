import Laboratory
import Terminal

/// A race as text of 80 columns: a table, the pairs and a plot for each problem.
struct RaceTable {
  private let report: RaceReport
  private let showsPairs: Bool
  private let glyphs: GlyphSet
  private let words: RaceText

  /// With more algorithms than this, pairs are shown only if asked for, and one a line.
  static let matrixLimit = 8

  init(_ report: RaceReport, showsPairs: Bool, glyphs: GlyphSet) {
    self.report = report
    self.showsPairs = showsPairs
    self.glyphs = glyphs
    words = RaceText(report: report, glyphs: glyphs)
  }

  var text: String {
    var blocks: [String] = []
    for standings in report.standings where !standings.rows.isEmpty {
      blocks.append(table(standings))
      if standings.rows.count > Self.matrixLimit {
        if showsPairs { blocks.append(list(standings)) }
      } else if standings.rows.count > 1 {
        blocks.append(matrix(standings))
      }
      blocks.append(plot(standings))
    }
    if !report.isComplete {
      blocks.append("Finished: \(report.finishedCount) of \(report.race.trialCount) trials.")
    }
    return blocks.joined(separator: "\n\n")
  }

  private func table(_ standings: Standings) -> String {
    let name = standings.problem.name.withVisibleControls
    var titles = ["solved", "evaluations [q1\(words.dash)q3]", "ERT"]
    if report.hasSeconds { titles.append("seconds") }
    let chosen = standings.isChosenByValidation ? "valid" : "train"
    titles += standings.problem.kind == .data ? [chosen, "test"] : ["value"]
    let rows = standings.rows.map { words.cells($0, standings) }
    let widths = titles.indices.map { column in
      ([titles] + rows).map { $0[column].cellCount }.max() ?? 0
    }
    let nameWidth = max(9, standings.rows.map(\.algorithm.count).max() ?? 0)
    func line(_ mark: String, _ name: String, _ cells: [String]) -> String {
      mark + " " + name.filled(nameWidth)
        + zip(cells, widths).map { "  " + $0.filled($1, toRight: true) }.joined()
    }
    var lines = ["\(name): \(words.title(standings))", line("  ", "algorithm", titles)]
    for (index, row) in standings.rows.enumerated() {
      let mark = "\(Self.letter(index))\(row.isAmongBest ? "*" : " ")"
      lines.append(line(mark, row.algorithm, rows[index]))
    }
    return (lines + ["* \(words.legend)"]).joined(separator: "\n")
  }

  /// Above the diagonal how probable it is that the row beats the column, below it the corrected p.
  private func matrix(_ standings: Standings) -> String {
    let count = standings.rows.count
    var cells = Array(repeating: Array(repeating: "", count: count), count: count)
    for pair in standings.pairs {
      let size = pair.effect.size == .negligible ? " " : String(pair.effect.size.rawValue.prefix(1))
      cells[pair.first][pair.second] = pair.effect.a12.text(2) + size
      cells[pair.second][pair.first] = RaceText.probability(pair.correctedP)
    }
    let nameWidth = standings.rows.map(\.algorithm.count).max() ?? 0
    let letters = (0..<count).map { "\(Self.letter($0)) ".filled(7, toRight: true) }.joined()
    var lines = [
      "A12 (the row beats the column; small, medium, large), and below the corrected p:",
      "  " + "".filled(nameWidth) + letters,
    ]
    for (index, row) in standings.rows.enumerated() {
      lines.append(
        "\(Self.letter(index)) " + row.algorithm.filled(nameWidth)
          + cells[index].enumerated().map { column, cell in
            // Numbers above the diagonal have the letter of their size behind them.
            (column > index ? cell : column == index ? ". " : cell + " ").filled(7, toRight: true)
          }.joined())
    }
    return lines.map { $0.withoutTrailingBlanks }.joined(separator: "\n")
  }

  private func list(_ standings: Standings) -> String {
    let names = standings.rows.map(\.algorithm)
    let width = names.map(\.count).max() ?? 0
    return standings.pairs.map { pair in
      "\(names[pair.first].filled(width)) against \(names[pair.second].filled(width))  "
        + "A12 \(pair.effect.a12.text(2)) \(pair.effect.size.rawValue.filled(10))  "
        + "p \(RaceText.probability(pair.correctedP))"
    }.joined(separator: "\n")
  }

  private func plot(_ standings: Standings) -> String {
    let curves = standings.rows.enumerated().map { index, row in
      StepChart.Curve(
        letter: Self.letter(index),
        steps: row.reached.steps.map { (Double($0.evaluations), $0.share) })
    }
    let picture = StepChart.picture(
      of: curves, over: report.evaluationRange(standings), Size(width: 78, height: 18), glyphs)
    let targets = standings.targets
    return "Share of all trials and targets (\(targets.first ?? 0) to \(targets.last ?? 0)) that "
      + "were reached by evaluations:\n" + picture.lines.joined(separator: "\n")
  }

  /// What stands for a row in the plot: small letters first, then capitals.
  static func letter(_ index: Int) -> Unicode.Scalar {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".unicodeScalars)
    return letters.indices.contains(index) ? letters[index] : "*"
  }
}

extension String {
  /// With blanks up to a width.
  fileprivate func filled(_ width: Int, toRight: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - cellCount))
    return toRight ? blanks + self : self + blanks
  }

  fileprivate var withoutTrailingBlanks: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
