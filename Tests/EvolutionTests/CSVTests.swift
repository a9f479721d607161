import Testing

@testable import Evolution

@Suite struct `A CSV file` {
  @Test func `is read with a header or without`() throws {
    let set = try read("a,b,kind\n1,2.5,cat\n-3,4e2,dog\n")
    #expect(set.featureNames == ["a", "b"] && set.classNames == ["cat", "dog"])
    #expect(set.features == [1, 2.5, -3, 400] && set.labels == [0, 1])
    let bare = try read("1,2.5,cat\n-3,4e2,dog")
    #expect(bare.featureNames == ["x1", "x2"] && bare.classNames == set.classNames)
    #expect(bare.features == set.features && bare.labels == set.labels)
  }

  @Test(arguments: [
    "a;b;kind\n1;2;u\n3;4;v\n",
    "a\tb\tkind\n1\t2\tu\n3\t4\tv\n",
    "\u{FEFF}a,b,kind\r\n1,2,u\r\n3,4,v\r\n",
    "a,b,kind\r1,2,u\r3,4,v",
    "# said, by; whom\na,b,kind\n\n1,2,u\n  # 5,6,w\n   \n3,4,v\n\n",
    "\"a\",\"b\",\"kind\"\n\"1\", \"2\" ,\"u\"\n3,4,v\n",
    " a , b , kind \n 1 , 2 , u \n 3,4,v\n",
  ])
  func `is read however it is written`(text: String) throws {
    let set = try read(text)
    #expect(set.featureNames == ["a", "b"] && set.classNames == ["u", "v"])
    #expect(set.features == [1, 2, 3, 4] && set.labels == [0, 1])
  }

  @Test func `may have anything in quotes`() throws {
    let set = try read("\"a,\n1\",\"kind\"\n1,\"say \"\"oh\"\"; 1\"\n2,\"#2\"\n")
    #expect(set.featureNames == ["a,\n1"])
    #expect(set.classNames == ["#2", "say \"oh\"; 1"])
  }

  @Test func `may have its class in any column, by name or by number`() throws {
    let text = "kind,a,b\nu,1,2\nv,3,4\n"
    #expect(try read(text, label: "kind") == read(text, label: "1"))
    #expect(try read(text, label: "1").featureNames == ["a", "b"])
    #expect(try read("1,5,0\n2,6,1\n", label: "2").classNames == ["5", "6"])
    // A name that is a number, and numbers in a header.
    #expect(try read("2,kind\n1,u\n4,v\n", label: "kind").featureNames == ["2"])
    #expect(try read("2,a,b\n1,5,6\n3,5,6\n", label: "2").classNames == ["1", "3"])
  }

  @Test func `has its classes in order`() throws {
    #expect(try read("1,10\n2,9\n3,-1\n").classNames == ["-1", "9", "10"])
    #expect(try read("1,b\n2,10\n3,9\n").classNames == ["10", "9", "b"])
  }

  @Test(arguments: [
    ("a,b,y\n1,,0\n", 2, "Column 'b' is empty. Missing values are not supported."),
    ("a,b,y\n1,NA,0\n", 2, "Column 'b' is 'NA'. Missing values are not supported."),
    ("1,?,0\n", 1, "Column 2 is '?'. Missing values are not supported."),
    ("a,y\n1,0\nnan,1\n", 3, "Column 'a' is 'nan'. Missing values are not supported."),
    ("a,y\n1,null\n", 2, "Column 'y' is 'null'. Missing values are not supported."),
    ("a,y\n-inf,0\n", 2, "Column 'a' must be a finite number, but is '-inf'."),
    ("a,y\n1e39,0\n", 2, "Column 'a' is too large a number: '1e39'."),
    (
      "a;y\n1,5;0\n", 2, "Column 'a' must be a number with a decimal point, but is '1,5'."
    ),
    (
      "\n#\na,y\n0x10,0\n", 4,
      "Column 'a' is a feature and must be a number, but is '0x10'. Take the column out, or "
        + "choose it as the class."
    ),
    ("a,y\n1,2,0\n", 2, "There are 3 columns, but the first row has 2."),
    ("a,y\n1\n", 2, "There is 1 column, but the first row has 2."),
    (
      "1 2 0\n", 1,
      "There is only one column. At least one feature and the class are needed, separated by "
        + "commas, semicolons or tabs."
    ),
    ("a,y\n1,\"0\n2,1\n", 2, "A quote is opened here but never closed."),
    (
      "a,y\n1,\"0\"1\n", 2,
      "After a closing quote there must be a separator or the end of the line."
    ),
    (
      "a,y\n1,\0\n", 2,
      "This is not a text file in UTF-8: it holds the byte 0. "
        + "CSV files are read, and images from IDX and PGM files."
    ),
    ("", nil, "There are no samples."),
    ("# nothing\n\n", nil, "There are no samples."),
    ("a,y\n", nil, "There are no samples below the header."),
    (
      "a,y\n1,u\n2,u\n", nil,
      "Column 'y' holds the class and is always 'u', but at least 2 classes are needed to tell "
        + "apart."
    ),
  ])
  func `is refused with the line and the reason`(text: String, line: Int?, reason: String) {
    #expect(throws: DatasetError.malformed(file: "f.csv", line: line, reason)) { try read(text) }
  }

