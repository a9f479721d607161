import Evolution

/// A parameter as a slider shows it.
public struct Control: Equatable, Sendable {
  public let description: ParameterDescription
  /// In force for the generation last bred.
  public let value: ParameterValue
  /// What it will be before the next generation is bred, if that differs.
  public let pending: ParameterValue?
  /// Whether the other settings leave this one any effect.
  public let isActive: Bool

  public init(
    description: ParameterDescription, value: ParameterValue, pending: ParameterValue? = nil,
    isActive: Bool = true
  ) {
    self.description = description
    self.value = value
    self.pending = pending
    self.isActive = isActive
  }

  public var name: String { description.name }
  /// The pending value, or else the one in force.
  public var target: ParameterValue { pending ?? value }
}
