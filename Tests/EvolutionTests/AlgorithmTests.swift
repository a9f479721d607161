import Foundation
import Testing

@testable import Evolution

/// What every algorithm promises.
///
/// A new one is tested by being in the catalog.
@Suite struct `Every algorithm` {
  /// Those that are no good at a bowl have tests of their own.
  static let names = Catalog.algorithms.filter {
    $0.type.unmetNeed(of: Bowl(geneCount: 1)) == nil
  }.map(\.name)

  @Test(arguments: names)
  func `gets much closer to the bottom of a bowl`(name: String) throws {
    var trial = try Trial(name, count: 40, geneCount: 3)
    trial.advance()
    let first = trial.best
    trial.spend(60 * 40)
    #expect(first < 0 && trial.champion > first / 5)
  }

  @Test(arguments: names.filter { $0 != "random-search" })
  func `beats random search with ten genes and as many evaluations`(name: String) throws {
    for seed in UInt64(1)...5 {
      var (trial, random) = (
        try Trial(name, count: 30, geneCount: 10),
        try Trial("random-search", count: 30, geneCount: 10)
      )
      (trial.seed, random.seed) = (seed, seed)
      trial.spend(50 * 30)
      random.spend(50 * 30)
      #expect(trial.champion > random.champion / 2)
    }
  }

  @Test(arguments: names)
  func `starts with normal genes of the given deviations, or around one such point`(
    name: String
  ) throws {
    var trial = try Trial(name, count: 200, deviations: [0.5, 2])
    trial.breed()
    let wide = (0..<200).count { abs(trial.bred.genes[2 * $0]) > 6 * 0.5 }
    #expect(wide == 0)
    #expect(Set(trial.bred.genes.map(\.bitPattern)).count > 390)
    #expect(trial.origins.allSatisfy { $0 == Origin() })
  }

  @Test(arguments: names)
  func `repeats itself exactly for the same seed, and not for another`(name: String) throws {
    var (one, same) = (try Trial(name, count: 33), try Trial(name, count: 33))
    var other = try Trial(name, count: 33)
    other.seed = 8
    for _ in 0..<12 {
      one.advance()
      same.advance()
      other.advance()
      #expect(one.told == same.told && one.origins == same.origins)
      #expect(one.told != other.told)
    }
    #expect(one.stateDigest == same.stateDigest)
  }

  @Test(arguments: names)
  func `breeds the same bits in any chunks, any order and any instruction set`(
    name: String
  ) throws {
    var whole = try Trial(name, count: 101)
    var others = try Kernels.supported.map { kernels in
      var trial = try Trial(name, count: 101)
      trial.kernels = kernels
      return trial
    }
    for generation in 0..<6 {
      whole.advance()
      for index in others.indices {
        others[index].chunk = broodSize * [1, 3, 2, 6][(generation + index) % 4]
        others[index].isReversed = (generation + index).isMultiple(of: 2)
        others[index].advance()
        #expect(whole.told == others[index].told && whole.origins == others[index].origins)
      }
    }
  }

  @Test(arguments: names)
  func `goes on from a checkpoint as if there had been none`(name: String) throws {
    var trial = try Trial(name, count: 21)
    trial.fitness = { genes in genes[0] < -1.5 ? .nan : Trial.bowl(genes) }
    var resumed = trial
    for _ in 0..<10 {
      try resumed.saveAndLoad()
      trial.advance()
      resumed.advance()
      #expect(trial.told == resumed.told && trial.origins == resumed.origins)
      #expect(trial.stateDigest == resumed.stateDigest)
    }
  }