  @Test func `is refused if the column of the class is not there`() {
    #expect(throws: malformed(nil, "There is no column 'z'. Columns: a, b, y.")) {
      try read("a,b,y\n1,2,0\n", label: "z")
    }
    #expect(
      throws: malformed(
        nil, "There is no column 'z'. The file has no header, so choose a number from 1 to 3.")
    ) {
      try read("1,2,0\n", label: "z")
    }
    #expect(throws: malformed(1, "Several columns are called 'y'. Choose a number from 1 to 3.")) {
      try read("y,b,y\n1,2,0\n", label: "y")
    }
  }

  @Test func `is refused if the class looks like a measurement`() {
    let rows = (0...1000).map { "1,\($0).5\n" }.joined()
    #expect(
      throws: malformed(
        1001,
        "Column 2 should hold the class, but has more than 1000 different values and looks like a "
          + "measurement. Choose the column of the class by its name or number.")
    ) {
      try read(rows)
    }
  }

  @Test func `with words for features is refused with the first of them`() {
    let penguins = "species,island,mass,year\nAdelie,Dream,3750,2007\nGentoo,Biscoe,NA,2008\n"
    #expect(throws: malformed(2, word("species", "Adelie"))) { try read(penguins) }
    #expect(throws: malformed(2, word("island", "Dream"))) {
      try read(penguins, label: "species")
    }
  }

  @Test func `is named in the sentence`() {
    #expect(malformed(2, "There is more.").description == "f.csv, line 2: There is more.")
  }

  @Test func `cannot speak to the terminal in a message`() {
    for control in ["\u{9B}31m", "\u{1B}[31m"] {
      #expect(throws: DatasetError.self) { try read("a,y\n1,\(control)\n2,b\n") }
    }
    let long = String(repeating: "x", count: 60)
    let shown = String(repeating: "x", count: 40) + "…"
    #expect(throws: malformed(2, word("a", shown))) { try read("a,y\n\(long),0\n") }
  }

  @Test func `is refused or read, but never a crash, whatever its bytes`() throws {
    var random = RandomSource(seed: 1)[.dataset]
    let alphabet = Array("01.e-+,;\t\n\r\"#ax \u{EF}".utf8) + [0xEF, 0xBB, 0xBF, 0xFF, 0, 0x80]
    for _ in 0..<3000 {
      let bytes = (0..<random.index(below: 40)).map { _ in
        alphabet[random.index(below: alphabet.count)]
      }
      if let set = try? Dataset(csv: bytes, file: "f.csv") {
        #expect(set.classCount > 1 && set.features.allSatisfy { $0.isFinite })
      }
    }
    let whole = try contents(of: "datasets/iris.csv").prefix(600)
    for length in 0...whole.count { _ = try? Dataset(csv: Array(whole.prefix(length)), file: "f") }
  }

  @Test func `of Latin-1 is refused where it matters`() throws {
    let umlaut: [UInt8] = [0xE4]
    let comment = Array("#".utf8) + umlaut + Array("\na,y\n1,u\n2,v\n".utf8)
    #expect(try Dataset(csv: comment, file: "f.csv").count == 2)
    #expect(throws: malformed(2, "Column 'y' is not valid UTF-8.")) {
      try Dataset(csv: Array("a,y\n1,".utf8) + umlaut, file: "f.csv")
    }
    #expect(throws: malformed(1, "The name of column 1 is not valid UTF-8.")) {
      try Dataset(csv: umlaut + Array(",y\n1,u\n".utf8), file: "f.csv")
    }
  }

  private func read(_ text: String, label: String? = nil) throws -> Dataset {
    try Dataset(csv: text, file: "f.csv", label: label)
  }

  private func word(_ column: String, _ word: String) -> String {
    "Column '\(column)' is a feature and must be a number, but is '\(word)'. Take the column out, "
      + "or choose it as the class."
  }

  private func malformed(_ line: Int?, _ reason: String) -> DatasetError {
    .malformed(file: "f.csv", line: line, reason)
  }
}

