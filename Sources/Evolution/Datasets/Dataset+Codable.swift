/// As a recording carries a data set with it.
extension Dataset: Codable {
  private enum CodingKeys: String, CodingKey {
    case featureNames, classNames, features, bytes, labels, imageShape, testCount
  }

  /// - Throws: if the parts do not go together: a recording may be from anyone.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let featureNames = try container.decode([String].self, forKey: .featureNames)
    let classNames = try container.decode([String].self, forKey: .classNames)
    let labels = try container.decode([Int32].self, forKey: .labels)
    let shape = try container.decodeIfPresent(ImageShape.self, forKey: .imageShape)
    let testCount = try container.decodeIfPresent(Int.self, forKey: .testCount) ?? 0
    let values: Values =
      if let bytes = try container.decodeIfPresent(Packed<UInt8>.self, forKey: .bytes) {
        .bytes(bytes.wrappedValue)
      } else {
        .real(try container.decode(Packed<Float>.self, forKey: .features).wrappedValue)
      }
    func isFinite() -> Bool {
      if case .real(let numbers) = values { numbers.allSatisfy(\.isFinite) } else { true }
    }
    guard !featureNames.isEmpty, values.count == labels.count * featureNames.count, isFinite(),
      labels.allSatisfy({ classNames.indices.contains(Int($0)) }),
      shape.map({ $0.pixelCount == featureNames.count }) ?? true,
      testCount == 0 || testCount > 0 && testCount < labels.count
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .labels, in: container,
        debugDescription: "Each sample must have all the features and a class.")
    }
    self.init(
      featureNames: featureNames, classNames: classNames, values: values, labels: labels,
      imageShape: shape, testCount: testCount)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(featureNames, forKey: .featureNames)
    try container.encode(classNames, forKey: .classNames)
    switch values {
    case .real(let numbers):
      try container.encode(Packed(wrappedValue: numbers), forKey: .features)
    case .bytes(let bytes): try container.encode(Packed(wrappedValue: bytes), forKey: .bytes)
    }
    try container.encode(labels, forKey: .labels)
    try container.encodeIfPresent(imageShape, forKey: .imageShape)
    if testCount > 0 { try container.encode(testCount, forKey: .testCount) }
  }
}
