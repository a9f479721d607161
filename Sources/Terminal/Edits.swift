import Evolution
import Laboratory

/// Changes of settings: they become commands, and can be taken back by opposite ones.
extension Model {
  private static let editLimit = 200

  /// Changes of settings that were made together and can be taken back together.
  struct Edit: Equatable, Sendable {
    struct Setting: Equatable, Sendable {
      let name: String
      /// `nil` where there was no such setting before.
      var old: ParameterValue?
      /// `nil` where there is no such setting afterwards.
      var new: ParameterValue?
    }

    /// Of the preset or command; `nil` where one control was turned.
    var title: String?
    var settings: [Setting]

    /// Whether it is a change of this setting alone.
    func isOf(_ name: String) -> Bool { settings.count == 1 && settings[0].name == name }

    /// As people write it.
    func text(isUndone: Bool = false) -> String {
      let parts = settings.compactMap { setting -> String? in
        guard let new = setting.new else { return nil }
        if setting.name == PointEdits.name, let old = setting.old {
          return Change.summary(
            ofPoints: isUndone ? new.description : old.description,
            isUndone ? old.description : new.description)
        }
        let old = setting.old.map(Format.short) ?? ""
        return isUndone
          ? "\(setting.name) \(Format.short(new)) → \(old.isEmpty ? "as it was" : old)"
          : "\(setting.name) \(old)\(old.isEmpty ? "" : " → ")\(Format.short(new))"
      }
      let list = parts.joined(separator: ", ")
      return title.map { "\($0): \(list)" } ?? list
    }
  }

  /// A choice that waits for enter, since it would begin a new population.
  struct Held: Equatable, Sendable {
    let name: String
    let value: ParameterValue
    /// As `digits8x8 has 64 inputs`.
    let reason: String
  }

  mutating func tweak(by steps: Int) -> [Effect] {
    guard let control else { return [] }
    let value = control.description.moved(control.target, by: steps)
    if value == control.target {
      tell("\(control.name) goes no further than \(Format.short(value)).")
      return []
    }
    return propose(control, value)
  }

  /// The value that the run began with; where it is that already, the default.
  mutating func setDefault() -> [Effect] {
    guard let control else { return [] }
    let first = snapshot.changes.first { $0.name == control.name }?.old
    let start =
      undrifted(control) ?? first ?? snapshot.controls.first { $0.name == control.name }?.value
    let standard = control.description.defaultValue
    guard let start, start != target(of: control.name) else {
      guard canChange() else { return [] }
      let effects = propose(control, standard)
      if held == nil { tell("\(control.name) \(Format.short(standard)): the default.") }
      return effects
    }
    guard canChange() else { return [] }
    let effects = propose(control, start)
    if held == nil {
      let more =
        start == standard
        ? ", which is the default." : "; 0 again: the default \(Format.short(standard))."
      tell("\(control.name) \(Format.short(start)): what this run began with\(more)")
    }
    return effects
  }

  /// What turned points began with, in hundredths: their drift before each generation, which is no
  /// change of the setting, is counted back.
  private func undrifted(_ control: Control) -> ParameterValue? {
    let drifts = snapshot.changes.filter { $0.name == "drift" }
    let own = snapshot.changes.first { $0.name == control.name }
    guard control.name == "rotate", var degrees = (own?.old ?? control.value).number,
      let present = snapshot.controls.first(where: { $0.name == "drift" })?.value,
      var drift = (drifts.first?.old ?? present).number
    else { return nil }
    let end = own.map { $0.generation - 1 } ?? snapshot.generation
    var next = 1
    for change in drifts where change.generation <= end {
      degrees -= drift * Double(change.generation - next)
      (next, drift) = (change.generation, change.new.number ?? drift)
    }
    degrees -= drift * Double(end - next + 1)
    let turned = (degrees * 100).rounded().truncatingRemainder(dividingBy: 36_000)
    return .number((turned < 0 ? turned + 36_000 : turned) / 100)
  }

  /// Sets a value, or waits for enter if that would begin a new population.
  private mutating func propose(_ control: Control, _ value: ParameterValue) -> [Effect] {
    held = nil
    arrangeControls()
    guard value != target(of: control.name), canChange() else { return [] }
    if let reason = control.newPopulations[value.description] {
      held = Held(name: control.name, value: value, reason: reason)
      arrangeControls()
      return []
    }
    return set([.set(control.name, value)])
  }

  /// Begins the new population that waited.
  mutating func commitHeld() -> [Effect] {
    guard let held else { return [] }
    self.held = nil
    return set([.set(held.name, held.value)])
  }

  mutating func dropHeld() {
    guard held != nil else { return }
    held = nil
    arrangeControls()
  }

  /// What a setting will be before the next generation; `nil` where there is none of that name.
  func target(of name: String) -> ParameterValue? {
    if let wish = wishes.values[name] { return wish.value }
    return name == PointEdits.name
      ? .choice(snapshot.points.text) : snapshot.controls.first { $0.name == name }?.target
  }

  mutating func undo() -> [Effect] {
    guard canChange() else { return [] }
    guard let edit = undoable.popLast() else {
      tell("There is nothing to undo.")
      return []
    }
    redoable.append(edit)
    tell("Undone: \(edit.text(isUndone: true)).")
    return send(
      Self.ordered(
        edit.settings.compactMap { setting in
          setting.old.map { .set(setting.name, $0) }
        }))
  }

