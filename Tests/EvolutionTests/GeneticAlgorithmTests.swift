import Foundation
import Testing

@testable import Evolution

@Suite struct `A genetic algorithm` {
  @Test func `starts with normal genes of the given deviations`() {
    var run = Run(count: 1000, deviations: [0.5, 2])
    run.breed()
    for (gene, deviation) in [0.5, 2].enumerated() {
      let values = (0..<1000).map { Double(run.bred.genes[2 * $0 + gene]) / deviation }
      #expect(kolmogorovSmirnov(values, normalCDF) > 0.001)
      #expect(kolmogorovSmirnov(values) { normalCDF($0 * 1.3) } < 0.001)
    }
    #expect(run.origins.allSatisfy { $0 == Origin() })
  }

  @Test(arguments: Crossover.allCases, Mutation.allCases)
  func `breeds the same bits in any chunks`(crossover: Crossover, mutation: Mutation) {
    var settings = GeneticAlgorithm.Settings()
    settings.crossover = crossover
    settings.mutation = mutation
    settings.elitism = 3
    var whole = Run(count: 101, settings: settings)
    var chunked = Run(count: 101, settings: settings)
    chunked.chunk = 16
    for generation in 0..<4 {
      whole.advance()
      chunked.advance()
      chunked.chunk = [48, 16, 32, 96][generation]
      #expect(whole.origins == chunked.origins)
      #expect(whole.told == chunked.told)
    }
  }

  @Test(arguments: Selection.allCases)
  func `breeds the same bits with any selection, in any chunks and instruction set`(
    selection: Selection
  ) {
    var settings = GeneticAlgorithm.Settings()
    settings.selection = selection
    let populations = Kernels.supported.map { kernels in
      var run = Run(count: 50, settings: settings)
      run.kernels = kernels
      run.chunk = 16 * (1 + Int(kernels.instructionSet.rawValue))
      for _ in 0..<5 { run.advance() }
      return run.told
    }
    #expect(populations.allSatisfy { $0 == populations[0] })
  }

  @Test(arguments: [0, 1, 2, 5, 20])
  func `keeps exact copies of the best in front`(elitism: Int) {
    var settings = GeneticAlgorithm.Settings()
    settings.elitism = elitism
    var run = Run(count: 40, settings: settings)
    for _ in 0..<10 {
      run.advance()
      let order = Ranking.order(of: run.scores.map(\.fitness))
      run.breed()
      for rank in 0..<elitism {
        #expect(run.origins[rank] == Origin(first: order[rank], isCopy: true))
        #expect(run.bred[rank] == run.told[order[rank]])
      }
      let (before, best) = (run.scores.map(\.fitness).max() ?? 0, elitism > 0)
      run.tell()
      if best { #expect(run.scores.map(\.fitness).max() ?? 0 >= before) }
    }
  }

  @Test func `never keeps what has no fitness`() {
    var settings = GeneticAlgorithm.Settings()
    settings.elitism = 9
    var run = Run(count: 10, settings: settings)
    run.fitness = { genes in genes[0] < 0 ? .nan : genes[0] }
    run.advance()
    run.breed()
    let finite = run.scores.count { $0.fitness.isFinite }
    #expect((1..<9).contains(finite))
    for child in 0..<finite {
      #expect(run.scores[Int(run.origins[child].first)].fitness.isFinite)
    }
    #expect(run.bred[0][0] == run.scores.map(\.rankedFitness).max())
  }

  @Test(arguments: Selection.allCases)
  func `goes on where nothing has a fitness`(selection: Selection) {
    var settings = GeneticAlgorithm.Settings()
    settings.selection = selection
    var run = Run(count: 9, settings: settings)
    run.fitness = { _ in .nan }
    for _ in 0..<3 { run.advance() }
    #expect(run.told.genes.allSatisfy { $0.isFinite })
  }

  @Test func `calls a child a copy exactly if it equals its parent`() {
    var settings = GeneticAlgorithm.Settings()
    settings.crossover = .uniform
    settings.crossoverRate = 0.5
    settings.mutationRate = 0.3
    settings.geneRate = 0.4
    var run = Run(count: 200, deviations: [1, 1], settings: settings)
    run.advance()
    for _ in 0..<10 {
      run.breed()
      for child in 0..<200 {
        let parent = Int(run.origins[child].first)
        #expect(run.origins[child].isCopy == (run.bred[child] == run.told[parent]))
      }
      #expect(run.origins.contains { $0.isCopy } && run.origins.contains { !$0.isCopy })
      run.tell()
    }
  }

  @Test func `gives the scores of parents`() {
    var run = Run(count: 5)
    run.advance()
    #expect((0..<5).map(run.algorithm.score(ofParent:)) == run.scores)
  }

  @Test func `crosses pairs and mutates individuals with their rates`() {
    var settings = GeneticAlgorithm.Settings()
    settings.crossoverRate = 0.4
    settings.mutationRate = 0.3
    settings.geneRate = 1
    settings.elitism = 0
    settings.selection = .truncation
    settings.truncationShare = 1
    var run = Run(count: 10_000, deviations: [1], settings: settings)
    run.advance()
    run.breed()
    let crossed = (0..<5000).count { run.origins[2 * $0].second >= 0 }
    #expect(chiSquare(observed: [crossed, 5000 - crossed], expected: [2000, 3000]) > 0.001)
    let uncrossed = run.origins.filter { $0.second < 0 }
    let mutated = uncrossed.count { !$0.isCopy }
    let count = Double(uncrossed.count)
    #expect(
      chiSquare(
        observed: [mutated, uncrossed.count - mutated], expected: [0.3 * count, 0.7 * count])
        > 0.001)
    for pair in 0..<5000 where run.origins[2 * pair].second >= 0 {
      let (left, right) = (run.origins[2 * pair], run.origins[2 * pair + 1])
      #expect(left.first == right.second && left.second == right.first)
    }
  }

