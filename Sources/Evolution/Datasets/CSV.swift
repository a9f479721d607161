extension Dataset {
  /// No generator makes and no file may hold more samples than this.
  public static let maximumCount = 1_000_000

  /// Reads comma-separated text: one sample a line, its class in one of the columns.
  ///
  /// Semicolons and tabs separate too, cells may stand in double quotes, and blank lines and
  /// lines that start with `#` are skipped. The first row is a header if it has a word where
  /// a feature belongs. Features are numbers with a decimal point; classes are any words.
  /// Classes are put in order: by value if all are numbers, else by the alphabet.
  ///
  /// Columns that are called like pixels make a set of images. Their pixels are kept as bytes,
  /// unless the first row shows that they are fractions.
  ///
  /// - Parameters:
  ///   - csv: the text; it may begin with a byte order mark.
  ///   - file: where it is from, for messages.
  ///   - label: the column with the class, by its name or its number from 1; `nil` is the only one
  ///     that is no pixel, else the last.
  /// - Throws: `malformed` with the line and the column of what is missing, is no finite
  ///   number or is out of place.
  public init(csv: String, file: String, label: String? = nil) throws(DatasetError) {
    try self.init(csv: Array(csv.utf8), file: file, label: label)
  }

  /// Reads the bytes of a file of comma-separated text in UTF-8.
  public init(csv: [UInt8], file: String, label: String? = nil) throws(DatasetError) {
    var reader = try CSVReader(csv, file: file)
    guard try reader.next() else {
      throw .malformed(file: file, line: nil, "There are no samples.")
    }
    let columns = try Columns(firstRow: reader, label: label)
    var samples = LabelledSamples(columns)
    if !columns.hasHeader { try samples.append(reader) }
    while try reader.next() {
      guard samples.labels.count < Self.maximumCount else {
        throw .malformed(
          file: file, line: reader.line, "There may be at most \(Self.maximumCount) samples.")
      }
      try samples.append(reader)
    }
    guard !samples.labels.isEmpty else {
      throw .malformed(file: file, line: nil, "There are no samples below the header.")
    }
    guard samples.classNames.count > 1 else {
      throw .malformed(
        file: file, line: nil,
        "\(columns.title(columns.label)) holds the class and is always "
          + "\(samples.classNames[0].quoted), but at least 2 classes are needed to tell apart.")
    }
    let order = samples.classOrder
    var rank = [Int32](repeating: 0, count: order.count)
    for (position, label) in order.enumerated() { rank[label] = Int32(position) }
    self.init(
      featureNames: columns.featureNames, classNames: order.map { samples.classNames[$0] },
      values: samples.values, labels: samples.labels.map { rank[Int($0)] },
      imageShape: columns.pixels?.shape)
  }
}

/// What the columns are, as the first row and the person's choice tell.
private struct Columns {
  static let maximumCount = 10_000

  let count: Int
  /// The column with the class.
  let label: Int
  let hasHeader: Bool
  /// Set where the features are the pixels of images.
  let pixels: PixelNames?
  /// The header's words or `x1`, `x2` …, with `y` for the class: [count].
  private let names: [String]

  var featureNames: [String] { names.indices.filter { $0 != label }.map { names[$0] } }

