extension NewSamples {
  /// Whether a file is meant to hold images, or the labels of images, in the IDX format.
  public static func isIDX(_ file: FileContents) -> Bool {
    file.bytes.starts(with: [0, 0]) || GzipFile.isBegun(by: file.bytes)
      || file.name.hasSuffix(".gz") || file.name.hasSuffix("-ubyte")
  }

  /// Whether it holds labels: it says that there is one dimension.
  public static func areLabels(_ file: FileContents) -> Bool {
    let head =
      GzipFile.isBegun(by: file.bytes)
      ? (try? GzipFile(file.bytes).prefix(4)) ?? [] : Array(file.bytes.prefix(4))
    return head == [0, 0, 8, 1]
  }

  /// Reads images, plain or compressed, for a network that has learnt images of the same size.
  ///
  /// - Parameter labels: What their classes are, if that is known.
  /// - Throws: `malformed` where they have another size, where there are more labels or fewer, and
  ///   where a label is none of the classes.
  public init(
    images: FileContents, labels: FileContents?, like split: Split
  ) throws(DatasetError) {
    let file = try IDXFile(images, dimensions: 3)
    let shape = ImageShape(rows: file.sizes[1], columns: file.sizes[2])
    try Self.check(shape, file: images.name, split.dataset)
    var classes = [Int?](repeating: nil, count: file.sizes[0])
    if let labels {
      let own = try IDXFile(labels, dimensions: 1)
      guard own.sizes[0] == file.sizes[0] else {
        throw labels.malformed(
          "There are \(own.sizes[0]) labels, but \(file.sizes[0]) images in \(images.name).")
      }
      let places = (0...255).map { split.dataset.classNames.firstIndex(of: "\($0)") }
      for (image, label) in try own.values().enumerated() {
        guard let place = places[Int(label)] else {
          throw labels.malformed(
            "Image \(image + 1) has the label \(label), which is none of the classes. "
              + split.dataset.knownClasses)
        }
        classes[image] = place
      }
    }
    self.init(values: split.shades(try file.values(), white: 255), labels: classes)
  }
}