  @Test(arguments: [1, 2, 3, 17], [0, 1, 2, 100])
  func `works with few individuals, and all but one of them elites`(count: Int, elitism: Int) {
    for selection in Selection.allCases {
      var settings = GeneticAlgorithm.Settings()
      settings.selection = selection
      settings.elitism = elitism
      settings.mutationRate = 1
      settings.geneRate = 1
      var run = Run(count: count, settings: settings)
      for _ in 0..<5 { run.advance() }
      #expect(run.told.count == count && run.told.genes.allSatisfy { $0.isFinite })
      #expect(!run.origins[count - 1].isCopy)
    }
  }

  @Test func `works with one gene and with none to exchange`() {
    for crossover in Crossover.allCases {
      var settings = GeneticAlgorithm.Settings()
      settings.crossover = crossover
      settings.crossoverRate = 1
      settings.swapRate = 0
      settings.mutationRate = 0
      var run = Run(count: 20, deviations: [1], settings: settings)
      for _ in 0..<3 { run.advance() }
      let cuts: [Crossover] = [.onePoint, .twoPoint, .kPoint, .uniform]
      if cuts.contains(crossover) { #expect(run.origins.allSatisfy { $0.isCopy }) }
    }
  }

  @Test(arguments: Selection.allCases, Crossover.allCases)
  func `finds the top of a hill`(selection: Selection, crossover: Crossover) {
    var settings = GeneticAlgorithm.Settings()
    settings.selection = selection
    settings.crossover = crossover
    settings.mutationSize = 0.1
    var run = Run(count: 60, deviations: [3, 3, 3], settings: settings)
    run.advance()
    let first = run.scores.map(\.fitness).max() ?? 0
    for _ in 0..<40 { run.advance() }
    let last = run.scores.map(\.fitness).max() ?? 0
    #expect(last > first / 4)
  }

  @Test func `goes on from a checkpoint as if there had been none`() throws {
    var run = Run(count: 21)
    run.fitness = { genes in genes[0] < -1 ? .nan : -genes[0] * genes[0] }
    var resumed = run
    for generation in 0..<8 {
      run.advance()
      resumed.algorithm = try JSONDecoder().decode(
        GeneticAlgorithm.self, from: JSONEncoder().encode(resumed.algorithm))
      resumed.advance()
      #expect(run.told == resumed.told && run.origins == resumed.origins, "\(generation)")
    }
  }

  @Test func `refuses a checkpoint whose parts do not fit`() throws {
    var run = Run(count: 4)
    run.advance()
    var text = String(decoding: try JSONEncoder().encode(run.algorithm), as: UTF8.self)
    let scores = try JSONEncoder().encode(Packed(wrappedValue: run.scores))
    let fewer = try JSONEncoder().encode(Packed(wrappedValue: Array(run.scores.dropLast())))
    text = text.replacingOccurrences(
      of: String(decoding: scores, as: UTF8.self), with: String(decoding: fewer, as: UTF8.self))
    let whole = try JSONDecoder().decode(
      GeneticAlgorithm.self, from: JSONEncoder().encode(run.algorithm))
    let damaged = try JSONDecoder().decode(GeneticAlgorithm.self, from: Data(text.utf8))
    #expect(whole.isConsistent && !damaged.isConsistent)
  }

  @Test func `scores its parents anew`() {
    var run = Run(count: 6)
    run.advance()
    let before = run.told
    run.algorithm.rescore { parents in
      #expect(parents == before)
      return (0..<6).map { Score(fitness: Float($0), accuracy: 0) }
    }
    run.breed()
    #expect(run.origins[0].first == 5 && run.origins[1].first == 4)
  }

  @Test func `adds mutated copies of the best`() {
    var run = Run(count: 4)
    run.advance()
    let order = Ranking.order(of: run.scores.map(\.fitness))
    run.resize(to: 10)
    #expect(run.algorithm.count == 10)
    let scores = (0..<10).map(run.algorithm.score(ofParent:))
    #expect(Array(scores[..<4]) == run.scores)
    #expect(scores[4...].allSatisfy { $0.fitness.isNaN })
    let (before, size) = (run.told, run.algorithm.settings.mutationSize)
    run.algorithm.rescore { parents in
      for added in 4..<10 {
        let model = before[order[(added - 4) % 4]]
        let distances = zip(parents[added], model).map { abs($0 - $1) }
        #expect(distances.allSatisfy { $0 > 0 && $0 < 6 * size })
      }
      return (0..<10).map { Score(fitness: Float($0), accuracy: 0) }
    }
    run.breed()
    #expect(run.origins[0] == Origin(first: 9, isCopy: true))
  }

  @Test func `drops the worst and keeps the order of the rest`() {
    var run = Run(count: 10)
    run.advance()
    let kept = Ranking.order(of: run.scores.map(\.fitness)).prefix(3).sorted()
    run.resize(to: 3)
    #expect((0..<3).map(run.algorithm.score(ofParent:)) == kept.map { run.scores[$0] })
    let (before, scores) = (run.told, run.scores)
    run.algorithm.rescore { parents in
      #expect((0..<3).map { parents[$0] } == kept.map { before[$0] })
      return kept.map { scores[$0] }
    }
    for _ in 0..<3 { run.advance() }
    #expect(run.told.count == 3)
  }

  @Test func `can be resized before it began`() {
    var run = Run(count: 3)
    run.resize(to: 5)
    for _ in 0..<3 { run.advance() }
    #expect(run.told.count == 5)
  }

  @Test func `takes its parents over into another network`() {
    var run = Run(count: 5)
    run.advance()
    let space = SearchSpace(initialDeviations: [1, 1, 1, 1, 1], bounds: -1...1)
    run.algorithm.remap(to: space) { row, index in
      RemappedRow(genes: row + [Float(index), 7], sources: [0, 1, 2, -1, -1])
    }
    #expect((0..<5).map(run.algorithm.score(ofParent:)) == run.scores)
    run.bred = Population(count: 5, geneCount: 5)
    let best = Ranking.best(1, of: run.scores.map(\.fitness))[0]
    let expected = Array(run.told[best]) + [Float(best), 7]
    run.breed()
    #expect(Array(run.bred[0]) == expected)
  }

  @Test func `has defaults within the ranges of its parameters`() throws {
    let settings = GeneticAlgorithm.Settings()
    for parameter in GeneticAlgorithm.Settings.parameterDescriptions {
      try parameter.check(parameter.defaultValue)
      #expect(settings.value(of: parameter.name) == parameter.defaultValue)
    }
  }

  @Test func `shows which settings have any effect`() throws {
    var settings = GeneticAlgorithm.Settings()
    try settings.set("selection", to: .choice("boltzmann"))
    try settings.set("crossover", to: .choice("k-point"))
    try settings.set("mutation", to: .choice("polynomial"))
    let inactive = GeneticAlgorithm.Settings.parameterDescriptions.map(\.name).filter {
      !settings.isActive($0)
    }
    #expect(
      inactive == [
        "tournament-size", "selection-pressure", "truncation-share", "swap-rate", "blend-alpha",
        "crossover-index", "mutation-size",
      ])
    try settings.set("crossover-rate", to: .number(0))
    try settings.set("mutation-rate", to: .number(0))
    #expect(!settings.isActive("crossover-points") && !settings.isActive("crossover"))
    #expect(!settings.isActive("gene-rate") && !settings.isActive("mutation"))
  }
}

