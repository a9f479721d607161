import Testing

@testable import Evolution

@Suite struct `A CSV file of images` {
  @Test(arguments: [
    "label,1x1,1x2,1x3,2x1,2x2,2x3\n7,0,1,2,3,4,255\n3,9,9,9,9,9,0\n",
    "1x1,1x2,1x3,2x1,2x2,2x3,label\n0,1,2,3,4,255,7\n9,9,9,9,9,0,3\n",
    "1x1,1x2,1x3,kind,2x1,2x2,2x3\n0,1,2.0,7,3,4,255\n9,9,9,3,9,9,0\n",
  ])
  func `is told by its header, and its label by not being a pixel`(text: String) throws {
    let set = try read(text)
    #expect(set.imageShape == ImageShape(rows: 2, columns: 3))
    #expect(set.values == .bytes([0, 1, 2, 3, 4, 255, 9, 9, 9, 9, 9, 0]))
    #expect(set.classNames == ["3", "7"] && set.labels == [1, 0])
  }

  @Test func `may count its pixels, from 0 or 1, if it is a square`() throws {
    for start in 0...1 {
      func header(_ count: Int) -> String {
        "label," + (0..<count).map { "pixel\($0 + start)" }.joined(separator: ",") + "\n"
      }
      let set = try read(header(4) + "a,0,1,2,3\nb,4,5,6,7\n")
      #expect(set.imageShape == ImageShape(rows: 2, columns: 2) && set.isBytes)
      let line = try read(header(3) + "a,0,1,2\nb,4,5,6\n")
      #expect(line.imageShape == nil && line.features == [0, 1, 2, 4, 5, 6])
    }
  }

  @Test func `may have no header if its images are as large as those of MNIST`() throws {
    func row(_ label: Int) -> String {
      "\(label)," + (0..<784).map { "\(($0 + label) % 256)" }.joined(separator: ",") + "\n"
    }
    let set = try read(row(4) + row(2), label: "1")
    #expect(set.imageShape == ImageShape(rows: 28, columns: 28) && set.isBytes)
    #expect(set.value(sample: 1, feature: 783) == Float((783 + 2) % 256))
  }

  @Test(arguments: [
    (
      "label,1x1,1x2\na,0,1\nb,256,0\n", 3,
      "Column '1x1' is a pixel and must be a whole number from 0 to 255, but is '256'."
    ),
    (
      "label,1x1,1x2\na,0,1\nb,0,-1\n", 3,
      "Column '1x2' is a pixel and must be a whole number from 0 to 255, but is '-1'."
    ),
    (
      "label,1x1,1x2\na,0,1\nb,0,0.5\n", 3,
      "Column '1x2' is a pixel and must be a whole number from 0 to 255, but is '0.5'."
    ),
    (
      "label,1x1,1x2\na,0,300\nb,0,5\n", 2,
      "Column '1x2' is a pixel and must be a whole number from 0 to 255, but is '300'."
    ),
    ("label,1x1,1x2\na,0,\nb,0,5\n", 2, "Column '1x2' is empty. Missing values are not supported."),
    ("label,1x1,1x2\na,0,1\nb,0\n", 3, "There are 2 columns, but the first row has 3."),
  ])
  func `is refused where a pixel is none`(text: String, line: Int, sentence: String) {
    #expect(throws: DatasetError.malformed(file: "f.csv", line: line, sentence)) { try read(text) }
  }

  @Test func `holds numbers where its first row has fractions, or its names are no pixels`() throws
  {
    let fractions = try read("label,1x1,1x2\na,0,0.5\nb,1,0\n")
    #expect(fractions.features == [0, 0.5, 1, 0])
    #expect(fractions.imageShape == ImageShape(rows: 1, columns: 2))
    for names in [
      "1x1,1x3", "1x2,1x1", "0x0,0x1", "x1,x2", "1x1,1x2x3", "pixel0,pixel2", "01x1,1x2",
    ] {
      let set = try read("\(names),label\n0,1,a\n1,0,b\n")
      #expect(set.imageShape == nil && !set.isBytes)
    }
  }

  @Test func `of digits of eight by eight pixels is drawn as images, and learnt as before`() throws
  {
    let set = try Dataset(csv: contents(of: "datasets/digits8x8.csv"), file: "digits8x8")
    #expect(set.imageShape == ImageShape(rows: 8, columns: 8) && !set.isBytes)
    // As it was before images were known.
    #expect(set.digest.hex == "741f58e1bcbc4d53")
  }

  @Test func `comes back as it was written`() throws {
    let set = try read("label,1x1,1x2\na,0,255\nb,128,7\n")
    #expect(set.csv == "1x1,1x2,y\n0,255,a\n128,7,b\n")
    #expect(try read(set.csv) == set)
  }

  private func read(_ text: String, label: String? = nil) throws -> Dataset {
    try Dataset(csv: text, file: "f.csv", label: label)
  }
}
