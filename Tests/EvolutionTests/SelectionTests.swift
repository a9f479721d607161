import Foundation
import Testing

@testable import Evolution

@Suite struct `Roulette selection` {
  @Test func `draws in proportion to fitness`() {
    let counts = count(draws: Wheel(Selection.proportionalWeights([1, 2, 3, 4])), slots: 4)
    #expect(chiSquare(observed: counts, expected: [2000, 4000, 6000, 8000]) > 0.001)
    #expect(chiSquare(observed: counts, expected: [2200, 4000, 6000, 7800]) < 0.001)
  }

  @Test func `measures negative fitness from the worst`() {
    #expect(Selection.proportionalWeights([-3, -1, 0, 1]) == [0, 2, 3, 4])
    #expect(Selection.proportionalWeights([1, 2]) == [1, 2])
  }

  @Test(arguments: [-2, 0, 2] as [Float])
  func `weighs equals alike`(fitness: Float) {
    let weights = Selection.proportionalWeights([fitness, fitness, .nan, fitness])
    #expect(weights[0] > 0)
    #expect(weights == [weights[0], weights[0], 0, weights[0]])
  }

  @Test func `never draws what is not finite`() {
    let fitness: [Float] = [.nan, 1, .infinity, 2, -.infinity]
    #expect(Selection.proportionalWeights(fitness) == [0, 1, 0, 2, 0])
    let counts = count(draws: Wheel(Selection.proportionalWeights(fitness)), slots: 5)
    #expect(counts[0] == 0 && counts[2] == 0 && counts[4] == 0)
  }

  @Test func `draws anybody where nothing is finite`() {
    #expect(Selection.proportionalWeights([.nan, .infinity]) == [1, 1])
  }
}

@Suite struct `Linear rank selection` {
  @Test func `draws on a straight line of ranks`() {
    let weights = Selection.linearRankWeights([0.1, 100, -7, 0.2, 3], pressure: 1.5)
    #expect(weights == [0.75, 1.5, 0.5, 1, 1.25])
    let counts = count(draws: Wheel(weights), slots: 5)
    #expect(chiSquare(observed: counts, expected: [3000, 6000, 2000, 4000, 5000]) > 0.001)
    #expect(chiSquare(observed: counts, expected: [3200, 5800, 2000, 4000, 5000]) < 0.001)
  }

  @Test func `ranks the first of equals higher and NaN nowhere`() {
    #expect(Selection.linearRankWeights([1, .nan, 1], pressure: 2) == [2, 0, 0])
    #expect(Selection.linearRankWeights([.nan, 1], pressure: 2) == [0, 1])
    #expect(Selection.linearRankWeights([.nan, .nan], pressure: 2) == [1, 1])
  }
}

@Suite struct `Stochastic universal selection` {
  private let weights: [Double] = [1, 0, 2.5, 4, 2.5]

  @Test func `draws each as often as expected, but for rounding`() {
    for individual in 0..<100 {
      var stream = stream(individual)
      let drawn = Selection.spin(weights, count: 20, &stream)
      #expect(drawn.count == 20)
      for (slot, weight) in weights.enumerated() {
        let times = Double(drawn.count { $0 == slot })
        #expect(times >= (2 * weight).rounded(.down) && times <= (2 * weight).rounded(.up))
      }
    }
  }

  @Test func `puts the parents into random order`() {
    var counts = [0, 0, 0, 0, 0]
    for individual in 0..<10_000 {
      var stream = stream(individual)
      counts[Selection.spin(weights, count: 20, &stream)[0]] += 1
    }
    #expect(counts[1] == 0)
    counts.remove(at: 1)
    #expect(chiSquare(observed: counts, expected: [1000, 2500, 4000, 2500]) > 0.001)
    #expect(chiSquare(observed: counts, expected: [1150, 2500, 3850, 2500]) < 0.001)
  }

  @Test func `is fair in the fraction that is left over`() {
    var counts = [0, 0]
    for individual in 0..<10_000 {
      var stream = stream(individual)
      counts[Selection.spin([1, 3], count: 1, &stream)[0]] += 1
    }
    #expect(chiSquare(observed: counts, expected: [2500, 7500]) > 0.001)
    #expect(chiSquare(observed: counts, expected: [2700, 7300]) < 0.001)
  }
}

@Suite struct `Tournament selection` {
  @Test(arguments: [1, 2, 3, 5])
  func `follows the law of the best of several`(size: Int) {
    // The k-th worst wins when nobody better was drawn: (kˢ - (k - 1)ˢ) / nˢ.
    let fitness: [Float] = [-1, 0, 0.5, 2, 100]
    let expected = law(size)
    var counts = [Int](repeating: 0, count: 5)
    var stream = stream(size)
    for _ in 0..<20_000 {
      let lots = (0..<size).map { _ in stream.next32() }
      counts[Selection.winner(of: fitness.span, lots: lots.span)] += 1
    }
    #expect(chiSquare(observed: counts, expected: expected) > 0.001)
    #expect(chiSquare(observed: counts, expected: law(size + 1)) < 0.001)
  }

  @Test func `is lost by what is not finite`() {
    let fitness = [Float.nan, 1, .infinity].map {
      Score(fitness: $0, accuracy: 0).rankedFitness
    }
    var stream = stream(0)
    for _ in 0..<100 {
      let lots = (0..<30).map { _ in stream.next32() }
      #expect(Selection.winner(of: fitness.span, lots: lots.span) == 1)
    }
  }

  private func law(_ size: Int) -> [Double] {
    (1...5).map { rank in
      20_000 * (pow(Double(rank), Double(size)) - pow(Double(rank - 1), Double(size)))
        / pow(5, Double(size))
    }
  }
}

