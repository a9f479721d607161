import Laboratory
import Terminal

/// A reproduction as people read it: a line a method, with the sources below.
struct ReproductionTable {
  private let report: ReproductionReport

  init(_ report: ReproductionReport) {
    self.report = report
  }

  func text(asMarkdown isMarkdown: Bool) -> String {
    let table = isMarkdown ? markdown : plain
    return ([report.summary, table] + [foot(isMarkdown)]).joined(separator: "\n\n")
  }

  private static let titles = ["method", "valid", "test", "seconds", "evaluations"]

  /// Those of others first; of several seeds the median, and the extremes below it.
  private var rows: [[String]] {
    let others = report.others.map { other in
      [
        "\(other.method) [\(number(of: other.source))]", Self.dash,
        Self.padded("\(other.testAccuracy)"), other.seconds.map(Self.seconds) ?? Self.dash,
        Self.dash,
      ]
    }
    return others + report.ours.flatMap { ours($0) }
  }

  private func ours(_ row: ReproductionReport.Row) -> [[String]] {
    func cells(_ title: String, _ part: (BenchReport.Spread) -> Double) -> [String] {
      let accuracies = [row.validationAccuracy, row.testAccuracy].map {
        $0.map { part($0).text(4) } ?? Self.dash
      }
      return [title] + accuracies + [
        row.seconds.map { Self.seconds(part($0)) } ?? Self.dash,
        row.evaluations.map { RaceText.compact(part($0)) } ?? Self.dash,
      ]
    }
    let count = row.runs.count
    guard count > 1 else { return [cells("evolab \(row.method)", \.median)] }
    return [
      cells("evolab \(row.method), median of \(count)", \.median), cells("  lowest", \.least),
      cells("  highest", \.most),
    ]
  }

  private var plain: String {
    let lines = [Self.titles] + rows
    let widths = Self.titles.indices.map { column in
      lines.map { $0[column].cellCount }.max() ?? 0
    }
    return lines.map { cells in
      cells.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - cell.cellCount)
        return column == 0 ? cell + blanks : blanks + cell
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  private var markdown: String {
    let lines = [Self.titles, ["---", "---:", "---:", "---:", "---:"]] + rows
    return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  /// Seeds, machine, notes and sources.
  private func foot(_ isMarkdown: Bool) -> String {
    let seeds =
      report.seeds.count == 1
      ? "Seed \(report.seeds[0])"
      : "Seeds \(report.seeds[0]) to \(report.seeds[report.seeds.count - 1])"
    let machine = report.machine
    let workers = "\(machine.workers) worker\(machine.workers == 1 ? "" : "s")"
    let processor = machine.processor?.withVisibleControls ?? "an unknown processor"
    var lines = [
      "\(seeds); \(workers) on \(processor), \(machine.instructionSet); \(report.program)."
    ]
    if !report.isComplete {
      lines.append(
        "Interrupted: \(report.finishedCount) of \(report.ours.count * report.seeds.count) runs "
          + "were finished.")
    }
    lines += report.notes
    lines += sources.enumerated().map { "[\($0 + 1)] \($1)." }
    return lines.joined(separator: isMarkdown ? "  \n" : "\n")
  }

  /// Each once, in the order of the rows.
  private var sources: [String] {
    report.others.map(\.source).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private func number(of source: String) -> Int { (sources.firstIndex(of: source) ?? 0) + 1 }

  /// Points stand below one another, and no digit is claimed that was not reported.
  private static func padded(_ accuracy: String) -> String { accuracy.padded(to: 6) }

  private static func seconds(_ seconds: Double) -> String { seconds.text(seconds < 10 ? 2 : 0) }

  private static var dash: String { Screen.isUTF8 ? "–" : "-" }
}
