import Foundation
import Testing

@testable import Evolution

/// Backpropagation, held against a network in double precision and differences of its loss.
@Suite struct `The gradient of a network` {
  static let activations = Activation.allCases
  static let depths = [[], [5], [4, 6], [3, 5, 2]]

  @Test(arguments: activations, [2, 4])
  func `equals the differences of the loss`(activation: Activation, classCount: Int) {
    for hidden in Self.depths {
      let one = Classifier(hidden, activation, classCount)
      for loss in [Classification.Measure.crossEntropy, .squaredError] {
        for count in hidden.count == 1 ? [1, 15, 16, 17, 100] : [16, 33] {
          let batch = (0..<count).map { Int32($0 * 37 % 100) }
          let (gradient, mean) = one.gradient(loss, batch, .best)
          #expect(abs(Double(mean) - one.reference(loss, batch)) < 1e-5)
          for gene in stride(from: count % 2, to: one.genes.count, by: 2) {
            let slope = one.difference(loss, batch, in: gene)
            #expect(
              abs(Double(gradient[gene]) - slope) < 1e-5 * (1 + abs(slope)),
              "\(hidden) \(loss) \(count) samples, gene \(gene)")
          }
        }
      }
    }
  }

  @Test(arguments: Kernels.supported.map(\.instructionSet))
  func `has the same bits on every instruction set`(_ set: Kernels.InstructionSet) throws {
    let kernels = try #require(Kernels(set))
    let plain = try #require(Kernels(.portable))
    for activation in Self.activations {
      for (hidden, classCount) in [([], 2), ([7], 2), ([16, 9], 3), ([3, 5, 2], 5)] {
        let one = Classifier(hidden, activation, classCount)
        for loss in [Classification.Measure.crossEntropy, .squaredError] {
          for count in [1, 17, 33, 100] {
            let batch = (0..<count).map { Int32($0 * 37 % 100) }
            let (gradient, mean) = one.gradient(loss, batch, kernels)
            let (expected, expectedMean) = one.gradient(loss, batch, plain)
            #expect(gradient.map(\.bitPattern) == expected.map(\.bitPattern))
            #expect(mean.bitPattern == expectedMean.bitPattern)
          }
        }
      }
    }
  }

  @Test func `counts a sample as often as the batch has it`() {
    let one = Classifier([6], .tanh, 3)
    let (single, _) = one.gradient(.crossEntropy, [41], .best)
    let (many, _) = one.gradient(.crossEntropy, Array(repeating: 41, count: 70), .best)
    for gene in single.indices { #expect(abs(single[gene] - many[gene]) < 1e-6) }
  }

  /// As the loss is computed: from 40 on it stays the same where the class is right.
  @Test func `is flat where the loss is`() {
    var one = Classifier([], .tanh, 2)
    let zero = (0..<100).filter { one.samples.labels[$0] == 0 }.map(Int32.init)
    let ones = (0..<100).filter { one.samples.labels[$0] == 1 }.map(Int32.init)
    one.genes = [0, 0, 0, 50]
    #expect(one.gradient(.crossEntropy, ones, .best).0 == [0, 0, 0, 0])
    #expect(abs(one.gradient(.crossEntropy, zero, .best).0[3] - 1) < 1e-6)
    #expect(one.gradient(.squaredError, zero, .best).0 == [0, 0, 0, 0])

    var three = Classifier([], .tanh, 3)
    three.genes = Array(repeating: 0, count: 9) + [50, 0, 0]
    let first = (0..<100).filter { three.samples.labels[$0] == 0 }.map(Int32.init)
    let second = (0..<100).filter { three.samples.labels[$0] == 1 }.map(Int32.init)
    #expect(three.gradient(.crossEntropy, first, .best).0.allSatisfy { $0 == 0 })
    #expect(Array(three.gradient(.crossEntropy, second, .best).0[9...]) == [1, -1, 0])
    #expect(three.gradient(.squaredError, second, .best).0.allSatisfy { $0 == 0 })
  }

  @Test func `takes relu for flat at zero`() {
    var one = Classifier([1], .relu, 2)
    // The hidden unit's sum is zero for all samples.
    one.genes = [0, 0, 0, 0, 1, 0.5]
    let (gradient, _) = one.gradient(.crossEntropy, Array(0..<100), .best)
    #expect(gradient[..<4].allSatisfy { $0 == 0 } && gradient[5] != 0)
  }

  @Test func `has no loss where a logit is not finite`() {
    var one = Classifier([4], .relu, 2)
    one.genes[0] = .infinity
    #expect(one.gradient(.crossEntropy, Array(0..<100), .best).1.isNaN)
    one.genes[0] = .nan
    let (gradient, loss) = one.gradient(.crossEntropy, [3], .best)
    #expect(loss.isNaN && gradient.allSatisfy { !$0.isNaN || $0.bitPattern == 0x7fc0_0000 })
  }

  @Test func `goes with the fitness that evolution climbs`() {
    let one = Classifier([8], .sin, 4)
    let all = Array(0..<Int32(100))
    let squared = 1 - one.gradient(.squaredError, all, .best).1
    #expect(abs(one.fitness(.squaredError) - squared) < 1e-6)
    let entropy = exp(-one.gradient(.crossEntropy, all, .best).1)
    #expect(abs(one.fitness(.crossEntropy) - entropy) < 1e-6)
  }
}

