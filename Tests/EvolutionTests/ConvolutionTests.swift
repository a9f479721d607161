import Foundation
import Testing

@testable import Evolution

@Suite struct `A convolution` {
  @Test func `is written as squares, channels and what is pooled`() throws {
    let stages = try Convolution.stages(from: "5x5x8/2, 3x3x16")
    #expect(
      stages == [
        .init(kernel: 5, channels: 8, isPooled: true),
        .init(kernel: 3, channels: 16, isPooled: false),
      ])
    #expect(Convolution.text(of: stages) == "5x5x8/2,3x3x16")
    #expect(try Convolution.stages(from: "none").isEmpty)
    #expect(Convolution.text(of: []) == "none")
    for text in ["", "5", "5x5", "5x3x8", "5x5x8/3", "5x5x8/2/2", "5x5x8,", "axaxb", "5x5x8x2"] {
      #expect(throws: ConvolutionError.notStages(text)) { try Convolution.stages(from: text) }
    }
  }

  @Test func `counts what comes out, genes and products`() throws {
    let network = try network("5x5x8/2,3x3x16/2", rows: 28, columns: 28, hidden: [32], classes: 10)
    let convolution = try #require(network.convolution)
    #expect(
      convolution.maps == [
        .init(channels: 1, rows: 28, columns: 28), .init(channels: 8, rows: 12, columns: 12),
        .init(channels: 16, rows: 5, columns: 5),
      ])
    #expect(convolution.squares == [25, 72])
    #expect(convolution.geneCount == 26 * 8 + 73 * 16)
    #expect(network.layers[0] == .init(inputCount: 400, outputCount: 32, start: 1376))
    #expect(network.geneCount == 1376 + 401 * 32 + 33 * 10)
    #expect(network.productCount == 24 * 24 * 8 * 25 + 10 * 10 * 16 * 72 + 400 * 32 + 32 * 10)
    #expect(network.shape == "28x28-5x5x8/2-3x3x16/2-32-10")
    #expect(network.resized(layer: 0, to: 40).convolution == convolution)
    let deviations = network.searchSpace.initialDeviations
    #expect(deviations.count == network.geneCount)
    #expect(deviations[0] == 3 / Float(25).squareRoot() && deviations[199] == deviations[0])
    #expect(deviations[200] == 2 && deviations[207] == 2)
    #expect(deviations[208] == 3 / Float(72).squareRoot() && deviations[1375] == 2)
    #expect(deviations[1376] == 3 / Float(400).squareRoot())
  }

  @Test(
    arguments: [
      ("7x7x2", "Stage 1 of the convolution, 7x7x2, is larger than the 6x7 pixels that it gets."),
      ("3x3x2/2,3x3x2", "Stage 2 of the convolution, 3x3x2, is larger than the 2x2 pixels"),
      ("6x6x2/2", "Stage 1 of the convolution, 6x6x2/2, leaves too little of 6x7 pixels to pool."),
      ("0x0x2", "A stage of convolution looks at squares of 1 to 9 pixels a side"),
      ("3x3x257", "has 1 to 256 channels, but one is '3x3x257'."),
      ("1x1x1,1x1x1,1x1x1,1x1x1,1x1x1,1x1x1,1x1x1,1x1x1,1x1x1", "has 1 to 8 stages, but 9"),
    ])
  func `is refused in a sentence where it is none`(text: String, sentence: String) throws {
    let stages = try Convolution.stages(from: text)
    let error = #expect(throws: ConvolutionError.self) {
      try Convolution(shape: ImageShape(rows: 6, columns: 7), stages: stages)
    }
    #expect(error?.description.contains(sentence) == true)
  }

  @Test func `leaves the encoding of other networks as it was, and comes back from its own`() throws
  {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let plain = Network(inputCount: 2, hidden: [3], classCount: 2, activation: .tanh)
    #expect(
      String(decoding: try encoder.encode(plain), as: UTF8.self)
        == #"{"activation":"tanh","sizes":[2,3,1]}"#)
    let own = try network("3x3x2/2", rows: 6, columns: 7, hidden: [], classes: 3)
    let bytes = try encoder.encode(own)
    #expect(try JSONDecoder().decode(Network.self, from: bytes) == own)
    let text = String(decoding: bytes, as: UTF8.self)
    for (part, damaged) in [("\"kernel\":3", "\"kernel\":8"), ("\"rows\":6", "\"rows\":5")] {
      let hostile = text.replacing(part, with: damaged)
      #expect(hostile != text)
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(Network.self, from: Data(hostile.utf8))
      }
    }
  }

  @Test(
    arguments: [
      "3x3x1", "3x3x2/2", "2x2x6/2,2x2x8", "1x1x13", "3x3x8,2x2x3/2", "4x4x5,2x2x7,2x2x2",
    ], [Activation.relu, .tanh])
  func `computes as plain arithmetic does, to the bit, with every instruction set`(
    text: String, activation: Activation
  ) throws {
    let network = try network(
      text, rows: 6, columns: 7, hidden: [], classes: 2, activation: activation)
    let genes = RandomSource(seed: 3).numbers(
      network.geneCount, of: .normal, for: .initialization)
    let features = pictures(42)
    let expected = Kernels.best.map(plainLogits(network, genes, features), .sigmoid)
    for kernels in Kernels.supported {
      let probabilities = kernels.predict(network, features: features, genes: genes)
      #expect(probabilities.suffix(128).map(\.bitPattern) == expected.map(\.bitPattern))
    }
  }

  @Test func `scores as it predicts, whatever else is scored with it`() throws {
    let network = try network("3x3x4/2", rows: 6, columns: 7, hidden: [5], classes: 3)
    let data = Dataset(
      featureNames: (0..<42).map { "p\($0)" }, classNames: ["a", "b", "c"],
      features: RandomSource(seed: 5).numbers(42 * 70, of: .normal, for: .dataset),
      labels: (0..<70).map { Int32($0 % 3) }, imageShape: ImageShape(rows: 6, columns: 7))
    let split = Split(data, share: 1, RandomSource(seed: 1))
    let genes = RandomSource(seed: 4).numbers(
      19 * network.geneCount, of: .normal, for: .initialization)
    var all: [[Score]] = []
    for kernels in Kernels.supported {
      let problem = Classification(
        split, network: network, measure: .crossEntropy, kernels: kernels)
      var scores = [Score](repeating: .unknown, count: 19)
      var span = scores.mutableSpan
      var workspace = problem.makeWorkspace()
      problem.evaluate(genes.span, into: &span, &workspace)
      #expect(scores[18] == problem.score(of: Array(genes.suffix(network.geneCount))))
      all.append(scores)
    }
    #expect(all.allSatisfy { $0 == all[0] })
    #expect(all[0].allSatisfy { $0.fitness > 0 && $0.fitness < 1 })
  }

  @Test(arguments: 0..<4)
  func `pools to NaN wherever one of the four is NaN`(place: Int) throws {
    let network = try network("1x1x1/2", rows: 2, columns: 2, hidden: [], classes: 2)
    let genes = [Float](repeating: 0.5, count: network.geneCount)
    var features = [Float](repeating: 1, count: 4 * 64)
    features[place * 64 + 3] = .nan
    for kernels in Kernels.supported {
      let answers = kernels.predict(network, features: features, genes: genes)
      #expect(answers.indices.filter { answers[$0].isNaN } == [3, 67])
    }
  }

  @Test func `stays as it is when a hidden layer behind it grows or shrinks`() throws {
    let network = try network("3x3x3/2", rows: 6, columns: 7, hidden: [4], classes: 3)
    let random = RandomSource(seed: 9)
    let genes = random.numbers(network.geneCount, of: .normal, for: .initialization)
    let features = pictures(42)
    let before = Kernels.best.predict(network, features: features, genes: genes)
    let growth = NetworkResize(of: network, layer: 0, to: 6, random)
    let grown = growth.remap(genes[...], index: 0)
    #expect(grown.genes.count == growth.new.geneCount)
    #expect(Kernels.best.predict(growth.new, features: features, genes: grown.genes) == before)
    #expect(grown.sources.prefix(30) == (0..<30).map(Int32.init)[...])
    let back = NetworkResize(of: growth.new, layer: 0, to: 4, random)
    #expect(back(grown.genes[...], index: 0) == genes)
  }

  private func network(
    _ text: String, rows: Int, columns: Int, hidden: [Int], classes: Int,
    activation: Activation = .relu
  ) throws -> Network {
    Network(
      inputCount: rows * columns, hidden: hidden, classCount: classes, activation: activation,
      convolution: try Convolution(
        shape: ImageShape(rows: rows, columns: columns), stages: Convolution.stages(from: text)))
  }

  /// Random pixels in 128 columns.
  private func pictures(_ pixelCount: Int) -> [Float] {
    RandomSource(seed: 2).numbers(pixelCount * 128, of: .normal, for: .dataset)
  }

  /// The only logits of a network without hidden layers: [128].
  private func plainLogits(_ network: Network, _ genes: [Float], _ features: [Float]) -> [Float] {
    let kernels = Kernels.best
    guard let convolution = network.convolution else { return [] }
    return (0..<128).map { sample in
      var pixels = (0..<network.inputCount).map { features[$0 * 128 + sample] }
      var start = 0
      for (index, stage) in convolution.stages.enumerated() {
        let before = convolution.maps[index]
        let (rows, columns) = (before.rows - stage.kernel + 1, before.columns - stage.kernel + 1)
        let square = convolution.squares[index]
        var sums: [Float] = []
        for channel in 0..<stage.channels {
          for row in 0..<rows {
            for column in 0..<columns {
              var sum = genes[start + square * stage.channels + channel]
              for input in 0..<square {
                let (c, r) = (input % stage.kernel, input / stage.kernel % stage.kernel)
                let from = input / (stage.kernel * stage.kernel)
                sum +=
                  genes[start + channel * square + input]
                  * pixels[(from * before.rows + row + r) * before.columns + column + c]
              }
              sums.append(sum)
            }
          }
        }
        start += (square + 1) * stage.channels
        pixels = network.activation == .relu ? sums.map { max($0, 0) } : kernels.map(sums, .tanh)
        if stage.isPooled { pixels = pooled(pixels, stage.channels, rows, columns) }
      }
      var logit = genes[network.geneCount - 1]
      for (pixel, gene) in zip(pixels, genes[start...]) { logit += gene * pixel }
      return logit
    }
  }

  private func pooled(
    _ pixels: [Float], _ channels: Int, _ rows: Int, _ columns: Int
  ) -> [Float] {
    var result: [Float] = []
    for channel in 0..<channels {
      for row in 0..<rows / 2 {
        for column in 0..<columns / 2 {
          let first = (channel * rows + 2 * row) * columns + 2 * column
          result.append(
            [first, first + 1, first + columns, first + columns + 1].map { pixels[$0] }.max() ?? 0)
        }
      }
    }
    return result
  }
}
