/// Samples as the kernels read them: one padded row a feature, samples side by side.
///
///                sample 0  1  2 …  count-1   padding (0, label -1)
///     feature 0 [       ·  ·  ·        ·    0 0 0 ]
///     feature 1 [       ·  ·  ·        ·    0 0 0 ]
///     labels    [       0  1  1        0   -1-1-1 ]
public struct Samples: Equatable, Sendable {
  public let count: Int
  public let featureCount: Int
  /// The length of a padded row: a multiple of `Kernels.sampleBlock`.
  public let stride: Int
  /// Rows: [featureCount × stride].
  public let features: [Float]
  /// Classes: [stride].
  public let labels: [Int32]

  /// Takes some samples of a data set, scaled.
  public init(_ dataset: Dataset, indices: some Collection<Int>, scaling: Standardisation) {
    count = indices.count
    featureCount = dataset.featureCount
    stride = Kernels.paddedCount(indices.count)
    var features = [Float](repeating: 0, count: featureCount * stride)
    var labels = [Int32](repeating: -1, count: stride)
    for (column, sample) in indices.enumerated() {
      labels[column] = dataset.labels[sample]
      let row = sample * dataset.featureCount
      for feature in 0..<featureCount {
        features[feature * stride + column] =
          scaling.scaled(dataset.features[row + feature], feature: feature)
      }
    }
    self.features = features
    self.labels = labels
  }
}

/// Shifts and scales each feature to mean 0 and standard deviation 1.
public struct Standardisation: Codable, Equatable, Sendable {
  /// Of each feature: [featureCount].
  public let means: [Float]
  /// Of each feature, [featureCount]; 1 for a feature that never changes.
  public let deviations: [Float]

  /// Learns the means and deviations from some samples, in the samples' order.
  public init(_ dataset: Dataset, indices: some Collection<Int>) {
    var means: [Float] = []
    var deviations: [Float] = []
    for feature in 0..<dataset.featureCount {
      let values = indices.lazy.map {
        Double(dataset.features[$0 * dataset.featureCount + feature])
      }
      let mean = values.reduce(0, +) / Double(indices.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(indices.count)
      means.append(Float(mean))
      // A variance above 0 can still have a root that rounds to 0.
      let deviation = Float(variance.squareRoot())
      deviations.append(deviation > 0 ? deviation : 1)
    }
    self.means = means
    self.deviations = deviations
  }

  public func scaled(_ value: Float, feature: Int) -> Float {
    (value - means[feature]) / deviations[feature]
  }

  public func unscaled(_ value: Float, feature: Int) -> Float {
    value * deviations[feature] + means[feature]
  }
}
