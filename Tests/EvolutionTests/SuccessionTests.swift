import Foundation
import Testing

@testable import Evolution

@Suite struct `A steady-state genetic algorithm` {
  @Test(arguments: [1, 5, 19, 10_000])
  func `puts children in the places of the worst, and copies of all others`(offspring: Int) {
    var settings = SteadyStateGA.Settings()
    settings.offspring = offspring
    settings.mutationRate = 1
    settings.geneRate = 1
    var method = Single<SteadyStateGA>(count: 20, geneCount: 3, settings)
    method.advance()
    for _ in 0..<10 {
      let before = method.told
      let dying = Ranking.order(of: method.scores.map(\.fitness)).suffix(min(offspring, 19))
      method.breed()
      for member in 0..<20 {
        #expect(method.origins[member].isCopy == !dying.contains(member))
        #expect((method.bred[member] == before[member]) == !dying.contains(member))
      }
      method.tell()
    }
  }

  @Test func `replaces at most a tenth of its members at a time by default`() {
    let space = SearchSpace(initialDeviations: [1, 1, 1], bounds: -5...5)
    let count = SteadyStateGA.defaultCount(for: space)
    var method = Single<SteadyStateGA>(count: count, space)
    method.advance()
    for _ in 0..<20 {
      method.advance()
      let bornCount = method.origins.count { !$0.isCopy }
      #expect(10 * bornCount <= count)
    }
  }

  @Test func `replaces the worst even by a child that is worse`() {
    var settings = SteadyStateGA.Settings()
    settings.offspring = 1
    var method = Single<SteadyStateGA>(count: 6, geneCount: 2, settings)
    method.advance()
    let worst = Ranking.order(of: method.scores.map(\.fitness))[5]
    let old = method.algorithm.score(ofParent: worst).fitness
    method.fitness = { _ in -1e6 }
    method.advance()
    #expect(old > -1e6 && method.algorithm.score(ofParent: worst).fitness == -1e6)
  }

  @Test(arguments: Selection.allCases)
  func `breeds more children than pairs of members, with any selection`(selection: Selection) {
    var settings = SteadyStateGA.Settings()
    settings.selection = selection
    settings.offspring = 100
    var method = Single<SteadyStateGA>(count: 40, geneCount: 3, settings)
    method.advance()
    let first = method.scores.map(\.fitness).max() ?? 0
    for _ in 0..<40 { method.advance() }
    #expect(method.scores.map(\.fitness).max() ?? 0 > first / 4)
  }
}

