import Foundation
import Testing

@testable import Evolution

@Suite struct `Cutting crossovers` {
  @Test func `cut at each place alike`() {
    var counts = [0, 0, 0, 0]
    for cuts in drawnCuts(1, geneCount: 5) { counts[cuts[0] - 1] += 1 }
    #expect(chiSquare(observed: counts, expected: [2500, 2500, 2500, 2500]) > 0.001)
    #expect(chiSquare(observed: counts, expected: [2300, 2700, 2500, 2500]) < 0.001)
  }

  @Test func `cut at each pair of places alike`() {
    var counts: [[Int]: Int] = [:]
    for cuts in drawnCuts(2, geneCount: 5) { counts[cuts, default: 0] += 1 }
    let pairs = [[1, 2], [1, 3], [1, 4], [2, 3], [2, 4], [3, 4]]
    let observed = pairs.map { counts[$0] ?? 0 }
    #expect(observed.reduce(0, +) == 10_000)
    #expect(chiSquare(observed: observed, expected: Array(repeating: 10_000 / 6, count: 6)) > 0.001)
    // What two draws with the larger one moved up would give.
    #expect(
      chiSquare(observed: observed, expected: [1250, 1250, 2500, 1250, 2500, 1250]) < 0.001)
  }

  @Test func `have no more cuts than there are places`() {
    #expect(drawnCuts(9, geneCount: 4)[0] == [1, 2, 3])
    #expect(drawnCuts(3, geneCount: 1)[0] == [])
  }

  @Test(
    arguments: [
      ([2], [0, 1, 12, 13, 14, 15]),
      ([2, 5], [0, 1, 12, 13, 14, 5]),
      ([1, 2, 4], [0, 11, 2, 3, 14, 15]),
      ([], [0, 1, 2, 3, 4, 5]),
    ] as [([Int], [Float])])
  func `exchange every other piece`(cuts: [Int], expected: [Float]) {
    var first: [Float] = [0, 1, 2, 3, 4, 5]
    var second: [Float] = [10, 11, 12, 13, 14, 15]
    vary(&first, &second) { Crossover.exchange(&$0, &$1, between: cuts) }
    #expect(first == expected)
    #expect(zip(first, second).allSatisfy { abs($0 - $1) == 10 })
  }

  private func drawnCuts(_ count: Int, geneCount: Int) -> [[Int]] {
    var cuts: [Int] = []
    return (0..<10_000).map { individual in
      var stream = RandomSource(seed: 2)[.crossover, individual]
      Crossover.draw(count, cutsOf: geneCount, into: &cuts, &stream)
      return cuts
    }
  }
}

@Suite struct `Uniform crossover` {
  @Test func `exchanges each gene with the rate`() {
    var first = [Float](repeating: 0, count: 10_000)
    var second = [Float](repeating: 1, count: 10_000)
    vary(&first, &second) {
      Crossover.exchange(&$0, &$1, where: draws(10_000), below: 0.3, kernels: .best)
    }
    #expect(zip(first, second).allSatisfy { $0 + $1 == 1 })
    let exchanged = first.count { $0 == 1 }
    let observed = [exchanged, 10_000 - exchanged]
    #expect(chiSquare(observed: observed, expected: [3000, 7000]) > 0.001)
    #expect(chiSquare(observed: observed, expected: [3300, 6700]) < 0.001)
  }
}

@Suite struct `Arithmetic crossover` {
  @Test func `takes the same share of the way for all genes`() {
    var first: [Float] = [0, 8, -4]
    var second: [Float] = [4, 0, -4]
    vary(&first, &second) { Crossover.average(&$0, &$1, share: 0.25) }
    #expect(first == [1, 6, -4] && second == [3, 2, -4])
  }

  @Test func `draws the share alike from all`() {
    var settings = GeneticAlgorithm.Settings()
    settings.crossover = .arithmetic
    settings.crossoverRate = 1
    let space = SearchSpace(initialDeviations: [1, 1], bounds: -1...1)
    let shares = (0..<5000).map { generation in
      var variation = Variation(settings, space, RandomSource(seed: 2, generation: generation))
      var first: [Float] = [0, 0]
      var second: [Float] = [1, 1]
      vary(&first, &second) { _ = variation.cross(&$0, &$1, pair: 0) }
      return Double(first[0])
    }
    #expect(kolmogorovSmirnov(shares) { $0 } > 0.001)
    #expect(kolmogorovSmirnov(shares) { $0 * $0 } < 0.001)
  }
}

