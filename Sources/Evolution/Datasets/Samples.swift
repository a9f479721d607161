/// Samples as the kernels read them: one padded row a feature, samples side by side.
///
///                sample 0  1  2 …  count-1   padding (0, label -1)
///     feature 0 [       ·  ·  ·        ·    0 0 0 ]
///     feature 1 [       ·  ·  ·        ·    0 0 0 ]
///     labels    [       0  1  1        0   -1-1-1 ]
public struct Samples: Equatable, Sendable {
  public internal(set) var count = 0
  public internal(set) var featureCount = 0
  /// The length of a padded row: a multiple of `Kernels.sampleBlock`.
  public internal(set) var stride = 0
  /// Rows: [featureCount × stride].
  public internal(set) var features: [Float] = []
  /// Classes: [stride].
  public internal(set) var labels: [Int32] = []

  /// None yet.
  init() {}

  /// Takes some samples of a set of real numbers, scaled.
  public init(_ dataset: Dataset, indices: some Collection<Int>, scaling: Standardisation) {
    precondition(!dataset.isBytes, "Bytes are gathered.")
    let source = dataset.features
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
          scaling.scaled(source[row + feature], feature: feature)
      }
    }
    self.features = features
    self.labels = labels
  }
}

/// Shifts and scales each feature: real ones to mean 0 and standard deviation 1, bytes to 0…1.
public struct Standardisation: Codable, Equatable, Sendable {
  /// Of each feature: [featureCount].
  public let means: [Float]
  /// Of each feature, [featureCount]; 1 for a feature that never changes.
  public let deviations: [Float]

  /// Learns the means and deviations from some samples, in the samples' order.
  public init(_ dataset: Dataset, indices: some Collection<Int>) {
    precondition(!dataset.isBytes, "Bytes have one scale.")
    let source = dataset.features
    var means: [Float] = []
    var deviations: [Float] = []
    for feature in 0..<dataset.featureCount {
      let values = indices.lazy.map {
        Double(source[$0 * dataset.featureCount + feature])
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

  /// Black is 0 and white is 1, whatever the samples: that of bytes.
  public static func ofBytes(featureCount: Int) -> Self {
    Self(
      means: Array(repeating: 0, count: featureCount),
      deviations: Array(repeating: 255, count: featureCount))
  }

  private init(means: [Float], deviations: [Float]) {
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
