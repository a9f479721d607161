/// Candidates of one distribution, gathered until there are enough to learn another one from.
///
/// One generation is enough if ten of it have a fitness. Smaller ones are put together, so that
/// an algorithm that estimates a distribution works with any number of candidates.
struct SampleCollection: Codable, Sendable {
  /// So many candidates with a fitness are a sample.
  static let leastCount = 10

  /// Of the candidates gathered so far: [count × geneCount].
  @Packed private var genes: [Float] = []
  /// Of the same: [count], all finite.
  @Packed private var fitness: [Float] = []

  /// Enough candidates.
  struct Sample {
    let rows: Population
    let fitness: [Float]
    /// The indices of those with a fitness, best first.
    let order: [Int]

    /// The best, best first: a share of those with a fitness, but at least two.
    func selected(_ share: Float) -> ArraySlice<Int> {
      order.prefix(max(Int((share * Float(order.count)).rounded()), 2))
    }
  }

  /// Adds a generation; the sample, as soon as there are enough.
  mutating func gather(_ candidates: Population, _ scores: [Score]) -> Sample? {
    let fitness = scores.map(\.fitness)
    if self.fitness.isEmpty, fitness.count(where: \.isFinite) >= Self.leastCount {
      return Sample(
        rows: candidates, fitness: fitness, order: Ranking.best(fitness.count, of: fitness))
    }
    for candidate in fitness.indices where fitness[candidate].isFinite {
      genes += candidates[candidate]
      self.fitness.append(fitness[candidate])
    }
    guard self.fitness.count >= Self.leastCount else { return nil }
    var rows = Population(count: self.fitness.count, geneCount: candidates.geneCount)
    rows.genes = genes
    let gathered = self.fitness
    clear()
    return Sample(
      rows: rows, fitness: gathered, order: Ranking.best(gathered.count, of: gathered))
  }

  /// Forgets what was gathered.
  mutating func clear() {
    genes = []
    fitness = []
  }

  func digest(into digest: inout Digest) {
    digest.add(fitness.count)
    digest.add(Kernels.digest(genes.span))
  }

  func isConsistent(geneCount: Int) -> Bool {
    fitness.count < Self.leastCount && genes.count == fitness.count * geneCount
      && fitness.allSatisfy(\.isFinite)
  }
}
