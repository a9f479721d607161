import Evolution
import Laboratory

/// Changes of settings: they become commands, and can be taken back by opposite ones.
extension Model {
  private static let editLimit = 200

  mutating func tweak(by steps: Int) -> [Effect] {
    guard let control else { return [] }
    return set(control, to: control.description.moved(control.target, by: steps))
  }

  mutating func setDefault() -> [Effect] {
    guard let control else { return [] }
    return set(control, to: control.description.defaultValue)
  }

  mutating func undo() -> [Effect] {
    guard let edit = undoable.popLast() else { return [] }
    redoable.append(edit)
    toast = Toast(text: "Undone: \(edit.name) \(edit.new) → \(edit.old).")
    return [send(edit.name, edit.old)]
  }

  mutating func redo() -> [Effect] {
    guard let edit = redoable.popLast() else { return [] }
    undoable.append(edit)
    toast = Toast(text: "Done again: \(edit.name) \(edit.old) → \(edit.new).")
    return [send(edit.name, edit.new)]
  }

  mutating func forgetEdits() {
    undoable = []
    redoable = []
  }

  /// What never took effect can't be taken back.
  mutating func forgetEdits(
    refused wishes: [String: Wishes.Wish<ParameterValue>], _ snapshot: Snapshot
  ) {
    for (name, wish) in wishes {
      let target = snapshot.controls.first { $0.name == name }?.target
      guard target != wish.value else { continue }
      undoable.removeAll { $0.name == name && $0.new == wish.value }
    }
  }

  /// A key while a value is being typed; `nil` for keys that mean the same then.
  mutating func type(_ key: Key) -> [Effect]? {
    switch key {
    case .character(let character):
      append(String(character))
    case .backspace:
      typing = Typing(text: String((typing?.text ?? "").dropLast()))
    case .escape:
      typing = nil
    case .enter:
      return enter()
    case .control, .function:
      return nil
    default:
      break
    }
    return []
  }

  mutating func paste(_ text: String) {
    append(text)
  }

  private mutating func append(_ text: String) {
    guard let typing else { return }
    let visible = text.filter { !$0.isNewline && $0 != "\t" }
    self.typing = Typing(text: String((typing.text + visible).prefix(40)))
  }

  private mutating func enter() -> [Effect] {
    guard let text = typing?.text, let control else {
      typing = nil
      return []
    }
    guard !text.isEmpty else {
      typing = nil
      return []
    }
    do throws(ParameterError) {
      let value = try control.description.parse(control.description.completed(text))
      typing = nil
      return set(control, to: value)
    } catch {
      typing?.error = error.description
      return []
    }
  }

  private mutating func set(_ control: Control, to value: ParameterValue) -> [Effect] {
    guard snapshot.course == nil else {
      toast = Toast(text: "What was cannot be changed: enter forks a run here that can.")
      return []
    }
    let old = control.target
    guard value != old else { return [] }
    redoable = []
    // Changes before the engine has taken the first of them are one change.
    if control.pending != nil, let last = undoable.last, last.name == control.name {
      undoable[undoable.count - 1].new = value
      if last.old == value { undoable.removeLast() }
    } else {
      undoable.append(Edit(name: control.name, old: old, new: value))
      if undoable.count > Self.editLimit { undoable.removeFirst() }
    }
    return [send(control.name, value)]
  }

  private mutating func send(_ name: String, _ value: ParameterValue) -> Effect {
    wishes.values[name] = Wishes.Wish(value: value)
    // The next refusal is news again, even in the same words.
    readRefusal = nil
    arrangeControls()
    return .command(.set(name, value))
  }
}

extension ParameterDescription {
  /// What a person may mean: the only word that begins so, or a number with a comma.
  fileprivate func completed(_ text: String) -> String {
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
