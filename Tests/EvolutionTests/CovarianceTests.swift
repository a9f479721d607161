import Foundation
import Testing

@testable import Evolution

@Suite struct `The parameters of CMA-ES` {
  /// Hansen, arXiv:1604.00772: with n = 10 and lambda = 10, computed by pycma 4.5.
  @Test func `are those of the tutorial`() {
    let parameters = StrategyParameters(geneCount: 10, count: 10, isActive: true)
    #expect(parameters.mu == 5 && parameters.weights.count == 10)
    #expect(abs(parameters.muEff - 3.167299) < 1e-5)
    #expect(abs(parameters.weights[0] - 0.4562726) < 1e-6)
    #expect(abs(parameters.cSigma - 5.167299 / 18.167299) < 1e-6)
    #expect(abs(parameters.c1 - 2 / (11.3 * 11.3 + 3.167299)) < 1e-8)
    #expect(abs(parameters.expectedLength - 3.084727) < 1e-4)
    #expect(StrategyParameters.defaultCount(for: 10) == 10)
    #expect(StrategyParameters.defaultCount(for: 1000) == 24)
  }

  @Test(arguments: [(1, 2), (5, 7), (20, 12), (100, 400), (1000, 24)])
  func `keep the matrix positive, whatever is learnt`(geneCount: Int, count: Int) {
    let parameters = StrategyParameters(geneCount: geneCount, count: count, isActive: true)
    let positive = parameters.weights.prefix(parameters.mu)
    #expect(abs(positive.reduce(0, +) - 1) < 1e-12)
    #expect(zip(parameters.weights, parameters.weights.dropFirst()).allSatisfy { $0 >= $1 })
    let negative = -parameters.weights.dropFirst(parameters.mu).reduce(0, +)
    #expect(negative > 0)
    let bound = (1 - parameters.c1 - parameters.cMu) / (Double(geneCount) * parameters.cMu)
    #expect(negative <= bound * (1 + 1e-12))
    #expect(parameters.c1 + parameters.cMu <= 1)
    let passive = StrategyParameters(geneCount: geneCount, count: count, isActive: false)
    #expect(passive.weights.dropFirst(parameters.mu).allSatisfy { $0 == 0 })
  }
}

@Suite struct `CMA-ES` {
  struct Peer: Decodable {
    let results: [Row]
    struct Row: Decodable {
      let function: String
      let genes: Int
      let population: Int
      let quartiles: [Double]
    }
  }

  /// The fixture says how pycma was run; the same distributions, other random numbers.
  @Test(arguments: [
    ("sphere", 10), ("ellipsoid", 10), ("rosenbrock", 10), ("sphere", 20), ("ellipsoid", 20),
  ])
  func `takes as many evaluations as another implementation`(name: String, n: Int) throws {
    let file = try contents(of: "Tests/EvolutionTests/Fixtures/pycma.json")
    let peer = try JSONDecoder().decode(Peer.self, from: Data(file))
    let row = try #require(peer.results.first { $0.function == name && $0.genes == n })
    let runs = (UInt64(1)...9).compactMap {
      evaluations(name, n, count: row.population, seed: $0, budget: 30_000)
    }
    #expect(runs.count >= 7)
    let median = Double(runs.sorted()[runs.count / 2])
    #expect(abs(median / row.quartiles[1] - 1) < 0.15, "\(median)")
  }

  @Test func `gains by negative weights`() throws {
    func median(_ active: Switch) throws -> Int {
      var settings = CMAES.Settings()
      settings.active = active
      let runs = (UInt64(1)...5).compactMap {
        evaluations("ellipsoid", 8, count: 10, seed: $0, budget: 20_000, settings)
      }
      #expect(runs.count == 5)
      return runs.sorted()[2]
    }
    #expect(try median(.on) < median(.off))
  }

