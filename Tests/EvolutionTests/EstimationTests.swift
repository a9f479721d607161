import Foundation
import Testing

@testable import Evolution

@Suite struct `Estimation of a normal distribution` {
  /// Three of ten are selected: (1, 2), (3, 6) and (5, 1), with the mean (3, 3), the variances
  /// 8 / 3 and 14 / 3 and the covariance -2 / 3.
  @Test(arguments: [nil, 0, 0.5] as [Float?])
  func `takes mean, variances and covariance of the selected`(shrinkage: Float?) throws {
    var model = GaussianModel(space: space(2), count: 10)
    learn(&model, plan(shrinkage: shrinkage))
    #expect(zip(model.mean, [3, 3]).allSatisfy { abs($0 - $1) < 1e-6 })
    let expected = [(8.0 / 3).squareRoot(), (14.0 / 3).squareRoot()]
    #expect(zip(model.deviations, expected).allSatisfy { abs(Double($0) - $1) < 1e-6 })
    guard let shrinkage else {
      #expect(model.factor == nil)
      return
    }
    let product = square(try #require(model.factor))
    let expectedCovariance = (1 - shrinkage) * -2 / 3
    #expect(abs(product[0][0] - 8 / 3) < 1e-5)
    #expect(abs(product[1][1] - 14 / 3) < 1e-5)
    #expect(abs(product[1][0] - expectedCovariance) < 1e-5)
  }

  @Test func `samples with the mean and covariance that it has`() throws {
    let count = 4000
    var model = GaussianModel(space: space(2), count: 10)
    learn(&model, plan(shrinkage: 0))
    let rows = sample(model, count)
    let means = (0..<2).map { gene in rows.map { $0[gene] }.reduce(0, +) / Double(count) }
    func covariance(_ i: Int, _ j: Int) -> Double {
      rows.map { ($0[i] - means[i]) * ($0[j] - means[j]) }.reduce(0, +) / Double(count)
    }
    // Four standard errors: those of variances are √(2 / count) of them.
    #expect(abs(means[0] - 3) < 0.11)
    #expect(abs(means[1] - 3) < 0.14)
    #expect(abs(covariance(0, 0) - 2.667) < 0.24)
    #expect(abs(covariance(1, 1) - 4.667) < 0.42)
    #expect(abs(covariance(0, 1) + 0.667) < 0.24)
  }

  @Test func `copes with fewer samples than genes, and with genes that depend on others`() throws {
    for shrinkage in [0, 0.1] as [Float] {
      var model = GaussianModel(space: space(30), count: 10)
      // The second half of the genes is the first half over again.
      var rows: [[Float]] = []
      for row in 0..<10 {
        let half: [Float] = (0..<15).map { Float((row * 7 + $0 * row * row) % 11) }
        rows.append(half + half)
      }
      learn(&model, plan(share: 0.5, shrinkage: shrinkage), rows)
      let factor = try #require(model.factor)
      let product = square(factor)
      for gene in 0..<30 {
        let variance = model.deviations[gene] * model.deviations[gene]
        #expect(abs(product[gene][gene] - variance) <= 2e-4 * variance + 1e-6)
      }
      let largest = sample(model, 50).flatMap(\.self).map(abs).max() ?? .infinity
      #expect(largest < 100)
    }
  }

  @Test func `keeps the least step where the selected are all the same`() {
    for shrinkage in [nil, 0, 0.5] as [Float?] {
      var model = GaussianModel(space: space(3), count: 10)
      learn(
        &model, plan(shrinkage: shrinkage), Array(repeating: [1, 2, 3], count: 10))
      #expect(model.mean == [1, 2, 3] && model.deviations == [0.125, 0.125, 0.125])
      #expect(Set(sample(model, 20).map { $0[0] }).count == 20)
    }
  }

  @Test func `widens while better ones lie far from the mean, and only then`() {
    var model = GaussianModel(space: space(1), count: 10)
    var widenings: [Float] = []
    for centre in [0, 5, 10, 10, 10, 10] as [Float] {
      let rows = (0..<10).map { [centre + Float($0) / 10] }
      learn(&model, plan(share: 0.9), rows, fitness: { $0[0] })
      widenings.append(model.widening)
    }
    #expect(widenings == [1, 2, 4, 2, 1, 1])
  }

  @Test func `gathers small generations until there are ten candidates`() {
    var method = Single<UMDA>(count: 3, geneCount: 2)
    for _ in 0..<3 { method.advance() }
    #expect(method.algorithm.model.mean == [0, 0])
    method.advance()
    #expect(method.algorithm.model.mean != [0, 0])
    // One without a fitness does not count.
    let mean = method.algorithm.model.mean
    method.fitness = { _ in .nan }
    for _ in 0..<9 { method.advance() }
    #expect(method.algorithm.model.mean == mean)
  }

  @Test func `finds out how genes vary together, but not beyond so many`() throws {
    var method = Single<EMNA>(count: 100, geneCount: 2)
    method.fitness = { genes in
      let (across, along) = (genes[0] - genes[1], genes[0] + genes[1])
      return -100 * across * across - along * along
    }
    for _ in 0..<4 { method.advance() }
    let product = square(try #require(method.algorithm.model.factor))
    #expect(product[1][0] / (product[0][0] * product[1][1]).squareRoot() > 0.8)
    var wide = Single<EMNA>(count: 10, geneCount: EMNA.mostCorrelatedGenes + 1)
    wide.advance()
    #expect(wide.algorithm.model.factor == nil && wide.algorithm.model.mean[0] != 0)
  }

  @Test func `takes any number of genes, which are independent above so many`() {
    #expect(EMNA.mostGenes == .max)
    var method = Single<EMNA>(count: 50, geneCount: 600)
    method.advance()
    let first = method.scores.map(\.fitness).max() ?? 0
    for _ in 0..<20 { method.advance() }
    #expect(first < 0 && method.scores.map(\.fitness).max() ?? -.infinity > first / 2)
  }

  @Test func `has Cholesky's factor, and undoes it`() {
    var matrix = LowerTriangle(size: 3)
    let rows: [[Float]] = [[4], [12, 37], [-16, -43, 98]]
    for row in 0..<3 { for column in 0...row { matrix[row, column] = rows[row][column] } }
    let factor = matrix.cholesky()
    let values = (0..<3).flatMap { column in (column..<3).map { factor[$0, column] } }
    #expect(zip(values, [2, 6, -8, 1, 5, 3] as [Float]).allSatisfy { abs($0 - $1) < 1e-4 })
    var vector: [Float] = [0, 0, 0]
    var span = vector.mutableSpan
    let z: [Float] = [1, -2, 3]
    factor.add(z.span, scale: 2, to: &span)
    #expect(zip(factor.solve(vector), [2, -4, 6]).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  private func space(_ geneCount: Int) -> SearchSpace {
    SearchSpace(initialDeviations: Array(repeating: 1, count: geneCount), bounds: -5...5)
  }

  private func plan(share: Float = 0.3, shrinkage: Float? = nil) -> GaussianModel.Plan {
    GaussianModel.Plan(share: share, growth: 2, steps: 0.125...100, shrinkage: shrinkage)
  }

  private func learn(_ model: inout GaussianModel, _ plan: GaussianModel.Plan) {
    let selected: [[Float]] = [[1, 2], [3, 6], [5, 1]]
    let others = Array(repeating: [Float](repeating: -9, count: 2), count: 7)
    learn(&model, plan, others + selected)
  }

  private func learn(
    _ model: inout GaussianModel, _ plan: GaussianModel.Plan, _ rows: [[Float]],
    fitness: ([Float]) -> Float = { $0[0] > -9 ? 1 : 0 }
  ) {
    var population = Population(count: rows.count, geneCount: rows[0].count)
    population.genes = rows.flatMap(\.self)
    model.learn(population, rows.map { Score(fitness: fitness($0), accuracy: 0) }, plan)
  }

  private func sample(_ model: GaussianModel, _ count: Int) -> [[Double]] {
    let width = model.space.geneCount
    var genes = [Float](repeating: 0, count: count * width)
    var origins = [Origin](repeating: Origin(), count: count)
    var geneSpan = genes.mutableSpan
    var originSpan = origins.mutableSpan
    model.sample(0..<count, into: &geneSpan, &originSpan, RandomSource(seed: 3))
    return (0..<count).map { row in (0..<width).map { Double(genes[row * width + $0]) } }
  }

  /// The product L Lᵀ.
  private func square(_ factor: LowerTriangle) -> [[Float]] {
    (0..<factor.size).map { row in
      (0..<factor.size).map { column in
        (0...min(row, column)).reduce(0) { $0 + factor[row, $1] * factor[column, $1] }
      }
    }
  }
}

@Suite struct `Population-based incremental learning` {
  @Test func `moves each probability by the learning rates exactly`() throws {
    var settings = PBIL.Settings()
    settings.learningRate = 0.25
    settings.negativeLearningRate = 0.5
    settings.mutationRate = 0
    var method = Single<PBIL>(count: 12, geneCount: 3, settings)
    method.advance()
    let order = Ranking.order(of: method.scores.map(\.fitness))
    let (best, worst) = (bits(method, order[0]), bits(method, order[11]))
    #expect(best != worst)
    for (bit, probability) in method.algorithm.probabilities.enumerated() {
      let once = 0.5 * 0.75 + (best[bit] ? 0.25 : 0)
      let twice = once * 0.5 + (best[bit] ? 0.5 : 0)
      let margin = 1.0 / (3 * 14)
      let expected = best[bit] == worst[bit] ? once : twice
      #expect(abs(Double(probability) - max(min(expected, 1 - margin), margin)) < 1e-6)
    }
  }

  @Test func `mutates probabilities by the shift, and keeps away from certainty`() {
    var settings = PBIL.Settings()
    settings.learningRate = 0
    settings.negativeLearningRate = 0
    settings.mutationRate = 1
    settings.mutationShift = 0.5
    var method = Single<PBIL>(count: 12, geneCount: 10, settings)
    method.advance()
    #expect(Set(method.algorithm.probabilities) == [0.25, 0.75])
    method.algorithm.settings.learningRate = 1
    method.algorithm.settings.mutationRate = 0
    method.advance()
    let margin: Float = 1 / 140
    #expect(Set(method.algorithm.probabilities) == [margin, 1 - margin])
  }

  @Test(arguments: [1, 2, 7, 14, 16], [false, true])
  func `reads a gene within half a step of what was written`(bitCount: Int, isGray: Bool) {
    let code = GeneCode(bitCount: bitCount, isGray: isGray, range: 3)
    let largest = (1 << bitCount) - 1
    let step = 2 * 3 * 0.7 / Float(largest)
    for index in 0...200 {
      let value = (Float(index) / 100 - 1) * 2.1
      let read = code.value(of: code.bits(of: value, within: 0.7), within: 0.7)
      #expect(abs(read - value) <= 0.5 * step * 1.001 + 1e-6)
    }
    for bits in stride(from: 0, through: UInt32(largest), by: max(largest / 500, 1)) {
      #expect(code.bits(of: code.value(of: bits, within: 0.7), within: 0.7) == bits)
    }
    #expect(code.bits(of: .nan, within: 0.7) == 0)
    #expect(code.value(of: code.bits(of: 99, within: 0.7), within: 0.7) == 3 * 0.7)
  }

  @Test func `writes neighbours with one other bit in Gray code`() {
    let code = GeneCode(bitCount: 8, isGray: true, range: 1)
    let codes = (0...255).map { code.bits(of: 2 * Float($0) / 255 - 1, within: 1) }
    #expect(zip(codes, codes.dropFirst()).allSatisfy { ($0 ^ $1).nonzeroBitCount == 1 })
  }

  @Test func `begins anew where genes are written in another way`() {
    var method = Single<PBIL>(count: 12, geneCount: 2)
    for _ in 0..<5 { method.advance() }
    method.algorithm.settings.bitsPerGene = 5
    method.breed()
    #expect(method.algorithm.probabilities == Array(repeating: 0.5, count: 10))
  }

  private func bits(_ method: Single<PBIL>, _ candidate: Int) -> [Bool] {
    method.told[candidate].flatMap { gene in
      let bits = method.algorithm.code.bits(of: gene, within: 1)
      return (0..<14).map { bits >> UInt32(13 - $0) & 1 == 1 }
    }
  }
}

@Suite struct `Annealing, ants and estimation` {
  static let names = ["annealing", "aco-r", "umda", "emna", "pbil"]

  @Test(arguments: names)
  func `work with a single candidate, and get better`(name: String) throws {
    func check<Method: Algorithm>(_ type: Method.Type) {
      for geneCount in [1, 4] {
        var method = Single<Method>(count: 1, geneCount: geneCount)
        method.fitness = { genes in -genes.reduce(0) { $0 + ($1 - 2) * ($1 - 2) } }
        var fitness: [Float] = []
        for _ in 0..<1000 {
          method.advance()
          fitness.append(method.scores[0].fitness)
        }
        let early = fitness.prefix(20).reduce(0, +) / 20
        let late = fitness.suffix(20).max() ?? .nan
        #expect(late > early / 2, "\(geneCount) genes: \(early) … \(late)")
      }
    }
    let type = try #require(Catalog.algorithm(name))
    check(type)
  }

  @Test(arguments: names)
  func `work with five thousand genes`(name: String) throws {
    func check<Method: Algorithm>(_ type: Method.Type) {
      var method = Single<Method>(count: 12, geneCount: 5000)
      for _ in 0..<3 { method.advance() }
      #expect(method.told.genes.allSatisfy(\.isFinite) && method.algorithm.isConsistent)
    }
    let type = try #require(Catalog.algorithm(name))
    check(type)
  }

  @Test(arguments: names)
  func `notice that parts of a file do not go together`(name: String) throws {
    func check<Method: Algorithm>(_ type: Method.Type) throws {
      var method = Single<Method>(count: 12, geneCount: 3)
      for _ in 0..<60 { method.advance() }
      #expect(method.algorithm.isConsistent)
      let data = try JSONEncoder().encode(method.algorithm)
      let text = try #require(String(bytes: data, encoding: .utf8))
      // Each packed array in turn is emptied, which some may be.
      var refused = 0
      for match in text.matches(of: /":"([A-Za-z0-9+\/=\\]{8,})"/) {
        var damaged = text
        damaged.replaceSubrange(match.output.1.startIndex..<match.output.1.endIndex, with: "")
        let read = try? JSONDecoder().decode(Method.self, from: Data(damaged.utf8))
        refused += read?.isConsistent == true ? 0 : 1
      }
      #expect(refused > 0)
      let nobody = text.replacing("\"count\":12", with: "\"count\":0")
      let read = try? JSONDecoder().decode(Method.self, from: Data(nobody.utf8))
      #expect(read?.isConsistent != true)
    }
    let type = try #require(Catalog.algorithm(name))
    try check(type)
  }
}
