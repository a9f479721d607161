import Testing

@testable import Evolution

@Suite struct `A set of bytes` {
  @Test func `is gathered into the same columns as numbers are, by every instruction set`() {
    // Widths and counts on both sides of the kernel's tiles.
    for (shape, count) in [
      (ImageShape(rows: 3, columns: 5), 7), (ImageShape(rows: 4, columns: 4), 16),
      (ImageShape(rows: 5, columns: 7), 130), (ImageShape(rows: 28, columns: 28), 65),
    ] {
      let bytes = set(shape, count: count)
      let set = Split(bytes, share: 1, RandomSource(seed: 1)).train
      // Backwards, and some twice.
      let positions = (0..<Int32(count)).reversed() + [0, 0, Int32(count) - 1]
      for kernels in Kernels.supported {
        let samples = set.gather(Array(positions), kernels)
        #expect(samples.count == positions.count && samples.stride % Kernels.sampleBlock == 0)
        for feature in 0..<shape.pixelCount {
          let row = samples.features[feature * samples.stride..<(feature + 1) * samples.stride]
          let expected = positions.map {
            bytes.value(sample: Int($0), feature: feature) * SampleSet.byteScale
          }
          #expect(Array(row) == expected + Array(repeating: 0, count: row.count - expected.count))
        }
        let labels = positions.map { bytes.labels[Int($0)] }
        #expect(
          samples.labels == labels + Array(repeating: -1, count: samples.stride - labels.count))
      }
    }
  }

  @Test(arguments: [Classification.Measure.accuracy, .crossEntropy, .squaredError], [2, 3])
  func `scores networks as if it lay in columns, piece by piece`(
    measure: Classification.Measure, classCount: Int
  ) {
    let count = SampleSet.pieceCount + 100
    let set = set(ImageShape(rows: 3, columns: 4), count: count, classCount: classCount)
    let split = Split(set, share: 1, RandomSource(seed: 1))
    let network = Network(inputCount: 12, hidden: [5], classCount: classCount, activation: .tanh)
    let genes = RandomSource(seed: 4).numbers(
      3 * network.geneCount, of: .normal, for: .initialization)
    var whole = [Score](repeating: .unknown, count: 3)
    for kernels in Kernels.supported {
      let problem = Classification(split, network: network, measure: measure, kernels: kernels)
      var workspace = problem.makeWorkspace()
      var expected = whole.mutableSpan
      kernels.evaluate(
        network, on: split.train.gather(Array(0..<Int32(count))), measure, genes.span,
        into: &expected, &workspace)
      // Twice, so that nothing is left over from before.
      for _ in 0..<2 {
        var scores = [Score](repeating: .unknown, count: 3)
        var span = scores.mutableSpan
        problem.evaluate(genes.span, into: &span, &workspace)
        #expect(scores == whole)
      }
    }
    #expect(Set(whole.map(\.fitness)).count == 3)
  }

  @Test func `gives the gradient of its columns, and of a large batch the mean of the pieces`() {
    let count = SampleSet.pieceCount + 500
    let bytes = set(ImageShape(rows: 2, columns: 3), count: count)
    let split = Split(bytes, share: 1, RandomSource(seed: 1))
    let network = Network(inputCount: 6, hidden: [4], classCount: 3, activation: .tanh)
    let genes = RandomSource(seed: 4).numbers(network.geneCount, of: .normal, for: .initialization)
    let problem = Classification(split, network: network, measure: .crossEntropy)
    func gradient(_ batch: [Int32]) -> ([Float], Float) {
      var gradient = [Float](repeating: .nan, count: network.geneCount)
      var span = gradient.mutableSpan
      var workspace = problem.makeWorkspace()
      let loss = problem.gradient(of: genes.span, samples: batch.span, into: &span, &workspace)
      return (gradient, loss)
    }
    func gradientOfColumns(_ batch: [Int32]) -> ([Float], Float) {
      var gradient = [Float](repeating: .nan, count: network.geneCount)
      var span = gradient.mutableSpan
      var workspace = problem.makeWorkspace()
      let columns = split.train.gather(batch)
      let loss = problem.kernels.gradient(
        network, on: columns, .crossEntropy, genes.span, Array(0..<Int32(batch.count)).span,
        into: &span, &workspace)
      return (gradient, loss)
    }
    let batch: [Int32] = [5, 900, 3, 3, 77]
    #expect(gradient(batch) == gradientOfColumns(batch))
    let all = Array(0..<Int32(count))
    let (whole, loss) = gradient(all)
    let (expected, expectedLoss) = gradientOfColumns(all)
    #expect(abs(loss - expectedLoss) < 1e-5)
    #expect(zip(whole, expected).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func `holds back its own test part, or draws one when asked`() {
    let bytes = set(ImageShape(rows: 2, columns: 3), count: 90, testCount: 30)
    let own = Split(ownTestPartOf: bytes, RandomSource(seed: 1))
    #expect(own.trainIndices == Array(0..<60) && own.testIndices == Array(60..<90))
    #expect(own.train.count == 60 && own.test.labels == Array(bytes.labels[60...]))
    let drawn = Split(bytes, share: 0.5, RandomSource(seed: 1))
    #expect(drawn.trainIndices.contains { $0 >= 60 } && drawn.train.count == 45)
    #expect(own.scaling.scaled(255, feature: 0) == 1 && own.scaling.scaled(0, feature: 5) == 0)
  }

  @Test func `has a fingerprint of every byte, of its labels, its shape and its test part`() {
    let shape = ImageShape(rows: 3, columns: 5)
    let pixels = (0..<30).map { UInt8($0 * 8) }
    func digest(
      _ pixels: [UInt8], _ shape: ImageShape = shape, labels: [Int32] = [0, 1], testCount: Int = 0
    ) -> Digest {
      Dataset(
        pixels: pixels, shape: shape, classNames: ["a", "b"], labels: labels, testCount: testCount
      ).digest
    }
    let same = digest(pixels)
    #expect(digest(pixels) == same)
    for place in pixels.indices {
      var other = pixels
      other[place] ^= 1
      #expect(digest(other) != same)
    }
    #expect(digest(pixels, ImageShape(rows: 5, columns: 3)) != same)
    #expect(digest(pixels, labels: [1, 0]) != same)
    #expect(digest(pixels, testCount: 1) != same)
  }

  /// Drawn bytes of a few classes.
  private func set(
    _ shape: ImageShape, count: Int, classCount: Int = 3, testCount: Int = 0
  ) -> Dataset {
    var stream = RandomSource(seed: 7)[.dataset, 0]
    return Dataset(
      pixels: (0..<count * shape.pixelCount).map { _ in UInt8(stream.index(below: 256)) },
      shape: shape, classNames: (0..<classCount).map(String.init),
      labels: (0..<count).map { Int32($0 % classCount) }, testCount: testCount)
  }
}
