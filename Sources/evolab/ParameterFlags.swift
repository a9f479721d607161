import ArgumentParser
import Evolution

/// One flag for every parameter of every data set, function and algorithm: `--mutation-rate 0.1`.
///
/// ArgumentParser finds a type's flags by reflection, so a mirror made from the catalog
/// declares them all. A name that several of them share is one flag, for whichever is chosen.
struct ParameterFlags: ParsableArguments, CustomReflectable {
  private(set) var values: [(name: String, text: String)] = []

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: FlagName.self)
    for (description, _) in Self.flags {
      let name = description.name
      let text = try container.decode(Option<String?>.self, forKey: FlagName(stringValue: name))
      if let text = text.wrappedValue { values.append((name, text)) }
    }
  }

  var customMirror: Mirror {
    Mirror(
      self,
      children: Self.flags.map { description, help in
        let help = ArgumentHelp(help, valueName: description.range == nil ? "word" : "number")
        let words: [String] = if case .choice(let words) = description.kind { words } else { [] }
        let flag = Option<String?>(
          name: .customLong(description.name), parsing: .unconditional, help: help,
          completion: words.isEmpty ? nil : .list(words))
        return ("_" + description.name, flag as Any)
      })
  }

  /// Every parameter of the catalog once, in its order, with its help.
  ///
  /// Made once: ArgumentParser asks for the mirror again and again.
  private static let flags: [(description: ParameterDescription, help: String)] = {
    let all = Self.all
    var known: Set<String> = []
    return all.filter { known.insert($0.name).inserted }.map { ($0, help($0, among: all)) }
  }()

  private static var all: [ParameterDescription] {
    Catalog.datasets.flatMap { $0.type.parameterDescriptions }
      + Catalog.problems.flatMap { $0.kind.parameterDescriptions }
      + Catalog.algorithms.flatMap { $0.type.parameterDescriptions }
  }

  /// What it means; and its values, where all who have a parameter of this name agree on them.
  private static func help(
    _ description: ParameterDescription, among all: [ParameterDescription]
  ) -> String {
    let namesakes = all.filter { $0.name == description.name }
    guard namesakes.allSatisfy({ $0 == description }) else {
      return "\(description.help) Values differ: see `evolab catalog`."
    }
    return "\(description.help) \(description.rangeText), default \(description.defaultValue)."
  }
}

private struct FlagName: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension ParameterDescription {
  /// What values are possible, as people write it: `0 to 1`, `tournament or roulette`.
  var rangeText: String {
    switch kind {
    case .choice(let words): "One of " + words.joined(separator: ", ")
    case .real(let range, _):
      "\(ParameterValue.number(range.lowerBound)) to \(ParameterValue.number(range.upperBound))"
    case .integer(let range, _): "\(range.lowerBound) to \(range.upperBound)"
    }
  }
}