@Suite struct `Packed scores` {
  @Test func `come back bit for bit`() throws {
    let scores = [
      Score.unknown, Score(fitness: -0.0, accuracy: 1), Score(fitness: 0.1, accuracy: 0),
    ]
    let data = try JSONEncoder().encode([Packed(wrappedValue: scores)])
    let decoded = try JSONDecoder().decode([Packed<Score>].self, from: data)[0].wrappedValue
    #expect(decoded.map(\.fitness.bitPattern) == scores.map(\.fitness.bitPattern))
    #expect(decoded.map(\.accuracy.bitPattern) == scores.map(\.accuracy.bitPattern))
  }

  @Test func `are two numbers each`() throws {
    let data = try JSONEncoder().encode([Packed(wrappedValue: [1, 2, 3] as [Float])])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Packed<Score>].self, from: data)
    }
  }
}

/// An algorithm and one who evaluates its candidates.
private struct Run {
  var algorithm: GeneticAlgorithm
  var generation = 0
  var kernels = Kernels.best
  /// How many candidates are bred at once.
  var chunk = 1024
  /// The nearer to the origin, the fitter.
  var fitness: ([Float]) -> Float = { genes in -genes.reduce(0) { $0 + $1 * $1 } }
  var bred: Population
  var origins: [Origin]
  /// The candidates that the algorithm was told of last, and their scores.
  var told: Population
  var scores: [Score] = []