  @Test(arguments: names)
  func `can do with every setting at its extremes`(name: String) throws {
    for description in try #require(Catalog.algorithm(name)).parameterDescriptions {
      for value in description.extremes {
        var trial = try Trial(name, count: 18, geneCount: 3)
        try trial.set(description.name, to: value)
        for _ in 0..<30 { trial.advance() }
        #expect(trial.isFinite, "\(description.name) = \(value)")
      }
    }
  }

  @Test(arguments: names, [false, true])
  func `can do with all settings at their extremes at once`(name: String, isUpper: Bool) throws {
    let descriptions = try #require(Catalog.algorithm(name)).parameterDescriptions
    let choices = descriptions.filter { $0.range == nil }
    for choice in 0..<(choices.map(\.extremes.count).max() ?? 1) {
      var trial = try Trial(name, count: 18, geneCount: 3)
      for description in descriptions {
        let values = description.extremes
        let last = isUpper ? values.count - 1 : 0
        let index = description.range == nil ? choice % values.count : last
        try trial.set(description.name, to: values[index])
      }
      for _ in 0..<200 { trial.advance() }
      #expect(trial.isFinite, "\(choice)")
    }
  }

  @Test(arguments: names)
  func `goes on where nothing has a fitness`(name: String) throws {
    var trial = try Trial(name, count: 9)
    trial.fitness = { _ in .nan }
    for _ in 0..<100 { trial.advance() }
    #expect(trial.isFinite)
    // And learns as soon as something has.
    trial.fitness = Trial.bowl
    trial.advance()
    let first = trial.best
    trial.spend(80 * 9)
    #expect(trial.champion > first)
  }

  @Test(arguments: names, [Float.nan, .infinity, -.infinity])
  func `never takes what has no fitness for good`(name: String, nothing: Float) throws {
    var trial = try Trial(name, count: 40, geneCount: 2)
    // The forbidden half plane would be the better one.
    trial.fitness = { genes in genes[0] > 0 ? nothing : -abs(genes[0] + 0.5) - abs(genes[1]) }
    trial.spend(40 * 40)
    #expect(trial.isFinite && trial.champion > -0.6)
    #expect(trial.scores.contains { $0.fitness.isFinite })
    // Where there is a fitness at all, it is preferred to none.
    trial.fitness = { genes in genes[0] > -0.2 ? nothing : genes[0] + 0.2 - abs(genes[1]) }
    trial.rescore()
    for _ in 0..<60 { trial.advance() }
    #expect(trial.scores.contains { $0.fitness.isFinite })
  }

  @Test(arguments: names, [1, 2, 3, 5, 17])
  func `works with few candidates, and with one gene`(name: String, count: Int) throws {
    for geneCount in [1, 2, 16, 17] {
      var trial = try Trial(name, count: count, geneCount: geneCount)
      for _ in 0..<12 { trial.advance() }
      #expect(trial.isFinite && trial.told.count == count)
    }
  }

  @Test(arguments: names, [0, 1])
  func `really searches with as few candidates as it can do with`(name: String, more: Int) throws {
    let count = try #require(Catalog.algorithm(name)).leastCount + more
    for seed in UInt64(1)...5 {
      var trial = try Trial(name, count: count, geneCount: 2)
      trial.seed = seed
      trial.fitness = { genes in Trial.bowl(genes.map { $0 - 1 }) }
      trial.advance()
      let first = trial.best
      trial.spend(3000 - count)
      #expect(trial.champion > first / 10, "seed \(seed)")
    }
  }

  @Test(arguments: names)
  func `calls a candidate a copy only if it is one, with a score that holds`(
    name: String
  ) throws {
    for description in try #require(Catalog.algorithm(name)).parameterDescriptions {
      for value in description.extremes {
        var trial = try Trial(name, count: 20, geneCount: 2)
        try trial.set(description.name, to: value)
        for _ in 0..<6 {
          trial.breed()
          for (child, origin) in trial.origins.enumerated() where origin.isCopy {
            let score = trial.algorithm.score(ofParent: Int(origin.first))
            #expect(score.fitness == trial.fitness(Array(trial.bred[child])))
          }
          trial.tell()
        }
      }
    }
  }

  @Test(arguments: names)
  func `scores what it has learnt anew`(name: String) throws {
    var trial = try Trial(name, count: 30, geneCount: 2)
    trial.rescore()  // Before it began there is nothing to score.
    for _ in 0..<5 { trial.advance() }
    // The bottom moves; what was learnt at the old place must not hold it there.
    trial.fitness = { genes in Trial.bowl(genes.map { $0 - 1.5 }) }
    trial.rescore()
    trial.spend(120 * 30)
    #expect(trial.champion > -0.1)
  }

  @Test(arguments: names, [(12, 30), (30, 12), (5, 2), (2, 40), (3, 1), (1, 8)])
  func `goes on with more candidates or fewer`(name: String, counts: (Int, Int)) throws {
    var trial = try Trial(name, count: counts.0, geneCount: 3)
    trial.resize(to: counts.0 + 1)
    trial.resize(to: counts.0)
    for _ in 0..<10 { trial.advance() }
    trial.resize(to: counts.1)
    #expect(trial.algorithm.count == counts.1)
    if counts.1 > counts.0 { trial.rescore() }
    try trial.saveAndLoad()
    for _ in 0..<10 { trial.advance() }
    #expect(trial.isFinite && trial.told.count == counts.1)
  }

  @Test(arguments: names)
  func `goes over into another network and back`(name: String) throws {
    var trial = try Trial(name, count: 20, geneCount: 3)
    trial.remap([0, 1, 2, -1, -1])
    for _ in 0..<5 { trial.advance() }
    trial.remap([4, -1, 0, 1, -1, 2, 3])
    trial.rescore()
    try trial.saveAndLoad()
    for _ in 0..<5 { trial.advance() }
    #expect(trial.isFinite && trial.told.geneCount == 7)
    trial.remap([2])
    trial.spend(60 * 20)
    #expect(trial.isFinite && trial.champion > -0.05)
  }

  @Test(arguments: names)
  func `learns genes that were added as zero everywhere`(name: String) throws {
    var trial = try Trial(name, count: 40, geneCount: 1)
    for _ in 0..<10 { trial.advance() }
    trial.remap([0, -1]) { _, _ in 0 }
    trial.fitness = { genes in Trial.bowl([genes[0], genes[1] - 1]) }
    trial.rescore()
    trial.spend(80 * 40)
    #expect(trial.champion > -0.05)
  }

  @Test(arguments: names)
  func `has defaults within the ranges of its parameters`(name: String) throws {
    let trial = try Trial(name, count: 2)
    for description in try #require(Catalog.algorithm(name)).parameterDescriptions {
      try description.check(description.defaultValue)
      #expect(trial.algorithm.settings.value(of: description.name) == description.defaultValue)
      #expect(description.help.hasSuffix("."))
    }
  }

  /// One flag stands for all of a name; ranges, defaults and sentences are each one's own.
  @Test func `means by a parameter a number or a word as the others of its name do`() {
    var known: [String: ParameterDescription] = [:]
    for (name, type) in Catalog.algorithms {
      for description in type.parameterDescriptions {
        if let other = known[description.name] {
          #expect((description.range == nil) == (other.range == nil), "\(name)")
        }
        known[description.name] = description
      }
    }
    for (name, type) in Catalog.datasets {
      for description in type.parameterDescriptions {
        #expect(known[description.name] == nil, "\(name)")
      }
    }
  }
}

