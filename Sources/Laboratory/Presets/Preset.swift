import Evolution

/// Settings that go together, and why one would want them.
public struct Preset: Equatable, Sendable {
  /// In kebab case; one algorithm has each name once.
  public let name: String
  /// One sentence: when to use it, and what to watch.
  public let why: String
  /// In the order in which they are set: the data come before what only they have.
  public let settings: [Command]
  /// The algorithms that it is for; `nil` for all, since it is about the data or the function.
  public let algorithms: [String]?
  /// Of a problem with data, rather than of a function.
  let usesData: Bool?

  init(
    _ name: String, _ settings: KeyValuePairs<String, PresetValue>, for algorithms: [String]?,
    usesData: Bool? = nil, _ why: String
  ) {
    self.name = name
    self.why = why
    self.settings = settings.map { .set($0.key, $0.value.value) }
    self.algorithms = algorithms
    self.usesData = usesData
  }

  init(_ name: String, settings: [Command], _ why: String) {
    self.name = name
    self.why = why
    self.settings = settings
    algorithms = nil
    usesData = nil
  }

  /// Those that an experiment can go over to, those of its algorithm first.
  public static func fitting(_ experiment: Experiment) -> [Preset] {
    let own = algorithmCatalog.filter { $0.algorithms?.contains(experiment.algorithm) ?? false }
    let others = problemCatalog.filter { $0.usesData == experiment.usesData }
    return own + [defaults(of: experiment.algorithm)].compactMap(\.self) + others
  }

  /// Everything of an algorithm as its catalog has it.
  static func defaults(of algorithm: String) -> Preset? {
    guard let type = Catalog.algorithm(algorithm) else { return nil }
    return Preset(
      "defaults",
      settings: type.parameterDescriptions.map { .set($0.name, $0.defaultValue) },
      "Everything of the algorithm as it comes: for when you have lost your way.")
  }
}

/// A value of a parameter as a catalog writes it.
enum PresetValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral
{
  case number(Double)
  case word(String)

  init(floatLiteral value: Double) { self = .number(value) }
  init(integerLiteral value: Int) { self = .number(Double(value)) }
  init(stringLiteral value: String) { self = .word(value) }

  var value: ParameterValue {
    switch self {
    case .number(let number): .number(number)
    case .word(let word): .choice(word)
    }
  }
}
