extension Dataset {
  /// The samples as comma-separated text: a header, then one line each, the class last.
  ///
  /// Numbers are as short as they can be without losing a bit. What `Dataset(csv:file:label:)`
  /// has read or a generator has made comes back the same, if all its classes have samples.
  public var csv: String {
    var text = ""
    // Roughly a dozen bytes a number: one allocation instead of twenty.
    text.reserveCapacity(12 * (values.count + labels.count))
    writeCSV { text += $0 }
    return text
  }

  /// Writes the same piece by piece: a large set is never text as a whole.
  ///
  /// - Parameter samples: Indices of those that are written; `nil` for all.
  public func writeCSV(of samples: [Int]? = nil, to write: (String) -> Void) {
    let header = featureNames.map(\.csvCell) + [featureNames.contains("y") ? "class" : "y"]
    var text = header.joined(separator: ",") + "\n"
    let byteCells = (0...255).map { "\($0)," }
    let classCells = classNames.map(\.csvCell)
    for sample in samples ?? Array(0..<count) {
      switch values {
      case .real(let numbers):
        for value in numbers[sample * featureCount..<(sample + 1) * featureCount] {
          text += value.description
          text += ","
        }
      case .bytes(let bytes):
        for byte in bytes[sample * featureCount..<(sample + 1) * featureCount] {
          text += byteCells[Int(byte)]
        }
      }
      text += classCells[Int(labels[sample])]
      text += "\n"
      if text.utf8.count > 1 << 16 {
        write(text)
        text.removeAll(keepingCapacity: true)
      }
    }
    write(text)
  }
}

extension String {
  /// A cell of a CSV file: in quotes where it would be cut, trimmed or skipped without.
  public var csvCell: String {
    let space = UInt8(ascii: " ")
    let isPlain =
      !isEmpty && utf8.first != UInt8(ascii: "#") && utf8.first != space && utf8.last != space
      && !utf8.contains { ",;\"\t\r\n".utf8.contains($0) }
    if isPlain { return self }
    return "\"" + split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