extension ParameterDescription {
  /// Both ends of the range, or all choices.
  fileprivate var extremes: [ParameterValue] {
    switch kind {
    case .real(let range, _): [.number(range.lowerBound), .number(range.upperBound)]
    case .integer(let range, _):
      [.number(Double(range.lowerBound)), .number(Double(range.upperBound))]
    case .choice(let words): words.map(ParameterValue.choice)
    }
  }
}

/// A bowl: the mean square of the genes is a loss.
private struct Bowl: DifferentiableProblem {
  let space: SearchSpace
  let fitness: @Sendable ([Float]) -> Float
  var digest: Digest { Digest() }

  func isReached(_ target: Double, by score: Score) -> Bool { Double(score.fitness) >= target }

  let sampleCount = 1

  init(space: SearchSpace, fitness: @escaping @Sendable ([Float]) -> Float) {
    self.space = space
    self.fitness = fitness
  }

  init(geneCount: Int) {
    self.init(
      space: SearchSpace(
        initialDeviations: Array(repeating: 1, count: geneCount), bounds: -5...5),
      fitness: Trial.bowl)
  }

  /// Differences of the fitness, which is the loss turned over.
  func gradient(
    of genes: Span<Float>, samples: Span<Int32>, into gradient: inout MutableSpan<Float>,
    _ workspace: inout Workspace
  ) -> Float {
    let row = genes.indices.map { genes[$0] }
    for gene in row.indices {
      var (above, below) = (row, row)
      above[gene] += 0.01
      below[gene] -= 0.01
      gradient[gene] = (fitness(below) - fitness(above)) / 0.02
    }
    return -fitness(row)
  }

  func evaluate(
    _ genes: Span<Float>, into scores: inout MutableSpan<Score>, _ workspace: inout Workspace
  ) {
    for individual in scores.indices {
      let row = (0..<space.geneCount).map { genes[individual * space.geneCount + $0] }
      scores[individual] = Score(fitness: fitness(row), accuracy: 0)
    }
  }

  func makeWorkspace() -> Workspace { Workspace(numberCount: 0) }
}

/// An algorithm and one who evaluates its candidates.
private struct Trial {
  var algorithm: any Algorithm
  var space: SearchSpace
  var generation = 0
  var seed: UInt64 = 7
  var kernels = Kernels.best
  /// How many candidates are bred at once.
  var chunk = 1024
  var isReversed = false
  var fitness: @Sendable ([Float]) -> Float = Trial.bowl
  var bred: Population
  var origins: [Origin] = []
  /// The candidates that the algorithm was told of last, and their scores.
  var told: Population
  var scores: [Score] = []
  /// The best fitness since the problem last changed.
  var champion = -Float.infinity

  static let bowl: @Sendable ([Float]) -> Float = { genes in
    -genes.reduce(0) { $0 + $1 * $1 } / Float(genes.count)
  }