  init(
    count: Int, deviations: [Float] = [1, 1, 1],
    settings: GeneticAlgorithm.Settings = GeneticAlgorithm.Settings()
  ) {
    let space = SearchSpace(initialDeviations: deviations, bounds: -5...5)
    algorithm = GeneticAlgorithm(space: space, count: count, settings: settings)
    bred = Population(count: count, geneCount: deviations.count)
    told = bred
    origins = Array(repeating: Origin(), count: count)
  }

  var random: RandomSource { RandomSource(seed: 7, generation: generation, kernels: kernels) }

  mutating func advance() {
    breed()
    tell()
  }

  /// Breeds the next generation chunk by chunk, the last one first.
  mutating func breed() {
    algorithm.ask(random)
    for start in stride(from: 0, to: bred.count, by: chunk).reversed() {
      let candidates = start..<min(start + chunk, bred.count)
      var genes = [Float](repeating: .nan, count: candidates.count * bred.geneCount)
      var origins = [Origin](repeating: Origin(first: 99), count: candidates.count)
      var geneSpan = genes.mutableSpan
      var originSpan = origins.mutableSpan
      algorithm.breed(candidates, into: &geneSpan, origins: &originSpan, random)
      bred.genes.replaceSubrange(
        start * bred.geneCount..<candidates.upperBound * bred.geneCount, with: genes)
      self.origins.replaceSubrange(candidates, with: origins)
    }
  }

  mutating func tell() {
    scores = (0..<bred.count).map { Score(fitness: fitness(Array(bred[$0])), accuracy: 0) }
    told = bred
    algorithm.tell(&bred, scores, random)
    generation += 1
  }

  mutating func resize(to count: Int) {
    algorithm.resize(to: count, random)
    bred = Population(count: count, geneCount: bred.geneCount)
    origins = Array(repeating: Origin(), count: count)
  }
}
