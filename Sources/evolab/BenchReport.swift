import Evolution
import FoundationEssentials
import Laboratory

/// What the rounds of a benchmark gave, as medians with their ranges.
struct BenchReport: Encodable {
  let job: String
  let instructionSet: String
  let workers: Int
  let rounds: Int
  /// Evaluations a second.
  let evaluationsPerSecond: Spread
  let millisecondsPerGeneration: Spread
  /// Evaluations a second of the kernel alone.
  let ceiling: Spread
  /// End to end over the kernel alone, round by round.
  let shareOfCeiling: Spread
  /// All workers over one, round by round.
  let speedup: Spread
  /// Recorded over not recorded, round by round.
  let recordedShare: Spread
  /// Microseconds of one worker for a generation, by phase.
  let phases: [String: Spread]

  struct Spread: Encodable {
    let median: Double
    let least: Double
    let most: Double

    init(_ values: [Double]) {
      let sorted = values.sorted()
      least = sorted.first ?? .nan
      most = sorted.last ?? .nan
      let middle = sorted.count / 2
      median =
        sorted.isEmpty
        ? .nan
        : sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    func text(_ decimals: Int) -> String {
      "\(median.text(decimals))  [\(least.text(decimals)) – \(most.text(decimals))]"
    }
  }

  init(
    _ results: [Benchmark.Round], experiment: Experiment, sampleCount: Int, workers: Int,
    generations: Int, instructionSet: String
  ) {
    let hidden = Experiment.text(ofHidden: experiment.hiddenLayers)
    let convolution =
      experiment.convolution.isEmpty
      ? "" : "convolution \(Convolution.text(of: experiment.convolution)), "
    let task =
      experiment.usesData
      ? "\(experiment.data), \(sampleCount) samples, \(convolution)hidden \(hidden), "
        + experiment.activation.rawValue
      : "\(experiment.problem), dimension \(experiment.parameters["dimension"]?.description ?? "")"
    job =
      "\(task), \(experiment.algorithm), population \(experiment.population ?? 0), "
      + "\(generations) generations"
    self.instructionSet = instructionSet
    self.workers = workers
    rounds = results.count
    evaluationsPerSecond = Spread(results.map(\.rate))
    millisecondsPerGeneration = Spread(results.map(\.millisecondsPerGeneration))
    ceiling = Spread(results.map(\.ceiling))
    shareOfCeiling = Spread(results.map { $0.rate / $0.ceiling })
    speedup = Spread(results.map { $0.rate / $0.rateOfOne })
    recordedShare = Spread(results.map { $0.recordedRate / $0.rate })
    phases = Dictionary(
      uniqueKeysWithValues: Benchmark.Phase.allCases.map { phase in
        (phase.rawValue, Spread(results.map { ($0.phases[phase] ?? 0) * 1e6 }))
      })
  }

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  var text: String {
    let total = phases.values.map(\.median).reduce(0, +)
    var lines = [
      "\(job); \(instructionSet), \(workers) workers; median [range] of \(rounds) rounds",
      "",
      "evaluations/s, end to end       \(evaluationsPerSecond.text(0))",
      "milliseconds a generation       \(millisecondsPerGeneration.text(3))",
      "evaluations/s, kernel alone     \(ceiling.text(0))",
      "end to end over kernel alone    \(shareOfCeiling.text(3))",
      "\(workers) workers over 1".padded(to: 32) + speedup.text(3),
      "recorded over not recorded      \(recordedShare.text(3))",
      "",
      "one worker's microseconds a generation:",
    ]
    for phase in Benchmark.Phase.allCases {
      guard let spread = phases[phase.rawValue] else { continue }
      let name = phase.rawValue.padded(to: 12)
      lines.append("  \(name)\((spread.median / total * 100).text(1)) %  \(spread.text(1))")
    }
    return lines.joined(separator: "\n")
  }
}

extension String {
  /// With blanks behind it, up to a width.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