  init(_ name: String, count: Int, geneCount: Int = 5) throws {
    try self.init(name, count: count, deviations: Array(repeating: 1, count: geneCount))
  }

  init(_ name: String, count: Int, deviations: [Float]) throws {
    func make<Method: Algorithm>(_ type: Method.Type, _ space: SearchSpace) -> any Algorithm {
      Method(space: space, count: count, settings: Method.Settings())
    }
    space = SearchSpace(initialDeviations: deviations, bounds: -5...5)
    let type = try #require(Catalog.algorithm(name))
    algorithm = make(type, space)
    bred = Population(count: count, geneCount: deviations.count)
    told = bred
  }

  private var random: RandomSource {
    RandomSource(seed: seed, generation: generation, kernels: kernels)
  }

  private var problem: Bowl { Bowl(space: space, fitness: fitness) }

  var best: Float { scores.map(\.rankedFitness).max() ?? -.infinity }
  var isFinite: Bool { told.genes.allSatisfy { $0.isFinite } }

  var stateDigest: Digest {
    var digest = Digest()
    algorithm.digestState(into: &digest)
    return digest
  }

  mutating func advance() {
    breed()
    tell()
  }

  /// Advances until so many candidates were evaluated: all but copies.
  mutating func spend(_ evaluations: Int) {
    var (left, generationsLeft) = (evaluations, evaluations)
    while left > 0, generationsLeft > 0 {
      advance()
      left -= origins.count { !$0.isCopy }
      generationsLeft -= 1
    }
  }

  mutating func breed() {
    let random = random
    algorithm.ask(random)
    _ = algorithm.learnIfAble(from: problem, Alone(), random)
    // A population may grow or shrink by itself.
    if bred.count != algorithm.count {
      bred = Population(count: algorithm.count, geneCount: space.geneCount)
    }
    let (count, width) = (bred.count, bred.geneCount)
    var starts = Array(stride(from: 0, to: count, by: chunk))
    if isReversed { starts.reverse() }
    var genes = [Float](repeating: .nan, count: bred.genes.count)
    var origins = [Origin](repeating: Origin(first: 99), count: count)
    for start in starts {
      let candidates = start..<min(start + chunk, count)
      var allGenes = genes.mutableSpan
      var allOrigins = origins.mutableSpan
      var geneSpan = allGenes._mutatingExtracting(start * width..<candidates.upperBound * width)
      var originSpan = allOrigins._mutatingExtracting(candidates)
      algorithm.breed(candidates, into: &geneSpan, origins: &originSpan, random)
    }
    bred.genes = genes
    self.origins = origins
  }

  mutating func tell() {
    told = bred
    scores = score(bred)
    champion = max(champion, best)
    algorithm.tell(&bred, scores, random)
    // A restart may change the number of candidates.
    if algorithm.count != bred.count {
      bred = Population(count: algorithm.count, geneCount: space.geneCount)
    }
    generation += 1
  }

  private func score(_ population: Population) -> [Score] {
    let problem = problem
    var scores = [Score](repeating: .unknown, count: population.count)
    var span = scores.mutableSpan
    var workspace = problem.makeWorkspace()
    problem.evaluate(population.genes.span, into: &span, &workspace)
    return scores
  }

  mutating func rescore() {
    let judge = self
    algorithm.rescore { judge.score($0) }
    champion = -.infinity
  }

  mutating func resize(to count: Int) {
    algorithm.resize(to: count, random)
    bred = Population(count: count, geneCount: space.geneCount)
  }

  /// - Parameter sources: Which old gene each new one is; -1 for one that is added.
  mutating func remap(
    _ sources: [Int32], _ added: (_ gene: Int, _ individual: Int) -> Float = { Float($0 + $1) / 50 }
  ) {
    space = SearchSpace(initialDeviations: sources.map { _ in 1 }, bounds: -5...5)
    algorithm.remap(to: space) { row, individual in
      let genes = sources.enumerated().map { gene, source in
        source < 0 ? added(gene, individual) : row[row.startIndex + Int(source)]
      }
      return RemappedRow(genes: genes, sources: sources)
    }
    bred = Population(count: bred.count, geneCount: sources.count)
    champion = -.infinity
  }

  mutating func saveAndLoad() throws {
    func copy<Method: Algorithm>(_ algorithm: Method) throws -> any Algorithm {
      try JSONDecoder().decode(Method.self, from: JSONEncoder().encode(algorithm))
    }
    algorithm = try copy(algorithm)
  }

  mutating func set(_ name: String, to value: ParameterValue) throws {
    func set(_ algorithm: inout some Algorithm) throws {
      try algorithm.settings.set(name, to: value)
    }
    try set(&algorithm)
  }
}
