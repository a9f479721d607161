import ArgumentParser
import Evolution
import Laboratory
import TOMLKit

/// An experiment as a TOML file: a flat table with the names of the flags.
///
///     data = "moons"
///     noise = 0.2
///     hidden = [16, 8]
///     mutation-rate = 0.3
enum ExperimentFile {
  static func read(_ path: String) throws -> Experiment {
    let text = try read(text: path)
    try refuseTables(text, path)
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw ValidationError(
        "\(path), line \(error.source.begin.line): this is not TOML: \(error.description)")
    }
    var experiment = Experiment()
    for (name, value) in table {
      do {
        try experiment.set(name, text: try Self.text(of: value, name))
      } catch {
        throw ValidationError("\(path): \(error)")
      }
    }
    return experiment
  }

  /// An experiment as such a file, with all that is set in it.
  static func text(of experiment: Experiment) -> String {
    experiment.table.map { name, value in
      switch value {
      case .number: "\(name) = \(value)\n"
      case .choice(let word): "\(name) = \(TOMLTable.quoted(word))\n"
      }
    }.joined()
  }

  /// An experiment is a flat table, and the parser ends the program where many brackets or dots
  /// come together: `[[[`, or a key of a hundred thousand parts.
  private static func refuseTables(_ text: String, _ path: String) throws {
    guard text.utf8.count <= 1 << 16 else {
      throw ValidationError("\(path) is too large for an experiment file: more than 64 kB.")
    }
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.drop(while: \.isWhitespace).first == "[" {
        throw ValidationError(
          "\(path), line \(index + 1): an experiment file has no tables; write name = value.")
      }
      if line.utf8.count(where: { $0 == UInt8(ascii: ".") }) > 100 {
        throw ValidationError("\(path), line \(index + 1): this is not a setting.")
      }
    }
  }

  private static func read(text path: String) throws -> String {
    let bytes: [UInt8]
    do throws(File.Failure) {
      bytes = try File(path, .read).readAll()
    } catch {
      throw ValidationError(
        File.exists(path)
          ? "Cannot read \(path): \(error.reason)."
          : "There is no command and no experiment file '\(path)'. See 'evolab --help'.")
    }
    guard !bytes.starts(with: Array("{\"k\":\"".utf8)) else {
      throw ValidationError(
        "This is a recording: evolab resume --lab \(path) goes on with it in the lab, replay --play "
          + "shows it.")
    }
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw ValidationError("\(path) is not a text file in UTF-8.")
    }
    return text
  }

  private static func text(of value: any TOMLValueConvertible, _ name: String) throws -> String {
    let value = value.tomlValue
    if let text = value.string { return text }
    if let number = value.int { return "\(number)" }
    if let number = value.double { return "\(number)" }
    if let numbers = value.array {
      let sizes = numbers.compactMap { $0.int }
      if name == "hidden", sizes.count == numbers.count {
        return Experiment.text(ofHidden: sizes)
      }
    }
    throw ValidationError(
      "'\(name)' must be a number or a word"
        + (name == "hidden" ? ", or whole numbers in brackets such as [16, 8]." : "."))
  }
}

extension TOMLTable {
  /// A basic string: quotes, backslashes and control characters are escaped.
  fileprivate static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
