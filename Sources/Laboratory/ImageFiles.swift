import Evolution

/// Finds images and their labels by the names that MNIST gave them, as its successors do.
enum ImageFiles {
  /// Whether a file should be read as images rather than as text.
  static func isOne(_ file: FileContents) -> Bool {
    let beginnings: [[UInt8]] = [[0, 0], [0x1F, 0x8B]]
    return beginnings.contains { file.bytes.starts(with: $0) } || file.name.contains("-ubyte")
      || file.name.hasSuffix(".gz")
  }

  /// The training and, if it is there, the test part: `train-images-idx3-ubyte` and three more,
  /// each of them plain or compressed.
  static func load(folder: String) throws(DatasetError) -> Dataset {
    let folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    guard let train = try pair("train", in: folder) else {
      throw .unreadable(
        file: folder,
        "there is no train-images-idx3-ubyte in this folder, plain or with .gz at its end.")
    }
    return try Dataset(train: train, test: try pair("t10k", in: folder))
  }

  /// Images of a file that was read, with the labels of the file beside it.
  static func load(_ images: FileContents) throws(DatasetError) -> Dataset {
    let cut = images.name.lastIndex(of: "/").map { images.name.index(after: $0) }
    let folder = images.name[..<(cut ?? images.name.startIndex)]
    var name = String(images.name[folder.endIndex...])
    if name.hasSuffix(".gz") { name.removeLast(3) }
    guard !name.contains("labels") else {
      throw .malformed(
        file: images.name, line: nil, "These are labels. Name the file of the images instead.")
    }
    let own = name.replacing("images", with: "labels").replacing("idx3", with: "idx1")
    guard own != name else {
      throw .malformed(
        file: images.name, line: nil,
        "The labels of images are looked for beside them, in labels-idx1-ubyte for "
          + "images-idx3-ubyte, but this file is not called like that.")
    }
    guard let labels = found(["\(folder)\(own)"]) else {
      throw .unreadable(file: "\(folder)\(own)", "there are no labels beside \(images.name).")
    }
    return try Dataset(
      train: LabelledImages(images: images, labels: try DataFiles.read(labels)))
  }

  /// - Returns: `nil` where there are no such images.
  private static func pair(
    _ part: String, in folder: String
  ) throws(DatasetError) -> LabelledImages? {
    // Some unpack them with a dot in place of a hyphen.
    let images = ["\(folder)/\(part)-images-idx3-ubyte", "\(folder)/\(part)-images.idx3-ubyte"]
    let labels = ["\(folder)/\(part)-labels-idx1-ubyte", "\(folder)/\(part)-labels.idx1-ubyte"]
    guard let imagesPath = found(images) else {
      if let labelsPath = found(labels) {
        throw .unreadable(file: images[0], "there are no images for \(labelsPath).")
      }
      return nil
    }
    guard let labelsPath = found(labels) else {
      throw .unreadable(file: labels[0], "there are no labels for \(imagesPath).")
    }
    return LabelledImages(
      images: try DataFiles.read(imagesPath), labels: try DataFiles.read(labelsPath))
  }

  /// The first of the paths that there is, plain or compressed.
  private static func found(_ paths: [String]) -> String? {
    paths.flatMap { [$0, $0 + ".gz"] }.first(where: File.exists)
  }
}
