import Testing

@testable import Evolution

@Suite struct `Differential evolution` {
  @Test(arguments: DifferentialEvolution.Strategy.allCases)
  func `replaces a target by a trial that is at least as good, or drops it`(
    strategy: DifferentialEvolution.Strategy
  ) {
    var settings = DifferentialEvolution.Settings()
    settings.strategy = strategy
    var method = Single<DifferentialEvolution>(count: 12, geneCount: 3, settings)
    method.advance()
    for _ in 0..<10 {
      let before = (0..<12).map { method.algorithm.score(ofParent: $0).fitness }
      method.advance()
      for member in 0..<12 {
        let trial = method.scores[member].fitness
        #expect(method.algorithm.score(ofParent: member).fitness == max(before[member], trial))
      }
    }
  }

  @Test func `makes a donor from three others, all different`() {
    var settings = DifferentialEvolution.Settings()
    settings.strategy = .rand1
    settings.geneCrossoverRate = 1
    settings.differenceWeight = 0.5
    var method = Single<DifferentialEvolution>(count: 7, geneCount: 2, settings)
    method.advance()
    let members = method.told
    method.breed()
    for target in 0..<7 {
      let isExplained = (0..<7).contains { a in
        (0..<7).contains { b in
          (0..<7).contains { c in
            guard Set([target, a, b, c]).count == 4 else { return false }
            return (0..<2).allSatisfy { gene in
              method.bred[target].dropFirst(gene).first
                == members.genes[2 * a + gene]
                + 0.5 * (members.genes[2 * b + gene] - members.genes[2 * c + gene])
            }
          }
        }
      }
      #expect(isExplained)
    }
  }

  @Test func `takes one gene of the donor at least, and others at the crossover rate`() {
    for rate in [Float(0), 0.3] {
      var settings = DifferentialEvolution.Settings()
      settings.geneCrossoverRate = rate
      var method = Single<DifferentialEvolution>(count: 2000, geneCount: 11, settings)
      method.advance()
      let members = method.told
      method.breed()
      var changed = [Int](repeating: 0, count: 12)
      for target in 0..<2000 {
        changed[zip(method.bred[target], members[target]).count { $0 != $1 }] += 1
      }
      #expect(changed[0] == 0)
      let mean = Double(zip(changed, 0...).map { $0 * $1 }.reduce(0, +)) / 2000
      #expect(abs(mean - (1 + 10 * Double(rate))) < 0.15)
    }
  }
}
