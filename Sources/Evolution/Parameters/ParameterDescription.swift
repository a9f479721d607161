/// What a view or a help page needs to know of a parameter, whoever owns it.
public struct ParameterDescription: Equatable, Sendable {
  /// In kebab case: `mutation-rate`.
  public let name: String
  public let kind: Kind
  /// As it is printed after the value; empty for pure numbers.
  public let unit: String
  /// When a change takes hold.
  public let effect: Effect
  public let defaultValue: ParameterValue
  /// One sentence.
  public let help: String

  public enum Kind: Equatable, Sendable {
    case real(ClosedRange<Double>, Step)
    case integer(ClosedRange<Int>, Step)
    case choice([String])
  }

  /// How far one press of a key moves the value.
  public enum Step: Equatable, Sendable {
    /// By a fixed amount.
    case linear(Double)
    /// By a factor; `from` is the smallest value above zero.
    case multiplicative(Double, from: Double)
  }

  public enum Effect: Equatable, Sendable {
    case nextGeneration
    /// At the next generation too, but with a new population: what was learnt does not fit.
    case restart
  }

  public init(
    name: String, kind: Kind, unit: String = "", effect: Effect = .nextGeneration,
    defaultValue: ParameterValue, help: String
  ) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.effect = effect
    self.defaultValue = defaultValue
    self.help = help
  }

  /// The smallest and the largest number; `nil` for a choice.
  public var range: ClosedRange<Double>? {
    switch kind {
    case .real(let range, _): range
    case .integer(let range, _): Double(range.lowerBound)...Double(range.upperBound)
    case .choice: nil
    }
  }

  /// Lets a value pass, or says what would be right.
  public func check(_ value: ParameterValue) throws(ParameterError) {
    switch (kind, value) {
    case (.choice(let words), .choice(let word)):
      guard words.contains(word) else { throw .noSuchChoice(name, word, known: words) }
    case (.real(let range, _), .number(let number)):
      guard range.contains(number) else { throw .outOfRange(name, number, range) }
    case (.integer(let range, _), .number(let number)):
      let bounds = Double(range.lowerBound)...Double(range.upperBound)
      guard bounds.contains(number) else { throw .outOfRange(name, number, bounds) }
      guard number == number.rounded() else { throw .notWhole(name, number) }
    case (.choice(let words), .number(let number)):
      throw .noSuchChoice(name, ParameterValue.number(number).description, known: words)
    case (_, .choice(let word)):
      throw .notANumber(name, word)
    }
  }

  /// Reads a value as people write it.
  public func parse(_ text: String) throws(ParameterError) -> ParameterValue {
    let value: ParameterValue
    if case .choice = kind {
      value = .choice(text)
    } else if let number = Double(text), number.isFinite {
      value = .number(number)
    } else {
      throw .notANumber(name, text)
    }
    try check(value)
    return value
  }

  /// The value some steps further up or down, within the range.
  public func moved(_ value: ParameterValue, by steps: Int) -> ParameterValue {
    switch (kind, value) {
    case (.choice(let words), .choice(let word)):
      guard !words.isEmpty else { return value }
      let index = (words.firstIndex(of: word) ?? 0) + steps
      return .choice(words[((index % words.count) + words.count) % words.count])
    case (.real(let range, let step), .number(let number)):
      return .number(rounded(step.moved(number, by: steps, in: range)).clamped(to: range))
    case (.integer(let range, let step), .number(let number)):
      let bounds = Double(range.lowerBound)...Double(range.upperBound)
      var target = step.moved(number, by: steps, in: bounds).rounded()
      if target == number { target += Double(steps.signum()) }
      return .number(target.clamped(to: bounds))
    default:
      return value
    }
  }

  /// Where a value lies between the smallest (0) and the largest (1).
  public func position(of value: ParameterValue) -> Double {
    switch (kind, value) {
    case (.choice(let words), .choice(let word)):
      words.count < 2 ? 0 : Double(words.firstIndex(of: word) ?? 0) / Double(words.count - 1)
    case (.real(let range, let step), .number(let number)):
      step.position(of: number, in: range)
    case (.integer(let range, let step), .number(let number)):
      step.position(of: number, in: Double(range.lowerBound)...Double(range.upperBound))
    default: 0
    }
  }

  /// The value that lies between the smallest (0) and the largest (1) where `position` says: the
  /// inverse of ``position(of:)``, as far as choices and whole numbers allow.
  public func value(at position: Double) -> ParameterValue {
    let share = position.clamped(to: 0...1)
    switch kind {
    case .choice(let words):
      let index = (share * Double(words.count)).rounded(.down)
      return .choice(words[min(Int(index), words.count - 1)])
    case .real(let range, let step):
      return .number(rounded(step.value(at: share, in: range)).clamped(to: range))
    case .integer(let range, let step):
      let bounds = Double(range.lowerBound)...Double(range.upperBound)
      return .number(step.value(at: share, in: bounds).rounded().clamped(to: bounds))
    }
  }

  /// Three significant digits, so that repeated steps never show 0.30000000000000004.
  private func rounded(_ value: Double) -> Double {
    guard value != 0 else { return 0 }
    var scale = 1.0
    while abs(value) * scale < 100 { scale *= 10 }
    return (value * scale).rounded() / scale
  }
}

extension ParameterDescription.Step {
  func moved(_ value: Double, by steps: Int, in range: ClosedRange<Double>) -> Double {
    switch self {
    case .linear(let amount):
      return value + Double(steps) * amount
    case .multiplicative(let factor, let least):
      var value = value
      for _ in 0..<abs(steps) {
        if steps > 0 {
          value = max(value * factor, least)
        } else {
          value = value / factor < least * 0.999 ? range.lowerBound : value / factor
        }
      }
      return value
    }
  }

  func position(of value: Double, in range: ClosedRange<Double>) -> Double {
    switch self {
    case .linear:
      let width = range.upperBound - range.lowerBound
      return width > 0 ? (value - range.lowerBound) / width : 0
    case .multiplicative(let factor, let least):
      guard value >= least else { return 0 }
      // Counted in steps rather than by a logarithm: no C library is asked.
      let steps = countSteps(from: least, to: value, factor) + 1
      return min(steps / max(countSteps(from: least, to: range.upperBound, factor) + 1, 1), 1)
    }
  }

  func value(at share: Double, in range: ClosedRange<Double>) -> Double {
    switch self {
    case .linear:
      return range.lowerBound + share * (range.upperBound - range.lowerBound)
    case .multiplicative(let factor, let least):
      let steps = share * (countSteps(from: least, to: range.upperBound, factor) + 1)
      guard steps >= 1 else { return range.lowerBound + steps * (least - range.lowerBound) }
      var value = least
      var left = steps - 1
      while left >= 1 {
        value *= factor
        left -= 1
      }
      return value * (1 + left * (factor - 1))
    }
  }

  private func countSteps(from low: Double, to high: Double, _ factor: Double) -> Double {
    var (value, steps) = (low, 0.0)
    while value * factor <= high, steps < 1000 {
      value *= factor
      steps += 1
    }
    return steps + (high - value) / (value * (factor - 1))
  }
}

extension Comparable {
  func clamped(to bounds: ClosedRange<Self>) -> Self {
    min(max(self, bounds.lowerBound), bounds.upperBound)
  }
}
