import Evolution
import Laboratory

extension Model {
  /// Text that is being typed, what it is for, and why it was not accepted.
  public struct Typing: Equatable, Sendable {
    public enum Purpose: Equatable, Sendable {
      /// A value of the selected control, or of what a sheet has selected.
      case value
      /// A command, after `:`.
      case command
      /// Which entries the hall of fame shows, after `/`.
      case filter
    }

    public var purpose = Purpose.value
    public var field = TextField()
    public var error: String?
    /// What the word at the cursor can become, while tab goes through it.
    var completion: Completion?
    /// The command of the past that is shown, counted back from the newest.
    var recalled: Int?
    /// What was typed before the past was called up.
    var draft = ""

    public var text: String { field.text }
  }

  mutating func startTyping(_ purpose: Typing.Purpose) {
    typing = Typing(purpose: purpose)
    switch purpose {
    case .value: break
    case .command: held = nil
    case .filter:
      focus = .hallOfFame
      hall.opened = nil
      typing?.field.replace(with: hall.filter)
    }
  }

  /// A key while something is being typed; `nil` for keys that mean the same then.
  mutating func type(_ key: Key) -> [Effect]? {
    switch key {
    case .escape: return leaveTyping()
    case .enter: return enter()
    case .control("c"), .control("l"), .control("z"), .function(10): return nil
    case .tab where typing?.purpose == .command: complete(by: 1)
    case .backTab where typing?.purpose == .command: complete(by: -1)
    case .up where typing?.purpose == .command: recall(by: 1)
    case .down where typing?.purpose == .command: recall(by: -1)
    case .backspace where typing?.purpose == .command && typing?.text.isEmpty == true: typing = nil
    default:
      if typing?.field.press(key) == true { isEdited() }
    }
    return []
  }

  mutating func paste(_ text: String) {
    guard typing != nil else { return }
    typing?.field.insert(text)
    isEdited()
  }

  private mutating func isEdited() {
    typing?.error = nil
    typing?.completion = nil
    typing?.recalled = nil
    if typing?.purpose == .filter { filterHall(typing?.text ?? "") }
  }

  private mutating func leaveTyping() -> [Effect] {
    if typing?.purpose == .filter { filterHall("") }
    typing = nil
    return []
  }

  private mutating func enter() -> [Effect] {
    guard let typing else { return [] }
    let text = typing.text.trimmed
    guard !text.isEmpty else {
      self.typing = nil
      return []
    }
    switch typing.purpose {
    case .value: return enterValue(text)
    case .filter:
      self.typing = nil
      if let complaint = HallFilter.complaint(about: text) { tell(complaint) }
      return []
    case .command: return enterCommand(text)
    }
  }

  private mutating func enterValue(_ text: String) -> [Effect] {
    do {
      let effects = try setTyped(text)
      typing = nil
      return effects
    } catch {
      typing?.error = "\(error)"
      return []
    }
  }

  private mutating func setTyped(_ text: String) throws -> [Effect] {
    if case .pauses? = sheet { return try setPauseRule(typed: text) }
    guard let control else { return [] }
    held = nil
    let value = try control.description.parse(control.description.completed(text))
    return set([.set(control.name, value)])
  }

  private mutating func enterCommand(_ text: String) -> [Effect] {
    remember(command: text)
    do throws(CommandError) {
      // The line is left first: a command may open another.
      let before = typing
      typing = nil
      do throws(CommandError) {
        return try LineCommands.run(text, in: &self)
      } catch {
        typing = before
        throw error
      }
    } catch {
      typing?.error = error.description
      typing?.completion = nil
      return []
    }
  }

  private mutating func remember(command: String) {
    if commandHistory.last != command { commandHistory.append(command) }
    if commandHistory.count > 100 { commandHistory.removeFirst() }
  }

  private mutating func recall(by steps: Int) {
    guard var typing else { return }
    if typing.recalled == nil { typing.draft = typing.text }
    let place = (typing.recalled ?? -1) + steps
    guard place < commandHistory.count else { return }
    if place < 0 {
      typing.recalled = nil
      typing.field.replace(with: typing.draft)
    } else {
      typing.recalled = place
      typing.field.replace(with: commandHistory[commandHistory.count - 1 - place])
    }
    typing.error = nil
    typing.completion = nil
    self.typing = typing
  }

  private mutating func complete(by steps: Int) {
    guard var typing else { return }
    typing.error = nil
    if typing.text.isEmpty {
      // What is typed most.
      typing.field.replace(with: "set ")
      self.typing = typing
      return
    }
    if typing.completion == nil { typing.completion = Completion(typing.text, in: self) }
    guard var completion = typing.completion else { return }
    let text = completion.next(by: steps)
    typing.field.replace(with: text)
    typing.completion = completion.candidates.count > 1 ? completion : nil
    self.typing = typing
  }
}

extension String {
  /// Without blanks at either end.
  var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension ParameterDescription {
  /// What a person may mean: the only word that begins so, or a number with a comma.
  func completed(_ text: String) -> String {
    switch kind {
    case .choice(let words):
      let matches = words.filter { $0.hasPrefix(text.lowercased()) }
      guard !words.contains(text), matches.count == 1 else { return text }
      return matches[0]
    case .real, .integer:
      return String(text.filter { $0 != " " }.map { $0 == "," ? "." : $0 })
    }
  }
}
