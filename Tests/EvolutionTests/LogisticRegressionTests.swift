import Foundation
import Testing

@testable import Evolution

/// Held against `LogisticRegressionCV` of scikit-learn 1.9.1: see `logistic-regression.csv`.
@Suite struct `Logistic regression` {
  @Test(arguments: ["moons", "blobs", "iris"])
  func `finds the C and the accuracies that scikit-learn finds`(name: String) throws {
    let expected = try expectations(of: name)
    var fit = try Fit("logistic-\(name)", count: 10) {
      ($0.tolerance, $0.iterations) = (1e-6, 1000)
    }
    fit.advance()
    let c = try #require(expected["c"]?.first)
    let chosen = try #require(fit.algorithm.chosenC)
    #expect(abs(chosen / c - 1) < 1e-6)
    for (ours, theirs) in zip(fit.algorithm.accuracies, expected["accuracies"] ?? []) {
      #expect(abs(ours - theirs) < 1e-6)
    }
    let accuracy = try #require(expected["accuracy"]?.first)
    fit.advance()
    #expect(abs(Double(fit.score.accuracy) - accuracy) < 1e-6)
  }

  @Test(arguments: ["moons", "blobs", "iris"])
  func `finds the weights that scikit-learn finds`(name: String) throws {
    let expected = try expectations(of: name)
    let c = try #require(expected["c"]?.first)
    var fit = try Fit("logistic-\(name)") {
      ($0.cCount, $0.folds, $0.leastC, $0.mostC) = (1, 2, Float(c), Float(c))
      ($0.tolerance, $0.iterations) = (1e-8, 1000)
    }
    fit.advance()
    let parameters = (expected["weights"] ?? []) + (expected["biases"] ?? [])
    #expect(parameters.count == fit.algorithm.best.count)
    for (ours, theirs) in zip(fit.algorithm.best, parameters) {
      #expect(abs(ours - theirs) < 1e-4 * (1 + abs(theirs)))
    }
  }

  @Test func `shows one C after the other, then the best for good`() throws {
    var fit = try Fit("logistic-moons")
    var shown: [[Float]] = []
    for _ in 0..<13 {
      fit.advance()
      shown.append(Array(fit.bred[0]))
    }
    // Where C hardly counts any more, the last fit may do for the next.
    #expect(Set(shown[..<10]).count >= 8)
    let best = try #require(fit.algorithm.accuracies.firstIndex { $0 > 0.835 - 1e-9 })
    #expect(best == 4 && shown[10...].allSatisfy { $0 == shown[best] })
  }

  @Test(arguments: [1, 3, 10, 25])
  func `tries as many values at once as there are candidates`(count: Int) throws {
    var fit = try Fit("logistic-moons", count: count)
    for _ in 0..<(10 + count - 1) / count { fit.advance() }
    let c = try #require(fit.algorithm.chosenC)
    #expect(abs(c - 0.3593813663804626) < 1e-6)
    if count > 10 { #expect(fit.bred[24] == fit.bred[4]) }
  }

  @Test func `costs what its fits cost, and nothing when it is done`() throws {
    var fit = try Fit("logistic-moons")
    let costs = (0..<12).map { _ in fit.advance() }
    // Each gradient counts as three passes: five fits of 160 samples each, with 40 held back, and
    // one of all 200 make at least 2 + 2 gradients of each.
    #expect(costs[..<10].allSatisfy { $0 >= 15 && $0 < 2000 } && costs[10...] == [0, 0])
  }

  @Test func `begins anew when a setting or the data change`() throws {
    var fit = try Fit("logistic-moons", count: 10)
    fit.advance()
    #expect(fit.algorithm.chosenC != nil)
    fit.algorithm.settings.folds = 3
    fit.advance()
    #expect(fit.algorithm.triedCount == 10 && fit.lastCost > 0)
    fit.advance()
    #expect(fit.lastCost == 0)
    fit.algorithm.rescore { _ in [] }
    fit.advance()
    #expect(fit.lastCost > 0)
  }

  @Test func `goes on from a checkpoint as if there had been none`() throws {
    var fit = try Fit("logistic-moons")
    for _ in 0..<4 { fit.advance() }
    var resumed = fit
    for _ in 0..<9 {
      let data = try JSONEncoder().encode(resumed.algorithm)
      resumed.algorithm = try JSONDecoder().decode(LogisticRegression.self, from: data)
      #expect(resumed.algorithm.isConsistent)
      fit.advance()
      resumed.advance()
      #expect(fit.bred == resumed.bred && fit.lastCost == resumed.lastCost)
    }
  }

  @Test func `can do with every setting at its extremes`() throws {
    let data = Dataset(
      featureNames: ["x", "y"], classNames: ["a", "b", "c"],
      features: RandomSource(seed: 1).numbers(24, of: .normal, for: .dataset),
      labels: (0..<12).map { $0 % 3 })
    for parameter in LogisticRegression.Settings.parameterDescriptions {
      let range = try #require(parameter.range)
      for value in [range.lowerBound, range.upperBound] {
        var fit = Fit(data, count: 3) { _ in }
        try fit.algorithm.settings.set(parameter.name, to: .number(value))
        for _ in 0..<2 { fit.advance() }
        #expect(fit.bred.genes.allSatisfy { $0.isFinite }, "\(parameter.name) = \(value)")
      }
    }
  }

  @Test func `can do with next to no samples`() {
    for labels in [[0, 1], [0, 0, 1], [0, 1, 2], [1, 1, 1, 0]] as [[Int32]] {
      let data = Dataset(
        featureNames: ["x"], classNames: ["a", "b", "c"].prefix(Int(labels.max() ?? 0) + 1) + [],
        features: labels.indices.map { Float($0) }, labels: labels)
      var fit = Fit(data, count: 10) { _ in }
      fit.advance()
      #expect(fit.bred.genes.allSatisfy { $0.isFinite })
    }
  }

  /// As `StratifiedKFold(3).split` gives them for these labels.
  @Test func `deals the samples out as scikit-learn does`() {
    #expect(
      Folds([1, 0, 0, 1, 1, 0, 2, 1, 0, 2, 1], count: 3).parts == [0, 0, 1, 0, 1, 2, 0, 1, 2, 1, 2])
    #expect(Folds([0, 1], count: 5).parts == [0, 1])
  }

