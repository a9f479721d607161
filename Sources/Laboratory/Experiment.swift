import Evolution

/// Everything that decides a run: data, problem, network, algorithm, settings, seed, stop rules.
///
/// Flags make one, a TOML file holds one, a recording begins with one, *restart* uses one.
/// All its members have the names of the flags, in one flat table.
public struct Experiment: Equatable, Sendable {
  /// A generator of the catalog, or a file.
  public var data = "circles"
  /// The label column of a file; `nil` is the last.
  public var label: String?
  /// The number of samples to generate; a file has its own.
  public var samples = 500
  public var dataSeed: UInt64 = 1
  /// The share of the samples that is trained on, drawn at random; 1 keeps nothing back.
  ///
  /// `nil` holds back the test part that the data set brings along; where it brings none, that is
  /// the same as `defaultSplit`.
  public var split: Double?
  public var problem = "classification"
  public var fitness = Classification.Measure.crossEntropy
  public var algorithm = "ga"
  /// The number of training samples that a generation is judged by, drawn anew for each; 0 is all.
  ///
  /// `nil` is all of them too, but of pictures `Experiment.batchOfPictures`.
  public var batch: Int?
  public static let batchOfPictures = 256
  /// By how many pixels each picture of a batch is shifted at most, each way; `nil` is 0.
  public var pixelShift: Int?
  public static let pixelShiftRange = 0...16
  /// The share of the training part that is kept to choose the champion by.
  ///
  /// `nil` is `Experiment.usualValidation` where generations are judged by batches, and else none.
  public var validation: Double?
  public static let usualValidation = 0.1
  /// After so many generations, the best is looked at where chance has no part: see `Session.check`.
  ///
  /// `nil` is 100 where generations are judged by batches, and else 1.
  public var checkInterval: Int?
  /// `nil`: as many as suit the algorithm.
  public var population: Int?
  /// The sizes of the hidden layers, where the algorithm has any.
  public var hidden = [16]
  public var activation = Activation.tanh
  /// The stages of convolution before the hidden layers, for pictures; empty for none.
  public var convolution: [Convolution.Stage] = []
  public var seed: UInt64 = 1
  /// What was done to the points by hand.
  public var points = PointEdits()
  public var stop = StopRules()
  /// What the generator and the algorithm declare, by parameter name; what is missing has
  /// its default.
  public var parameters: [String: ParameterValue] = [:]

  public init() {}
}

/// When a run ends by itself; nothing set means never.
public struct StopRules: Equatable, Sendable {
  /// The number of generations, the first population included.
  public var generations: Int?
  public var evaluations: Int?
  /// Seconds of wall-clock time; replay goes by what was recorded instead.
  public var seconds: Double?
  /// The accuracy of the champion on the samples that it is chosen by, 0…1; of a function, the value
  /// to come down to.
  public var target: Double?
  /// Generations without a better champion.
  public var stagnation: Int?

  public init() {}
}

/// Why a run ended.
public enum StopReason: String, CaseIterable, Codable, Sendable {
  // The first that is met is the one that is named.
  case target, generations, evaluations, seconds, stagnation
  /// There is a budget of evaluations, but nothing is evaluated any more: all are copies.
  case idle
  /// A person or a signal ended it.
  case interrupted
}

extension Experiment {
  public static let defaultSplit = 0.7
  public static let sampleRange = 2...1_000_000
  public static let populationRange = 1...1_000_000
  public static let neuronRange = 1...4096
  public static let layerLimit = 16
  /// Genes of all individuals together.
  ///
  /// Each needs 8 bytes, and three times that while a checkpoint is written: a laptop has room
  /// for this many.
  public static let geneLimit = 250_000_000