@Suite struct `Blend crossover` {
  @Test func `draws alike from the parents' interval and alpha beyond it`() {
    var first = [Float](repeating: 0, count: 10_000)
    var second = [Float](repeating: 1, count: 10_000)
    vary(&first, &second) {
      Crossover.spread(&$0, &$1, draws: draws(10_000), alpha: 0.5, kernels: .best)
    }
    for genes in [first, second] {
      let values = genes.map(Double.init)
      #expect(kolmogorovSmirnov(values) { min(max(($0 + 0.5) / 2, 0), 1) } > 0.001)
      #expect(kolmogorovSmirnov(values) { min(max(($0 + 0.4) / 1.8, 0), 1) } < 0.001)
    }
    #expect(zip(first, second).allSatisfy { abs($0 + $1 - 1) < 1e-6 })
  }
}

@Suite struct `Simulated binary crossover` {
  @Test(arguments: [0, 2, 15] as [Float])
  func `follows the law of the paper`(index: Float) {
    var factors = [Float](repeating: 0, count: 10_000)
    Crossover.drawSpreads(draws(10_000), index: index, into: &factors, kernels: .best)
    let values = factors.map(Double.init)
    #expect(kolmogorovSmirnov(values) { share(below: $0, Double(index)) } > 0.001)
    #expect(kolmogorovSmirnov(values) { share(below: $0, Double(index) * 1.2 + 1) } < 0.001)
  }

  @Test func `keeps the parents' middle`() {
    var first: [Float] = [0, 2, 5]
    var second: [Float] = [4, 2, 1]
    vary(&first, &second) { Crossover.spread(&$0, &$1, by: [0.5, 3, 2]) }
    #expect(first == [1, 2, 7] && second == [3, 2, -1])
  }

  @Test func `is finite for the smallest and the largest draw`() {
    var factors: [Float] = [0, 0]
    Crossover.drawSpreads([0, 1 - 0x1p-24], index: 0, into: &factors, kernels: .best)
    #expect(factors.allSatisfy { $0.isFinite })
  }

  /// The integral of 0.5 (n + 1) βⁿ and, from 1 on, of 0.5 (n + 1) / βⁿ⁺².
  private func share(below factor: Double, _ n: Double) -> Double {
    factor <= 1 ? 0.5 * pow(factor, n + 1) : 1 - 0.5 * pow(factor, -n - 1)
  }
}

@Suite struct `Every crossover` {
  @Test(arguments: Crossover.allCases)
  func `leaves equal parents alone`(crossover: Crossover) {
    var settings = GeneticAlgorithm.Settings()
    settings.crossover = crossover
    settings.crossoverRate = 1
    let space = SearchSpace(initialDeviations: [1, 1, 1], bounds: -1...1)
    var variation = Variation(settings, space, RandomSource(seed: 1))
    var first: [Float] = [0.1, 0.2, 0.3]
    var second = first
    var isCrossed = true
    vary(&first, &second) { isCrossed = variation.cross(&$0, &$1, pair: 0) }
    #expect(!isCrossed && first == [0.1, 0.2, 0.3] && second == first)
  }

  @Test(arguments: Crossover.allCases)
  func `gives the same bits with all instruction sets`(crossover: Crossover) {
    var settings = GeneticAlgorithm.Settings()
    settings.crossover = crossover
    settings.crossoverRate = 1
    let space = SearchSpace(initialDeviations: Array(repeating: 1, count: 65), bounds: -1...1)
    let children = Kernels.supported.map { kernels in
      let random = RandomSource(seed: 1, kernels: kernels)
      var variation = Variation(settings, space, random)
      var first = random.numbers(65, of: .normal, for: .dataset, individual: 0)
      var second = random.numbers(65, of: .normal, for: .dataset, individual: 1)
      vary(&first, &second) { _ = variation.cross(&$0, &$1, pair: 0) }
      return (first + second).map(\.bitPattern)
    }
    #expect(children.allSatisfy { $0 == children[0] })
  }
}

private func draws(_ count: Int) -> [Float] {
  RandomSource(seed: 4).numbers(count, of: .uniform, for: .crossoverGenes)
}

/// Lends two rows as spans.
private func vary(
  _ first: inout [Float], _ second: inout [Float],
  by operation: (inout MutableSpan<Float>, inout MutableSpan<Float>) -> Void
) {
  var left = first.mutableSpan
  var right = second.mutableSpan
  operation(&left, &right)
}
