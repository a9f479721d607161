import Foundation
import Testing

@testable import Evolution

@Suite struct `The histogram of a generation` {
  @Test func `counts all finite scores between the worst and the best`() throws {
    let statistics = figures([0, 0.5, 1, 1, .nan, .infinity, -.infinity])
    let counts = try #require(statistics.histogram)
    #expect(counts.count == Evolution.Statistics.stepCount && counts.reduce(0, +) == 4)
    #expect(counts[0] == 1 && counts[32] == 1 && counts[63] == 2)
  }

  @Test func `has one step where all are alike, and is none where nothing is finite`() {
    #expect(figures([2, 2, 2]).histogram?.first == 3)
    #expect(figures([.nan, .nan]).histogram == nil)
    // Their distance is more than a Float can be.
    let far = figures([-3e38, 3e38]).histogram
    #expect(far?.first == 1 && far?.last == 1)
  }

  @Test func `is missing in older files, which can still be read`() throws {
    let old = #"{"best":1,"mean":0.5,"worst":0,"invalidCount":0,"diversity":0.25,"bestIndex":3}"#
    let statistics = try JSONDecoder().decode(Evolution.Statistics.self, from: Data(old.utf8))
    #expect(statistics.histogram == nil && statistics.bestIndex == 3)
  }

  private func figures(_ fitness: [Float]) -> Evolution.Statistics {
    Evolution.Statistics(
      Population(count: fitness.count, geneCount: 1),
      fitness.map { Score(fitness: $0, accuracy: .nan) })
  }
}
