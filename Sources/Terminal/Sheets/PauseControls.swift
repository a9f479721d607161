import Evolution
import Laboratory

/// The pause rules as rows that can be turned like controls; the lowest value is off.
extension Model {
  var pauseControls: [Control] {
    let rules = pauseRules
    return [
      Control(description: targetRule, value: .number(rules.target ?? 0)),
      Control(
        description: ParameterDescription(
          name: "stagnation", kind: .integer(0...1_000_000, .multiplicative(1.25, from: 10)),
          unit: "", defaultValue: .number(0),
          help: "generations without a better champion"),
        value: .number(Double(rules.stagnation ?? 0))),
      Control(
        description: ParameterDescription(
          name: "diversity", kind: .real(0...0.99, .linear(0.01)), defaultValue: .number(0),
          help: "the diversity falls below this share"),
        value: .number(rules.diversity ?? 0)),
      Control(
        description: ParameterDescription(
          name: "champion", kind: .choice(["off", "on"]), defaultValue: .choice("off"),
          help: "each better champion"),
        value: .choice(rules.champion ? "on" : "off")),
    ]
  }

  private var targetRule: ParameterDescription {
    let isFunction = snapshot.function != nil
    return ParameterDescription(
      name: "target",
      kind: isFunction
        ? .real(0...1e6, .multiplicative(1.5, from: 1e-9)) : .real(0...1, .linear(0.01)),
      defaultValue: .number(0),
      help: isFunction
        ? "the champion's value comes down to this"
        : "the champion's accuracy reaches this")
  }

  mutating func turnPauseRule(by steps: Int) -> [Effect] {
    guard pauseControls.indices.contains(selectedRow) else { return [] }
    let control = pauseControls[selectedRow]
    var steps = steps
    // From off the first step leads to what is mostly wanted.
    if steps > 0, control.value == .number(0), let usual = usualRule(control.name) {
      return setPauseRule(to: .number(usual))
    }
    if case .choice = control.description.kind { steps = steps.signum() }
    return setPauseRule(to: control.description.moved(control.value, by: steps))
  }

  private func usualRule(_ name: String) -> Double? {
    switch name {
    case "target": snapshot.function == nil ? 0.95 : 0.001
    case "stagnation": 200
    case "diversity": 0.05
    default: nil
    }
  }

  /// - Parameter value: `nil` is off.
  mutating func setPauseRule(to value: ParameterValue?) -> [Effect] {
    guard pauseControls.indices.contains(selectedRow) else { return [] }
    let name = pauseControls[selectedRow].name
    let text = value.flatMap { $0 == .number(0) ? nil : $0.description } ?? "off"
    var rules = pauseRules
    do throws(PauseRuleError) { try rules.set("\(name)=\(text)") } catch {
      tell(error.description)
      return []
    }
    return wish(pauses: rules)
  }

  mutating func setPauseRule(typed text: String) throws -> [Effect] {
    guard pauseControls.indices.contains(selectedRow) else { return [] }
    var rules = pauseRules
    let number = text.map { $0 == "," ? "." : String($0) }.joined()
    try rules.set("\(pauseControls[selectedRow].name)=\(number)")
    try rules.check(usesData: snapshot.function == nil)
    return wish(pauses: rules)
  }

  /// `:pause …`: nothing lists, `off` clears all.
  mutating func pause(by words: [String]) throws(CommandError) -> [Effect] {
    guard !words.isEmpty else {
      open(.pauses)
      return []
    }
    guard words != ["off"] else {
      tell("It pauses by no rule any more.")
      return wish(pauses: PauseRules())
    }
    var rules = pauseRules
    for word in words {
      do throws(PauseRuleError) { try rules.set(word) } catch {
        guard case .unknown(let name) = error else { throw CommandError(error.description) }
        throw .unknown("pause rule", name, known: PauseRules.names + ["off"])
      }
    }
    do throws(PauseRuleError) { try rules.check(usesData: snapshot.function == nil) } catch {
      throw CommandError(error.description)
    }
    let effects = wish(pauses: rules)
    tell(rules.isEmpty ? "It pauses by no rule any more." : "Pauses at \(rules.text).")
    return effects
  }

  private mutating func wish(pauses rules: PauseRules) -> [Effect] {
    guard rules != pauseRules else { return [] }
    wishes.pauseRules = Wishes.Wish(value: rules)
    return [.setPauseRules(rules)]
  }
}

extension PauseReason {
  /// Why it paused, for people.
  var sentence: String {
    switch self {
    case .target(let target):
      "Paused: the champion reached the target \(Format.axis(target)). Space goes on."
    case .stagnation(let count):
      "Paused: no better champion for \(count) generations. Space goes on."
    case .diversity(let share):
      "Paused: the diversity fell to \(Format.hundredths(share)). Space goes on."
    case .champion: "Paused: there is a better champion. Space goes on; P sets the rules."
    }
  }
}
