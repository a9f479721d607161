import Evolution
import Laboratory

/// A command that can be typed after `:`.
public struct LineCommand: Sendable {
  typealias Action = @Sendable (inout Model, [String]) throws(CommandError) -> [Effect]

  public let name: String
  /// As help shows what follows the name: `NAME VALUE …`; empty for nothing.
  public let arguments: String
  public let sentence: String
  /// Whether it means anything while a race is on.
  let worksInRace: Bool
  /// What the word after some others can be.
  private(set) var complete: @Sendable (Model, [String], String) -> [String] = { _, _, _ in [] }
  let action: Action

  init(
    _ name: String, _ arguments: String = "", _ sentence: String, inRace worksInRace: Bool = false,
    action: @escaping Action
  ) {
    self.name = name
    self.arguments = arguments
    self.sentence = sentence
    self.worksInRace = worksInRace
    self.action = action
  }

  /// The same command, with what its arguments can be.
  func completed(
    by complete: @escaping @Sendable (Model, [String], String) -> [String]
  ) -> LineCommand {
    var command = self
    command.complete = complete
    return command
  }

  /// As it is typed: `:set NAME VALUE …`.
  public var usage: String { ":\(name)" + (arguments.isEmpty ? "" : " \(arguments)") }
}

/// Why a command was not carried out, in a sentence.
public struct CommandError: Error, Equatable, CustomStringConvertible {
  public let description: String

  init(_ description: String) {
    self.description = description
  }

  /// There is no such thing; perhaps another was meant.
  static func unknown(_ what: String, _ word: String, known: [String]) -> CommandError {
    let hint = Spelling.hint(for: word, in: known)
    let list = hint.isEmpty && known.count <= 12 ? " Known: \(known.joined(separator: ", "))." : ""
    return CommandError("There is no \(what) '\(word)'.\(hint)\(list)")
  }
}

extension LineCommands {
  /// Carries out a line as it was typed, without the colon.
  static func run(_ text: String, in model: inout Model) throws(CommandError) -> [Effect] {
    let line = text.hasPrefix(":") ? String(text.dropFirst()) : text
    var words = line.split(separator: " ").map(String.init)
    guard !words.isEmpty else { return [] }
    let command = try command(named: words.removeFirst())
    guard !model.isRacing || command.worksInRace else {
      throw CommandError(":\(command.name) is not possible in a race. R goes back to the run.")
    }
    return try command.action(&model, words)
  }

  /// A command by its name, or by a beginning that only it has.
  static func command(named name: String) throws(CommandError) -> LineCommand {
    if let exact = table.first(where: { $0.name == name }) { return exact }
    let matches = table.filter { $0.name.hasPrefix(name.lowercased()) }
    if matches.count == 1 { return matches[0] }
    if matches.count > 1 {
      let names = matches.map { ":\($0.name)" }.joined(separator: ", ")
      throw CommandError("':\(name)' may be any of \(names).")
    }
    let hint = Spelling.hint(for: name, in: table.map(\.name))
    throw CommandError(
      "There is no command ':\(name)'." + (hint.isEmpty ? " :help lists all." : hint))
  }

  /// - Parameters:
  ///   - words: All whole words so far.
  ///   - last: The word that is being typed.
  static func candidates(after words: [String], _ last: String, in model: Model) -> [String] {
    guard let first = words.first else { return table.map(\.name) }
    guard let command = try? command(named: first) else { return [] }
    return command.complete(model, Array(words.dropFirst()), last)
  }

  /// The command whose arguments are being typed.
  static func present(_ text: String) -> LineCommand? {
    text.split(separator: " ").first.flatMap { try? command(named: String($0)) }
  }
}