/// A network with drawn genes and a hundred drawn samples of three features.
private struct Classifier {
  let network: Network
  let split: Split
  var genes: [Float]

  var samples: Samples { split.train.columns ?? Samples() }

  init(_ hidden: [Int], _ activation: Activation, _ classCount: Int) {
    let random = RandomSource(seed: 3)
    let dataset = Dataset(
      featureNames: ["a", "b", "c"], classNames: (0..<classCount).map { "\($0)" },
      features: random.numbers(300, of: .normal, for: .dataset),
      labels: (0..<100).map { Int32($0 * 7 % classCount) })
    split = Split(dataset, share: 1, random)
    network = Network(
      inputCount: 3, hidden: hidden, classCount: classCount, activation: activation)
    genes = random.numbers(network.geneCount, of: .normal, for: .initialization)
  }

  func gradient(
    _ loss: Classification.Measure, _ batch: [Int32], _ kernels: Kernels
  ) -> ([Float], Float) {
    let problem = Classification(split, network: network, measure: loss, kernels: kernels)
    var gradient = [Float](repeating: .nan, count: network.geneCount)
    var span = gradient.mutableSpan
    var workspace = problem.makeWorkspace()
    let loss = problem.gradient(of: genes.span, samples: batch.span, into: &span, &workspace)
    return (gradient, loss)
  }

  func fitness(_ measure: Classification.Measure) -> Float {
    Classification(split, network: network, measure: measure).score(of: genes).fitness
  }

  /// The slope in one gene, as a symmetric difference.
  func difference(
    _ loss: Classification.Measure, _ batch: [Int32], in gene: Int
  ) -> Double {
    var genes = self.genes.map(Double.init)
    let step = 1e-6
    genes[gene] += step
    let above = reference(loss, batch, genes)
    genes[gene] -= 2 * step
    return (above - reference(loss, batch, genes)) / (2 * step)
  }

  func reference(_ loss: Classification.Measure, _ batch: [Int32]) -> Double {
    reference(loss, batch, genes.map(Double.init))
  }

  /// The mean loss in double precision, sample by sample, by the C library's functions.
  private func reference(
    _ loss: Classification.Measure, _ batch: [Int32], _ genes: [Double]
  ) -> Double {
    var sum = 0.0
    for sample in batch.map(Int.init) {
      var values = (0..<3).map { Double(samples.features[$0 * samples.stride + sample]) }
      for (depth, layer) in network.layers.enumerated() {
        let isLast = depth == network.layers.count - 1
        values = (0..<layer.outputCount).map { output in
          var sum = genes[layer.bias(of: output)]
          for input in values.indices {
            sum += genes[layer.weight(from: input, to: output)] * values[input]
          }
          return isLast ? sum : activated(sum)
        }
      }
      if values.count == 1 { values = [0, values[0]] }
      let total = values.reduce(0) { $0 + exp($1) }
      let label = Int(samples.labels[sample])
      if loss == .crossEntropy {
        sum += log(total) - values[label]
      } else {
        for (index, value) in values.enumerated() {
          let error = exp(value) / total - (index == label ? 1 : 0)
          sum += error * error / 2
        }
      }
    }
    return sum / Double(batch.count)
  }

  private func activated(_ x: Double) -> Double {
    switch network.activation {
    case .tanh: tanh(x)
    case .relu: max(x, 0)
    case .sigmoid: 1 / (1 + exp(-x))
    case .sin: sin(x)
    case .gaussian: exp(-x * x)
    case .identity: x
    }
  }
}
