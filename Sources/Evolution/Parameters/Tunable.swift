/// Settings that a person may turn, all with defaults.
public protocol Tunable: Equatable, Codable, Sendable {
  static var parameters: [Parameter<Self>] { get }
  /// The defaults.
  init()
}

extension Tunable {
  public static var parameterDescriptions: [ParameterDescription] {
    parameters.map(\.description)
  }

  /// The value of a parameter, or `nil` where there is none of that name.
  public func value(of name: String) -> ParameterValue? {
    Self.parameters.first { $0.description.name == name }?.read(self)
  }

  /// Whether a parameter has any effect beside the others' present values.
  public func isActive(_ name: String) -> Bool {
    Self.parameters.first { $0.description.name == name }?.isActive(self) ?? false
  }

  /// Sets a parameter, checking its name and range.
  public mutating func set(_ name: String, to value: ParameterValue) throws(ParameterError) {
    guard let parameter = Self.parameters.first(where: { $0.description.name == name }) else {
      throw .unknown(name, known: Self.parameterDescriptions.map(\.name))
    }
    try parameter.description.check(value)
    parameter.write(&self, value)
  }

  /// All values, by name.
  public var values: [String: ParameterValue] {
    Dictionary(uniqueKeysWithValues: Self.parameters.map { ($0.description.name, $0.read(self)) })
  }
}
