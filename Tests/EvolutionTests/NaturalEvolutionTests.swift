import Testing

@testable import Evolution

@Suite struct `Separable NES` {
  @Test(arguments: [2, 3, 5, 10, 300])
  func `weighs the better half, all weights adding up to zero`(count: Int) {
    let utilities = RankUtilities.natural(count, .best)
    #expect(abs(utilities.reduce(0, +)) < 1e-5)
    #expect(zip(utilities, utilities.dropFirst()).allSatisfy { $0 >= $1 } && utilities[0] > 0)
    let worse = utilities.suffix(count / 2)
    #expect(worse.allSatisfy { $0 == -1 / Float(count) })
  }

  /// log(6) - log(k) for k = 1…5 of 10, over their sum, less a tenth.
  @Test func `has the utilities of the paper`() {
    let utilities = RankUtilities.natural(10, .best)
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
    #expect(RankUtilities.centred([3, 1, 2]) == [0.5, -0.5, 0])
    #expect(RankUtilities.centred([1, 5, 1, .nan, .nan]) == [0.125, 0.5, 0.125, -0.375, -0.375])
    #expect(RankUtilities.centred([4, 4]) == [0, 0])
  }

  /// Cosines follow a beta law.
  ///
  /// An estimate from m mirrored steps e_i of n genes is g = Σ (s e_i) e_i for a slope s of length 1.
  /// Along s it has the length S = Σ (s e_i)², chi-square with m degrees of freedom; across, n - 1
  /// numbers of the variance S. So cos² = S / (S + X), with X chi-square with n - 1: a beta law with
  /// the mean m / (m + n - 1). Both of a pair gain or lose the same by curvature,
  /// so that this holds on a quadratic function too.
  @Test(arguments: [8, 64, 256], [false, true])
  func `estimates a gradient as near to the true one as theory says`(pairs: Int, isCurved: Bool) {
    let (geneCount, runs) = (50, 20)
    var method = Single<OpenAIES>(count: 2 * pairs, geneCount: geneCount)
    let slope = (0..<geneCount).map { Float($0 % 7) - 3 }
    method.breed()
    let mean = method.algorithm.mean
    // With the gradient `slope` at the mean.
    method.fitness = { genes in
      zip(zip(genes, mean), slope).reduce(0) { sum, gene in
        let (step, slope) = (gene.0.0 - gene.0.1, gene.1)
        return sum + slope * step - (isCurved ? abs(slope) * step * step : 0)
      }
    }
    func dot(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).map { $0 * $1 }.reduce(0, +) }
    func square(_ gradient: [Float]) -> Double {
      let product = dot(gradient, slope)
      return Double(product * product / (dot(gradient, gradient) * dot(slope, slope)))
    }
    var (plain, ranked) = (0.0, 0.0)
    for generation in 0..<runs {
      method.generation = generation
      method.breed()
      let fitness = method.scoresOfBred.map(\.fitness)
      plain += square(method.algorithm.gradient(method.bred, fitness)) / Double(runs)
      ranked +=
        square(method.algorithm.gradient(method.bred, RankUtilities.centred(fitness)))
        / Double(runs)
    }
    let (a, b) = (Double(pairs) / 2, Double(geneCount - 1) / 2)
    let error = (a * b / ((a + b) * (a + b) * (a + b + 1)) / Double(runs)).squareRoot()
    #expect(abs(plain - a / (a + b)) < 4 * error)
    // Ranks know less than the fitness does, but little.
    #expect(abs(ranked - a / (a + b)) < 4 * error + 0.08)
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
