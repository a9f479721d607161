import Laboratory
import Terminal

/// The numbers of a race as people read them, for tables in text and Markdown.
struct RaceText {
  let report: RaceReport
  let glyphs: GlyphSet

  /// Between two numbers, and where there is none.
  var dash: String { glyphs.isASCII ? "-" : "–" }

  /// `accuracy 0.99, 20 seeds, at most 20000 evaluations each`.
  func title(_ standings: Standings) -> String {
    let aim = standings.problem.kind == .data ? "accuracy" : "value"
    let seeds = report.race.seedCount
    return "\(aim) \(standings.target), \(seeds) seed\(seeds == 1 ? "" : "s"), "
      + "\(report.budget) each"
  }

  var legend: String {
    "best, or not significantly worse (Mann\(dash)Whitney, Holm's correction, "
      + "p \(glyphs.isASCII ? ">=" : "≥") \(Standings.significance))"
  }

  /// Solved, evaluations, ERT, seconds, and accuracies or value.
  func cells(_ row: Standing, _ standings: Standings) -> [String] {
    var cells = [
      "\(row.solvedCount)/\(row.trials.count)", evaluations(row),
      row.expectedEvaluations.map(Self.compact) ?? dash,
    ]
    if report.hasSeconds { cells.append(row.seconds.map { seconds($0.median) } ?? dash) }
    if standings.problem.kind == .data {
      cells += [row.trainAccuracy ?? row.validationAccuracy, row.testAccuracy].map {
        $0.map { $0.median.text(3) } ?? dash
      }
    } else {
      cells.append(row.fitness.map { Self.scientific(-$0.median + 0) } ?? dash)
    }
    return cells
  }

  /// `2876 [2520–3240]`; what was not reached is more than the budget.
  private func evaluations(_ row: Standing) -> String {
    guard row.solvedCount > 0, let quartiles = row.evaluations else { return dash }
    func text(_ number: Double) -> String {
      if number.isFinite { return Self.compact(number) }
      return report.race.base.stop.evaluations.map { ">" + Self.compact(Double($0)) } ?? dash
    }
    return "\(text(quartiles.median)) [\(text(quartiles.lower))\(dash)\(text(quartiles.upper))]"
  }

  private func seconds(_ seconds: Double) -> String {
    guard seconds.isFinite else { return dash }
    return seconds.text(seconds < 10 ? 3 : seconds < 1000 ? 1 : 0)
  }

  /// Three digits at least and five at most: `9876`, `12.3k`, `4.56M`.
  static func compact(_ number: Double) -> String {
    guard number >= 9999.5 else { return number.text(0) }
    for (unit, letter) in [(1e3, "k"), (1e6, "M"), (1e9, "G")] where number < unit * 999.5 {
      let scaled = number / unit
      let decimals = scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0
      let text = scaled.text(decimals)
      return (decimals > 0 && text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + letter
    }
    return "\(number)"
  }

  /// `0.0123`, `1.23e-09`, in at most eight characters.
  static func scientific(_ number: Double) -> String {
    guard number.isFinite, number != 0 else { return "\(number)" }
    if (0.001..<100_000).contains(abs(number)) {
      return number.text(abs(number) < 1 ? 4 : abs(number) < 100 ? 2 : 0)
    }
    var (mantissa, exponent) = (number, 0)
    while abs(mantissa) >= 9.995 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while abs(mantissa) < 0.9995 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    return "\(mantissa.text(2))e\(exponent)"
  }

  /// `0.012`, `<0.001`.
  static func probability(_ p: Double) -> String { p < 0.0005 ? "<.001" : p.text(3) }
}