  @Test func `has no hidden layers`() {
    #expect(LogisticRegression.hiddenLayers(asked: [16, 8]).isEmpty)
    #expect(GeneticAlgorithm.hiddenLayers(asked: [16, 8]) == [16, 8])
  }

  private func expectations(of name: String) throws -> [String: [Double]] {
    let text = String(
      decoding: try contents(of: "Tests/EvolutionTests/Fixtures/logistic-regression.csv"),
      as: UTF8.self)
    var values: [String: [Double]] = [:]
    for line in text.split(separator: "\n") {
      let cells = line.split(separator: ",").map(String.init)
      if cells[0] == name { values[cells[1]] = cells.dropFirst(2).compactMap(Double.init) }
    }
    return values
  }
}

@Suite struct `Limited-memory BFGS` {
  /// Rosenbrock's valley, which is not even convex.
  @Test func `finds the lowest point of a bent valley`() {
    let search = LimitedMemoryBFGS(tolerance: 1e-9, steps: 200)
    let (point, count) = search.minimum(from: [-1.2, 1]) { x, gradient in
      let (a, b) = (1 - x[0], x[1] - x[0] * x[0])
      gradient[0] = -2 * a - 400 * x[0] * b
      gradient[1] = 200 * b
      return a * a + 100 * b * b
    }
    #expect(abs(point[0] - 1) < 1e-6 && abs(point[1] - 1) < 1e-6 && count < 100)
  }
}

/// A regression on its way.
private struct Fit {
  var algorithm: LogisticRegression
  private let problem: Classification
  var generation = 0
  var bred: Population
  var lastCost = 0

  init(
    _ name: String, count: Int = 1, _ change: (inout LogisticRegression.Settings) -> Void = { _ in }
  ) throws {
    self.init(try fixture(name), count: count, change)
  }

  init(_ data: Dataset, count: Int, _ change: (inout LogisticRegression.Settings) -> Void) {
    let split = Split(data, share: 1, RandomSource(seed: 1))
    let network = Network(
      inputCount: data.featureCount, hidden: [], classCount: data.classCount, activation: .tanh)
    problem = Classification(split, network: network, measure: .crossEntropy)
    var settings = LogisticRegression.Settings()
    change(&settings)
    algorithm = LogisticRegression(space: problem.space, count: count, settings: settings)
    bred = Population(count: count, geneCount: network.geneCount)
  }

  var score: Score { problem.score(of: Array(bred[0])) }

  @discardableResult mutating func advance() -> Int {
    let random = RandomSource(seed: 1, generation: generation)
    algorithm.ask(random)
    lastCost = algorithm.learn(from: problem, Alone(), random)
    var genes = bred.genes
    var origins = [Origin](repeating: Origin(), count: bred.count)
    var geneSpan = genes.mutableSpan
    var originSpan = origins.mutableSpan
    algorithm.breed(0..<bred.count, into: &geneSpan, origins: &originSpan, random)
    bred.genes = genes
    algorithm.tell(&bred, Array(repeating: .unknown, count: bred.count), random)
    generation += 1
    return lastCost
  }
}
