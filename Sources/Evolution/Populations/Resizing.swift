/// Who goes on when a population's size changes.
///
/// The worst are dropped and the others keep their order. New ones are mutated copies of the
/// best in turn.
struct Resizing {
  /// The old individual that each new one is or is made from: [new count].
  let sources: [Int]
  /// The first of them stay as they are.
  let keptCount: Int

  init(of scores: [Score], to count: Int) {
    let order = Ranking.order(of: scores.map(\.fitness))
    let kept = order.prefix(count).sorted()
    keptCount = kept.count
    sources = kept + (kept.count..<count).map { order[($0 - kept.count) % order.count] }
  }

  var added: Range<Int> { keptCount..<sources.count }

  /// The scores of those who stay; that of a new one is unknown.
  func callAsFunction(_ scores: [Score]) -> [Score] {
    sources[..<keptCount].map { scores[$0] } + added.map { _ in .unknown }
  }

  /// The genes of those who stay and of mutated copies, each gene a gaussian step away.
  ///
  /// - Parameter deviations: Of the steps: [geneCount].
  func callAsFunction(
    _ population: Population, deviations: [Float], _ random: RandomSource
  ) -> Population {
    var resized = Population(count: sources.count, geneCount: population.geneCount)
    for individual in 0..<keptCount {
      resized.genes.replaceSubrange(
        resized.row(individual), with: population[sources[individual]])
    }
    for individual in added {
      let model = population[sources[individual]]
      let steps = random.numbers(
        population.geneCount, of: .normal, for: .growth, individual: individual)
      let mutant = zip(model, zip(deviations, steps)).map { $0 + $1.0 * $1.1 }
      resized.genes.replaceSubrange(resized.row(individual), with: mutant)
    }
    return resized
  }
}
