import Testing

@testable import Evolution

@Suite struct `Images in IDX files` {
  @Test func `are read with their labels and their test part`() throws {
    let set = try Dataset(train: train, test: test)
    #expect(set.count == 5 && set.testCount == 2)
    #expect(set.imageShape == ImageShape(rows: 2, columns: 3))
    #expect(set.values == .bytes((0..<30).map { UInt8($0 * 8) }))
    #expect(set.labels == [0, 2, 1, 2, 0] && set.classNames == ["0", "1", "2"])
    #expect(set.featureNames == ["1x1", "1x2", "1x3", "2x1", "2x2", "2x3"])
    let alone = try Dataset(train: train)
    #expect(alone.count == 3 && alone.testCount == 0)
    // Classes that no image has are classes nevertheless.
    let few = try Dataset(train: pair(images(2), labels([7, 3])))
    #expect(few.classCount == 8)
    let letters = try Dataset(train: pair(images(12), labels((1...12).map(UInt8.init))))
    #expect(letters.classCount == 13)
  }

  @Test func `may be compressed`() throws {
    let packed = LabelledImages(
      images: FileContents(name: "i.gz", bytes: gzip(train.images.bytes)),
      labels: FileContents(name: "l.gz", bytes: gzip(train.labels.bytes)))
    #expect(try Dataset(train: packed, test: test) == Dataset(train: train, test: test))
  }

  @Test func `are refused where the file is none, or another one`() {
    let images = images(2)
    expect(images.with(0, 1), "This is no IDX file: it must begin with two zero bytes.")
    expect([], "This is no IDX file: it must begin with two zero bytes.")
    expect([0, 0, 8], "The file ends before it has said how much it holds.")
    expect(Array(images.prefix(9)), "The file ends before it has said how much it holds.")
    expect(
      images.with(2, 0x0D),
      "The values are of type 13, but only unsigned bytes, type 8, can be read.")
    expect(
      labels([1, 2]), "There is 1 dimension, but images have 3: their number, rows and columns.")
    expect(
      images.with(3, 4),
      "There are 4 dimensions, but images have 3: their number, rows and columns.")
    expect(
      labels: images, "There are 3 dimensions, but labels have 1: their number.")
  }

  @Test func `are refused where there are none or too many`() {
    expect(idx([0, 2, 3], []), "There are no images.")
    expect(labels: idx([0], []), "There are no labels.")
    expect(idx([2, 0, 3], []), "An image has 0x3 pixels, but it must have 1 to 65536.")
    expect(
      idx([2, 65536, 65536], []), "An image has 65536x65536 pixels, but it must have 1 to 65536.")
    // Nothing is allocated for what a file only claims to hold.
    expect(
      idx([.max, 28, 28], []),
      "There are 4294967295 images, but there may be at most 1000000.")
    expect(
      idx([1_000_000, 256, 256], []), "There are more than 2147483648 pixels in all.")
    expect(
      idx([1_000_000, 40, 40], [1]),
      "The file ends too soon: of 1000000 images of 40x40 pixels the last 1599999999 bytes are "
        + "missing.")
    expect(
      gzip(idx([1_000_000, 40, 40], [1])),
      "The file ends too soon: it cannot hold 1000000 images of 40x40 pixels.")
  }

