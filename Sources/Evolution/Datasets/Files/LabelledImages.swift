/// A file of images and one of their labels, in the IDX format.
public struct LabelledImages: Sendable {
  public let images: FileContents
  public let labels: FileContents

  public init(images: FileContents, labels: FileContents) {
    self.images = images
    self.labels = labels
  }
}

extension Dataset {
  /// Puts together the images that are trained on and, if there are any, those of the test part.
  ///
  /// Classes are called by their labels, from 0 to the largest one that is trained on.
  public init(train: LabelledImages, test: LabelledImages? = nil) throws(DatasetError) {
    let trainPair = try IDXPair(train)
    let testPair: IDXPair? = if let test { try IDXPair(test) } else { nil }
    let shape = trainPair.shape
    if let testPair, testPair.shape != shape {
      throw .malformed(
        file: testPair.images.name, line: nil,
        "The images have \(testPair.shape) pixels, but those of \(trainPair.images.name) have "
          + "\(shape).")
    }
    // Labels first: they are small, and tell much of what can be wrong.
    var labels = try trainPair.readLabels()
    let classCount = 1 + Int(labels.max() ?? 0)
    try trainPair.check(labels)
    if let testPair {
      let testLabels = try testPair.readLabels()
      if let image = testLabels.firstIndex(where: { $0 >= classCount }) {
        throw .malformed(
          file: testPair.labels.name, line: nil,
          "Image \(image + 1) has the label \(testLabels[image]), but the largest one in "
            + "\(trainPair.labels.name) is \(classCount - 1).")
      }
      labels += testLabels
    }
    self.init(
      pixels: try IDXPair.pixels([trainPair, testPair].compactMap(\.self)), shape: shape,
      classNames: (0..<classCount).map(String.init), labels: labels.map(Int32.init),
      testCount: testPair?.count ?? 0)
  }
}

/// Images and labels that go together, of which only the sizes have been read.
private struct IDXPair {
  let images: IDXFile
  let labels: IDXFile

  init(_ files: LabelledImages) throws(DatasetError) {
    images = try IDXFile(files.images, dimensions: 3)
    labels = try IDXFile(files.labels, dimensions: 1)
    guard images.sizes[0] == labels.sizes[0] else {
      throw .malformed(
        file: labels.name, line: nil,
        "There are \(labels.sizes[0]) labels, but \(images.sizes[0]) images in \(images.name).")
    }
  }

  var count: Int { images.sizes[0] }
  var shape: ImageShape { ImageShape(rows: images.sizes[1], columns: images.sizes[2]) }

  func readLabels() throws(DatasetError) -> [UInt8] { try labels.values() }

  /// Refuses labels that leave nothing to tell apart, or that count no classes: one far off is
  /// damaged, rather than a hundred classes without an image.
  func check(_ values: [UInt8]) throws(DatasetError) {
    let largest = values.max() ?? 0
    guard values.contains(where: { $0 != largest }) else {
      throw .malformed(
        file: labels.name, line: nil,
        "All labels are \(largest), but at least 2 classes are needed to tell apart.")
    }
    let isUsed = values.reduce(into: [Bool](repeating: false, count: 256)) { $0[Int($1)] = true }
    guard largest > 9, let missing = (1..<Int(largest)).first(where: { !isUsed[$0] }),
      let image = values.firstIndex(where: { $0 > 9 && $0 > missing })
    else { return }
    throw .malformed(
      file: labels.name, line: nil,
      "Image \(image + 1) has the label \(values[image]), but no image has the label \(missing): "
        + "labels count the classes, from 0.")
  }

  /// The pixels of all images, pair by pair.
  ///
  /// They are unpacked where they stay: there is no room for them twice.
  static func pixels(_ pairs: [IDXPair]) throws(DatasetError) -> [UInt8] {
    let count = pairs.reduce(0) { $0 + $1.images.valueCount }
    var failure: DatasetError?
    // Unsafe: each pair writes behind the one before it, within the capacity; what stands before
    // its pixels is then moved over.
    let pixels = unsafe [UInt8](
      unsafeUninitializedCapacity: count + (pairs.map(\.images.headCount).max() ?? 0)
    ) { buffer, initialized in
      for pair in pairs {
        let (head, size) = (pair.images.headCount, pair.images.valueCount)
        let room = unsafe UnsafeMutableBufferPointer(
          rebasing: buffer[initialized..<initialized + head + size])
        unsafe room.initialize(repeating: 0)
        var span = unsafe MutableSpan(_unsafeElements: room)
        do throws(DatasetError) { try pair.images.read(into: &span) } catch {
          failure = error
          return
        }
        if let start = room.baseAddress {
          unsafe start.update(from: start.advanced(by: head), count: size)
        }
        initialized += size
      }
    }
    if let failure { throw failure }
    return pixels
  }
}
