import Evolution
import Testing

@Suite struct `New samples` {
  @Test(arguments: [
    "P2 3 2 255\n0 1 2 3 4 255\n", "P2\n# by hand\n3 # across\n2\n255\n0 1\n2 3 4 255",
    "P2 3 2 255 0 1 2 # half of them\n 3 4 255 \n\n",
  ])
  func `are read from a plain graymap`(text: String) throws {
    let image = try GrayImage(pgm: Array(text.utf8), file: "a.pgm")
    #expect(image.shape == ImageShape(rows: 2, columns: 3))
    #expect(image.white == 255)
    #expect(image.pixels == [0, 1, 2, 3, 4, 255])
  }

  @Test func `are read from a raw graymap, whose pixels may look like white space and comments`()
    throws
  {
    let pixels: [UInt8] = [0x20, 0x23, 0x0A, 0x00]
    let image = try GrayImage(pgm: Array("P5\n#\n2 2\n200\n".utf8) + pixels, file: "a.pgm")
    #expect(image.pixels == pixels)
    #expect(image.white == 200)
  }

  @Test(arguments: [
    ("P6 1 1 255 x", "begins with P2 or P5"), ("P5", "ends before its width"),
    ("P5 2", "ends before its height"), ("P5 2 x", "its height belongs"),
    ("P5 0 2 255 ", "2x0 pixels"), ("P5 5000 200 255 ", "200x5000 pixels"),
    ("P5 2 2", "the value of white"),
    ("P5 2 2 0 ", "from 1 to 255"), ("P5 2 2 65535 ", "is 65535"),
    ("P5 2 2 255 abc", "of 4 pixels there are 3"), ("P5 2 2 255", "of 4 pixels there are 0"),
    ("P5 2 2 9 \u{1}\u{2}\u{3}\u{A}", "Pixel 4 is 10, but white is 9"),
    ("P5 1 1 255 ab", "there are 1 bytes more"), ("P2 2 1 255 7", "ends before pixel 2 of 2"),
    ("P2 2 1 255 7 -8", "pixel 2 of 2 belongs"), ("P2 2 1 10 7 11", "Pixel 2 is 11"),
    ("P2 2 1 255 7 256", "Pixel 2 is 256, but white is 255"),
    ("P2 1 1 255 1 1", "1 bytes more"), ("P2 99999999999999999999 1 255 1", "pixels"),
  ])
  func `are refused where a graymap is none`(text: String, words: String) {
    let error = #expect(throws: DatasetError.self) {
      try GrayImage(pgm: Array(text.utf8), file: "a.pgm")
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    #expect(error?.description.hasPrefix("a.pgm: ") == true)
  }