  @Test func `learns the shape of a valley that lies across the axes`() {
    var method = Single<CMAES>(count: 12, geneCount: 4)
    // Steep along x + y, flat across it.
    method.fitness = { genes in
      let (u, v) = (genes[0] + genes[1], genes[0] - genes[1])
      return -(1000 * u * u + v * v + genes[2] * genes[2] + genes[3] * genes[3])
    }
    for _ in 0..<80 { method.advance() }
    let covariance = method.algorithm.covariance
    let correlation = covariance[4] / (covariance[0] * covariance[5]).squareRoot()
    #expect(correlation < -0.95)
  }

  @Test func `sees nothing of fitness but its order`() {
    var (plain, bent) = (
      Single<CMAES>(count: 9, geneCount: 5), Single<CMAES>(count: 9, geneCount: 5)
    )
    let bowl = plain.fitness
    bent.fitness = { -pow(-bowl($0), 0.25) * 3 - 7 }
    for _ in 0..<20 {
      plain.advance()
      bent.advance()
    }
    #expect(plain.told == bent.told)
  }

  @Test func `goes the same way in coordinates of another scale`() {
    func means(_ deviation: Float) -> [Double] {
      let space = SearchSpace(
        initialDeviations: Array(repeating: deviation, count: 3), bounds: -5...5)
      var method = Single<CMAES>(count: 9, space)
      method.fitness = { genes in -genes.reduce(0) { $0 + $1 * $1 / (deviation * deviation) } }
      for _ in 0..<15 { method.advance() }
      return method.algorithm.mean
    }
    // Powers of two leave all bits as they are.
    #expect(means(1) == means(0.25))
  }

  @Test func `lets no step size fall below its floor`() {
    var settings = CMAES.Settings()
    settings.stepFloor = 0.05
    var method = Single<CMAES>(count: 8, geneCount: 3, settings)
    for _ in 0..<100 {
      method.advance()
      #expect(method.algorithm.step.sigma >= 0.05 - 1e-8)
    }
    settings.stepFloor = 0
    method = Single<CMAES>(count: 8, geneCount: 3, settings)
    for _ in 0..<100 { method.advance() }
    #expect(method.algorithm.step.sigma < 0.01)
  }

  @Test(arguments: [RestartRule.ipop, .bipop, .none])
  func `starts anew with more candidates where fitness is flat`(rule: RestartRule) {
    var settings = CMAES.Settings()
    settings.restarts = rule
    var method = Single<CMAES>(count: 4, geneCount: 2, settings)
    method.fitness = { _ in 1 }
    var counts = [4]
    for _ in 0..<200 {
      method.advance()
      if method.algorithm.count != counts.last { counts.append(method.algorithm.count) }
    }
    switch rule {
    case .none: #expect(counts == [4])
    case .ipop: #expect(counts.starts(with: [4, 8, 16, 32, 64]))
    case .bipop:
      #expect(counts.starts(with: [4, 8]) && counts.contains(16))
      #expect(zip(counts, counts.dropFirst()).contains { $0 > $1 })
    }
    #expect(method.algorithm.count <= 4 << Restarts.mostDoublings)
  }

  @Test func `finds the best of many valleys by restarts`() {
    var settings = CMAES.Settings()
    settings.restarts = .ipop
    #expect(evaluations("rastrigin", 3, count: 7, seed: 1, budget: 40_000, settings) != nil)
  }

  @Test func `keeps covariances of genes that stay in another network`() {
    var method = Single<CMAES>(count: 12, geneCount: 3)
    method.fitness = { genes in
      let (u, v) = (genes[0] + genes[2], genes[0] - genes[2])
      return -(1000 * u * u + v * v + genes[1] * genes[1])
    }
    for _ in 0..<60 { method.advance() }
    let old = method.algorithm.covariance
    let space = SearchSpace(initialDeviations: [2, 1, 1, 1], bounds: -5...5)
    method.algorithm.remap(to: space) { row, _ in
      let genes = Array(row)
      return RemappedRow(genes: [genes[2], 0, genes[0], genes[1]], sources: [2, -1, 0, 1])
    }
    let new = method.algorithm.covariance
    // The first gene is measured in twice as large a unit.
    #expect(new[0] == old[8] / 4 && new[2 * 4] == old[6] / 2 && new[3 * 4 + 2] == old[3])
    #expect(new[4] == 0 && new[2 * 4 + 1] == 0 && new[5] > 0)
    #expect(method.algorithm.isConsistent)
  }
}

