import Testing

@testable import Evolution

/// Whether a search is sane: it beats pure chance on known functions with ten genes.
@Suite struct `Against random search with as many evaluations` {
  static let names = ["pso", "annealing"]

  @Test(arguments: ["sphere", "rastrigin", "rosenbrock"])
  func `wins nine of ten comparisons`(function: String) throws {
    guard case .function(let type) = Catalog.problem(function) else {
      Issue.record("There is no function \(function).")
      return
    }
    let random = champions(of: RandomSearch.self, type)
    for name in Self.names {
      let method = try #require(Catalog.algorithm(name))
      let own = champions(of: method, type)
      #expect(probabilityOfSuperiority(own, random) >= 0.9, "\(name)")
    }
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

  /// The best fitness within 3000 evaluations with everything as it is by default, for ten seeds.
  private func champions<Method: Algorithm>(
    of method: Method.Type, _ function: any BenchmarkFunction.Type
  ) -> [Float] {
    var settings = FunctionProblem.Settings()
    settings.dimension = 10
    return (UInt64(1)...10).map { seed in
      let problem = FunctionProblem(function, settings, RandomSource(seed: seed))
      let count = Method.defaultCount(for: problem.space)
      var method = Single<Method>(count: count, problem.space)
      method.seed = seed
      method.fitness = { problem.score(of: $0).fitness }
      var best = -Float.infinity
      for _ in 0..<3000 / count {
        method.advance()
        best = max(best, method.scores.map(\.rankedFitness).max() ?? best)
      }
      return best
    }
  }
}
