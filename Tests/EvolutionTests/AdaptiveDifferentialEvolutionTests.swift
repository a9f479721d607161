import Foundation
import Testing

@testable import Evolution

@Suite struct `Adaptive differential evolution` {
  @Test func `draws weights above zero and up to one, around their means`() {
    let random = RandomSource(seed: 3)
    let weights = AdaptiveDifferentialEvolution<JADE>.drawWeights(
      around: Array(repeating: 0.5, count: 20_000), random)
    #expect(weights.allSatisfy { $0 > 0 && $0 <= 1 })
    // Of a Cauchy distribution of scale 0.1 above zero: 0.0628 / 0.9372 lie beyond one.
    let cut = Double(weights.count { $0 == 1 })
    #expect(chiSquare(observed: [Int(cut), 20_000 - Int(cut)], expected: [1341, 18_659]) > 0.001)
    let near = weights.count { abs($0 - 0.5) < 0.1 }
    // The middle half of the distribution, all of it above zero.
    #expect(chiSquare(observed: [near, 20_000 - near], expected: [10_671, 9329]) > 0.001)
    let hopeless = AdaptiveDifferentialEvolution<JADE>.drawWeights(around: [-1e9], random)
    #expect(hopeless.allSatisfy { $0 > 0 })
  }

  @Test func `draws crossover rates around their means, and none where there is no mean`() {
    let rates = AdaptiveDifferentialEvolution<JADE>.drawRates(
      around: Array(repeating: 0.5, count: 5000) + [nil], RandomSource(seed: 3))
    let standard = rates.dropLast().map { Double(($0 - 0.5) / 0.1) }
    #expect(kolmogorovSmirnov(standard, normalCDF) > 0.001)
    #expect(rates.last == 0 && rates.allSatisfy { (0...1).contains($0) })
  }

  @Test func `makes its donor from one of the best, another and one more or a former member`()
    throws
  {
    var method = Single<AdaptiveDifferentialEvolution<JADE>>(count: 5, geneCount: 4)
    for _ in 0..<6 { method.advance() }
    let before = method.algorithm
    method.breed()
    let plan = try #require(method.algorithm.plan)
    let members = (0..<5).map { Array(before.members.rows[$0]) }
    let former = before.archive.genes
    let pool = members + stride(from: 0, to: former.count, by: 4).map { Array(former[$0..<$0 + 4]) }
    #expect(pool.count > 5 && Set(plan.bestCounts) == [2])
    for target in 0..<5 {
      let changed = (0..<4).filter {
        method.bred[target].dropFirst($0).first != members[target][$0]
      }
      let weight = plan.weights[target]
      let isExplained = plan.best.contains { best in
        (0..<5).contains { first in
          pool.indices.contains { second in
            guard first != target, second != target, second != first else { return false }
            return changed.allSatisfy { gene in
              let own = members[target][gene]
              let drawn = own + weight * (members[best][gene] - own)
              return method.bred[target].dropFirst(gene).first
                == drawn + weight * (members[first][gene] - pool[second][gene])
            }
          }
        }
      }
      #expect(isExplained)
    }
  }

  @Test func `keeps no more of those who lost than its share, and none without a share`() {
    for (share, largest) in [(Float(0), 0), (0.5, 6), (5, 60)] {
      var settings = JADE.Settings()
      settings.archiveShare = share
      var method = Single<AdaptiveDifferentialEvolution<JADE>>(count: 12, geneCount: 3, settings)
      var sizes: [Int] = []
      for _ in 0..<40 {
        method.advance()
        sizes.append(method.algorithm.archive.count)
      }
      #expect(sizes.max() == largest)
    }
  }

  @Test(arguments: 1...5)
  func `works with few members`(count: Int) {
    var method = Single<AdaptiveDifferentialEvolution<SHADE>>(count: count, geneCount: 2)
    method.advance()
    let first = method.scores.map(\.fitness).max() ?? 0
    for _ in 0..<40 { method.advance() }
    let last = (0..<count).map { method.algorithm.score(ofParent: $0).fitness }.max() ?? -.infinity
    #expect(last > first)
  }

  @Test func `refuses a checkpoint whose archive is of another space`() throws {
    var method = Single<AdaptiveDifferentialEvolution<JADE>>(count: 8, geneCount: 3)
    for _ in 0..<5 { method.advance() }
    let text = String(decoding: try JSONEncoder().encode(method.algorithm), as: UTF8.self)
    let archive = String(
      decoding: try JSONEncoder().encode(Packed(wrappedValue: method.algorithm.archive.genes)),
      as: UTF8.self)
    let shorter = String(
      decoding: try JSONEncoder().encode(Packed(wrappedValue: [Float(1), 2])), as: UTF8.self)
    let damaged = Data(text.replacingOccurrences(of: archive, with: shorter).utf8)
    let read = try JSONDecoder().decode(AdaptiveDifferentialEvolution<JADE>.self, from: damaged)
    #expect(method.algorithm.isConsistent && !read.isConsistent)
  }
}

