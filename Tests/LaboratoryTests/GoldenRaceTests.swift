import Evolution
import Foundation
import Testing

@testable import Laboratory

/// The published race (Sources/evolab/RESULTS.md) is what the program does today.
///
/// Of each algorithm one short trial is repeated and compared bit for bit: blobs, seed 1, a budget
/// of 50,000 evaluations, all else as it is by default. Where a default or an algorithm changes on
/// purpose, the race must be run and published anew, and the table with
/// `EVOLAB_BLESS=1 swift test --filter 'The published race'`.
@Suite struct `The published race` {
  private static let path =
    URL(filePath: #filePath).deletingLastPathComponent().path + "/Golden/race.csv"
  /// They need more evaluations than a test should.
  private static let slow: Set<String> = ["random-search", "logistic-regression"]

  @Test func `can be repeated bit for bit`() throws {
    var base = Experiment()
    base.stop.evaluations = 50_000
    let names = Catalog.algorithms.map(\.name).filter { !Self.slow.contains($0) }
    let race = try Race(
      base, algorithms: names, problems: [Race.Problem(.data, "blobs")], seedCount: 1)
    let results = try PreparedRace(race).run(
      from: Array(repeating: nil, count: names.count), workers: 2)
    var lines = ["algorithm,evaluations,solved,digest"]
    for (name, result) in zip(names, results) {
      let result = try #require(result)
      lines.append("\(name),\(result.evaluations),\(result.isSolved),\(result.digest)")
    }
    let text = lines.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["EVOLAB_BLESS"] != nil {
      try text.write(toFile: Self.path, atomically: true, encoding: .utf8)
    }
    #expect(try text == String(contentsOfFile: Self.path, encoding: .utf8))
  }
}
