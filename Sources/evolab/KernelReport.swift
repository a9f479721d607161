import Evolution
import FoundationEssentials
import Laboratory

/// How fast networks are computed on one core, as medians over some rounds.
struct KernelReport: Encodable {
  let instructionSet: String
  let rounds: Int
  /// What one core multiplies and adds in registers alone, without fused operations: GFlop/s.
  let peak: BenchReport.Spread
  let rows: [Row]

  struct Row: Encodable {
    /// The rows that it stands among, by what they differ in.
    let group: String
    let network: String
    let samples: Int
    let population: Int
    let evaluationsPerSecond: BenchReport.Spread
    /// Multiplications and additions of weights, in thousand millions a second.
    let gigaflops: BenchReport.Spread
    /// Of the peak, round by round, 0…1.
    let shareOfPeak: BenchReport.Spread
  }

  init(_ benchmark: KernelBenchmark, rounds: Int, instructionSet: String) {
    self.instructionSet = instructionSet
    self.rounds = rounds
    var peaks: [Double] = []
    var rows: [Row] = []
    for (name, jobs) in KernelBenchmark.Job.groups {
      for job in jobs {
        let results = benchmark.results(of: job, rounds: rounds)
        peaks += results.map { $0.peak / 1e9 }
        rows.append(
          Row(
            group: name, network: job.network.shape, samples: job.sampleCount,
            population: job.population,
            evaluationsPerSecond: .init(results.map(\.evaluationsPerSecond)),
            gigaflops: .init(results.map { $0.operationsPerSecond / 1e9 }),
            shareOfPeak: .init(results.map { $0.operationsPerSecond / $0.peak })))
      }
    }
    peak = BenchReport.Spread(peaks)
    self.rows = rows
  }

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  var text: String {
    let widths = [30, 9, 12, 15, 12, 12]
    func line(_ cells: [String]) -> String {
      zip(cells, widths).map { text, width in
        String(repeating: " ", count: max(0, width - text.count)) + text
      }.joined()
    }
    var lines = [
      "one core, \(instructionSet); medians of \(rounds) rounds",
      "multiplications and additions in registers alone, not fused: \(peak.text(1)) GFlop/s",
    ]
    var last = ""
    for row in rows {
      if row.group != last {
        lines += [
          "",
          line(["network", "samples", "population", "evaluations/s", "GFlop/s", "of peak"]),
        ]
        last = row.group
      }
      lines.append(
        line([
          row.network, "\(row.samples)", "\(row.population)",
          row.evaluationsPerSecond.median.text(0), row.gigaflops.median.text(1),
          (row.shareOfPeak.median * 100).text(1) + " %",
        ]))
    }
    return lines.joined(separator: "\n")
  }
}
