import Testing

@testable import Evolution

@Suite struct `Separable NES` {
  @Test(arguments: [2, 3, 5, 10, 300])
  func `weighs the better half, all weights adding up to zero`(count: Int) {
    let utilities = SeparableNES.utilities(count, .best)
    #expect(abs(utilities.reduce(0, +)) < 1e-5)
    #expect(zip(utilities, utilities.dropFirst()).allSatisfy { $0 >= $1 } && utilities[0] > 0)
    let worse = utilities.suffix(count / 2)
    #expect(worse.allSatisfy { $0 == -1 / Float(count) })
  }

  /// log(6) - log(k) for k = 1…5 of 10, over their sum, less a tenth.
  @Test func `has the utilities of the paper`() {
    let utilities = SeparableNES.utilities(10, .best)
    let logs: [Float] = [1.791759, 1.098612, 0.693147, 0.405465, 0.182322]
    let sum = logs.reduce(0, +)
    for (rank, utility) in utilities.enumerated() {
      let value = rank < 5 ? logs[rank] / sum - 0.1 : -0.1
      #expect(abs(utility - value) < 1e-5)
    }
    #expect(abs(SeparableNES.sigmaRate(1, .best) - 0.6) < 1e-6)
  }

  @Test func `moves up a slope, and widens along it only`() {
    var settings = SeparableNES.Settings()
    settings.initialSpread = 1
    var method = Single<SeparableNES>(count: 2000, geneCount: 2, settings)
    method.fitness = { genes in genes[0] }
    for _ in 0..<3 { method.advance() }
    #expect(method.algorithm.mean[0] > 1 && abs(method.algorithm.mean[1]) < 0.3)
    #expect(method.algorithm.sigma[0] > 1.1 && abs(method.algorithm.sigma[1] - 1) < 0.1)
  }

  @Test func `narrows around the bottom of a bowl, gene by gene`() {
    var method = Single<SeparableNES>(count: 100, geneCount: 3)
    method.fitness = { genes in -genes[0] * genes[0] - 100 * genes[1] * genes[1] }
    for _ in 0..<20 { method.advance() }
    let sigma = method.algorithm.sigma
    #expect(sigma[1] < sigma[0] && sigma[0] < sigma[2] && sigma[1] < 0.1)
  }
}

@Suite struct `OpenAI's evolution strategy` {
  @Test(arguments: [2, 7, 40])
  func `takes each step in both directions`(count: Int) {
    var method = Single<OpenAIES>(count: count, geneCount: 5)
    method.breed()
    let mean = method.algorithm.mean
    for pair in 0..<count / 2 {
      let (up, down) = (Array(method.bred[2 * pair]), Array(method.bred[2 * pair + 1]))
      for gene in 0..<5 {
        #expect(abs((up[gene] - mean[gene]) + (down[gene] - mean[gene])) < 1e-6)
        #expect(up[gene] != down[gene])
      }
    }
    if count == 7 { #expect(Array(method.bred[6]) == mean) }
  }

  @Test func `ranks from minus a half to a half, equals alike and what has no fitness last`() {
    #expect(OpenAIES.centredRanks([3, 1, 2]) == [0.5, -0.5, 0])
    #expect(OpenAIES.centredRanks([1, 5, 1, .nan, .nan]) == [0.125, 0.5, 0.125, -0.375, -0.375])
    #expect(OpenAIES.centredRanks([4, 4]) == [0, 0])
  }

  /// Of an estimate from m mirrored steps in n dimensions, the cosine with the true gradient is
  /// about √(m / (m + n)), a little less by the ranks.
  @Test(arguments: [8, 64, 256])
  func `estimates a gradient as near to the true one as theory says`(pairs: Int) {
    let geneCount = 50
    var method = Single<OpenAIES>(count: 2 * pairs, geneCount: geneCount)
    let slope = (0..<geneCount).map { Float($0 % 7) - 3 }
    method.fitness = { genes in zip(genes, slope).map { $0 * $1 }.reduce(0, +) }
    func dot(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).map { $0 * $1 }.reduce(0, +) }
    var cosine: Float = 0
    for generation in 0..<20 {
      method.generation = generation
      method.breed()
      let ranks = OpenAIES.centredRanks(method.scoresOfBred.map(\.fitness))
      let gradient = method.algorithm.gradient(method.bred, ranks)
      cosine +=
        dot(gradient, slope) / (dot(gradient, gradient) * dot(slope, slope)).squareRoot() / 20
    }
    let theory = (Float(pairs) / Float(pairs + geneCount)).squareRoot()
    #expect(abs(cosine - theory) < 0.06)
  }

  @Test func `climbs by about the learning rate in each gene`() {
    var settings = OpenAIES.Settings()
    settings.learningRate = 0.01
    settings.weightDecay = 0
    var method = Single<OpenAIES>(count: 200, geneCount: 2, settings)
    method.fitness = { genes in genes[0] - genes[1] }
    method.breed()
    let before = method.algorithm.mean
    method.tell()
    #expect(abs(method.algorithm.mean[0] - before[0] - 0.01) < 1e-4)
    #expect(abs(method.algorithm.mean[1] - before[1] + 0.01) < 1e-4)
  }
}
