import ArgumentParser
import Evolution
import FoundationEssentials
import Laboratory

/// `evolab catalog`: what can be chosen, with parameters and ranges.
struct CatalogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog", abstract: "List what can be chosen, with parameters and ranges.")

  @Argument(help: "One entry: a data set or an algorithm.", completion: .list(entryNames))
  var name: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  private static var entryNames: [String] { entries.map(\.name) }

  func run() throws {
    var entries = Self.entries
    if let name {
      entries = entries.filter { $0.name == name }
      guard !entries.isEmpty else {
        throw ValidationError(
          "There is no entry '\(name)'. Known: \(Self.entryNames.joined(separator: ", ")).")
      }
    }
    print(json ? Self.json(entries) : entries.map(\.text).joined(separator: "\n\n"))
  }

  struct Entry: Encodable {
    let kind: String
    let name: String
    let summary: String
    let parameters: [Row]

    var text: String {
      var lines = ["\(name) (\(kind)): \(summary)"]
      let width = parameters.map(\.name.count).max() ?? 0
      for row in parameters {
        let padding = String(repeating: " ", count: width - row.name.count)
        lines.append("  \(row.name)\(padding)  \(row.values); default \(row.default). \(row.help)")
      }
      return lines.joined(separator: "\n")
    }
  }

  struct Row: Encodable {
    let name: String
    /// In words: `0 to 1`.
    let values: String
    let minimum: Double?
    let maximum: Double?
    let choices: [String]?
    let `default`: ParameterValue
    let help: String

    init(_ description: ParameterDescription) {
      name = description.name
      values = description.rangeText
      minimum = description.range?.lowerBound
      maximum = description.range?.upperBound
      choices = if case .choice(let words) = description.kind { words } else { nil }
      `default` = description.defaultValue
      help = description.help
    }
  }

  static var entries: [Entry] {
    Catalog.datasets.map { name, type in
      Entry(
        kind: "data set", name: name, summary: type.summary,
        parameters: type.parameterDescriptions.map(Row.init))
    }
      + DataFiles.bundled.map {
        Entry(
          kind: "bundled data set", name: $0, summary: "See datasets/README.md.", parameters: [])
      }
      + Catalog.algorithms.map { name, type in
        Entry(
          kind: "algorithm", name: name, summary: type.title,
          parameters: type.parameterDescriptions.map(Row.init))
      }
      + Catalog.problems.map {
        Entry(kind: "problem", name: $0.name, summary: $0.summary, parameters: [])
      }
  }

  private static func json(_ entries: [Entry]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(["entries": entries])).map { String(decoding: $0, as: UTF8.self) }
      ?? "{}"
  }
}