@Suite struct `The covariance family` {
  @Test func `learns scales along the axes in linear time`() {
    var method = Single<SeparableCMAES>(count: 10, geneCount: 10)
    let weights = (0..<10).map { pow(1000, Float($0) / 9) }
    method.fitness = { genes in -zip(genes, weights).reduce(0) { $0 + $1.1 * $1.0 * $1.0 } }
    for _ in 0..<150 { method.advance() }
    let lengths = method.algorithm.lengths
    #expect(lengths[0] > 5 * lengths[9])
    #expect(method.scores.map(\.fitness).max() ?? -1 > -1e-3)
  }

  @Test func `draws the candidates of LM-MA-ES as its definition says`() {
    var method = Single<LMMAES>(count: 10, geneCount: 30)
    method.fitness = { genes in -genes[0] * genes[0] * 100 - genes[1] * genes[1] }
    for _ in 0..<40 { method.advance() }
    method.breed()
    let algorithm = method.algorithm
    let random = RandomSource(seed: 7, generation: method.generation)
    for candidate in [0, 9] {
      var d = random.numbers(30, of: .normal, for: .mutationSteps, individual: candidate)
        .map(Double.init)
      for j in 0..<algorithm.directions.count / 30 {
        let direction = algorithm.directions[j * 30..<(j + 1) * 30].map(Double.init)
        let rate = 1 / (pow(1.5, Double(j)) * 30)
        let along = zip(direction, d).reduce(0) { $0 + $1.0 * $1.1 }
        d = zip(d, direction).map { (1 - rate) * $0 + rate * along * $1 }
      }
      for gene in 0..<30 {
        let exact = Double(algorithm.mean[gene]) + algorithm.step.sigma * d[gene]
        #expect(abs(Double(method.bred[candidate][candidate * 30 + gene]) - exact) < 1e-5)
      }
    }
  }

  /// With 2 lambda / n for c_sigma, as the paper has it, it takes about 10,000 evaluations; with the
  /// smaller c_sigma of CMA-ES more than 20,000.
  @Test func `lets the step size of LM-MA-ES follow as fast as the paper does`() {
    var method = Single<LMMAES>(count: 17, geneCount: 100)
    var evaluations = 0
    while method.scores.allSatisfy({ $0.fitness < -1e-8 }), evaluations < 20_000 {
      method.advance()
      evaluations += 17
    }
    #expect(evaluations < 13_000)
  }

  @Test func `lets exponential NES learn a valley across the axes`() {
    var method = Single<ExponentialNES>(count: 30, geneCount: 2)
    method.fitness = { genes in
      let (u, v) = (genes[0] + genes[1], genes[0] - genes[1])
      return -(100 * u * u + v * v)
    }
    for _ in 0..<60 { method.advance() }
    let a = method.algorithm.shape
    let variances = (a[0] * a[0] + a[2] * a[2], a[1] * a[1] + a[3] * a[3])
    let covariance = a[0] * a[1] + a[2] * a[3]
    #expect(covariance < -0.8 * (variances.0 * variances.1).squareRoot())
  }

  @Test func `lets PGPE narrow around the bottom of a bowl, and no faster than it may`() {
    var method = Single<PGPE>(count: 60, geneCount: 3)
    method.fitness = { genes in -genes[0] * genes[0] - 100 * genes[1] * genes[1] }
    let first = method.algorithm.sigma
    for _ in 0..<60 { method.advance() }
    let sigma = method.algorithm.sigma
    #expect(sigma[1] < 0.5 * first[1] && sigma[1] < sigma[2])
  }

