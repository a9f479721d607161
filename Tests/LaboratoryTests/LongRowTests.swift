import Foundation
import Testing

@testable import Evolution
@testable import Laboratory

/// What is done otherwise for networks of very many genes.
@Suite struct `Long rows` {
  @Test func `are scored one by one as they are side by side, copies left out`() throws {
    let session = try Session(
      smallExperiment {
        $0.hidden = [260]
        $0.population = 24
        try $0.set("elitism", to: .number(3))
      })
    #expect(session.problem.space.geneCount > 1024)
    for workers in [1, 2] {
      var run = session
      run = try Session(session.experiment, workers: workers)
      run.advance(by: 4)
      // Everybody is worth what a network alone is.
      let champion = try #require(run.hallOfFame.champion)
      #expect(run.problem.score(of: champion.genes) == champion.score)
      #expect(run.evaluations < 4 * 24)
    }
  }

  @Test func `fill the hall of fame sooner`() {
    var hall = HallOfFame()
    #expect(hall.capacity == 50)
    for rank in 0..<12 { hall.insert(entry(genes: 1 << 18, Float(rank))) }
    #expect(hall.capacity == 4)
    #expect(hall.entries.map(\.score.fitness) == [11, 10, 9, 8])
    #expect(!hall.admits(8) && hall.admits(8.5))
    hall.insert(entry(genes: 1 << 21, 20))
    #expect(hall.entries.map(\.score.fitness) == [20])
    #expect(hall.admits(21) && !hall.admits(19))
  }

  @Test func `show their diversity in a part of the genes`() {
    var population = Population(count: 4, geneCount: 20_000)
    for gene in population.genes.indices {
      population.genes[gene] = gene / 20_000 % 2 == 0 ? 1 : -1
    }
    let scores = [Score](repeating: .unknown, count: 4)
    #expect(Statistics(population, scores).diversity == 1)
    for individual in 0..<4 {
      for gene in 0..<20_000 { population.genes[individual * 20_000 + gene] = Float(gene % 7) }
    }
    #expect(Statistics(population, scores).diversity == 0)
  }

  @Test func `come back from base-64 bit for bit`() throws {
    let floats =
      RandomSource(seed: 1).numbers(1000, of: .normal, for: .mutation) + [
        .nan, -.infinity, -0.0, .leastNonzeroMagnitude,
      ]
    let text = String(
      decoding: try JSONEncoder().encode(Packed(wrappedValue: [Float(1), -2])), as: UTF8.self)
    #expect(text == "\"AACAPwAAAMA=\"")
    let bytes = try JSONEncoder().encode(Packed(wrappedValue: floats))
    let back = try JSONDecoder().decode(Packed<Float>.self, from: bytes).wrappedValue
    #expect(back.map(\.bitPattern) == floats.map(\.bitPattern))
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(Packed<Double>.self, from: Data("\"AACAPwAA\"".utf8))
    }
    let none = try JSONEncoder().encode(Packed(wrappedValue: [Double]()))
    #expect(try JSONDecoder().decode(Packed<Double>.self, from: none).wrappedValue.isEmpty)
  }

  private func entry(genes: Int, _ fitness: Float) -> HallOfFame.Entry {
    HallOfFame.Entry(
      generation: 1, individual: 0, network: nil,
      genes: Array(repeating: fitness, count: genes), score: Score(fitness: fitness, accuracy: 0),
      testAccuracy: nil, lastChange: "")
  }
}
