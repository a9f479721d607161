import Evolution
import Foundation
import Testing

@testable import Laboratory

/// Against what SciPy and NumPy compute: `Fixtures/statistics.json` says how.
@Suite struct `The statistics of a race` {
  private let fixture: Fixture

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/statistics.json")
    fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
  }

  @Test func `have Mann and Whitney's U and p as SciPy has them`() {
    #expect(fixture.mannWhitney.count > 20)
    for example in fixture.mannWhitney {
      let test = MannWhitney(example.a, example.b)
      #expect(test.u == example.u)
      #expect(test.isExact == example.isExact)
      let tolerance = 1e-12 * example.p
      #expect(abs(test.p - example.p) <= tolerance, "p \(test.p), but \(example.p)")
      let mirrored = MannWhitney(example.b, example.a)
      #expect(mirrored.u == Double(example.a.count * example.b.count) - example.u)
      #expect(mirrored.p == test.p)
    }
  }

  @Test func `have p of 1 where all values are equal`() {
    #expect(MannWhitney([3, 3, 3], [3, 3]).p == 1)
  }

  @Test func `have Vargha and Delaney's A12 by counting pairs`() {
    for example in fixture.mannWhitney {
      #expect(abs(VarghaDelaney(example.a, example.b).a12 - example.a12) < 1e-15)
    }
  }

  @Test(arguments: [
    ([1.0, 2], [3.0, 4], VarghaDelaney.Size.large), ([3, 4], [1, 2], .large),
    ([1, 2], [1, 2], .negligible), (few(14), few(0), .small), (few(0), few(15), .small),
    (few(36), few(0), .medium), (few(53), few(0), .large),
  ])
  func `call an effect by the words of the paper`(
    _ a: [Double], _ b: [Double], _ size: VarghaDelaney.Size
  ) {
    let effect = VarghaDelaney(a, b)
    #expect(effect.size == size, "A12 \(effect.a12)")
  }

  @Test func `have Holm's correction as the paper defines it`() {
    for example in fixture.holm {
      for (mine, theirs) in zip(Holm.corrected(example.p), example.corrected) {
        #expect(abs(mine - theirs) < 1e-15)
      }
    }
    #expect(Holm.corrected([]) == [])
  }

  @Test func `have the quartiles of NumPy`() {
    for example in fixture.quartiles {
      let quartiles = Quartiles(example.values)
      for (mine, theirs) in zip(
        [quartiles?.lower, quartiles?.median, quartiles?.upper], example.quartiles)
      {
        #expect(abs((mine ?? .nan) - theirs) < 1e-9)
      }
    }
  }

  @Test func `have quartiles of what was not always reached`() throws {
    let some = try #require(Quartiles([1, 2, .infinity, 3, .infinity, .infinity]))
    #expect(some.lower == 2.25)
    #expect(some.median == .infinity && some.upper == .infinity)
    let none = try #require(Quartiles([.infinity, .infinity]))
    #expect(none.lower == .infinity, "infinity less infinity is no number")
    #expect(Quartiles([]) == nil && Quartiles([.nan]) == nil)
  }

  @Test func `have Wilson's interval as SciPy has it`() {
    for example in fixture.wilson {
      let interval = WilsonInterval(successes: example.successes, of: example.total)
      #expect(abs(interval.lower - example.interval[0]) < 1e-12)
      #expect(abs(interval.upper - example.interval[1]) < 1e-12)
    }
  }

  @Test func `have the error function to twelve digits`() {
    for pair in fixture.erfc {
      let mine = NormalDistribution.erfc(pair[0])
      #expect(abs(mine - pair[1]) <= 1e-12 * pair[1], "erfc of \(pair[0])")
    }
  }

  @Test func `have an expected running time that counts the failures`() {
    let runs = [(100.0, true), (1000, false), (300, true)]
    #expect(ExpectedRunningTime.of(runs.map { (spent: $0, isSuccess: $1) }) == 700)
    #expect(ExpectedRunningTime.of([(50, false)]) == nil)
  }

  @Test func `have an empirical distribution that rises where something was reached`() {
    let reached = EmpiricalDistribution(hits: [30, 10, 10, 20], of: 8)
    #expect(
      reached.steps == [
        .init(evaluations: 10, share: 0.25), .init(evaluations: 20, share: 0.375),
        .init(evaluations: 30, share: 0.5),
      ])
    #expect([9, 10, 19, 20, 1000].map(reached.share) == [0, 0.25, 0.25, 0.375, 0.5])
  }

  /// A hundred values against which `smaller` are smaller and the others equal.
  private static func few(_ smaller: Int) -> [Double] {
    (0..<100).map { $0 < smaller ? -1 : 0 }
  }

  private struct Fixture: Decodable {
    let mannWhitney: [Test]
    let holm: [Correction]
    let quartiles: [Sample]
    let wilson: [Proportion]
    let erfc: [[Double]]

    struct Test: Decodable {
      let a: [Double]
      let b: [Double]
      let isExact: Bool
      let u: Double
      let p: Double
      let a12: Double
    }
    struct Correction: Decodable {
      let p: [Double]
      let corrected: [Double]
    }
    struct Sample: Decodable {
      let values: [Double]
      let quartiles: [Double]
    }
    struct Proportion: Decodable {
      let successes: Int
      let total: Int
      let interval: [Double]
    }
  }
}