  init(firstRow row: CSVReader, label choice: String?) throws(DatasetError) {
    let cells = row.cells
    guard cells.count > 1 else {
      throw .malformed(
        file: row.file, line: row.line,
        "There is only one column. At least one feature and the class are needed, separated by "
          + "commas, semicolons or tabs.")
    }
    guard cells.count <= Self.maximumCount else {
      throw .malformed(
        file: row.file, line: row.line,
        "There are \(cells.count) columns, but there may be at most \(Self.maximumCount).")
    }
    let words = cells.map { $0.text ?? "" }
    let named = choice.flatMap { words.firstIndex(of: $0) }
    var label = PixelNames.label(among: words) ?? cells.count - 1
    var isCertain = false
    if let choice {
      let numbered = Int(choice).flatMap { (1...cells.count).contains($0) ? $0 - 1 : nil }
      // A number is a number, unless the words around it show that it is a name.
      if let named, numbered == nil || Self.isHeader(cells, label: named) {
        guard words[named...].count(where: { $0 == choice }) == 1 else {
          throw .malformed(
            file: row.file, line: row.line,
            "Several columns are called \(choice.quoted). Choose a number from 1 to "
              + "\(cells.count).")
        }
        label = named
        isCertain = Float(decimal: ArraySlice(choice.utf8)) == nil
      } else if let numbered {
        label = numbered
      } else {
        throw .malformed(file: row.file, line: nil, Self.noColumn(choice, cells, words))
      }
    }
    // A name that was given and found is in a header, even if numbers are around it.
    let hasHeader = isCertain || Self.isHeader(cells, label: label)
    if hasHeader, let column = cells.firstIndex(where: { $0.text == nil }) {
      throw .malformed(
        file: row.file, line: row.line, "The name of column \(column + 1) is not valid UTF-8.")
    }
    var names: [String] = []
    for column in cells.indices {
      let feature = "x\(column < label ? column + 1 : column)"
      let fallback = column == label ? "y" : feature
      names.append(hasHeader && !words[column].isEmpty ? words[column] : fallback)
    }
    self.count = cells.count
    self.label = label
    self.hasHeader = hasHeader
    self.names = names
    let features = names.indices.filter { $0 != label }.map { names[$0] }
    pixels = hasHeader ? PixelNames(features) : PixelNames(unnamed: features.count)
  }

  /// As messages name it: `Column 'bill_length'`, or `Column 3` where there is no header.
  func title(_ column: Int) -> String {
    hasHeader ? "Column \(names[column].quoted)" : "Column \(column + 1)"
  }

  private static func isHeader(_ cells: [CSVReader.Cell], label: Int) -> Bool {
    cells.indices.contains { column in
      column != label && Float(decimal: cells[column].bytes) == nil
        && !cells[column].isMissing && !cells[column].isInfinite
    }
  }

  private static func noColumn(
    _ choice: String, _ cells: [CSVReader.Cell], _ words: [String]
  )
    -> String
  {
    guard isHeader(cells, label: cells.count - 1) else {
      return "There is no column \(choice.quoted). The file has no header, so choose a number "
        + "from 1 to \(cells.count)."
    }
    let known = words.prefix(40).map(\.printable).joined(separator: ", ")
    return "There is no column \(choice.quoted). Columns: \(known)\(words.count > 40 ? " …" : "")."
  }
}

/// The rows read so far.
private struct LabelledSamples {
  static let maximumClassCount = 1000

  private let columns: Columns
  /// Row-major: [labels.count × featureCount].
  private(set) var values = Dataset.Values.real([])
  /// Indices into `classNames`.
  private(set) var labels: [Int32] = []
  /// In order of appearance.
  private(set) var classNames: [String] = []
  private var classes: [String: Int32] = [:]

  init(_ columns: Columns) {
    self.columns = columns
  }

  mutating func append(_ row: CSVReader) throws(DatasetError) {
    guard row.cells.count == columns.count else {
      throw .malformed(
        file: row.file, line: row.line,
        "There \(row.cells.count == 1 ? "is" : "are") \(row.cells.count) "
          + "\(row.cells.count == 1 ? "column" : "columns"), but the first row has "
          + "\(columns.count).")
    }
    // The first row tells.
    if labels.isEmpty, columns.pixels?.areBytes == true, hasWholeNumbers(row) {
      values = .bytes([])
    }
    try append(labelOf: row.cells[columns.label], row)
    switch values {
    case .real(var numbers):
      values = .real([])
      try appendNumbers(of: row, to: &numbers)
      values = .real(numbers)
    case .bytes(var bytes):
      values = .bytes([])
      try appendPixels(of: row, to: &bytes)
      values = .bytes(bytes)
    }
  }

  private func hasWholeNumbers(_ row: CSVReader) -> Bool {
    row.cells.indices.allSatisfy { column in
      let value = Float(decimal: row.cells[column].bytes)
      return column == columns.label || value == value?.rounded(.down)
    }
  }

