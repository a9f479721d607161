extension NewSamples {
  /// Reads comma-separated text with the features of a data set: one sample a line.
  ///
  /// Where the first row has the names of all features, columns are found by name, in any order.
  /// Otherwise the features are all columns in their order, with the class in one more or in none.
  /// A class that is left empty or `?` is not known.
  ///
  /// - Parameters:
  ///   - file: where it is from, for messages.
  ///   - dataset: what the network has learnt.
  ///   - label: which column holds the class, by its name or its number from 1.
  /// - Throws: `malformed` with the line and the column of what is missing, is no finite number, is
  ///   none of the classes or is out of place.
  public init(
    csv: [UInt8], file: String, like dataset: Dataset, label: LabelColumn = .automatic
  ) throws(DatasetError) {
    var reader = try CSVReader(csv, file: file)
    guard try reader.next() else {
      throw .malformed(file: file, line: nil, "There are no samples.")
    }
    let columns = try Columns(firstRow: reader, dataset, label)
    var features: [Float] = []
    var labels: [Int?] = []
    var hasRow = true
    if columns.hasHeader { hasRow = try reader.next() }
    while hasRow {
      guard labels.count < Dataset.maximumCount else {
        throw .malformed(
          file: file, line: reader.line,
          "There may be at most \(Dataset.maximumCount) samples.")
      }
      try columns.read(reader, dataset, &features, &labels)
      hasRow = try reader.next()
    }
    guard !labels.isEmpty else {
      throw .malformed(file: file, line: nil, "There are no samples below the header.")
    }
    self.init(values: .real(features), labels: labels)
  }

  /// Where the class of new samples stands.
  public enum LabelColumn: Equatable, Sendable {
    /// The only column that is no feature, or the last one.
    case automatic
    case none
    /// Its name or its number from 1.
    case named(String)
  }
}

/// Which column of a file is which feature, and which is the class.
private struct Columns {
  let count: Int
  let hasHeader: Bool
  /// Of each feature: [featureCount].
  private let features: [Int]
  private let label: Int?
  /// As messages name the columns: [count].
  private let titles: [String]

  init(
    firstRow row: CSVReader, _ dataset: Dataset, _ choice: NewSamples.LabelColumn
  ) throws(DatasetError) {
    let words = row.cells.map { $0.text ?? "" }
    count = words.count
    let places = dataset.featureNames.map { words.firstIndex(of: $0) }
    let found = places.compactMap(\.self)
    if found.count == dataset.featureCount {
      hasHeader = true
      features = found
      titles = words.map { "Column \($0.quoted)" }
      label = try Self.label(choice, words, others: Set(words.indices).subtracting(found), row)
      return
    }
    titles = (1...words.count).map { "Column \($0)" }
    hasHeader =
      !found.isEmpty
      || row.cells.dropLast().contains {
        Float(decimal: $0.bytes) == nil && !$0.isMissing && !$0.isInfinite
      }
    if !found.isEmpty, let missing = places.firstIndex(of: nil) {
      throw .malformed(
        file: row.file, line: row.line,
        "There is no column \(dataset.featureNames[missing].quoted), which the network needs.")
    }
    let extra = words.count - dataset.featureCount
    guard extra == 0 || extra == 1 && choice != .none else {
      let more = choice == .none ? "" : ", with or without one more for the class"
      throw .malformed(
        file: row.file, line: row.line,
        "There \(words.count == 1 ? "is 1 column" : "are \(words.count) columns"), but the network "
          + "takes \(dataset.featureCount) features\(more).")
    }
    let own =
      extra == 0 && choice == .automatic
      ? nil : try Self.label(choice, words, others: Set(words.indices), row)
    guard extra == 1 || own == nil else {
      throw .malformed(
        file: row.file, line: row.line,
        "There are \(words.count) columns, which are all features: none is left for the class.")
    }
    label = own
    features = words.indices.filter { $0 != own }
  }

  /// - Parameter others: The columns that are no features.
  private static func label(
    _ choice: NewSamples.LabelColumn, _ words: [String], others: Set<Int>, _ row: CSVReader
  ) throws(DatasetError) -> Int? {
    switch choice {
    case .none: return nil
    case .automatic:
      if others.count == 1 { return others.first }
      return others.contains(words.count - 1) ? words.count - 1 : nil
    case .named(let name):
      let number = Int(name).flatMap { (1...words.count).contains($0) ? $0 - 1 : nil }
      guard let column = words.firstIndex(of: name) ?? number else {
        throw .malformed(
          file: row.file, line: row.line,
          "There is no column \(name.quoted). Give a name of the header or a number from 1 to "
            + "\(words.count).")
      }
      guard others.contains(column) else {
        throw .malformed(
          file: row.file, line: row.line,
          "Column \(words[column].quoted) is a feature, and cannot hold the class too.")
      }
      return column
    }
  }

  /// Adds one row to what was read.
  func read(
    _ row: CSVReader, _ dataset: Dataset, _ features: inout [Float], _ labels: inout [Int?]
  ) throws(DatasetError) {
    guard row.cells.count == count else {
      throw .malformed(
        file: row.file, line: row.line,
        "There \(row.cells.count == 1 ? "is 1 column" : "are \(row.cells.count) columns"), but the "
          + "first row has \(count).")
    }
    for column in self.features {
      let cell = row.cells[column]
      guard let value = Float(decimal: cell.bytes), value.isFinite else {
        throw .malformed(
          file: row.file, line: row.line, cell.complaint(title: titles[column]))
      }
      features.append(value)
    }
    guard let label, !row.cells[label].isMissing else { return labels.append(nil) }
    let name = row.cells[label].text ?? ""
    guard let place = dataset.classNames.firstIndex(of: name) else {
      throw .malformed(
        file: row.file, line: row.line,
        "\(titles[label]) should hold the class, but is \(name.quoted). "
          + dataset.knownClasses
          + " Choose the column with --label, or none with --no-label.")
    }
    labels.append(place)
  }
}