@Suite struct `The means of JADE` {
  @Test func `moves its means towards what succeeded`() {
    var jade = JADE(JADE.Settings())
    jade.learn(successes([(0.4, 0.2, 1), (0.8, 0.6, 9)]), JADE.Settings())
    // Lehmer's mean (0.16 + 0.64) / 1.2 and the arithmetic one, 0.4, whatever was gained.
    #expect(abs(jade.weightMean - (0.45 + 0.1 * 0.8 / 1.2)) < 1e-6)
    #expect(abs(jade.rateMean - 0.49) < 1e-6)
    let before = jade.weightMean
    jade.learn([], JADE.Settings())
    #expect(jade.weightMean == before)
  }

  @Test func `keeps its means in range for good`() {
    for rate in [Float(0), 0.05, 0.1, 0.3, 1] {
      var settings = JADE.Settings()
      settings.adaptationRate = rate
      var jade = JADE(settings)
      for _ in 0..<200 { jade.learn(successes([(1, 1, 1)]), settings) }
      #expect(jade.isConsistent)
      for _ in 0..<200 { jade.learn(successes([(0.001, 0, 1)]), settings) }
      #expect(jade.isConsistent && jade.weightMean > 0)
    }
  }
}

@Suite struct `A trial of SHADE` {
  /// p is uniform in [2 / N, 0.2], so that its mean is the middle of them.
  @Test func `follows one of the best two up to a fifth`() {
    let (shade, settings) = (SHADE(SHADE.Settings()), SHADE.Settings())
    var stream = RandomSource(seed: 5)[.memory]
    let shares = (0..<2000).map { _ in shade.means(for: 20, settings, &stream).bestShare }
    #expect(shares.allSatisfy { (0.1...0.2).contains($0) })
    #expect(abs(shares.reduce(0, +) / 2000 - 0.15) < 0.003)
    #expect(shade.means(for: 5, settings, &stream).bestShare == 0.4)
  }
}

@Suite struct `The memory of SHADE` {
  @Test func `remembers means weighed by the gain, in turn`() {
    var settings = SHADE.Settings()
    settings.memorySize = 2
    var shade = SHADE(settings)
    shade.learn(successes([(0.4, 0.2, 1), (0.8, 0.6, 3)]), settings)
    #expect(abs(shade.memory.weights[0] - (0.16 + 3 * 0.64) / (0.4 + 3 * 0.8)) < 1e-6)
    #expect(abs((shade.memory.rate(0) ?? 0) - 0.5) < 1e-6)
    #expect(shade.memory.weights[1] == 0.5)
    shade.learn([], settings)
    shade.learn(successes([(0.9, 0.1, 1)]), settings)
    shade.learn(successes([(0.2, 0.3, 1)]), settings)
    #expect(abs(shade.memory.weights[1] - 0.9) < 1e-6 && abs(shade.memory.weights[0] - 0.2) < 1e-6)
  }
}

@Suite struct `L-SHADE` {
  /// (10) for ten genes as in the paper: 18 times as many members, 10,000 times as many
  /// evaluations.
  @Test func `shrinks along the line of the paper`() {
    var settings = LSHADE.Settings()
    settings.reductionEvaluations = 100_000
    let lshade = LSHADE(settings)
    let counts = [0, 180, 50_000, 99_000, 100_000, 1_000_000_000, Int.max / 2].map {
      lshade.count(from: 180, after: $0, settings)
    }
    #expect(counts == [180, 180, 92, 6, 4, 4, 4])
    #expect((1...4).map { lshade.count(from: $0, after: 100_000, settings) } == [1, 2, 3, 4])
  }

  @Test func `drops the worst, and its archive shrinks with it`() {
    var settings = LSHADE.Settings()
    settings.reductionEvaluations = 600
    var method = Single<AdaptiveDifferentialEvolution<LSHADE>>(count: 30, geneCount: 3, settings)
    var evaluations = 0
    for _ in 0..<60 {
      let before = (0..<method.algorithm.count).map {
        method.algorithm.members.isEmpty ? 0 : method.algorithm.score(ofParent: $0).fitness
      }
      evaluations += method.algorithm.count
      method.advance()
      let expected = max(4, Int((30 - 26 * Double(evaluations) / 600).rounded()))
      #expect(method.algorithm.count == expected)
      #expect(method.algorithm.archive.count <= Int((2.6 * Float(expected)).rounded()))
      let best = (0..<expected).map { method.algorithm.score(ofParent: $0).fitness }.max() ?? 0
      if method.generation > 1 { #expect(best >= before.max() ?? 0) }
    }
    #expect(method.algorithm.count == 4 && method.algorithm.isConsistent)
    method.algorithm.resize(to: 20, RandomSource(seed: 1))
    method.advance()
    #expect(method.algorithm.count == 19)
  }

  @Test func `leaves a crossover rate at zero once all its successes were`() {
    var settings = LSHADE.Settings()
    settings.memorySize = 1
    var lshade = LSHADE(settings)
    lshade.learn(successes([(0.5, 0, 1)]), settings)
    #expect(lshade.memory.rate(0) == nil && lshade.isConsistent)
    lshade.learn(successes([(0.5, 0.7, 1)]), settings)
    #expect(lshade.memory.rate(0) == nil)
  }
}

private func successes(_ values: [(Float, Float, Double)]) -> [TrialSuccess] {
  values.map { TrialSuccess(weight: $0.0, crossoverRate: $0.1, improvement: $0.2) }
}
