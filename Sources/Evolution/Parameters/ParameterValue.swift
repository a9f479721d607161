/// What a parameter can hold: a number, or one of several words.
public enum ParameterValue: Hashable, Sendable {
  case number(Double)
  case choice(String)

  public var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }
}

extension ParameterValue: CustomStringConvertible {
  /// As people write it: `16`, `0.25`, `tournament`.
  public var description: String {
    switch self {
    case .choice(let word): word
    case .number(let number):
      if number == number.rounded(), abs(number) < 1e15 { "\(Int(number))" } else { "\(number)" }
    }
  }
}

extension ParameterValue: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .choice(try container.decode(String.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .choice(let word): try container.encode(word)
    }
  }
}

/// A property type that a parameter can set.
public protocol ParameterProperty: Sendable {
  var parameterValue: ParameterValue { get }
  /// - Precondition: the description's `check` has let the value pass.
  init?(parameterValue: ParameterValue)
}

extension Float: ParameterProperty {
  public var parameterValue: ParameterValue {
    // Through the decimal digits, so that 0.1 stays 0.1 and not 0.10000000149011612.
    .number(Double(description) ?? Double(self))
  }
  public init?(parameterValue: ParameterValue) {
    guard let number = parameterValue.number else { return nil }
    self = Float(number)
  }
}

extension Int: ParameterProperty {
  public var parameterValue: ParameterValue { .number(Double(self)) }
  public init?(parameterValue: ParameterValue) {
    guard let number = parameterValue.number else { return nil }
    self = Int(number.rounded())
  }
}

/// An enumeration whose cases are the words that a parameter can hold.
public protocol ParameterChoice: ParameterProperty, CaseIterable, RawRepresentable, Codable
where RawValue == String {}

extension ParameterChoice {
  public var parameterValue: ParameterValue { .choice(rawValue) }
  public init?(parameterValue: ParameterValue) {
    guard case .choice(let word) = parameterValue else { return nil }
    self.init(rawValue: word)
  }
}