@Suite struct `Truncation selection` {
  @Test func `draws the best alike`() {
    var settings = GeneticAlgorithm.Settings()
    settings.selection = .truncation
    settings.truncationShare = 0.5
    // Half of the six that are finite.
    var counts = count(pairsOf: settings, fitness: [3, 1, -.infinity, 2, 5, 0, 4])
    #expect(counts[1] == 0 && counts[2] == 0 && counts[3] == 0 && counts[5] == 0)
    counts.removeAll { $0 == 0 }
    #expect(chiSquare(observed: counts, expected: Array(repeating: 20_000 / 3, count: 3)) > 0.001)
  }

  @Test func `keeps somebody however small the share`() {
    var settings = GeneticAlgorithm.Settings()
    settings.selection = .truncation
    settings.truncationShare = 0.001
    #expect(count(pairsOf: settings, fitness: [3, 1, 7]) == [0, 0, 20_000])
  }
}

@Suite struct `Boltzmann selection` {
  @Test func `draws e times as often what is better by the temperature`() {
    let weights = Selection.boltzmannWeights(
      [1, 0.5, 2, .nan], temperature: 0.5, kernels: .best)
    #expect(weights[2] == 1 && weights[3] == 0)
    #expect(abs(weights[0] - exp(-2)) < 1e-6 && abs(weights[1] - exp(-3)) < 1e-6)
    let counts = count(draws: Wheel([1, 1 / M_E, 1 / M_E / M_E]), slots: 3)
    let sum = 1 + exp(-1.0) + exp(-2.0)
    let expected = [1, exp(-1.0), exp(-2.0)].map { $0 / sum * 20_000 }
    #expect(chiSquare(observed: counts, expected: expected) > 0.001)
  }

  @Test func `copes with differences beyond the range of the exponential`() {
    let weights = Selection.boltzmannWeights(
      [3e38, -3e38, 3e38], temperature: 0.001, kernels: .best)
    #expect(weights[0] == 1 && weights[1] < 1e-40 && weights[2] == 1)
  }
}

@Suite struct `A roulette wheel` {
  @Test func `never stops at a slot of no width`() {
    let counts = count(draws: Wheel([0, 1, 0, 1, 0]), slots: 5)
    #expect(counts[0] == 0 && counts[2] == 0 && counts[4] == 0)
    #expect(chiSquare(observed: [counts[1], counts[3]], expected: [10_000, 10_000]) > 0.001)
  }
}

@Suite struct `A selection plan` {
  @Test(arguments: Selection.allCases)
  func `prefers the better and repeats itself`(selection: Selection) {
    var settings = GeneticAlgorithm.Settings()
    settings.selection = selection
    settings.temperature = 1
    let fitness: [Float] = [0, 1, 2, -.infinity, 3]
    let counts = count(pairsOf: settings, fitness: fitness)
    #expect(counts == count(pairsOf: settings, fitness: fitness))
    #expect(counts[4] > counts[0] && counts[4] > counts[3])
    if selection != .tournament { #expect(counts[3] == 0) }
  }

  @Test(arguments: Selection.allCases)
  func `takes anybody where nobody has a fitness`(selection: Selection) {
    var settings = GeneticAlgorithm.Settings()
    settings.selection = selection
    let counts = count(pairsOf: settings, fitness: [-.infinity, -.infinity, -.infinity])
    #expect(!counts.contains(0))
  }
}

@Suite struct `The ranking` {
  @Test func `is descending, ties by index, and without what is not finite`() {
    let fitness: [Float] = [1, .nan, -0.0, 3, 0, .infinity, -5, 3, -.infinity]
    #expect(Ranking.best(100, of: fitness) == [3, 7, 0, 2, 4, 6])
    #expect(Ranking.best(3, of: fitness) == [3, 7, 0])
    #expect(Ranking.best(0, of: fitness) == [])
    #expect(Ranking.order(of: fitness) == [3, 7, 0, 2, 4, 6, 1, 5, 8])
  }

  @Test(arguments: [1, 2, 16, 17, 100, 1000, 2000])
  func `agrees with the standard library`(count: Int) {
    // Few different values, so that there are ties, and more negative than positive ones.
    let fitness = RandomSource(seed: 5).numbers(1000, of: .uniform, for: .dataset).map {
      (($0 - 0.6) * 200).rounded() / 8
    }
    let sorted = fitness.indices.sorted {
      fitness[$0] == fitness[$1] ? $0 < $1 : fitness[$0] > fitness[$1]
    }
    #expect(Ranking.best(count, of: fitness) == Array(sorted.prefix(count)))
  }
}

private func stream(_ individual: Int) -> RandomStream {
  RandomSource(seed: 1)[.selection, individual]
}

/// How often each slot came up in 20,000 draws.
private func count(draws wheel: Wheel, slots: Int) -> [Int] {
  var counts = [Int](repeating: 0, count: slots)
  var stream = stream(0)
  for _ in 0..<20_000 { counts[wheel.draw(&stream)] += 1 }
  return counts
}

/// How often each was a parent of 10,000 pairs, over as many generations as that takes.
private func count(pairsOf settings: GeneticAlgorithm.Settings, fitness: [Float]) -> [Int] {
  var counts = [Int](repeating: 0, count: fitness.count)
  let pairCount = (fitness.count + 1) / 2
  for index in 0..<10_000 / pairCount {
    let random = RandomSource(seed: 1, generation: index)
    let plan = SelectionPlan(
      settings, fitness: fitness, pairCount: (fitness.count + 1) / 2, random)
    var lots = [UInt32](repeating: 0, count: plan.lotCount)
    for pair in 0..<pairCount {
      let (first, second) = plan.parents(ofPair: pair, random, lots: &lots)
      counts[first] += 1
      counts[second] += 1
    }
  }
  return counts
}
