@testable import Evolution

/// An algorithm of a known type, whose state a test may read, and one who evaluates it.
struct Single<Method: Algorithm> {
  var algorithm: Method
  var generation = 0
  var seed: UInt64 = 7
  var fitness: ([Float]) -> Float = { genes in -genes.reduce(0) { $0 + $1 * $1 } }
  var bred: Population
  var origins: [Origin]
  /// The candidates that the algorithm was told of last, and their scores.
  var told: Population
  var scores: [Score] = []

  init(count: Int, geneCount: Int, _ settings: Method.Settings = Method.Settings()) {
    let space = SearchSpace(
      initialDeviations: Array(repeating: 1, count: geneCount), bounds: -5...5)
    self.init(count: count, space, settings)
  }

  init(count: Int, _ space: SearchSpace, _ settings: Method.Settings = Method.Settings()) {
    algorithm = Method(space: space, count: count, settings: settings)
    bred = Population(count: count, geneCount: space.geneCount)
    told = bred
    origins = Array(repeating: Origin(), count: count)
  }

  private var random: RandomSource { RandomSource(seed: seed, generation: generation) }

  var scoresOfBred: [Score] {
    (0..<bred.count).map { Score(fitness: fitness(Array(bred[$0])), accuracy: 0) }
  }

  mutating func advance() {
    breed()
    tell()
  }

  mutating func breed() {
    algorithm.ask(random)
    if bred.count != algorithm.count {
      bred = Population(count: algorithm.count, geneCount: bred.geneCount)
      origins = Array(repeating: Origin(), count: algorithm.count)
    }
    var (genes, origins) = (bred.genes, origins)
    var geneSpan = genes.mutableSpan
    var originSpan = origins.mutableSpan
    algorithm.breed(0..<bred.count, into: &geneSpan, origins: &originSpan, random)
    bred.genes = genes
    self.origins = origins
  }

  mutating func tell() {
    scores = scoresOfBred
    told = bred
    algorithm.tell(&bred, scores, random)
    // A restart may change the number of candidates.
    if algorithm.count != bred.count {
      bred = Population(count: algorithm.count, geneCount: algorithm.space.geneCount)
      origins = Array(repeating: Origin(), count: algorithm.count)
    }
    generation += 1
  }
}
