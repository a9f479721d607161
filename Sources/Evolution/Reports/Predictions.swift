/// What a network says of some samples: a probability for each class.
public struct Predictions: Equatable, Sendable {
  public let classCount: Int
  /// Row-major, NaN where the network gives none: [count × classCount].
  public let probabilities: [Float]

  public var count: Int { probabilities.count / classCount }

  /// Asks a network about samples of any origin, some at a time.
  ///
  /// - Parameters:
  ///   - genes: Those of the network: [geneCount].
  ///   - count: The number of samples.
  ///   - input: What the network is shown of a sample: the sample, then the feature.
  public init(
    _ network: Network, genes: [Float], count: Int, kernels: Kernels = .best,
    input: (Int, Int) -> Float
  ) {
    classCount = network.classCount
    var probabilities: [Float] = []
    probabilities.reserveCapacity(count * network.classCount)
    for start in stride(from: 0, to: count, by: SampleSet.pieceCount) {
      let piece = start..<min(start + SampleSet.pieceCount, count)
      let columns = Kernels.paddedCount(piece.count)
      var features = [Float](repeating: 0, count: network.inputCount * columns)
      for sample in piece {
        for feature in 0..<network.inputCount {
          features[feature * columns + sample - start] = input(sample, feature)
        }
      }
      probabilities += kernels.predict(network, features: features, genes: genes)
        .transposed(columns: columns, count: piece.count)
    }
    self.probabilities = probabilities
  }

  /// Asks a network about one part of the data that it learns.
  ///
  /// - Parameter genes: Those of the network: [geneCount].
  public init(
    _ network: Network, genes: [Float], of samples: SampleSet, kernels: Kernels = .best
  ) {
    classCount = network.classCount
    var probabilities: [Float] = []
    probabilities.reserveCapacity(samples.count * network.classCount)
    var room = Samples()
    for index in 0..<samples.pieceTotal {
      samples.withPiece(index, &room, kernels) { piece in
        probabilities += kernels.predict(network, features: piece.features, genes: genes)
          .transposed(columns: piece.stride, count: piece.count)
      }
    }
    self.probabilities = probabilities
  }

  /// Asks a network about the first of some samples in columns.
  ///
  /// - Parameters:
  ///   - genes: Those of the network: [geneCount].
  ///   - count: How many of them; at most all.
  public init(
    _ network: Network, genes: [Float], of samples: Samples, count: Int, kernels: Kernels = .best
  ) {
    precondition(count <= samples.count)
    classCount = network.classCount
    let columns = Kernels.paddedCount(count)
    var features: [Float] = []
    features.reserveCapacity(columns * samples.featureCount)
    for feature in 0..<samples.featureCount {
      features += samples.features[feature * samples.stride..<feature * samples.stride + columns]
    }
    probabilities = kernels.predict(network, features: features, genes: genes)
      .transposed(columns: columns, count: count)
  }

  /// Those of one sample: [classCount].
  public subscript(sample: Int) -> ArraySlice<Float> {
    probabilities[sample * classCount..<(sample + 1) * classCount]
  }

  /// The likeliest class, of equals the first; `nil` where a probability is NaN.
  public func choice(_ sample: Int) -> Int? {
    let row = self[sample]
    guard var best = row.indices.first, !row.contains(where: \.isNaN) else { return nil }
    for index in row.indices where row[index] > row[best] { best = index }
    return best - row.startIndex
  }

  /// The probability of the likeliest class; NaN where there is none.
  public func confidence(_ sample: Int) -> Float {
    choice(sample).map { probabilities[sample * classCount + $0] } ?? .nan
  }
}

extension [Float] {
  /// The rows of a matrix of padded columns, without the padding.
  ///
  /// - Parameter columns: The length of a row, of which the first `count` are taken.
  fileprivate func transposed(columns: Int, count: Int) -> [Float] {
    let rows = self.count / columns
    var transposed: [Float] = []
    transposed.reserveCapacity(rows * count)
    for column in 0..<count {
      for row in 0..<rows { transposed.append(self[row * columns + column]) }
    }
    return transposed
  }
}
