/// Samples for a network that is trained already; the class of each may be known or not.
public struct NewSamples: Equatable, Sendable {
  /// In the unit of the data that the network has learnt, row-major: [count × featureCount].
  public let values: Dataset.Values
  /// Indices into the classes of those data, `nil` where it is not known: [count].
  public let labels: [Int?]

  public var count: Int { labels.count }

  /// - Precondition: `values.count` is a multiple of `labels.count`.
  public init(values: Dataset.Values, labels: [Int?]) {
    precondition(values.count.isMultiple(of: max(1, labels.count)))
    self.values = values
    self.labels = labels
  }
}

extension NewSamples {
  /// One image for a network that has learnt images of the same size.
  ///
  /// Of data in bytes black is 0 and white 255. Of other data black is the least value that the
  /// training part holds and white is the greatest: 0 and 16 in `digits8x8`.
  ///
  /// - Throws: `malformed` where its size is another one.
  public init(_ image: GrayImage, file: String, like split: Split) throws(DatasetError) {
    try Self.check(image.shape, file: file, split.dataset)
    self.init(values: split.shades(image.pixels, white: image.white), labels: [nil])
  }

  /// Refuses images of another size than those that were learnt.
  static func check(
    _ shape: ImageShape, file: String, _ dataset: Dataset
  ) throws(DatasetError) {
    if let wanted = dataset.imageShape {
      guard shape == wanted else {
        throw .malformed(
          file: file, line: nil,
          "An image has \(shape) pixels, rows by columns, but the network has learnt images of "
            + "\(wanted).")
      }
    } else if shape.pixelCount != dataset.featureCount {
      throw .malformed(
        file: file, line: nil,
        "An image has \(shape) pixels, but the network takes \(dataset.featureCount) features and "
          + "has learnt no images.")
    }
  }
}

extension Dataset {
  /// A sentence that says what a class can be called.
  var knownClasses: String {
    "The network knows: \(classNames.prefix(20).map(\.printable).joined(separator: ", "))"
      + (classCount > 20 ? " …" : ".")
  }
}

extension Split {
  /// Shades between black, 0, and white in the unit of the data.
  func shades(_ pixels: [UInt8], white: UInt8) -> Dataset.Values {
    if dataset.isBytes, white == 255 { return .bytes(pixels) }
    let range = valueRange
    let step = (range.upperBound - range.lowerBound) / Float(white)
    return .real(pixels.map { range.lowerBound + Float($0) * step })
  }

  /// From the least to the greatest value of the training part: 0…255 of bytes.
  private var valueRange: ClosedRange<Float> {
    guard !dataset.isBytes else { return 0...255 }
    var low = Float.infinity
    var high = -Float.infinity
    for sample in trainIndices {
      for feature in 0..<dataset.featureCount {
        let value = dataset.value(sample: sample, feature: feature)
        (low, high) = (min(low, value), max(high, value))
      }
    }
    return low <= high ? low...high : 0...1
  }
}

extension Predictions {
  /// Asks a network about samples that were in no part of the data that it has learnt, scaled as
  /// those were.
  public init(
    _ network: Network, genes: [Float], of samples: NewSamples, like split: Split,
    kernels: Kernels = .best
  ) {
    let width = network.inputCount
    switch samples.values {
    case .bytes(let bytes):
      self.init(network, genes: genes, count: samples.count, kernels: kernels) { sample, feature in
        split.scaled(Float(bytes[sample * width + feature]), feature: feature)
      }
    case .real(let numbers):
      self.init(network, genes: genes, count: samples.count, kernels: kernels) { sample, feature in
        split.scaled(numbers[sample * width + feature], feature: feature)
      }
    }
  }
}