  @Test func `of a picture reach from the least to the greatest value that was learnt`() throws {
    let split = Self.shades(values: .real([0, 16, 8, 4, 16, 0, 1, 2]))
    let image = try GrayImage(pgm: Array("P2 2 2 8 0 8 4 2".utf8), file: "a.pgm")
    let samples = try NewSamples(image, file: "a.pgm", like: split)
    #expect(samples.values == .real([0, 16, 8, 4]))
    let bytes = Self.shades(values: .bytes([0, 255, 8, 4, 16, 0, 1, 2]))
    let white = try GrayImage(pgm: Array("P2 2 2 255 0 255 4 2".utf8), file: "a.pgm")
    #expect(
      try NewSamples(white, file: "a.pgm", like: bytes).values == .bytes([0, 255, 4, 2]))
    let dim = try GrayImage(pgm: Array("P2 2 2 5 0 5 1 2".utf8), file: "a.pgm")
    #expect(try NewSamples(dim, file: "a.pgm", like: bytes).values == .real([0, 255, 51, 102]))
  }

  @Test func `of a picture of another size are refused`() throws {
    let image = try GrayImage(pgm: Array("P2 1 2 8 0 8".utf8), file: "a.pgm")
    let error = #expect(throws: DatasetError.self) {
      try NewSamples(
        image, file: "a.pgm", like: Self.shades(values: .bytes([1, 2, 3, 4, 5, 6, 7, 8])))
    }
    #expect(
      error?.description
        == "a.pgm: An image has 2x1 pixels, rows by columns, but the network has learnt images of "
        + "2x2.")
  }

  @Test(
    arguments: [
      // By name, in another order, with the class.
      ("kind,b,id,a\nyes,2,77,1\nno,4,78,3\n", [1, 2, 3, 4], [1, 0]),
      ("b,a\n2,1\n", [1, 2], [nil]), ("a,b,kind\n1,2,?\n1,2,no\n", [1, 2, 1, 2], [nil, 0]),
      // By order, with and without the class, with a header of other names and with none.
      ("1,2\n3,4\n", [1, 2, 3, 4], [nil, nil]), ("1;2;yes\n", [1, 2], [1]),
      ("u,v\n1,2\n", [1, 2], [nil]), ("u,v,w\n1,2,no\n", [1, 2], [0]),
    ] as [(String, [Float], [Int?])])
  func `are read from a table with or without the class`(
    text: String, values: [Float], labels: [Int?]
  ) throws {
    let column: NewSamples.LabelColumn = text.contains("id") ? .named("kind") : .automatic
    let samples = try NewSamples(
      csv: Array(text.utf8), file: "t.csv", like: Self.table, label: column)
    #expect(samples.values == .real(values))
    #expect(samples.labels == labels)
  }

  @Test(
    arguments: [
      ("", .automatic, "There are no samples."), ("a,b\n", .automatic, "below the header"),
      ("1\n", .automatic, "There is 1 column, but the network takes 2 features"),
      ("1,2,3,4\n", .automatic, "There are 4 columns"), ("a,c\n1,2\n", .automatic, "column 'b'"),
      ("1,2,maybe\n", .automatic, "'maybe'. The network knows: no, yes."),
      ("a,b,id\n1,2,7\n", .automatic, "Column 'id' should hold the class"),
      ("1,2,yes\n", .none, "There are 3 columns"), ("1,2\n", .named("2"), "all features"),
      ("a,b\n1,2\n", .named("kind"), "There is no column 'kind'"),
      ("a,b,c\n1,2,no\n", .named("a"), "Column 'a' is a feature"),
      ("1,x\n", .automatic, "line 1"), ("1,2\n3,x\n", .automatic, "t.csv, line 2: Column 2"),
      ("1,2\n3\n", .automatic, "line 2: There is 1 column, but the first row has 2."),
      ("1,inf\n", .automatic, "finite"), ("\u{0}", .automatic, "not a text file"),
    ] as [(String, NewSamples.LabelColumn, String)])
  func `are refused where a table does not fit`(
    text: String, column: NewSamples.LabelColumn, words: String
  ) {
    let error = #expect(throws: DatasetError.self) {
      try NewSamples(csv: Array(text.utf8), file: "t.csv", like: Self.table, label: column)
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: [false, true])
  func `get the same answers as those that were learnt`(isBytes: Bool) throws {
    let bytes = (0..<4 * 200).map { UInt8(truncatingIfNeeded: $0 &* 7919 &>> 3) }
    let split = Self.shades(
      values: isBytes ? .bytes(bytes) : .real(bytes.map { Float($0) / 3 }), share: 0.5)
    let network = Network(inputCount: 4, hidden: [3], classCount: 2, activation: .tanh)
    let genes = (0..<network.geneCount).map { Float($0 * 31 % 17) / 4 - 2 }
    var values: [Float] = []
    for sample in split.testIndices {
      values += (0..<4).map { split.dataset.value(sample: sample, feature: $0) }
    }
    let new = NewSamples(
      values: .real(values), labels: Array(repeating: nil, count: split.test.count))
    let answers = Predictions(network, genes: genes, of: new, like: split)
    #expect(answers == Predictions(network, genes: genes, of: split.test))
    if isBytes {
      let same = NewSamples(values: .bytes(values.map { UInt8($0) }), labels: new.labels)
      #expect(Predictions(network, genes: genes, of: same, like: split) == answers)
    }
  }

  private static let table = Dataset(
    featureNames: ["a", "b"], classNames: ["no", "yes"], features: [1, 2, 3, 4], labels: [0, 1])

  /// Pictures of 2 × 2 pixels, of two classes.
  private static func shades(values: Dataset.Values, share: Float = 1) -> Split {
    let count =
      switch values {
      case .real(let numbers): numbers.count / 4
      case .bytes(let bytes): bytes.count / 4
      }
    let dataset = Dataset(
      featureNames: ["a", "b", "c", "d"], classNames: ["0", "1"], values: values,
      labels: (0..<count).map { Int32($0 % 2) }, imageShape: ImageShape(rows: 2, columns: 2))
    return Split(dataset, share: share, RandomSource(seed: 1))
  }
}
