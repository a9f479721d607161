import Foundation
import Testing

@testable import Evolution

/// Whether a search is sane: it beats pure chance on known functions with ten genes.
@Suite struct `Against random search with as many evaluations` {
  static let names = ["pso", "annealing"]

  @Test(arguments: names, Function.allCases)
  func `wins nine of ten comparisons`(name: String, function: Function) throws {
    let (budget, seeds) = (1200, UInt64(1)...15)
    let type = try #require(Catalog.algorithm(name))
    let own = seeds.map { champion(type, function, $0, budget) }
    let random = seeds.map { champion(RandomSearch.self, function, $0, budget) }
    #expect(probabilityOfSuperiority(own, random) >= 0.9)
  }

  @Test func `counts a tie as half a win`() {
    #expect(probabilityOfSuperiority([2, 3], [1, 2]) == 0.875)
    #expect(probabilityOfSuperiority([1], [1]) == 0.5)
    #expect(probabilityOfSuperiority([0, 1], [2]) == 0)
  }

  /// A12 of Vargha and Delaney, Journal of Educational and Behavioral Statistics 25 (2000): how
  /// likely a value of `a` is larger than one of `b`, where a tie is half a win.
  private func probabilityOfSuperiority(_ a: [Float], _ b: [Float]) -> Double {
    let wins = a.flatMap { own in b.map { own > $0 ? 1.0 : own == $0 ? 0.5 : 0 } }
    return wins.reduce(0, +) / Double(a.count * b.count)
  }

  /// The best fitness within so many evaluations.
  private func champion<Method: Algorithm>(
    _ type: Method.Type, _ function: Function, _ seed: UInt64, _ budget: Int
  ) -> Float {
    let space = SearchSpace(initialDeviations: Array(repeating: 1, count: 10), bounds: -5...5)
    let count = min(Method.defaultCount(for: space), 30)
    var method = Single<Method>(count: count, geneCount: 10)
    method.seed = seed
    method.fitness = function.fitness
    var best = -Float.infinity
    for _ in 0..<budget / count {
      method.advance()
      best = max(best, method.scores.map(\.rankedFitness).max() ?? best)
    }
    return best
  }

  /// Losses that are usual in the field, turned into a fitness; no bottom lies at zero, where first
  /// populations do.
  enum Function: CaseIterable {
    case sphere, rastrigin, rosenbrock

    func fitness(_ genes: [Float]) -> Float {
      switch self {
      case .sphere:
        return -genes.reduce(0) { $0 + ($1 - 1) * ($1 - 1) }
      case .rastrigin:
        return -genes.reduce(0) { sum, gene in
          let x = Double(gene - 1)
          return sum + Float(x * x - 10 * cos(2 * Double.pi * x) + 10)
        }
      case .rosenbrock:
        return -zip(genes, genes.dropFirst()).reduce(0) { sum, pair in
          let (bend, rest) = (pair.1 - pair.0 * pair.0, 1 - pair.0)
          return sum + 100 * bend * bend + rest * rest
        }
      }
    }
  }
}
