extension Dataset {
  /// The samples as comma-separated text: a header, then one line each, the class last.
  ///
  /// Numbers are as short as they can be without losing a bit. What `Dataset(csv:file:label:)`
  /// has read or a generator has made comes back the same, if all its classes have samples.
  public var csv: String {
    // Roughly a dozen bytes a number: one allocation instead of twenty.
    var text = ""
    text.reserveCapacity(12 * (features.count + labels.count))
    for name in featureNames {
      text += name.csvCell
      text += ","
    }
    text += featureNames.contains("y") ? "class\n" : "y\n"
    let classCells = classNames.map(\.csvCell)
    for sample in 0..<count {
      for value in self[sample] {
        text += value.description
        text += ","
      }
      text += classCells[Int(labels[sample])]
      text += "\n"
    }
    return text
  }
}

extension String {
  /// In quotes where it would be cut, trimmed or skipped without.
  fileprivate var csvCell: String {
    let space = UInt8(ascii: " ")
    let isPlain =
      !isEmpty && utf8.first != UInt8(ascii: "#") && utf8.first != space && utf8.last != space
      && !utf8.contains { ",;\"\t\r\n".utf8.contains($0) }
    if isPlain { return self }
    return "\"" + split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
