import Evolution
import FoundationEssentials
import Laboratory
import Terminal

/// What the open lab costs a run, at two sizes of the terminal.
struct LabReport: Encodable {
  let workers: Int
  let rounds: Int
  let sizes: [Row]

  struct Row: Encodable {
    let width: Int
    let height: Int
    /// Speed in the lab over speed without it, round by round: the quarters of their ranking.
    let ratio: Quartiles
    /// Generations a second, medians.
    let headless: Double
    let inLab: Double
    /// Milliseconds from a snapshot to the terminal.
    let snapshot: Double
    let update: Double
    let compose: Double
    let draw: Double
    /// To look for lines of descent, which is done now and then; `nil` where none are shown.
    let lineages: Double?
  }

  struct Quartiles: Encodable {
    let lower: Double
    let median: Double
    let upper: Double

    init(_ values: [Double]) {
      let sorted = values.sorted()
      func quantile(_ share: Double) -> Double {
        let place = share * Double(sorted.count - 1)
        let below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
      }
      (lower, median, upper) = (quantile(0.25), quantile(0.5), quantile(0.75))
    }
  }

  /// - Parameter rounds: At least 1.
  @MainActor init(_ experiment: Experiment, workers: Int, kernels: Kernels, rounds: Int) throws {
    self.workers = workers
    self.rounds = rounds
    sizes = try [(80, 24), (200, 60)].map { width, height in
      let cost = LabCost(
        experiment, workers: workers, kernels: kernels, size: Size(width: width, height: height))
      var slices: [LabCost.Slice] = []
      for round in 0..<rounds {
        // Each goes first in turn, because machines drift.
        let before = round % 2 == 1 ? slices.last?.generations : nil
        slices.append(try cost.slice(seconds: Self.sliceSeconds, generationsBefore: before))
      }
      let picture = try cost.picture(count: 100)
      let lineages = try cost.lineages(count: 10)
      return Row(
        width: width, height: height, ratio: Quartiles(slices.map { $0.inLab / $0.headless }),
        headless: Quartiles(slices.map(\.headless)).median,
        inLab: Quartiles(slices.map(\.inLab)).median, snapshot: picture.snapshot * 1000,
        update: picture.update * 1000, compose: picture.compose * 1000, draw: picture.draw * 1000,
        lineages: lineages.map { $0 * 1000 })
    }
  }

  private static let sliceSeconds = 0.7

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  var text: String {
    var lines = ["the lab over no lab, \(workers) workers; quartiles of \(rounds) rounds"]
    for row in sizes {
      lines += [
        "",
        "terminal \(row.width)x\(row.height)".padded(to: 32)
          + "\(row.ratio.median.text(3))  [\(row.ratio.lower.text(3)) – \(row.ratio.upper.text(3))]",
        "generations/s, no lab, lab      \(row.headless.text(0)), \(row.inLab.text(0))",
        "milliseconds a picture          snapshot \(row.snapshot.text(3)), update "
          + "\(row.update.text(2)), compose \(row.compose.text(2)), draw \(row.draw.text(2))",
      ]
      if let lineages = row.lineages {
        lines.append(
          "milliseconds for lineages       \(lineages.text(0)), every "
            + "\(LabCost.lineageSeconds.text(0)) s")
      }
    }
    return lines.joined(separator: "\n")
  }
}
