import Evolution
import FoundationEssentials
import Laboratory
import Terminal

/// What came of a race, in the forms in which people and programs want it.
struct RaceReport {
  let race: Race
  let standings: [Standings]
  /// Without seconds, equal seeds give an equal report on every machine.
  let hasSeconds: Bool
  let finishedCount: Int

  init(_ race: Race, _ results: [TrialResult?], hasSeconds: Bool) {
    self.race = race
    self.hasSeconds = hasSeconds
    standings = Standings.all(race, results)
    finishedCount = results.count { $0 != nil }
  }

  var isComplete: Bool { finishedCount == race.trialCount }

  /// `at most 20000 evaluations`.
  var budget: String {
    let stop = race.base.stop
    let limits = [
      stop.evaluations.map { "\($0) evaluations" },
      stop.seconds.map { "\(ParameterValue.number($0)) s" },
      stop.generations.map { "\($0) generations" },
    ]
    return "at most " + limits.compactMap { $0 }.joined(separator: " or ")
  }

  /// What evaluations are drawn over: from a round number before the first hit up to the budget.
  func evaluationRange(_ standings: Standings) -> ClosedRange<Double> {
    let hits = standings.rows.compactMap { $0.reached.steps.first?.evaluations }
    let spent = standings.rows.flatMap { $0.trials.map(\.result.evaluations) }.max() ?? 0
    let upper = Double(max(race.base.stop.evaluations ?? spent, 10))
    let first = Double(hits.min() ?? 1)
    var lower = 1.0
    while lower * 10 <= first, lower * 10 < upper { lower *= 10 }
    for factor in [5.0, 2] where lower * factor <= first && lower * factor < upper {
      return lower * factor...upper
    }
    return lower...upper
  }
}

extension RaceReport {
  /// One line a trial.
  var csv: String {
    var header = [
      "problem", "algorithm", "seed", "solved", "evaluationsToTarget", "evaluations",
      "generations", "fitness", "trainAccuracy", "testAccuracy", "digest",
    ]
    let isChosen = standings.contains { $0.isChosenByValidation }
    if isChosen { header.append("validationAccuracy") }
    if hasSeconds { header += ["secondsToTarget", "seconds"] }
    var lines = [header.joined(separator: ",")]
    for standings in standings {
      for row in standings.rows {
        for (seed, result) in row.trials {
          let numbers = [result.fitness, result.trainAccuracy, result.testAccuracy]
          var fields = [
            standings.problem.name.quoted, row.algorithm, "\(seed)", "\(result.isSolved)",
            result.isSolved ? "\(result.evaluations)" : "", "\(result.evaluations)",
            "\(result.generations)",
          ]
          fields += numbers.map { $0.map { "\($0)" } ?? "" } + [result.digest]
          if isChosen { fields.append(result.validationAccuracy.map { "\($0)" } ?? "") }
          if hasSeconds {
            let seconds = result.seconds.text(6)
            fields += [result.isSolved ? seconds : "", seconds]
          }
          lines.append(fields.joined(separator: ","))
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A table for each problem, as documentation shows it.
  var markdown: String {
    standings.map { standings in
      var titles = ["algorithm", "solved", "evaluations to target [quartiles]", "ERT"]
      if hasSeconds { titles.append("seconds to target") }
      let isData = standings.problem.kind == .data
      let chosen = standings.isChosenByValidation ? "validation" : "train"
      titles += isData ? ["\(chosen) accuracy", "test accuracy"] : ["value"]
      let text = RaceText(report: self, glyphs: .braille)
      var lines = [
        "**\(standings.problem.name)**: \(text.title(standings))", "",
        "| " + titles.joined(separator: " | ") + " |",
        "|---|" + titles.dropFirst().map { _ in "---:" }.joined(separator: "|") + "|",
      ]
      for row in standings.rows {
        let name = row.isAmongBest ? "**\(row.algorithm)**" : row.algorithm
        lines.append("| " + ([name] + text.cells(row, standings)).joined(separator: " | ") + " |")
      }
      return (lines + ["", "Bold: \(text.legend)."]).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }
}

extension String {
  /// As a field of a CSV file.
  fileprivate var quoted: String {
    contains(where: { ",\"\n\r".contains($0) })
      ? "\"" + replacing("\"", with: "\"\"") + "\"" : self
  }
}
