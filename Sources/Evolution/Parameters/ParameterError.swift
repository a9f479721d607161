/// Why a value was refused.
public enum ParameterError: Error, Equatable {
  case unknown(String, known: [String])
  case outOfRange(String, Double, ClosedRange<Double>)
  case notWhole(String, Double)
  case notANumber(String, String)
  case notASeed(String, String)
  /// It must lie above `least`, and at most at `most` if there is such an end.
  case notAbove(String, Double, least: Double, most: Double?)
  case noSuchChoice(String, String, known: [String])
}

extension ParameterError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknown(let name, let known):
      "There is no parameter '\(name)'. Known: \(known.joined(separator: ", "))."
    case .outOfRange(let name, let value, let range):
      "\(name) must lie between \(text(range.lowerBound)) and \(text(range.upperBound)), "
        + "but is \(text(value))."
    case .notWhole(let name, let value):
      "\(name) must be a whole number, but is \(text(value))."
    case .notANumber(let name, let word):
      "\(name) must be a number, but is '\(word)'."
    case .notASeed(let name, let word):
      "\(name) must be a whole number from 0 to \(UInt64.max), but is '\(word)'."
    case .notAbove(let name, let value, let least, let most):
      "\(name) must be above \(text(least))\(most.map { " and at most \(text($0))" } ?? ""), "
        + "but is \(text(value))."
    case .noSuchChoice(let name, let word, let known):
      "\(name) cannot be '\(word)'. Choose one of: \(known.joined(separator: ", "))."
    }
  }

  private func text(_ number: Double) -> String { ParameterValue.number(number).description }
}