@Suite struct `An aging genetic algorithm` {
  @Test func `lets the oldest die, even the best`() {
    var settings = AgingGA.Settings()
    settings.offspring = 2
    settings.geneRate = 1
    var method = Single<AgingGA>(count: 7, geneCount: 2, settings)
    // The first is the best of all, and nobody can be as good again.
    method.advance()
    let champion = Array(method.told[0])
    method.fitness = { $0 == champion ? 1 : -1 }
    let scores = method.told.scores(champion)
    method.algorithm.rescore { _ in scores }
    var births = [Int](repeating: 0, count: 7)
    for generation in 0..<21 {
      let oldest = 2 * generation % 7
      #expect(method.algorithm.oldest == oldest)
      method.breed()
      let born = (0..<7).filter { !method.origins[$0].isCopy }
      #expect(Set(born) == [oldest, (oldest + 1) % 7])
      for member in born { births[member] += 1 }
      if generation == 0 { #expect(Array(method.bred[0]) != champion) }
      method.tell()
    }
    // Everybody's place was taken as often as anybody else's.
    #expect(Set(births) == [6])
  }

  @Test func `breeds the best of a sample`() {
    var settings = AgingGA.Settings()
    settings.tournamentSize = 100
    settings.offspring = 5
    var method = Single<AgingGA>(count: 12, geneCount: 3, settings)
    method.advance()
    for _ in 0..<5 {
      let best = Ranking.best(1, of: method.scores.map(\.fitness))[0]
      method.breed()
      let parents = Set(method.origins.filter { !$0.isCopy }.map(\.first))
      // Each of 100 lots misses it with probability 11/12.
      #expect(parents == [Int32(best)])
      method.tell()
    }
  }

  @Test func `keeps the order of age when the number changes`() {
    var settings = AgingGA.Settings()
    settings.offspring = 3
    var method = Single<AgingGA>(count: 8, geneCount: 2, settings)
    for _ in 0..<5 { method.advance() }
    let (oldest, before) = (method.algorithm.oldest, method.told)
    method.algorithm.resize(to: 10, RandomSource(seed: 1))
    #expect(method.algorithm.oldest == 0)
    method.algorithm.rescore { members in
      for age in 0..<8 { #expect(members[age] == before[(oldest + age) % 8]) }
      return Array(repeating: Score(fitness: 0, accuracy: 0), count: 10)
    }
  }
}

@Suite struct `CoSyNE with its subpopulations` {
  @Test func `keeps the weights of each subpopulation when they change places`() throws {
    var settings = CoSyNE.Settings()
    settings.offspringShare = 0
    var method = Single<CoSyNE>(count: 30, geneCount: 4, settings)
    method.advance()
    var changedCount = 0
    for _ in 0..<8 {
      let before = method.told
      method.breed()
      for gene in 0..<4 {
        let (old, new) = (before.column(gene), method.bred.column(gene))
        #expect(old.sorted() == new.sorted())
        changedCount += zip(old, new).count { $0 != $1 }
      }
      method.tell()
    }
    #expect(changedCount > 8)
  }

  @Test func `marks weights with the probability of the paper`() {
    let marks = CoSyNE.markProbabilities(
      [-5, -1, -3, -.infinity, -2], geneCount: 3, Kernels.best)
    let expected = [1, 0, 1 - cbrt(0.5), 1, 1 - cbrt(0.75)]
    #expect(zip(marks, expected).allSatisfy { abs(Double($0) - $1) < 1e-5 })
    #expect(CoSyNE.markProbabilities([2, 2, 2], geneCount: 3, Kernels.best) == [1, 1, 1])
  }

  @Test func `never breaks the best up, and breeds children of the best in place of the worst`() {
    var settings = CoSyNE.Settings()
    settings.parentShare = 0.1
    settings.offspringShare = 0.5
    var method = Single<CoSyNE>(count: 20, geneCount: 5, settings)
    method.advance()
    for _ in 0..<10 {
      let order = Ranking.order(of: method.scores.map(\.fitness))
      method.breed()
      #expect(method.origins[order[0]] == Origin(first: order[0], isCopy: true))
      for member in order.suffix(10) {
        #expect(order.prefix(2).contains(Int(method.origins[member].first)))
      }
      method.tell()
    }
  }
}

@Suite struct `Populations of one to five` {
  @Test(
    arguments: [
      "ga", "steady-state-ga", "aging-ga", "cosyne", "de", "jade", "shade", "l-shade", "pso", "es",
    ], 1...5)
  func `go on under all that keep rows, with and without fitness`(name: String, count: Int) throws {
    func run<Method: Algorithm>(_ type: Method.Type) {
      var method = Single<Method>(count: count, geneCount: 2)
      method.fitness = { _ in .nan }
      for _ in 0..<5 { method.advance() }
      method.fitness = { genes in -abs(genes[0]) - abs(genes[1]) }
      for _ in 0..<30 { method.advance() }
      #expect(method.told.genes.allSatisfy { $0.isFinite })
      #expect(method.algorithm.isConsistent && method.told.count == count)
    }
    let type = try #require(Catalog.algorithm(name))
    run(type)
  }
}

extension Population {
  fileprivate func column(_ gene: Int) -> [Float] {
    (0..<count).map { genes[$0 * geneCount + gene] }
  }

  fileprivate func scores(_ champion: [Float]) -> [Score] {
    (0..<count).map { Score(fitness: Array(self[$0]) == champion ? 1 : -1, accuracy: 0) }
  }
}