  @Test(arguments: OptimizerRule.allCases)
  func `climbs with every optimizer`(rule: OptimizerRule) {
    var optimizer = Optimizer(geneCount: 4)
    let rates = Optimizer.Rates(rule: rule, learning: 0.1, momentum: 0.9, greatestSpeed: 0.2)
    var last: [Float] = []
    for _ in 0..<40 {
      last = [3, -3, 3, -3]
      let rate = optimizer.turn(&last, rates)
      last = last.map { $0 * rate }
    }
    // Adam moves by the learning rate, sgd by it times the slope, ClipUp at its greatest speed.
    let expected: Float = [.adam: 0.1, .sgd: 0.3, .clipup: 0.2][rule] ?? 0
    for (gene, step) in last.enumerated() {
      #expect(abs(step - (gene % 2 == 0 ? expected : -expected)) < 0.01)
    }
  }

  @Test(arguments: OptimizerRule.allCases, OptimizerRule.allCases)
  func `begins anew when the optimizer changes`(old: OptimizerRule, new: OptimizerRule) {
    func rates(_ rule: OptimizerRule) -> Optimizer.Rates {
      Optimizer.Rates(rule: rule, learning: 0.1, momentum: 0.9, greatestSpeed: 0.2)
    }
    var (switched, fresh) = (Optimizer(geneCount: 2), Optimizer(geneCount: 2))
    for _ in 0..<3 {
      var slopes: [Float] = [5, -2]
      _ = switched.turn(&slopes, rates(old))
    }
    var (after, expected): ([Float], [Float]) = ([1, 3], [1, 3])
    let (rate, expectedRate) = (
      switched.turn(&after, rates(new)), fresh.turn(&expected, rates(new))
    )
    #expect((rate == expectedRate && after == expected) == (old != new))
    #expect((switched == fresh) == (old != new))
  }

  @Test(arguments: [(4, 10, 9), (4, 1_000_000, 4), (8, 12_500_000, 0), (17, 30_000_000, 0)])
  func `doubles the population only as long as memory lasts`(
    base: Int, geneCount: Int, doublings: Int
  ) {
    for rule in [RestartRule.ipop, .bipop] {
      var restarts = Restarts(base: base)
      let counts = (0..<40).map { generation in
        restarts.note([1], geneCount: geneCount)
        return restarts.next(
          rule, geneCount: geneCount, RandomSource(seed: 3, generation: generation)
        ).count
      }
      #expect(counts.max() == base << doublings)
    }
  }
}

/// Evaluations until the function is below 1e-9, from a mean and with a step size as the
/// fixture has them; `nil` where the budget did not suffice.
private func evaluations(
  _ name: String, _ n: Int, count: Int, seed: UInt64, budget: Int,
  _ settings: CMAES.Settings = CMAES.Settings()
) -> Int? {
  let functions: [String: any BenchmarkFunction.Type] = [
    "sphere": Sphere.self, "ellipsoid": Ellipsoid.self, "rosenbrock": Rosenbrock.self,
    "rastrigin": Rastrigin.self,
  ]
  guard let function = functions[name] else { return nil }
  let space = SearchSpace(initialDeviations: Array(repeating: 2, count: n), bounds: -5...5)
  var algorithm = CMAES(space: space, count: count, settings: settings)
  var done = 0
  for generation in 0... {
    guard done < budget else { return nil }
    let random = RandomSource(seed: seed, generation: generation)
    algorithm.ask(random)
    var candidates = Population(count: algorithm.count, geneCount: n)
    var origins = [Origin](repeating: Origin(), count: algorithm.count)
    var genes = candidates.genes.mutableSpan
    var originSpan = origins.mutableSpan
    algorithm.breed(0..<algorithm.count, into: &genes, origins: &originSpan, random)
    var scores: [Score] = []
    for candidate in 0..<algorithm.count {
      let value = value(of: function, Array(candidates[candidate]))
      done += 1
      if value < 1e-9 { return done }
      scores.append(Score(fitness: Float(-value), accuracy: 0))
    }
    algorithm.tell(&candidates, scores, random)
  }
  return nil
}

private func value(of function: any BenchmarkFunction.Type, _ genes: [Float]) -> Double {
  let x = genes.map { Double($0) }
  return function.value(x.span)
}
