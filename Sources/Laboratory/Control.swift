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
  /// The choices that would begin a new population, and why: `digits8x8 has 64 inputs`.
  public let newPopulations: [String: String]

  public init(
    description: ParameterDescription, value: ParameterValue, pending: ParameterValue? = nil,
    isActive: Bool = true, newPopulations: [String: String] = [:]
  ) {
    self.description = description
    self.value = value
    self.pending = pending
    self.isActive = isActive
    self.newPopulations = newPopulations
  }

  public var name: String { description.name }
  /// The pending value, or else the one in force.
  public var target: ParameterValue { pending ?? value }
}