  /// The same experiment with the value of every parameter written out, so that a recording
  /// does not change its meaning with a default.
  ///
  /// - Throws: what is wrong and what would be right.
  public func resolved() throws(ExperimentError) -> Experiment {
    guard let algorithmType = Catalog.algorithm(algorithm) else {
      throw .unknown("algorithm", algorithm, known: Catalog.algorithms.map(\.name))
    }
    guard let kind = Catalog.problem(problem) else {
      throw .unknown("problem", problem, known: Catalog.problems.map(\.name))
    }
    try check("samples", samples, Self.sampleRange)
    if let population { try check("population", population, Self.populationRange) }
    guard hidden.count <= Self.layerLimit else { throw .tooManyLayers(hidden.count) }
    for size in hidden { try check("hidden", size, Self.neuronRange) }
    if let split { try checkFraction("split", split, above: 0) }
    if let batch { try check("batch", batch, 0...Self.sampleRange.upperBound) }
    if let pixelShift { try check("pixel-shift", pixelShift, Self.pixelShiftRange) }
    if let validation, !(0..<1).contains(validation) {
      throw .parameter(.outOfRange("validation", validation, 0...0.99))
    }
    if let checkInterval { try check("check-interval", checkInterval, 1...1_000_000) }
    if case .function = kind {
      for (name, value) in [
        ("batch", batch.map(Double.init)), ("pixel-shift", pixelShift.map(Double.init)),
        ("validation", validation),
      ] where value != nil {
        throw .notOfThis(
          name, problem: problem, algorithm: algorithm,
          known: (problemParameters + algorithmType.parameterDescriptions).map(\.name))
      }
    }
    if let target = stop.target { try check(target, for: kind) }
    for (name, value) in [
      ("generations", stop.generations), ("evaluations", stop.evaluations),
      ("stagnation", stop.stagnation),
    ] {
      if let value { try check(name, value, 1...Int(UInt32.max)) }
    }
    if let seconds = stop.seconds, !(seconds > 0 && seconds.isFinite) {
      throw .parameter(.notAbove("seconds", seconds, least: 0, most: nil))
    }

    let known = problemParameters + algorithmType.parameterDescriptions
    var values: [String: ParameterValue] = [:]
    for description in known {
      var value = parameters[description.name] ?? description.defaultValue
      // What shrinks over a budget must know the budget.
      if description.name == "reduction-evaluations", parameters[description.name] == nil,
        let budget = stop.evaluations, let range = description.range
      {
        value = .number(min(max(Double(budget), range.lowerBound), range.upperBound))
      }
      do { try description.check(value) } catch { throw .parameter(error) }
      values[description.name] = value
    }
    for name in parameters.keys.sorted() where values[name] == nil {
      throw .notOfThis(name, problem: subject, algorithm: algorithm, known: known.map(\.name))
    }
    var resolved = self
    resolved.parameters = values
    return resolved
  }

  /// Refuses a population that is too small for the algorithm, and what would not fit into memory.
  func checkSize(_ problem: any Problem) throws(ExperimentError) {
    let space = problem.space
    if let type = Catalog.algorithm(algorithm) {
      let room = try room(type, for: problem)
      guard room <= Self.geneLimit else { throw .tooMuchNoise(room, algorithm: algorithm) }
    }
    if let population, let least = Catalog.algorithm(algorithm)?.leastCount, population < least {
      throw .tooFew(population, algorithm: algorithm, least: least)
    }
    if let most = Catalog.algorithm(algorithm)?.mostGenes, space.geneCount > most {
      throw .tooManyGenes(space.geneCount, algorithm: algorithm, most: most)
    }
    guard let population, population > Self.geneLimit / max(1, space.geneCount) else { return }
    throw .tooLarge(genes: space.geneCount, population: population)
  }

  private func room<Method: Algorithm>(
    _ type: Method.Type, for problem: any Problem
  ) throws(ExperimentError) -> Int {
    do throws(ParameterError) {
      return type.room(try settings(Method.Settings.self), for: problem)
    } catch { throw .parameter(error) }
  }

  /// What can be set of the problem and, where it has any, of its data.
  var problemParameters: [ParameterDescription] {
    (usesData ? Catalog.dataset(data)?.parameterDescriptions ?? [] : [])
      + (Catalog.problem(problem)?.parameterDescriptions ?? [])
  }

  /// Whether there are samples to learn, and a network that learns them.
  public var usesData: Bool {
    if case .classification = Catalog.problem(problem) { true } else { false }
  }

  /// Whether the champion is chosen by samples of its own or by all, rather than by the scores with
  /// which it was bred.
  public var isChecked: Bool { (batch ?? 0) > 0 || (validation ?? 0) > 0 }

  /// What each generation is judged by, if that is not all of the training part.
  var drawnBatch: Batch? {
    guard let batch, batch > 0 else { return nil }
    return Batch(count: batch, shift: pixelShift ?? 0)
  }

  /// Chooses what was left open of batches and of what the champion is chosen by.
  mutating func settleBatch(ofPictures isPictures: Bool) {
    if isPictures { batch = batch ?? Self.batchOfPictures }
    let isBatch = (batch ?? 0) > 0
    if isBatch { validation = validation ?? Self.usualValidation }
    if isChecked { checkInterval = checkInterval ?? (isBatch ? 100 : 1) }
  }

  /// The sizes of the hidden layers that the algorithm makes of those that were asked for.
  public var hiddenLayers: [Int] {
    Catalog.algorithm(algorithm)?.hiddenLayers(asked: hidden) ?? hidden
  }

  /// What is to be solved, in a word.
  public var subject: String { usesData ? data : problem }

  private func check(_ target: Double, for kind: ProblemKind) throws(ExperimentError) {
    switch kind {
    case .classification: try checkFraction("target", target, above: 0)
    case .function:
      guard target > 0, target.isFinite else {
        throw .parameter(.notAbove("target", target, least: 0, most: nil))
      }
    }
  }

