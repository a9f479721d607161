/// A setting that a person may turn: declared once, shown everywhere.
///
/// The command line, the experiment file, the sliders, the journal and the reference
/// page are all made from these declarations.
public struct Parameter<Owner: Tunable>: Sendable {
  public let description: ParameterDescription
  let read: @Sendable (Owner) -> ParameterValue
  let write: @Sendable (inout Owner, ParameterValue) -> Void
  /// Whether the other settings leave this one any effect.
  let isActive: @Sendable (Owner) -> Bool

  /// A real number.
  public init(
    _ name: String, _ path: any WritableKeyPath<Owner, Float> & Sendable,
    _ range: ClosedRange<Double>, _ step: ParameterDescription.Step, unit: String = "",
    effect: ParameterDescription.Effect = .nextGeneration, help: String,
    when isActive: @escaping @Sendable (Owner) -> Bool = { _ in true }
  ) {
    self.init(name, path, kind: .real(range, step), unit, effect, help, isActive)
  }

  /// A whole number.
  public init(
    _ name: String, _ path: any WritableKeyPath<Owner, Int> & Sendable,
    _ range: ClosedRange<Int>, _ step: ParameterDescription.Step = .linear(1), unit: String = "",
    effect: ParameterDescription.Effect = .nextGeneration, help: String,
    when isActive: @escaping @Sendable (Owner) -> Bool = { _ in true }
  ) {
    self.init(name, path, kind: .integer(range, step), unit, effect, help, isActive)
  }

  /// One of several words.
  public init<Choice: ParameterChoice>(
    _ name: String, _ path: any WritableKeyPath<Owner, Choice> & Sendable,
    effect: ParameterDescription.Effect = .nextGeneration, help: String,
    when isActive: @escaping @Sendable (Owner) -> Bool = { _ in true }
  ) {
    let words = Choice.allCases.map(\.rawValue)
    self.init(name, path, kind: .choice(words), "", effect, help, isActive)
  }

  private init<Value: ParameterProperty>(
    _ name: String, _ path: any WritableKeyPath<Owner, Value> & Sendable,
    kind: ParameterDescription.Kind, _ unit: String, _ effect: ParameterDescription.Effect,
    _ help: String, _ isActive: @escaping @Sendable (Owner) -> Bool
  ) {
    description = ParameterDescription(
      name: name, kind: kind, unit: unit, effect: effect,
      defaultValue: Owner()[keyPath: path].parameterValue, help: help)
    read = { $0[keyPath: path].parameterValue }
    write = { owner, value in
      if let value = Value(parameterValue: value) { owner[keyPath: path] = value }
    }
    self.isActive = isActive
  }
}
