import FoundationEssentials
import Laboratory

/// What `evolab bench --rewind` prints.
struct RewindReport: Encodable {
  let generations: Int
  let states: Int
  let stateMegabytes: Double
  let jumpMilliseconds: Quartiles
  let stepMilliseconds: Quartiles

  /// Of rising numbers.
  struct Quartiles: Encodable {
    let median: Double
    let upperQuartile: Double
    let largest: Double

    init(_ seconds: [Double]) {
      func at(_ share: Double) -> Double {
        guard !seconds.isEmpty else { return 0 }
        return 1000 * seconds[Int(share * Double(seconds.count - 1))]
      }
      (median, upperQuartile, largest) = (at(0.5), at(0.75), at(1))
    }

    var text: String {
      "median \(median.text(1)), upper quartile \(upperQuartile.text(1)), "
        + "longest \(largest.text(1)) ms"
    }
  }

  init(_ benchmark: RewindBenchmark) {
    generations = benchmark.generations
    states = benchmark.stateCount
    stateMegabytes = Double(benchmark.stateBytes) / 1e6
    jumpMilliseconds = Quartiles(benchmark.jumps)
    stepMilliseconds = Quartiles(benchmark.steps)
  }

  var text: String {
    """
    \(generations) generations, \(states) states kept (\(stateMegabytes.text(0)) MB).
    to any generation:   \(jumpMilliseconds.text)
    one generation back: \(stepMilliseconds.text)
    """
  }

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