  private func check(
    _ name: String, _ value: Int, _ range: ClosedRange<Int>
  ) throws(ExperimentError) {
    guard range.contains(value) else {
      throw .parameter(
        .outOfRange(name, Double(value), Double(range.lowerBound)...Double(range.upperBound)))
    }
  }

  private func checkFraction(
    _ name: String, _ value: Double, above least: Double
  ) throws(ExperimentError) {
    guard value > least, value <= 1 else {
      throw .parameter(.notAbove(name, value, least: least, most: 1))
    }
  }

  /// A value of a parameter with its declared default.
  func settings<Settings: Tunable>(_ type: Settings.Type) throws(ParameterError) -> Settings {
    var settings = Settings()
    for description in Settings.parameterDescriptions {
      if let value = parameters[description.name] { try settings.set(description.name, to: value) }
    }
    return settings
  }
}

/// Why an experiment cannot be run.
public enum ExperimentError: Error, Equatable {
  case parameter(ParameterError)
  case data(DatasetError)
  case convolution(ConvolutionError)
  case unknown(String, String, known: [String])
  /// A parameter that neither the data set or function nor the algorithm has.
  case notOfThis(String, problem: String, algorithm: String, known: [String])
  /// Their rotation would not fit into memory.
  case tooManyDimensions(Int)
  case tooManyLayers(Int)
  /// The problem has not what the algorithm needs of it.
  case unsuited(algorithm: String, problem: String, need: String)
  /// It knows dense layers only.
  case untrainable(algorithm: String)
  /// The run would end before anybody looks for a better champion.
  case impatient(stagnation: Int, checkInterval: Int)
  /// It would not fit into the memory of a machine that this is for.
  case tooLarge(genes: Int, population: Int)
  case tooManyGenes(Int, algorithm: String, most: Int)
  /// No picture of these data can be shifted.
  case unshiftable(String)
  /// What the algorithm draws for a generation would not fit into memory.
  case tooMuchNoise(Int, algorithm: String)
  /// With so few individuals the algorithm finds nothing.
  case tooFew(Int, algorithm: String, least: Int)
  case malformedPoints
  /// What was recorded is not changed.
  case isPlayed
}

extension ExperimentError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .parameter(let error): error.description
    case .data(let error): error.description
    case .convolution(let error): error.description
    case .unknown(let what, let name, let known):
      "There is no \(what) '\(name)'. Known: \(known.joined(separator: ", "))."
    case .notOfThis(let name, let problem, let algorithm, let known):
      "Neither '\(problem)' nor the algorithm '\(algorithm)' has a parameter '\(name)'. "
        + "They have: \(known.joined(separator: ", "))."
    case .tooManyDimensions(let count):
      "Axes are turned in up to \(FunctionProblem.rotationLimit) dimensions, but there are "
        + "\(count). Choose fewer, or rotation none."
    case .tooManyLayers(let count):
      "At most \(Experiment.layerLimit) hidden layers are possible, but \(count) were asked for."
    case .unsuited(let algorithm, let problem, let need):
      "The algorithm '\(algorithm)' needs \(need), which the problem '\(problem)' does not have. "
        + "Choose another algorithm, such as ga, or another problem."
    case .unshiftable(let data):
      "Only pictures in batches can be shifted, but '\(data)' has none. "
        + "Leave pixel-shift out, or choose data such as mnist."
    case .tooMuchNoise(let count, let algorithm):
      "The algorithm '\(algorithm)' would need \(count / 1_000_000) million numbers for the "
        + "directions of a generation; at most \(Experiment.geneLimit / 1_000_000) million are "
        + "possible. Choose fewer directions, a smaller rank or a smaller network."
    case .untrainable(let algorithm):
      "The algorithm '\(algorithm)' cannot train stages of convolution. Leave convolution out, or "
        + "choose another algorithm, such as openai-es or ga."
    case .impatient(let stagnation, let interval):
      "A better champion is looked for every \(interval) generations, so that a stagnation of "
        + "\(stagnation) would end every run. Choose several times check-interval."
    case .malformedPoints:
      "The edits of points are words such as +0.5,-1,0 (a new point of class 0), 17:0.5,1 (a point "
        + "that was moved) and -12 (one that is gone), \(PointEdits.limit) at most."
    case .isPlayed: "What was recorded cannot be changed, but a fork of it can."
    case .tooFew(let population, let algorithm, let least):
      "The algorithm '\(algorithm)' needs a population of at least \(least), but it is \(population)."
    case .tooManyGenes(let genes, let algorithm, let most):
      "The algorithm '\(algorithm)' is for up to \(most) genes, since it keeps the square of them, "
        + "but there are \(genes). Choose sep-cma-es, snes or lm-ma-es, or fewer neurons."
    case .tooLarge(let genes, let population):
      "A population of \(population) with \(genes) genes each would need "
        + "\(population * genes / 125_000_000) GB. Choose a smaller population or network: "
        + "at most \(Experiment.geneLimit / 1_000_000) million genes in all."
    }
  }
}
