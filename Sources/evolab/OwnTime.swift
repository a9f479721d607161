import FoundationEssentials
import Laboratory

/// How much of a generation is an algorithm's own work: asking, breeding and telling.
struct OwnTime: Encodable {
  let algorithm: String
  let population: Int
  /// Microseconds of one worker, medians over the rounds.
  let generation: Double
  let own: Double
  let evaluation: Double
  /// Gradients, which stand for evaluations.
  let learning: Double

  init(_ experiment: Experiment, _ rounds: [[Benchmark.Phase: Double]]) {
    algorithm = experiment.algorithm
    population = experiment.population ?? 0
    func median(_ part: (Benchmark.Phase) -> Bool) -> Double {
      let sums = rounds.map { round in
        Benchmark.Phase.allCases.filter(part).map { round[$0] ?? 0 }.reduce(0, +) * 1e6
      }
      return Quartiles(sums)?.median ?? .nan
    }
    generation = median { _ in true }
    own = median(\.isOwn)
    evaluation = median { $0 == .evaluate }
    learning = median { $0 == .learn }
  }

  /// Of the generation, 0…1.
  var share: Double { own / generation }

  static func json(_ rows: [OwnTime]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(["algorithms": rows])).map { String(decoding: $0, as: UTF8.self) }
      ?? "{}"
  }

  static func table(_ rows: [OwnTime]) -> String {
    let width = rows.map(\.algorithm.count).max().map { max($0, 9) } ?? 9
    func line(_ name: String, _ cells: [String]) -> String {
      ([name.padded(to: width)]
        + zip(cells, [10, 12, 12, 12, 12, 7]).map { text, width in
          String(repeating: " ", count: max(0, width - text.count)) + text
        }).joined()
    }
    let head = line(
      "algorithm", ["population", "generation", "evaluation", "gradients", "own", "own"])
    return
      ([head]
      + rows.map { row in
        line(
          row.algorithm,
          [
            "\(row.population)", row.generation.text(1), row.evaluation.text(1),
            row.learning.text(1), row.own.text(1), (row.share * 100).text(1) + " %",
          ])
      } + ["microseconds of one worker, medians"]).joined(separator: "\n")
  }
}
