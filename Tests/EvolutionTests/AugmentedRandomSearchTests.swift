import Testing

@testable import Evolution

@Suite struct `Augmented random search` {
  /// With b of N pairs: mean += alpha / (b sigma_R) Σ (r₊ - r₋) e over the b best.
  @Test(arguments: [(Float(0.5), 2), (1, 4), (0.01, 1)])
  func `moves as published, along the pairs whose better half is best`(
    share: Float, kept: Int
  ) throws {
    var method = Single<AugmentedRandomSearch>(count: 8, geneCount: 3)
    method.algorithm.settings.keptShare = share
    let slope: [Float] = [1, -2, 0.5]
    method.fitness = { genes in zip(genes, slope).reduce(0) { $0 + $1.0 * $1.1 } }
    method.breed()
    let before = method.algorithm.mean
    let rewards = method.scoresOfBred.map { Double($0.fitness) }
    let steps = (0..<4).map { pair in
      zip(method.bred[2 * pair], before).map { Double($0 - $1) / 0.1 }
    }
    let order = (0..<4).sorted {
      max(rewards[2 * $0], rewards[2 * $0 + 1]) > max(rewards[2 * $1], rewards[2 * $1 + 1])
    }
    let best = order.prefix(kept)
    let counted = best.flatMap { [rewards[2 * $0], rewards[2 * $0 + 1]] }
    let mean = counted.reduce(0, +) / Double(counted.count)
    let variance = counted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(counted.count)
    method.tell()
    for gene in 0..<3 {
      let sum = best.reduce(0) { $0 + (rewards[2 * $1] - rewards[2 * $1 + 1]) * steps[$1][gene] }
      let expected = Double(before[gene]) + 0.1 * sum / (Double(kept) * variance.squareRoot())
      #expect(abs(Double(method.algorithm.mean[gene]) - expected) < 1e-4)
    }
  }

  @Test func `stays where all are equally good`() {
    var method = Single<AugmentedRandomSearch>(count: 6, geneCount: 2)
    method.fitness = { _ in 1 }
    method.advance()
    let mean = method.algorithm.mean
    method.advance()
    #expect(method.algorithm.mean == mean)
  }
}
