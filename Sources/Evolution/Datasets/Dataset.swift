/// Points with class labels, as they were measured or generated: not scaled, not split.
public struct Dataset: Equatable, Sendable {
  /// What is known of the samples, row-major: [count × featureCount].
  public enum Values: Equatable, Sendable {
    case real([Float])
    /// Shades of pixels, 0…255: a quarter of the memory, and never turned into numbers all at once.
    case bytes([UInt8])

    var count: Int {
      switch self {
      case .real(let numbers): numbers.count
      case .bytes(let bytes): bytes.count
      }
    }
  }

  /// `x1`, `x2` … or the names in a file's header: [featureCount].
  public let featureNames: [String]
  /// What the labels mean: [classCount].
  public let classNames: [String]
  public let values: Values
  /// The class of each sample, an index into `classNames`: [count].
  public let labels: [Int32]
  /// Of samples that are pictures, row by row; `nil` where features are anything else.
  public let imageShape: ImageShape?
  /// How many samples, the last ones, are the set's own test part; 0 where it brings none.
  public let testCount: Int

  public var count: Int { labels.count }
  public var featureCount: Int { featureNames.count }
  public var classCount: Int { classNames.count }

  /// - Precondition: `values.count == labels.count * featureNames.count`, every label is an index
  ///   into `classNames`, a picture has a feature for each pixel, and there are more samples than
  ///   those of the test part.
  public init(
    featureNames: [String], classNames: [String], values: Values, labels: [Int32],
    imageShape: ImageShape? = nil, testCount: Int = 0
  ) {
    precondition(
      values.count == labels.count * featureNames.count, "Each sample has all the features.")
    precondition(
      labels.allSatisfy { classNames.indices.contains(Int($0)) }, "Each label names a class.")
    precondition(
      imageShape.map { $0.pixelCount == featureNames.count } ?? true, "A feature is a pixel.")
    precondition(
      testCount == 0 || (1..<labels.count).contains(testCount), "Something is left to learn from.")
    self.featureNames = featureNames
    self.classNames = classNames
    self.values = values
    self.labels = labels
    self.imageShape = imageShape
    self.testCount = testCount
  }

  /// A set of real numbers.
  public init(
    featureNames: [String], classNames: [String], features: [Float], labels: [Int32],
    imageShape: ImageShape? = nil
  ) {
    self.init(
      featureNames: featureNames, classNames: classNames, values: .real(features), labels: labels,
      imageShape: imageShape)
  }

  /// A set of pictures; its features are called `1x1`, `1x2` …, row and column.
  ///
  /// - Parameter pixels: One picture after the other: [labels.count × shape.pixelCount].
  public init(
    pixels: [UInt8], shape: ImageShape, classNames: [String], labels: [Int32], testCount: Int = 0
  ) {
    self.init(
      featureNames: shape.pixelNames, classNames: classNames, values: .bytes(pixels),
      labels: labels, imageShape: shape, testCount: testCount)
  }

  /// The real numbers: [count × featureCount]; empty in a set of bytes.
  public var features: [Float] {
    if case .real(let numbers) = values { numbers } else { [] }
  }

  public var isBytes: Bool {
    if case .bytes = values { true } else { false }
  }

  /// The features of one sample, not scaled: [featureCount].
  public subscript(sample: Int) -> [Float] {
    let row = sample * featureCount..<(sample + 1) * featureCount
    return switch values {
    case .real(let numbers): Array(numbers[row])
    case .bytes(let bytes): bytes[row].map(Float.init)
    }
  }

  /// One number, not scaled.
  public func value(sample: Int, feature: Int) -> Float {
    switch values {
    case .real(let numbers): numbers[sample * featureCount + feature]
    case .bytes(let bytes): Float(bytes[sample * featureCount + feature])
    }
  }

  /// A fingerprint of all samples.
  public var digest: Digest {
    var digest: Digest
    switch values {
    case .real(let numbers): digest = Digest(seed: Kernels.digest(numbers.span))
    case .bytes(let bytes):
      digest = Digest(seed: Kernels.digest(bytes: bytes.span))
      digest.add(imageShape?.rows ?? 0)
    }
    digest.add(featureCount)
    for label in labels { digest.add(Int(label)) }
    for name in featureNames + classNames { digest.add(name) }
    if testCount > 0 { digest.add(testCount) }
    return digest
  }
}