  private func appendNumbers(
    of row: CSVReader, to numbers: inout [Float]
  ) throws(DatasetError) {
    for column in row.cells.indices where column != columns.label {
      guard let value = Float(decimal: row.cells[column].bytes), value.isFinite else {
        throw complaint(column, row)
      }
      numbers.append(value)
    }
  }

  private func appendPixels(of row: CSVReader, to bytes: inout [UInt8]) throws(DatasetError) {
    for column in row.cells.indices where column != columns.label {
      guard let value = Float(decimal: row.cells[column].bytes), value.isFinite else {
        throw complaint(column, row)
      }
      guard let byte = UInt8(exactly: value) else {
        throw .malformed(
          file: row.file, line: row.line,
          "\(columns.title(column)) is a pixel and must be a whole number from 0 to 255, but is "
            + "\(String(decoding: row.cells[column].bytes, as: UTF8.self).quoted).")
      }
      bytes.append(byte)
    }
  }

  private func complaint(_ column: Int, _ row: CSVReader) -> DatasetError {
    .malformed(
      file: row.file, line: row.line,
      row.cells[column].complaint(title: columns.title(column)))
  }

  private mutating func append(
    labelOf cell: CSVReader.Cell, _ row: CSVReader
  )
    throws(DatasetError)
  {
    let name = cell.text
    if let name, let label = classes[name] {
      labels.append(label)
      return
    }
    let title = columns.title(columns.label)
    guard !cell.isMissing else {
      throw .malformed(file: row.file, line: row.line, cell.complaint(title: title))
    }
    guard let name else {
      throw .malformed(file: row.file, line: row.line, "\(title) is not valid UTF-8.")
    }
    guard classNames.count < Self.maximumClassCount else {
      throw .malformed(
        file: row.file, line: row.line,
        "\(title) should hold the class, but has more than \(Self.maximumClassCount) different "
          + "values and looks like a measurement. Choose the column of the class by its name or "
          + "number.")
    }
    let label = Int32(classNames.count)
    classes[name] = label
    classNames.append(name)
    labels.append(label)
  }

  /// Indices into `classNames`: by value if all are numbers, else by the alphabet.
  var classOrder: [Int] {
    let values = classNames.compactMap { Float(decimal: ArraySlice($0.utf8)) }
    guard values.count == classNames.count else {
      return classNames.indices.sorted { classNames[$0] < classNames[$1] }
    }
    return classNames.indices.sorted { (values[$0], classNames[$0]) < (values[$1], classNames[$1]) }
  }
}

extension CSVReader.Cell {
  var isMissing: Bool {
    guard bytes.count <= 4 else { return false }
    return ["", "?", "na", "n/a", "nan", "null"].contains(lowercase)
  }

  var isInfinite: Bool {
    guard bytes.count <= 9 else { return false }
    let word = lowercase.drop { $0 == "-" || $0 == "+" }
    return word == "inf" || word == "infinity"
  }

  private var lowercase: String { String(decoding: bytes, as: UTF8.self).lowercased() }

  /// Why this is no number.
  func complaint(title: String) -> String {
    let shown = String(decoding: bytes, as: UTF8.self).quoted
    if bytes.isEmpty { return "\(title) is empty. Missing values are not supported." }
    if isMissing { return "\(title) is \(shown). Missing values are not supported." }
    if isInfinite { return "\(title) must be a finite number, but is \(shown)." }
    if Float(decimal: bytes) != nil { return "\(title) is too large a number: \(shown)." }
    if Float(decimal: ArraySlice(bytes.map { $0 == UInt8(ascii: ",") ? 0x2E : $0 })) != nil {
      return "\(title) must be a number with a decimal point, but is \(shown)."
    }
    return "\(title) is a feature and must be a number, but is \(shown). Take the column out, or "
      + "choose it as the class."
  }
}

extension String {
  /// Short enough for a message, with nothing in it that a terminal obeys.
  var printable: String {
    var text = ""
    for scalar in unicodeScalars.prefix(40) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        text += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return unicodeScalars.count > 40 ? text + "…" : text
  }

  var quoted: String { "'\(printable)'" }
}
