import Evolution
import Laboratory

/// What stands behind the name of a command.
enum Arguments {
  static func one(_ words: [String], _ what: String) throws(CommandError) -> String {
    guard let word = words.first else { throw CommandError("Say which: \(what) is missing.") }
    guard words.count == 1 else { throw CommandError("Only one word is expected: \(what).") }
    return word
  }

  static func count(_ word: String, _ range: ClosedRange<Int>) throws(CommandError) -> Int {
    guard let count = Int(word), range.contains(count) else {
      throw CommandError(
        "A whole number from \(range.lowerBound) to \(range.upperBound) is expected, "
          + "but this is '\(word)'.")
    }
    return count
  }

  static func names(_ model: Model) -> [String] { model.controls.map(\.name) }

  static func control(_ name: String, in model: Model) throws(CommandError) -> Control {
    if let control = model.controls.first(where: { $0.name == name }) { return control }
    let matches = model.controls.filter { $0.name.hasPrefix(name) }
    guard matches.count == 1 else {
      throw .unknown("setting", name, known: model.controls.map(\.name))
    }
    return matches[0]
  }

  /// Settings as they are typed: `NAME VALUE NAME=VALUE …`.
  static func read(_ words: [String], in model: Model) throws(CommandError) -> [Command] {
    var commands: [Command] = []
    for (name, text) in try pairs(words) {
      let control = try control(name, in: model)
      commands.append(try command(control.description, text))
    }
    guard !commands.isEmpty else { throw CommandError("Name a setting: :set mutation-rate .12") }
    return commands
  }

  private static func command(
    _ description: ParameterDescription, _ text: String
  ) throws(CommandError) -> Command {
    do throws(ParameterError) {
      return .set(description.name, try description.parse(description.completed(text)))
    } catch {
      guard case .noSuchChoice(_, let word, let known) = error else {
        throw CommandError(error.description)
      }
      throw .unknown(description.name, word, known: known)
    }
  }

  private static func pairs(_ words: [String]) throws(CommandError) -> [(String, String)] {
    var pairs: [(String, String)] = []
    var name: String?
    for word in words {
      if let waiting = name {
        // `noise = .2` is as good as `noise=.2`.
        if word == "=" { continue }
        pairs.append((waiting, word.hasPrefix("=") ? String(word.dropFirst()) : word))
        name = nil
      } else if let place = word.firstIndex(of: "="), place > word.startIndex {
        let value = String(word[word.index(after: place)...])
        if value.isEmpty {
          name = String(word[..<place])
        } else {
          pairs.append((String(word[..<place]), value))
        }
      } else {
        name = word
      }
    }
    if let name { throw CommandError("\(name) needs a value.") }
    return pairs
  }

  /// The data, or with a function the problem, as they are typed: `NAME KEY=VALUE …`.
  static func readData(_ words: [String], in model: Model) throws(CommandError) -> [Command] {
    let subject = model.snapshot.experiment.usesData ? "data" : "problem"
    guard let choice = model.controls.first(where: { $0.name == subject }) else {
      throw CommandError("The data of this run cannot be changed.")
    }
    var words = words
    var commands: [Command] = []
    var name = choice.target.description
    if let first = words.first, !first.contains("=") {
      if let advice = otherStart(first, usesData: subject == "data") { throw CommandError(advice) }
      commands.append(try command(choice.description, words.removeFirst()))
      name = commands[0].value.description
    }
    guard !words.isEmpty || !commands.isEmpty else {
      throw CommandError("Name a data set: :data moons noise=.2")
    }
    let known = parameters(of: name, in: model)
    for (key, text) in try pairs(words) {
      guard let description = known.first(where: { $0.name == key }) else {
        let keys = known.map(\.name)
        let hint = Spelling.hint(for: key, in: keys)
        throw CommandError(
          "'\(name)' has no setting '\(key)'."
            + (hint.isEmpty ? " It has: \(keys.joined(separator: ", "))." : hint))
      }
      commands.append(try command(description, text))
    }
    return commands
  }

  /// How to begin with what this lab cannot go over to.
  private static func otherStart(_ name: String, usesData: Bool) -> String? {
    if usesData, case .function? = Catalog.problem(name) {
      return "This lab learns data; to minimise a function, start evolab --problem \(name)."
    }
    guard !usesData, Catalog.dataset(name) != nil else { return nil }
    return "This lab minimises a function; to learn data, start evolab --data \(name)."
  }

  /// What can be set of a data set or function, and of how its samples are drawn.
  static func parameters(of name: String, in model: Model) -> [ParameterDescription] {
    let shared = model.controls.map(\.description).filter {
      ["samples", "data-seed", "fitness"].contains($0.name)
    }
    let own =
      Catalog.dataset(name)?.parameterDescriptions
      ?? Catalog.problem(name)?.parameterDescriptions ?? []
    return own + shared
  }

  static func settings(_ model: Model, _ words: [String], _ last: String) -> [String] {
    if let place = last.firstIndex(of: "=") {
      let name = String(last[..<place])
      return values(model.controls.first { $0.name == name }?.description).map { "\(name)=\($0)" }
    }
    // A name that still waits for its value.
    let isValue = (try? pairs(words)) == nil
    guard isValue, let name = words.last else { return names(model) }
    return values(model.controls.first { $0.name == name }?.description)
  }

  static func data(_ model: Model, _ words: [String], _ last: String) -> [String] {
    let subject = model.snapshot.experiment.usesData ? "data" : "problem"
    guard let name = words.first else {
      return values(model.controls.first { $0.name == subject }?.description)
    }
    return parameters(of: name, in: model).map { "\($0.name)=" }
  }

  /// The words that a choice has.
  private static func values(_ description: ParameterDescription?) -> [String] {
    if case .choice(let words)? = description?.kind { words } else { [] }
  }

  /// What is typed already, `ga,de,`, with every algorithm that is not named yet.
  static func racers(_ last: String) -> [String] {
    let stem = last.lastIndex(of: ",").map { String(last[...$0]) } ?? ""
    let named = Set(stem.split(separator: ",").map(String.init))
    return Catalog.algorithms.map(\.name).filter { !named.contains($0) }.map { stem + $0 }
  }
}

extension Control {
  /// What it is, was meant to be, and can be.
  var report: String {
    let wanted = pending.map { " → \(Format.short($0))" } ?? ""
    return "\(name) is \(Format.short(value))\(wanted) \(description.hint), "
      + "default \(Format.short(description.defaultValue)). \(description.help)"
  }
}
