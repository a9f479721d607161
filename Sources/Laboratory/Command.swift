import Evolution

/// What a person can do to a running session.
public enum Command: Codable, Equatable, Sendable {
  /// Gives a parameter another value before the next generation is bred.
  case set(String, ParameterValue)

  /// The setting that it is about.
  public var name: String {
    switch self {
    case .set(let name, _): name
    }
  }

  public var value: ParameterValue {
    switch self {
    case .set(_, let value): value
    }
  }
}