  @Test func `are refused where they are cut off or followed by something`() {
    let images = images(2)
    let missing = "The file ends too soon: of 2 images of 2x3 pixels the last byte is missing."
    expect(images.dropLast(), missing)
    expect(gzip(images.dropLast()), missing)
    expect(
      images + [1], "There is 1 byte behind the 2 images of 2x3 pixels that it should hold.")
    expect(
      images + [1, 2], "There are 2 bytes behind the 2 images of 2x3 pixels that it should hold.")
    expect(
      gzip(images + [1]),
      "There are bytes behind the 2 images of 2x3 pixels that it should hold.")
    expect(
      gzip(images).dropLast(), "The gzip file ends too soon: a part is missing.")
    expect(
      gzip(images) + [1, 2, 3], "There are 3 bytes after the end of the gzip data.")
    let damaged = gzip(images)
    expect(
      damaged.with(damaged.count - 9, 1), "The gzip file is damaged: its checksum does not fit.")
    expect(
      labels: labels([1, 0]).dropLast(),
      "The file ends too soon: of 2 labels the last byte is missing.")
    #expect(
      throws: malformed("i.gz", "This is no gzip file: it must begin with the bytes 1f and 8b.")
    ) {
      try Dataset(
        train: LabelledImages(
          images: FileContents(name: "i.gz", bytes: images),
          labels: FileContents(name: "l", bytes: labels([0, 1]))))
    }
  }

  @Test func `are refused where the files do not belong together`() {
    expect(labels: labels([1, 2, 0]), "There are 3 labels, but 2 images in i.")
    expect(
      labels: labels([4, 4]), "All labels are 4, but at least 2 classes are needed to tell apart.")
    let narrow = pair(idx([1, 27, 28], Array(repeating: 1, count: 756)), labels([1]))
    #expect(throws: malformed("i", "The images have 27x28 pixels, but those of i have 2x3.")) {
      try Dataset(train: train, test: narrow)
    }
    #expect(
      throws: malformed("l", "Image 2 has the label 3, but the largest one in l is 2.")
    ) {
      try Dataset(train: train, test: pair(images(2), labels([0, 3])))
    }
    #expect(
      throws: malformed(
        "l",
        "Image 3 has the label 200, but no image has the label 2: labels count the classes, "
          + "from 0.")
    ) {
      try Dataset(train: pair(images(3), labels([0, 1, 200])))
    }
  }

  @Test func `that are damaged anywhere never do harm`() throws {
    let whole = [train.images.bytes, gzip(train.images.bytes), train.labels.bytes]
    var stream = RandomSource(seed: 8)[.dataset, 0]
    for bytes in whole {
      for length in 0..<bytes.count {
        _ = try? Dataset(train: pair(Array(bytes.prefix(length)), train.labels.bytes))
      }
      for _ in 0..<2000 {
        let damaged = bytes.with(stream.index(below: bytes.count), UInt8(stream.index(below: 256)))
        _ = try? Dataset(train: pair(damaged, train.labels.bytes), test: test)
        _ = try? Dataset(train: pair(train.images.bytes, damaged), test: test)
      }
    }
  }

  private var train: LabelledImages { pair(images(3), labels([0, 2, 1])) }
  private var test: LabelledImages {
    pair(idx([2, 2, 3], (18..<30).map { UInt8($0 * 8) }), labels([2, 0]))
  }

  private func images(_ count: Int) -> [UInt8] {
    idx([UInt32(count), 2, 3], (0..<6 * count).map { UInt8($0 * 8 % 256) })
  }

  private func labels(_ labels: [UInt8]) -> [UInt8] { idx([UInt32(labels.count)], labels) }

  private func idx(_ sizes: [UInt32], _ values: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [0, 0, 8, UInt8(sizes.count)]
    for size in sizes {
      for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(size >> shift & 0xFF)) }
    }
    return bytes + values
  }

  private func pair(_ images: [UInt8], _ labels: [UInt8]) -> LabelledImages {
    LabelledImages(
      images: FileContents(name: "i", bytes: images),
      labels: FileContents(name: "l", bytes: labels))
  }

  /// Compressed by no more than a frame around it.
  private func gzip(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let bytes = Array(bytes)
    var check = CRC32()
    check.add(bytes.span)
    func little(_ number: UInt32, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(number >> (8 * $0) & 0xFF) }
    }
    let size = UInt32(bytes.count)
    var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1]
    file += little(size, 2) + little(~size & 0xFFFF, 2)
    file += bytes
    return file + little(check.value, 4) + little(size, 4)
  }

  private func malformed(_ file: String, _ sentence: String) -> DatasetError {
    .malformed(file: file, line: nil, sentence)
  }

  private func expect(
    _ images: some Sequence<UInt8>, _ sentence: String, here: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: malformed("i", sentence), sourceLocation: here) {
      try Dataset(train: pair(Array(images), labels([0, 1])))
    }
  }

  private func expect(
    labels: some Sequence<UInt8>, _ sentence: String, here: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: malformed("l", sentence), sourceLocation: here) {
      try Dataset(train: pair(images(2), Array(labels)))
    }
  }
}

extension [UInt8] {
  fileprivate func with(_ index: Int, _ byte: UInt8) -> Self {
    var copy = self
    copy[index] = byte
    return copy
  }
}
