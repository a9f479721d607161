/// Points with class labels, as they were measured or generated: not scaled, not split.
public struct Dataset: Codable, Equatable, Sendable {
  /// `x1`, `x2` … or the names in a file's header: [featureCount].
  public let featureNames: [String]
  /// What the labels mean: [classCount].
  public let classNames: [String]
  /// Row-major: [count × featureCount].
  public let features: [Float]
  /// The class of each sample, an index into `classNames`: [count].
  public let labels: [Int32]

  public var count: Int { labels.count }
  public var featureCount: Int { featureNames.count }
  public var classCount: Int { classNames.count }

  /// - Precondition: `features.count == labels.count * featureNames.count`, and every
  ///   label is an index into `classNames`.
  public init(featureNames: [String], classNames: [String], features: [Float], labels: [Int32]) {
    precondition(
      features.count == labels.count * featureNames.count, "Each sample has all the features.")
    precondition(
      labels.allSatisfy { classNames.indices.contains(Int($0)) }, "Each label names a class.")
    self.featureNames = featureNames
    self.classNames = classNames
    self.features = features
    self.labels = labels
  }

  /// The features of one sample: [featureCount].
  public subscript(sample: Int) -> ArraySlice<Float> {
    features[sample * featureCount..<(sample + 1) * featureCount]
  }

  /// A fingerprint of all samples.
  public var digest: Digest {
    var digest = Digest(seed: Kernels.digest(features.span))
    digest.add(featureCount)
    for label in labels { digest.add(Int(label)) }
    for name in featureNames + classNames { digest.add(name) }
    return digest
  }
}

extension Dataset {
  private enum CodingKeys: String, CodingKey {
    case featureNames, classNames, features, labels
  }

  /// - Throws: if the parts do not go together: a recording may be from anyone.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let featureNames = try container.decode([String].self, forKey: .featureNames)
    let classNames = try container.decode([String].self, forKey: .classNames)
    let features = try container.decode(Packed<Float>.self, forKey: .features).wrappedValue
    let labels = try container.decode([Int32].self, forKey: .labels)
    guard !featureNames.isEmpty, features.count == labels.count * featureNames.count,
      features.allSatisfy(\.isFinite),
      labels.allSatisfy({ classNames.indices.contains(Int($0)) })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .features, in: container,
        debugDescription: "Each sample must have all the features and a class.")
    }
    self.init(
      featureNames: featureNames, classNames: classNames, features: features, labels: labels)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(featureNames, forKey: .featureNames)
    try container.encode(classNames, forKey: .classNames)
    try container.encode(Packed(wrappedValue: features), forKey: .features)
    try container.encode(labels, forKey: .labels)
  }
}
