import Evolution

/// A comparison under equal conditions: every algorithm on every problem with every seed.
///
/// All else comes from one experiment. Its stop rules are those of each trial; a parameter
/// applies to whoever has it, and one that is written `de.strategy` to the one named first.
public struct Race: Codable, Equatable, Sendable {
  public var base: Experiment
  public var algorithms: [String]
  public var problems: [Problem]
  /// The number of trials of each algorithm on each problem; seeds count up from the base's.
  public var seedCount: Int

  /// What is to be solved.
  public struct Problem: Codable, Equatable, Sendable {
    public enum Kind: String, Codable, Sendable {
      /// To tell the classes of a data set apart.
      case data
      /// To find the minimum of a function.
      case function
    }

    public let kind: Kind
    public let name: String

    public init(_ kind: Kind, _ name: String) {
      (self.kind, self.name) = (kind, name)
    }

    /// That of an experiment.
    init(of experiment: Experiment) {
      self.init(experiment.usesData ? .data : .function, experiment.subject)
    }
  }

  public static let seedRange = 1...10_000
  public static let trialLimit = 1_000_000

  /// What a trial may spend where nothing else is asked for.
  public static let defaultEvaluations = 20_000
  /// What counts as solved where nothing else is asked for: an accuracy, or a function's value.
  public static let defaultTargets = (accuracy: 0.99, value: 1e-8)

  /// - Parameter base: Its data, problem and algorithm do not matter. Where its stop rules set no
  ///   budget, a trial has the default one.
  public init(
    _ base: Experiment, algorithms: [String], problems: [Problem], seedCount: Int
  )
    throws(RaceError)
  {
    self.base = base
    // What differs from trial to trial must not tell two races apart.
    let plain = Experiment()
    (self.base.data, self.base.problem, self.base.algorithm) =
      (plain.data, plain.problem, plain.algorithm)
    self.algorithms = algorithms
    self.problems = problems
    self.seedCount = seedCount
    if base.stop.evaluations == nil, base.stop.seconds == nil, base.stop.generations == nil {
      self.base.stop.evaluations = Self.defaultEvaluations
    }
    try check()
  }

  /// Refuses what cannot be raced.
  func check() throws(RaceError) {
    guard Self.seedRange.contains(seedCount) else { throw .seedCount(seedCount) }
    guard !algorithms.isEmpty else { throw .none("algorithm") }
    guard !problems.isEmpty else { throw .none("problem") }
    let names = algorithms + problems.map(\.name)
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw .twice(name)
    }
    guard algorithms.count * problems.count <= Self.trialLimit / seedCount else {
      throw .tooManyTrials(algorithms.count * problems.count * seedCount)
    }
    for name in algorithms where Catalog.algorithm(name) == nil {
      throw .experiment(
        .unknown("algorithm", name, known: Catalog.algorithms.map(\.name)))
    }
    for problem in problems where problem.kind == .function && Catalog.problem(problem.name) == nil
    {
      throw .experiment(.unknown("problem", problem.name, known: Catalog.problems.map(\.name)))
    }
    if base.stop.target != nil, Set(problems.map(\.kind)).count > 1 { throw .targetOfTwoKinds }
    for name in base.parameters.keys.sorted() { try checkOwner(of: name) }
  }

  /// Who takes part where nobody is named: all that can work on each of the problems.
  public static func field(for problems: [Problem]) -> [String] {
    let functions = problems.compactMap { problem -> FunctionProblem? in
      guard problem.kind == .function, case .function(let function) = Catalog.problem(problem.name)
      else { return nil }
      return FunctionProblem(function, FunctionProblem.Settings(), RandomSource(seed: 1))
    }
    return Catalog.algorithms.filter { entry in
      functions.allSatisfy { entry.type.unmetNeed(of: $0) == nil }
    }.map(\.name)
  }

  public var trialCount: Int { problems.count * algorithms.count * seedCount }

  /// What a trial on a problem has to reach.
  public func target(_ problem: Problem) -> Double {
    base.stop.target
      ?? (problem.kind == .data ? Self.defaultTargets.accuracy : Self.defaultTargets.value)
  }
}

extension Race {
  /// The settings of one trial.
  ///
  /// - Parameter seed: Which of the seeds, from 0.
  func experiment(
    _ problem: Problem, _ algorithm: String, seed: Int
  ) throws(RaceError)
    -> Experiment
  {
    var experiment = base
    switch problem.kind {
    case .data: (experiment.problem, experiment.data) = ("classification", problem.name)
    case .function: experiment.problem = problem.name
    }
    experiment.algorithm = algorithm
    experiment.seed = base.seed &+ UInt64(seed)
    experiment.stop.target = target(problem)
    experiment.parameters = [:]
    do throws(ExperimentError) {
      let known = Self.parameterNames(of: problem) + Self.parameterNames(of: algorithm)
      for name in known {
        if let value = base.parameters[name] { experiment.parameters[name] = value }
      }
      for owner in [problem.name, algorithm] {
        for name in known + ["population"] {
          if let value = base.parameters["\(owner).\(name)"] { try experiment.set(name, to: value) }
        }
      }
    } catch { throw .experiment(error) }
    return experiment
  }

  private static func parameterNames(of problem: Problem) -> [String] {
    switch problem.kind {
    case .data: Catalog.dataset(problem.name)?.parameterDescriptions.map(\.name) ?? []
    case .function: Catalog.problem(problem.name)?.parameterDescriptions.map(\.name) ?? []
    }
  }

  private static func parameterNames(of algorithm: String) -> [String] {
    Catalog.algorithm(algorithm)?.parameterDescriptions.map(\.name) ?? []
  }

  /// Refuses a parameter that nobody in the race has.
  private func checkOwner(of name: String) throws(RaceError) {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard let last = parts.last, parts.count == 2 else {
      let known = problems.flatMap(Self.parameterNames) + algorithms.flatMap(Self.parameterNames)
      guard known.contains(name) else { throw .nobodyHas(name, known: known.withoutRepeats) }
      return
    }
    var known: [String]
    if algorithms.contains(parts[0]) {
      known = ["population"] + Self.parameterNames(of: parts[0])
    } else if let problem = problems.first(where: { $0.name == parts[0] }) {
      known = Self.parameterNames(of: problem)
    } else {
      throw .notInTheRace(parts[0], known: algorithms + problems.map(\.name))
    }
    guard known.contains(last) else { throw .notOfThis(last, owner: parts[0], known: known) }
  }
}

extension [String] {
  fileprivate var withoutRepeats: [String] {
    var known: Set<String> = []
    return filter { known.insert($0).inserted }
  }
}