@Suite struct `A data set written as CSV` {
  @Test func `has a header and the class last`() {
    let set = Dataset(
      featureNames: ["x1", "x2"], classNames: ["0", "1"], features: [0.1, -2, 1e-7, 16_777_216],
      labels: [1, 0])
    #expect(set.csv == "x1,x2,y\n0.1,-2.0,1\n1e-07,16777216.0,0\n")
  }

  @Test func `comes back bit for bit`() throws {
    var stream = RandomSource(seed: 3)[.dataset]
    var features = (0..<4000).map { _ in Float(bitPattern: stream.next32()) }
      .filter(\.isFinite)
    features += [-0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .leastNormalMagnitude]
    let set = Dataset(
      featureNames: ["a \"b\"; c,"], classNames: [" u ", "#v", "w,\n\"x\""], features: features,
      labels: features.indices.map { Int32($0 % 3) })
    let back = try Dataset(csv: set.csv, file: "f.csv")
    #expect(back == set)
    #expect(back.features.map(\.bitPattern) == features.map(\.bitPattern))
  }

  @Test func `comes back whatever generator made it`() throws {
    var quantiles = GaussianQuantiles()
    quantiles.classes = 10
    let set = try quantiles.generate(count: 50, RandomSource(seed: 1))
    #expect(try Dataset(csv: set.csv, file: "f.csv") == set)
  }
}

@Suite struct `A decimal number` {
  @Test func `is rounded as the standard library rounds it`() {
    var stream = RandomSource(seed: 3)[.dataset]
    for _ in 0..<4000 {
      let digits = (0...stream.index(below: 20)).map { _ in String(stream.index(below: 10)) }
      let point = stream.index(below: digits.count)
      let exponent = stream.index(below: 60) - 30
      let text =
        digits[..<point].joined() + "." + digits[point...].joined() + "e\(exponent)"
      #expect(Float(decimal: ArraySlice(text.utf8)) == Float(text), "\(text)")
    }
  }

  @Test(
    arguments: [
      // Halfway between two numbers, and a little more.
      ("16777217", 16_777_216), ("16777217.0000001", 16_777_218), ("16777219", 16_777_220),
      // As a Double it is halfway, but it isn't.
      ("8.000001430511474", 0x1.000002p3),
      ("0.1", 0.1), (".5", 0.5), ("5.", 5), ("+5", 5), ("1E3", 1000), ("1e-400", 0),
      ("00000000000000000000000000000001", 1), ("1e400", Float.infinity),
    ] as [(String, Float)])
  func `is read exactly`(text: String, value: Float) {
    #expect(Float(decimal: ArraySlice(text.utf8)) == value)
  }

  @Test(arguments: ["", ".", "-", "e5", "1e", "1e+", "1.2.3", "0x10", "nan", "inf", "1 2", "1,5"])
  func `is nothing else`(text: String) {
    #expect(Float(decimal: ArraySlice(text.utf8)) == nil)
  }
}

@Suite struct `A bundled data set` {
  @Test(arguments: [
    ("iris", 4, ["setosa": 50, "versicolor": 50, "virginica": 50]),
    ("wine", 13, ["class_0": 59, "class_1": 71, "class_2": 48]),
    ("breast_cancer", 30, ["benign": 357, "malignant": 212]),
    ("penguins", 4, ["Adelie": 151, "Chinstrap": 68, "Gentoo": 123]),
    ("two_spirals", 2, ["0": 97, "1": 97]),
    (
      "digits8x8", 64,
      [
        "0": 178, "1": 182, "2": 177, "3": 183, "4": 181, "5": 182, "6": 181, "7": 179, "8": 174,
        "9": 180,
      ]
    ),
  ])
  func `has the samples that its README says`(
    name: String, featureCount: Int, classes: [String: Int]
  ) throws {
    let set = try Dataset(csv: contents(of: "datasets/\(name).csv"), file: name)
    #expect(set.featureCount == featureCount && set.classNames == classes.keys.sorted())
    for (label, name) in set.classNames.enumerated() {
      #expect(set.labels.count { $0 == label } == classes[name])
    }
  }

  @Test func `has the values of its source`() throws {
    let iris = try Dataset(csv: contents(of: "datasets/iris.csv"), file: "iris")
    #expect(iris[0] == [5.1, 3.5, 1.4, 0.2] && iris[149] == [5.9, 3, 5.1, 1.8])
    let sum = iris.features.reduce(0.0) { $0 + Double($1) }
    #expect(abs(sum - 2078.7) < 1e-3)
  }
}
