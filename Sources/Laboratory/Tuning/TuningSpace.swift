import Evolution

/// Settings of an algorithm as a row of genes that another algorithm can search.
///
/// Each gene is how far a setting lies from where it starts, on the scale of its slider: from one
/// end to the other is 1. What would lie beyond an end is reflected there.
public struct TuningSpace: Sendable {
  /// What is tuned: [geneCount].
  public let parameters: [ParameterDescription]
  /// The positions of the values that it starts from, 0…1: [geneCount].
  private let starts: [Double]

  /// A population that is tuned stays within these bounds.
  public static let populationRange = 4...1000

  /// - Parameter names: Parameters of the algorithm, or `population`; empty means all numbers that
  ///   have an effect beside the present settings.
  /// - Throws: which name nobody has.
  public init(_ experiment: Experiment, names: [String]) throws(ExperimentError) {
    guard let type = Catalog.algorithm(experiment.algorithm) else {
      throw .unknown(
        "algorithm", experiment.algorithm, known: Catalog.algorithms.map(\.name))
    }
    let known = Self.tunable(of: type, experiment)
    var chosen: [ParameterDescription] = []
    for name in names {
      guard let parameter = known.first(where: { $0.name == name }) else {
        throw .parameter(.unknown(name, known: known.map(\.name)))
      }
      if !chosen.contains(parameter) { chosen.append(parameter) }
    }
    if names.isEmpty { chosen = try Self.active(known, type, experiment) }
    parameters = chosen
    starts = chosen.map { parameter in
      let value = experiment.table.first { $0.name == parameter.name }?.value
      return parameter.position(of: value ?? parameter.defaultValue)
    }
  }

  private static func tunable(
    of type: any Algorithm.Type, _ experiment: Experiment
  ) -> [ParameterDescription] {
    let count = experiment.population ?? 100
    let population = ParameterDescription(
      name: "population", kind: .integer(populationRange, .multiplicative(1.1, from: 4)),
      defaultValue: .number(Double(count.clamped(to: populationRange))),
      help: "The number of individuals of a generation.")
    return type.parameterDescriptions + [population]
  }

  private static func active(
    _ known: [ParameterDescription], _ type: any Algorithm.Type, _ experiment: Experiment
  ) throws(ExperimentError) -> [ParameterDescription] {
    func isActive<Method: Algorithm>(
      _ type: Method.Type, _ name: String
    ) throws(ExperimentError) -> Bool {
      do throws(ParameterError) {
        return try experiment.settings(Method.Settings.self).isActive(name)
      } catch { throw .parameter(error) }
    }
    var active: [ParameterDescription] = []
    for parameter in known where parameter.range != nil {
      let isPopulation = parameter.name == "population"
      let isUsed = isPopulation ? true : try isActive(type, parameter.name)
      if isUsed { active.append(parameter) }
    }
    return active
  }

  /// Starts around the present settings; a quarter of the way to an end is a usual step.
  var searchSpace: SearchSpace {
    SearchSpace(
      initialDeviations: Array(repeating: 0.25, count: parameters.count), bounds: -1...1)
  }

  /// The settings that a row of genes stands for.
  ///
  /// - Parameter genes: [geneCount]
  func values(_ genes: ArraySlice<Float>) -> [(name: String, value: ParameterValue)] {
    zip(zip(parameters, starts), genes).map { parameter, gene in
      let position = Self.reflected(parameter.1 + Double(gene))
      return (parameter.0.name, parameter.0.value(at: position))
    }
  }

  /// Folds the line into 0…1, as between two mirrors.
  private static func reflected(_ position: Double) -> Double {
    guard position.isFinite else { return 0.5 }
    let folded = abs(position).truncatingRemainder(dividingBy: 2)
    return folded > 1 ? 2 - folded : folded
  }
}

extension Comparable {
  fileprivate func clamped(to bounds: ClosedRange<Self>) -> Self {
    min(max(self, bounds.lowerBound), bounds.upperBound)
  }
}
