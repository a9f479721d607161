import Foundation
import Testing

@testable import Evolution

@Suite struct `An ant colony` {
  @Test(arguments: [(50, Float(0.0001)), (50, 0.1), (10, 0.5), (2, 1)])
  func `weighs solutions by the formula of the paper`(count: Int, locality: Float) {
    let width = Double(locality) * Double(count)
    let weights = AntColony.weights(count, locality: locality, .best)
    for (rank, weight) in weights.enumerated() {
      let distance = Double(rank) / width
      let expected = exp(-0.5 * distance * distance) / (width * (2 * Double.pi).squareRoot())
      #expect(abs(Double(weight) - expected) <= 2e-5 * expected + 1e-30)
    }
  }

  @Test func `chooses solutions as often as they weigh`() {
    let count = 5000
    var method = Single<AntColony>(
      count: count, geneCount: 1,
      settings {
        $0.archiveSize = 5
        $0.locality = 0.5
      })
    method.advance()
    method.breed()
    let weights = AntColony.weights(5, locality: 0.5, .best).map(Double.init)
    let expected = weights.map { $0 / weights.reduce(0, +) * Double(count) }
    let observed = (0..<5).map { solution in
      method.origins.count { Int($0.first) == solution }
    }
    #expect(chiSquare(observed: observed, expected: expected) > 0.001)
  }

  @Test func `goes as far as the mean distance of the other solutions, times xi`() {
    var method = Single<AntColony>(
      count: 4, geneCount: 2,
      settings {
        $0.archiveSize = 4
        $0.convergenceSpeed = 0.5
        $0.minimumStep = 0.01
      })
    method.algorithm.ask(RandomSource(seed: 1))
    // Best first by their first gene; the second gene is the same everywhere.
    method.bred.genes = [3, 1, 7, 1, 1, 1, 4, 1]
    method.fitness = { genes in -genes[0] }
    method.tell()
    #expect(method.algorithm.archive.genes == [1, 1, 3, 1, 4, 1, 7, 1])
    var deviations: [Float] = [0, 0]
    method.algorithm.setDeviations(&deviations, around: 1)
    #expect(abs(deviations[0] - 0.5 * 7 / 3) < 1e-6 && deviations[1] == 0.01)
  }

  @Test func `keeps the best ever, best first`() {
    var method = Single<AntColony>(count: 7, geneCount: 3, settings { $0.archiveSize = 10 })
    var seen: [Float] = []
    for generation in 0..<12 {
      method.advance()
      seen += method.scores.map(\.fitness)
      // Until there were ten, ants come from nowhere.
      #expect(method.origins.allSatisfy { ($0.first >= 0) == (generation >= 2) })
      #expect(method.algorithm.scores.map(\.fitness) == Array(seen.sorted(by: >).prefix(10)))
    }
  }

  @Test func `takes the newer one of equal solutions`() {
    var method = Single<AntColony>(count: 5, geneCount: 2, settings { $0.archiveSize = 5 })
    method.fitness = { _ in 1 }
    for _ in 0..<4 { method.advance() }
    #expect(method.algorithm.archive.genes == method.told.genes)
  }

  private func settings(_ change: (inout AntColony.Settings) -> Void) -> AntColony.Settings {
    var settings = AntColony.Settings()
    change(&settings)
    return settings
  }
}
