import Evolution
import FoundationEssentials
import Laboratory

/// What came of a tuning, for people and for programs.
struct TuningReport: Encodable {
  let algorithm: String
  let with: String
  let problem: String
  let generations: Int
  let trials: Int
  /// What is new: by parameter name.
  let found: [String: ParameterValue]
  let start: [String: ParameterValue]
  let before: Sample
  let after: Sample
  /// Mann and Whitney's U test, two-sided.
  let p: Double
  /// The probability that a run with the new settings ends better than one with the old.
  let a12: Double

  /// Runs on unseen seeds.
  struct Sample: Encodable {
    let solved: Int
    let of: Int
    /// Until the target; missing where fewer than half of the runs reached it.
    let medianEvaluations: Double?
    let medianTrainAccuracy: Double?
    let medianValidationAccuracy: Double?
    let medianFitness: Double?

    init(_ results: [TrialResult]) {
      solved = results.count { $0.isSolved }
      of = results.count
      let evaluations = Quartiles(
        results.map { $0.isSolved ? Double($0.evaluations) : .infinity })
      medianEvaluations = evaluations.flatMap { $0.median.isFinite ? $0.median : nil }
      medianTrainAccuracy = Quartiles(results.compactMap(\.trainAccuracy))?.median
      medianValidationAccuracy = Quartiles(results.compactMap(\.validationAccuracy))?.median
      medianFitness = Quartiles(results.compactMap(\.fitness))?.median
    }

    var text: String {
      let quality =
        (medianTrainAccuracy ?? medianValidationAccuracy).map { "accuracy \($0.text(3))" }
        ?? medianFitness.map { "value \(Float(-$0 + 0))" } ?? "no result"
      let evaluations = medianEvaluations.map { " (median \($0.text(0)) evaluations)" } ?? ""
      return "\(solved)/\(of) at the target\(evaluations), \(quality)"
    }
  }

  init(_ report: Tuning.Report, _ tuning: Tuning) {
    algorithm = tuning.experiment.algorithm
    with = tuning.optimiser
    problem = tuning.experiment.subject
    generations = report.generations
    trials = report.trials
    let names = report.winner.values.map(\.name)
    found = Dictionary(uniqueKeysWithValues: report.winner.values.map { ($0.name, $0.value) })
    start = Dictionary(
      uniqueKeysWithValues: tuning.experiment.table.filter { names.contains($0.name) }
        .map { ($0.name, $0.value) })
    before = Sample(report.before)
    after = Sample(report.after)
    p = report.test.p
    a12 = report.effect.a12
  }

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  var text: String {
    var lines = [
      "\(algorithm) on \(problem), tuned by \(with): \(generations) generations, \(trials) runs."
    ]
    let width = found.keys.map(\.count).max() ?? 0
    for name in found.keys.sorted() {
      let padding = String(repeating: " ", count: width - name.count)
      let old = start[name]?.description ?? "-"
      lines.append("  \(name)\(padding)  \(old) → \(found[name]?.description ?? "-")")
    }
    lines += [
      "On \(after.of) unseen seeds:", "  before  \(before.text)", "  after   \(after.text)",
      "A run ends better after than before with probability \(a12.text(2)) (A12); p \(p < 0.0001 ? "< 0.0001" : "= " + p.text(4)) "
        + "(Mann and Whitney).",
    ]
    return lines.joined(separator: "\n")
  }
}
