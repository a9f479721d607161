import Foundation
import Testing

@testable import Evolution

/// Losses that are computed from what they share, held against networks that are evaluated whole.
@Suite struct `Probes around a network` {
  static let shapes: [(hidden: [Int], classes: Int)] = [
    ([], 2), ([], 4), ([5], 2), ([6], 3), ([4, 5], 2), ([3, 6, 4], 5),
  ]

  @Test(arguments: shapes, Activation.allCases)
  func `equal networks with one unit moved`(
    shape: (hidden: [Int], classes: Int), activation: Activation
  ) throws {
    let measures: [Classification.Measure] =
      activation == .tanh ? Classification.Measure.allCases : [.crossEntropy]
    for measure in measures {
      let (problem, genes) = Self.made(shape, activation, measure)
      let slope = UnitSlope(directionCount: 3, noise: 0.4, isMirrored: false)
      let samples = try #require(problem.samples.columns)
      let probes = Self.probes(slope, problem, samples, genes, RandomSource(seed: 5))
      let blocks = Probes.joined((0..<2).map(probes.block))
      let own = Self.loss(problem, genes)
      var start = 0
      for (index, layer) in problem.classifier.layers.enumerated() {
        let outputs = 0..<layer.outputCount
        let differences = probes.differences(blocks, layer: index, units: outputs, scale: 0.4)
        for unit in outputs {
          for direction in 0..<3 {
            var moved = genes
            for input in 0..<layer.inputCount {
              moved[layer.weight(from: input, to: unit)] +=
                0.4 * probes.directions[start + direction * layer.inputCount + input]
            }
            moved[layer.bias(of: unit)] +=
              0.4 * probes.directions[start + 3 * layer.inputCount + direction]
            let expected = (Self.loss(problem, moved) - own) * 100
            let found = Double(differences[unit * 3 + direction])
            #expect(
              abs(found - expected) < 0.002 * (1 + abs(expected)),
              "\(shape) \(measure) layer \(index), unit \(unit)")
          }
        }
        start += 3 * (layer.inputCount + 1)
      }
    }
  }

  /// Then the probabilities of the network itself tell nothing of what those of the other are.
  @Test(arguments: [[], [6]])
  func `equal networks whose logits are moved far`(hidden: [Int]) throws {
    let (problem, genes) = Self.made((hidden, 4), .relu, .crossEntropy)
    let slope = UnitSlope(directionCount: 8, noise: 25, isMirrored: false)
    let samples = try #require(problem.samples.columns)
    let probes = Self.probes(slope, problem, samples, genes, RandomSource(seed: 5))
    let blocks = Probes.joined((0..<2).map(probes.block))
    let own = Self.loss(problem, genes)
    let layer = problem.classifier.layers[0]
    let units = 0..<layer.outputCount
    let differences = probes.differences(blocks, layer: 0, units: units, scale: 25)
    var farthest = 0.0
    for (unit, direction) in units.flatMap({ unit in (0..<8).map { (unit, $0) } }) {
      var moved = genes
      for input in 0..<3 {
        moved[layer.weight(from: input, to: unit)] += 25 * probes.directions[direction * 3 + input]
      }
      moved[layer.bias(of: unit)] += 25 * probes.directions[8 * 3 + direction]
      let expected = Self.loss(problem, moved) - own
      farthest = max(farthest, expected)
      #expect(
        abs(Double(differences[unit * 8 + direction]) / 100 - expected) < 0.001
          * (1 + abs(expected)))
    }
    #expect(farthest > 10 && farthest < 80)
  }

  @Test(arguments: shapes, [1, 3])
  func `equal networks moved in all layers`(
    shape: (hidden: [Int], classes: Int), rank: Int
  ) throws {
    for measure in Classification.Measure.allCases {
      let (problem, genes) = Self.made(shape, .tanh, measure)
      let network = problem.classifier
      let random = RandomSource(seed: 8)
      let first = random.numbers(4 * rank * 3, of: .normal, for: .directions)
      let counts = network.layers.indices.map { $0 == 0 ? 4 * rank : 0 }
      let probes = Probes(
        problem, try #require(problem.samples.columns), around: genes, counts: counts,
        directions: first + Array(repeating: 0, count: 4 * rank), blocks: 0..<2)
      let blocks = Probes.joined((0..<2).map(probes.block))
      let scales = network.layers.indices.map { 0.1 * Float($0 + 1) }
      var noise = random.numbers(
        Probes.noiseCount(network, rank: rank), of: .normal, for: .mutationSteps)
      let member = 2
      var moved = genes
      var place = 0
      for (index, layer) in network.layers.enumerated() {
        let outward = place
        place += rank * layer.outputCount
        for unit in 0..<layer.outputCount {
          moved[layer.bias(of: unit)] += scales[index] * noise[place + unit]
        }
        place += layer.outputCount
        for r in 0..<rank {
          for unit in 0..<layer.outputCount {
            for input in 0..<layer.inputCount {
              let inward =
                index == 0
                ? first[(member * rank + r) * 3 + input]
                : noise[place + r * layer.inputCount + input]
              moved[layer.weight(from: input, to: unit)] +=
                scales[index] * noise[outward + r * layer.outputCount + unit] * inward
            }
          }
        }
        if index > 0 {
          place += rank * layer.inputCount
          for r in 0..<rank { noise[place + r] = 0 }
          place += rank
        }
      }
      let found = probes.difference(
        blocks, member: member, rank: rank, noise: noise.span, scales: scales)
      let expected = (Self.loss(problem, moved) - Self.loss(problem, genes)) * 100
      #expect(abs(Double(found) - expected) < 0.002 * (1 + abs(expected)), "\(shape) \(measure)")
    }
  }

  @Test(arguments: Kernels.supported.map(\.instructionSet))
  func `have the same bits on every instruction set`(_ set: Kernels.InstructionSet) throws {
    let kernels = [try #require(Kernels(set)), try #require(Kernels(.portable))]
    for shape in Self.shapes {
      for activation in Activation.allCases {
        let results = try kernels.map { kernels in
          let (problem, genes) = Self.made(shape, activation, .crossEntropy, kernels)
          let random = RandomSource(seed: 5, kernels: kernels)
          let workers = Alone()
          let samples = try #require(problem.samples.columns)
          let units = UnitSlope(directionCount: 3, noise: 0.4, isMirrored: true)
          let near = Self.probes(units, problem, samples, genes, random)
          let layers = LayerSlope(directionCount: 4, rank: 2, noise: 0.1, isMirrored: true)
          let wide = Self.probes(layers, problem, samples, genes, random)
          let blocks = (0..<2).map(near.block)
          return units.slope(
            near, blocks, sampleCount: 100, on: problem, individual: 0, workers, random)
            + layers.slope(
              wide, (0..<2).map(wide.block), sampleCount: 100, on: problem, individual: 0,
              workers, random)
            + blocks.map { Float($0.loss) }
        }
        #expect(results[0].map(\.bitPattern) == results[1].map(\.bitPattern))
        #expect(results[0].allSatisfy { $0.isFinite })
      }
    }
  }

  @Test(arguments: shapes, Classification.Measure.allCases)
  func `find the losses and answers of the network itself`(
    shape: (hidden: [Int], classes: Int), measure: Classification.Measure
  ) throws {
    let (problem, genes) = Self.made(shape, .relu, measure)
    let slope = UnitSlope(directionCount: 1, noise: 1, isMirrored: false)
    let probes = Self.probes(
      slope, problem, try #require(problem.samples.columns), genes, RandomSource(seed: 5))
    let blocks = (0..<2).map(probes.block)
    let expected = problem.score(of: genes)
    #expect(blocks[0].correct + blocks[1].correct == Int((expected.accuracy * 100).rounded()))
    let fitness = measure.fitness(
      ofMeanLoss: (blocks[0].loss + blocks[1].loss) / 100, problem.kernels)
    #expect(abs(fitness - expected.fitness) < 1e-5)
  }

  @Test func `have no loss where a logit is not finite, and no member that overflows counts`()
    throws
  {
    let (problem, drawn) = Self.made(([5], 3), .relu, .crossEntropy)
    var genes = drawn
    let samples = try #require(problem.samples.columns)
    let slope = UnitSlope(directionCount: 2, noise: 0.1, isMirrored: false)
    genes[0] = .infinity
    let random = RandomSource(seed: 5)
    let probes = Self.probes(slope, problem, samples, genes, random)
    let blocks = (0..<2).map(probes.block)
    #expect(blocks[0].loss.isNaN)
    let found = slope.slope(
      probes, blocks, sampleCount: 100, on: problem, individual: 0, Alone(), random)
    #expect(found.allSatisfy { $0.isFinite })
  }

  /// Over both blocks of the samples.
  static func probes(
    _ estimate: some SlopeEstimate, _ problem: Classification, _ samples: Samples,
    _ genes: [Float], _ random: RandomSource, blocks: Range<Int> = 0..<2
  ) -> Probes {
    let network = problem.classifier
    return Probes(
      problem, samples, around: genes, counts: estimate.counts(network),
      directions: estimate.directions(network, individual: 0, random), blocks: blocks)
  }

  /// A hundred drawn samples of three features, and a network with drawn genes.
  static func made(
    _ shape: (hidden: [Int], classes: Int), _ activation: Activation,
    _ measure: Classification.Measure, _ kernels: Kernels = .best
  ) -> (Classification, [Float]) {
    let random = RandomSource(seed: 3)
    let dataset = Dataset(
      featureNames: ["a", "b", "c"], classNames: (0..<shape.classes).map { "\($0)" },
      features: random.numbers(300, of: .normal, for: .dataset),
      labels: (0..<100).map { Int32($0 * 7 % shape.classes) })
    let network = Network(
      inputCount: 3, hidden: shape.hidden, classCount: shape.classes, activation: activation)
    let problem = Classification(
      Split(dataset, share: 1, random), network: network, measure: measure, kernels: kernels)
    return (problem, random.numbers(network.geneCount, of: .normal, for: .initialization))
  }

  /// The mean loss as the evaluation gives it; of accuracy, the share of errors.
  private static func loss(_ problem: Classification, _ genes: [Float]) -> Double {
    let fitness = Double(problem.score(of: genes).fitness)
    return problem.measure == .crossEntropy ? -log(fitness) : 1 - fitness
  }
}
