import Testing

@testable import Evolution

@Suite struct `Low-rank OpenAI-ES` {
  /// A squared cosine of d / (d + n - 1) is what d directions of n equal dimensions give; here each
  /// unit has its own directions, in as many dimensions as it has incoming weights.
  @Test func `estimates a slope that goes with the true one`() throws {
    let (problem, genes) = `Probes around a network`.made(([12], 4), .tanh, .crossEntropy)
    let samples = try #require(problem.samples.columns)
    var truth = Self.gradient(of: genes, problem)
    // Slopes are those of genes measured in their layer's deviation.
    for (depth, layer) in problem.classifier.layers.enumerated() {
      for gene in layer.genes { truth[gene] *= problem.classifier.deviation(ofLayer: depth) }
    }
    for (isMirrored, least) in [(true, 0.97), (false, 0.95)] {
      let units = UnitSlope(directionCount: 256, noise: 0.02, isMirrored: isMirrored)
      let slope = Self.slope(units, problem, samples, genes)
      #expect(Self.cosine(slope, truth) > least)
    }
    for rank in [1, 3] {
      let layers = LayerSlope(directionCount: 2048, rank: rank, noise: 0.02, isMirrored: true)
      let slope = Self.slope(layers, problem, samples, genes)
      #expect(Self.cosine(slope, truth) > 0.95)
      let length = Self.product(slope, slope) / Self.product(truth, truth)
      #expect(length > 0.9 && length < 1.3)
    }
  }

  @Test func `goes through its schedule, and stays at its end`() {
    var settings = LowRankES.Settings()
    #expect(settings.progress(after: 10) == 0)
    settings.scheduleGenerations = 40
    #expect(settings.progress(after: 0) == 0 && settings.progress(after: 10) == 0.25)
    #expect(settings.progress(after: 40) == 1 && settings.progress(after: 90) == 1)
    #expect(settings.change(to: 0.2, 0) == 1 && settings.change(to: 0.5, 1) == 0.5)
    #expect(settings.change(to: 0, 0.25) == 0.75)
  }

  @Test func `looks at a growing share of the batch`() throws {
    let (problem, _) = `Probes around a network`.made(([4], 3), .relu, .crossEntropy)
    var settings = LowRankES.Settings()
    settings.scheduleGenerations = 2
    settings.initialBatchShare = 0.5
    var search = LowRankES(space: problem.space, count: 1, settings: settings)
    var scores: [Score] = []
    let start = RandomSource(seed: 1)
    search.ask(start)
    let genes = search.climbers[0].genes
    for generation in 0..<3 {
      let random = RandomSource(seed: 1, generation: generation)
      _ = search.learn(from: problem, Alone(), random)
      scores.append(search.score(ofParent: 0))
      var candidates = Population(count: 1, geneCount: genes.count)
      search.tell(&candidates, [scores[generation]], random)
    }
    // The first 64 of 100 samples, then all.
    #expect(scores[0].accuracy * 64 == (scores[0].accuracy * 64).rounded())
    #expect(abs(scores[2].accuracy * 100 - (scores[2].accuracy * 100).rounded()) < 1e-4)
    #expect(scores[0] != problem.score(of: genes))
  }

  @Test(arguments: LowRankES.Perturbation.allCases, [1, 3])
  func `shows the networks that its members surround, and counts the members`(
    perturbation: LowRankES.Perturbation, count: Int
  ) {
    let (problem, _) = `Probes around a network`.made(([4], 3), .tanh, .crossEntropy)
    var settings = LowRankES.Settings()
    settings.perturbation = perturbation
    settings.directionCount = 5
    settings.mirrored = .on
    var search = LowRankES(space: problem.space, count: count, settings: settings)
    let random = RandomSource(seed: 1)
    search.ask(random)
    let before = search.climbers.map(\.genes)
    let members = perturbation == .units ? 2 * 5 * 7 : 2 * 5
    #expect(search.learn(from: problem, Alone(), random) == count * (members + 1))
    var genes = [Float](repeating: 0, count: count * problem.space.geneCount)
    var origins = [Origin](repeating: Origin(), count: count)
    var rows = genes.mutableSpan
    var places = origins.mutableSpan
    search.breed(0..<count, into: &rows, origins: &places, random)
    #expect(genes == before.flatMap(\.self))
    #expect(search.climbers.map(\.genes) != before)
    for index in 0..<count {
      #expect(origins[index] == Origin(first: index, isCopy: true))
      let expected = problem.score(of: before[index])
      #expect(abs(search.score(ofParent: index).fitness - expected.fitness) < 1e-5)
    }
  }

  /// Both estimates are sums over the samples.
  @Test(arguments: [true, false])
  func `takes samples in groups as all at once`(hasUnits: Bool) throws {
    let (problem, genes) = `Probes around a network`.made(([6, 5], 3), .tanh, .crossEntropy)
    let samples = try #require(problem.samples.columns)
    let estimate: any SlopeEstimate =
      hasUnits
      ? UnitSlope(directionCount: 4, noise: 0.1, isMirrored: false)
      : LayerSlope(directionCount: 300, rank: 2, noise: 0.1, isMirrored: true)
    let whole = Self.slope(estimate, problem, samples, genes)
    let parts = (0..<2).map {
      Self.slope(estimate, problem, samples, genes, blocks: $0..<$0 + 1)
    }
    for gene in whole.indices {
      #expect(abs(whole[gene] - parts[0][gene] - parts[1][gene]) < 1e-5)
    }
  }

  private static func slope(
    _ estimate: some SlopeEstimate, _ problem: Classification, _ samples: Samples,
    _ genes: [Float], blocks: Range<Int> = 0..<2
  ) -> [Float] {
    let random = RandomSource(seed: 2)
    let probes = `Probes around a network`.probes(
      estimate, problem, samples, genes, random, blocks: blocks)
    let found = (0..<blocks.count).map(probes.block)
    return estimate.slope(
      probes, found, sampleCount: 100, on: problem, individual: 0, Alone(), random)
  }

  private static func gradient(of genes: [Float], _ problem: Classification) -> [Float] {
    var gradient = [Float](repeating: 0, count: genes.count)
    let all = Array(0..<Int32(100))
    var span = gradient.mutableSpan
    var workspace = problem.makeWorkspace()
    _ = problem.gradient(of: genes.span, samples: all.span, into: &span, &workspace)
    return gradient
  }

  private static func product(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  private static func cosine(_ a: [Float], _ b: [Float]) -> Double {
    product(a, b) / (product(a, a) * product(b, b)).squareRoot()
  }
}