  mutating func redo() -> [Effect] {
    guard canChange() else { return [] }
    guard let edit = redoable.popLast() else {
      tell("There is nothing to do again.")
      return []
    }
    undoable.append(edit)
    tell("Done again: \(edit.text()).")
    return send(
      Self.ordered(
        edit.settings.compactMap { setting in
          setting.new.map { .set(setting.name, $0) }
        }))
  }

  /// Takes so many changes back, one after the other, or as many as there are.
  mutating func undo(_ count: Int) -> [Effect] {
    repeated(count, of: undoable.count, "Undone") { $0.undo() }
  }

  /// Makes so many again, or as many as there are.
  mutating func redo(_ count: Int) -> [Effect] {
    repeated(count, of: redoable.count, "Done again") { $0.redo() }
  }

  private mutating func repeated(
    _ count: Int, of limit: Int, _ done: String, _ step: (inout Model) -> [Effect]
  ) -> [Effect] {
    let count = min(count, max(1, limit))
    var effects: [Effect] = []
    for _ in 0..<count { effects += step(&self) }
    if count > 1, !effects.isEmpty { tell("\(done): \(count) changes.") }
    return effects
  }

  /// Says so where what is shown is past.
  private mutating func canChange() -> Bool {
    guard snapshot.course != nil || isOrGoesInPast else { return true }
    let key = canFork ? "enter forks" : ":fork begins"
    tell("What was cannot be changed: \(key) a run here that can.")
    return false
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
      undoable.removeAll { edit in
        edit.settings.contains { $0.name == name && $0.new == wish.value }
      }
      // An undo that was refused has undone nothing.
      redoable.removeAll { edit in
        edit.settings.contains { $0.name == name && $0.old == wish.value }
      }
    }
  }

  /// Several changes in one generation, which are undone as one.
  ///
  /// - Parameters:
  ///   - title: What they are called together.
  ///   - isTold: They need not be in sight: a message names them.
  mutating func set(_ commands: [Command], title: String? = nil, isTold: Bool = false) -> [Effect] {
    guard canChange() else { return [] }
    let commands = Self.ordered(commands)
    let news = commands.filter { target(of: $0.name) != $0.value }
    guard !news.isEmpty else {
      if commands.count > 1 || isTold { tell("It is so already.") }
      return []
    }
    redoable = []
    let settings = news.map {
      Edit.Setting(name: $0.name, old: target(of: $0.name), new: $0.value)
    }
    let edit = Edit(title: title, settings: settings + lost(by: news))
    remember(edit)
    if isTold { tell("With the next generation: \(edit.text()).") }
    return send(news)
  }

  private mutating func remember(_ edit: Edit) {
    // Changes before the engine has taken the first of them are one change.
    if edit.settings.count == 1, let last = undoable.last, last.settings.count == 1,
      let name = edit.settings.first?.name, last.settings.first?.name == name,
      controls.first(where: { $0.name == name })?.pending != nil
    {
      undoable[undoable.count - 1].settings[0].new = edit.settings[0].new
      if last.settings[0].old == edit.settings[0].new { undoable.removeLast() }
      return
    }
    undoable.append(edit)
    if undoable.count > Self.editLimit { undoable.removeFirst() }
  }

  /// What vanishes with these changes: edits of points that are others then, and settings of the data
  /// or the function that is left.
  private func lost(by commands: [Command]) -> [Edit.Setting] {
    lostPoints(by: commands) + lostSettings(by: commands)
  }

  private func lostPoints(by commands: [Command]) -> [Edit.Setting] {
    guard let old = target(of: PointEdits.name), old != .choice(""),
      commands.contains(where: { makesOtherPoints($0.name) }),
      !commands.contains(where: { $0.name == PointEdits.name })
    else { return [] }
    return [Edit.Setting(name: PointEdits.name, old: old, new: nil)]
  }

  /// Whether another value of a setting draws other points, and so drops what was done to them.
  private func makesOtherPoints(_ name: String) -> Bool {
    let own = Catalog.dataset(snapshot.experiment.data)?.parameterDescriptions ?? []
    let counts = own.filter { if case .integer = $0.kind { true } else { false } }
    return (["data", "samples", "data-seed"] + counts.map(\.name)).contains(name)
  }

  private func lostSettings(by commands: [Command]) -> [Edit.Setting] {
    guard let command = commands.first(where: { $0.name == "data" || $0.name == "problem" }),
      let old = target(of: command.name)?.description
    else { return [] }
    func own(_ name: String) -> [String] {
      (Catalog.dataset(name)?.parameterDescriptions ?? Catalog.problem(name)?.parameterDescriptions
        ?? []).map(\.name)
    }
    let kept = own(command.value.description)
    return own(old).filter { !kept.contains($0) }.compactMap { name in
      target(of: name).map { Edit.Setting(name: name, old: $0, new: nil) }
    }
  }

  /// The data come first: others may be theirs.
  private static func ordered(_ commands: [Command]) -> [Command] {
    let isFirst = { (command: Command) in command.name == "data" || command.name == "problem" }
    return commands.filter(isFirst) + commands.filter { !isFirst($0) }
  }

  private mutating func send(_ commands: [Command]) -> [Effect] {
    guard !commands.isEmpty else { return [] }
    for command in commands { wishes.values[command.name] = Wishes.Wish(value: command.value) }
    // The numbers of the points may be others now.
    if commands.contains(where: { $0.name == PointEdits.name || makesOtherPoints($0.name) }) {
      sight.editing?.held = nil
    }
    // The next refusal is news again, even in the same words.
    readRefusal = nil
    held = nil
    arrangeControls()
    return [commands.count == 1 ? .command(commands[0]) : .commands(commands)]
  }
}
