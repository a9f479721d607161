import Evolution

extension Session {
  /// Everything that can be changed while the run goes on, as sliders show it.
  public var controls: [Control] {
    var rows: [(ParameterDescription, ParameterValue, isActive: Bool)] = []
    for description in algorithmParameters {
      rows.append(
        (
          description, experiment.parameters[description.name] ?? description.defaultValue,
          isActive(description.name)
        ))
    }
    for description in commonParameters(of: experiment) {
      if let value = value(ofCommon: description.name) { rows.append((description, value, true)) }
    }
    for description in experiment.problemParameters {
      rows.append(
        (
          description, experiment.parameters[description.name] ?? description.defaultValue,
          isActive(description.name)
        ))
    }
    for description in upcomingParameters
    where pending.contains(where: { $0.name == description.name }) {
      let value = value(ofCommon: description.name) ?? description.defaultValue
      rows.append((description, value, true))
    }
    return rows.map { description, value, isActive in
      Control(
        description: description, value: value,
        pending: pending.first { $0.name == description.name }?.value, isActive: isActive,
        newPopulations: description.name == "data" ? newPopulations : [:])
    }
  }

  private var algorithmParameters: [ParameterDescription] {
    type(of: algorithm).parameterDescriptions
  }

  /// Those that belong neither to the algorithm nor to the generator or function.
  func commonParameters(of experiment: Experiment) -> [ParameterDescription] {
    let population = ParameterDescription(
      name: "population",
      kind: .integer(Experiment.populationRange, .multiplicative(1.1, from: 2)),
      defaultValue: .number(Double(type(of: algorithm).defaultCount(for: problem.space))),
      help: "The number of individuals of a generation.")
    return [population]
      + (experiment.usesData ? dataParameters(of: experiment) : functionParameters)
  }

  private var functionParameters: [ParameterDescription] {
    let functions = Catalog.problems.filter {
      if case .function = $0.kind { true } else { false }
    }
    return [
      ParameterDescription(
        name: "problem", kind: .choice(functions.map(\.name)),
        defaultValue: .choice(experiment.problem), help: "The function to be minimised."),
      ParameterDescription(
        name: "data-seed", kind: .integer(0...1_000_000, .linear(1)),
        defaultValue: .number(Double(Experiment().dataSeed)),
        help: "The seed of the function: another one moves the minimum elsewhere."),
    ]
  }

  private func dataParameters(of experiment: Experiment) -> [ParameterDescription] {
    let names = Catalog.datasets.map(\.name) + [tableName].compactMap(\.self)
    let start = Experiment()
    var parameters: [ParameterDescription] = []
    for layer in experiment.hiddenLayers.indices {
      parameters.append(
        ParameterDescription(
          name: Self.hiddenName(layer),
          kind: .integer(Experiment.neuronRange, .multiplicative(1.06, from: 1)),
          defaultValue: .number(Double(start.hidden[0])),
          help: "The number of neurons of hidden layer \(layer + 1)."))
    }
    parameters += [
      ParameterDescription(
        name: "data", kind: .choice(names), defaultValue: .choice(start.data),
        help: "The data set to learn."),
      ParameterDescription(
        name: "activation", kind: .choice(Activation.allCases.map(\.rawValue)),
        defaultValue: .choice(start.activation.rawValue),
        help: "What a hidden neuron makes of its sum."),
      ParameterDescription(
        name: "fitness", kind: .choice(Classification.Measure.allCases.map(\.rawValue)),
        defaultValue: .choice(start.fitness.rawValue),
        help: "What a network is selected for."),
    ]
    if (experiment.batch ?? 0) > 0 {
      parameters.append(
        ParameterDescription(
          name: "batch", kind: .integer(1...1_000_000, .multiplicative(1.25, from: 1)),
          defaultValue: .number(Double(Experiment.batchOfPictures)),
          help: "The number of samples that a generation is judged by."))
    }
    if Catalog.dataset(experiment.data) != nil {
      parameters += [
        ParameterDescription(
          name: "samples", kind: .integer(Experiment.sampleRange, .multiplicative(1.25, from: 2)),
          defaultValue: .number(Double(start.samples)), help: "The number of samples to generate."),
        ParameterDescription(
          name: "data-seed", kind: .integer(0...1_000_000, .linear(1)),
          defaultValue: .number(Double(start.dataSeed)),
          help: "The seed of the data: another one draws other points."),
      ]
    }
    return parameters
  }

  static func hiddenName(_ layer: Int) -> String { layer == 0 ? "hidden" : "hidden-\(layer + 1)" }

  func value(ofCommon name: String) -> ParameterValue? {
    let layers = experiment.hiddenLayers
    if let layer = layers.indices.first(where: { Self.hiddenName($0) == name }) {
      return .number(Double(layers[layer]))
    }
    if name == "data-seed" { return .number(Double(experiment.dataSeed)) }
    return experiment.table.first { $0.name == name }?.value
  }

  private func isActive(_ name: String) -> Bool {
    func ask(_ settings: some Tunable) -> Bool { settings.isActive(name) }
    if algorithmParameters.contains(where: { $0.name == name }) { return ask(algorithm.settings) }
    func askFresh<Settings: Tunable>(_ type: Settings.Type) -> Bool {
      (try? experiment.settings(type)).map(ask) ?? true
    }
    guard experiment.usesData else { return askFresh(FunctionProblem.Settings.self) }
    if DataTurn().value(of: name) != nil { return problem.split?.canTurn ?? false }
    guard let type = Catalog.dataset(experiment.data) else { return true }
    return askFresh(type)
  }

  /// The value of a setting as it is; `nil` where there is none of that name.
  private func value(of name: String) -> ParameterValue? {
    name == PointEdits.name
      ? .choice(experiment.points.text) : settable.first { $0.name == name }?.value
  }

  /// Refuses pending commands that could only fail when they are applied.
  ///
  /// - Returns: What is to be solved then.
  @discardableResult
  func checkPending() throws(ExperimentError) -> any Problem {
    var changed = experiment
    for case .set(let name, let value) in pending { try Self.set(name, to: value, in: &changed) }
    changed = try changed.keepingWhatApplies().keepingPoints(of: experiment).resolved()
    let isSameData = changed.dataTable == experiment.dataTable
    let problem = try Self.makeProblem(
      changed, table: table, reusing: isSameData ? problem.split : nil, kernels: kernels)
    try changed.checkSize(problem)
    return problem
  }

  /// The edits of points that wait for the next generation, if there are any.
  var pendingPoints: PointEdits? {
    for case .set(PointEdits.name, let value) in pending { return PointEdits(value.description) }
    return nil
  }

  /// Sets one value in an experiment; `hidden` and `hidden-2` name single layers.
  static func set(
    _ name: String, to value: ParameterValue, in experiment: inout Experiment
  ) throws(ExperimentError) {
    if let layer = experiment.hidden.indices.first(where: { hiddenName($0) == name }),
      let count = value.number
    {
      experiment.hidden[layer] = Int(count)
    } else {
      try experiment.set(name, to: value)
    }
  }

  /// Applies all pending commands and turns drifting points on, then works out once what that means
  /// together.
  mutating func applyPending() {
    guard !pending.isEmpty || isDrifting else { return }
    var changed = experiment
    let firstChange = changes.count
    for case .set(let name, let value) in pending {
      // `submit` has let the command pass, so that nothing can be refused here.
      guard let old = self.value(of: name), (try? Self.set(name, to: value, in: &changed)) != nil
      else { continue }
      note(name, old, value)
    }
    pending = []
    editedData = nil
    let settled = changed.keepingWhatApplies().keepingPoints(of: experiment)
    if settled.points != changed.points {
      note(PointEdits.name, .choice(changed.points.text), .choice(settled.points.text))
    }
    guard let resolved = try? settled.turnedOn().resolved() else { return }
    let old = experiment
    let consequence = move(to: resolved)
    if isOtherTask(old) {
      // What the fitness was says nothing about what it is on other data.
      for index in changes[firstChange...].indices {
        changes[index].before?.forgetScores()
      }
    }
    settingsDigest = resolved.settingsDigest(without: laterParameters)
    for index in changes[firstChange...].indices where consequence.isOf(changes[index].name) {
      changes[index].consequence = consequence.sentence
    }
  }

  private mutating func note(_ name: String, _ old: ParameterValue, _ new: ParameterValue) {
    changes.append(
      Change(
        generation: generation + 1, name: name, old: old, new: new, consequence: "",
        before: measures))
  }

  /// Whether the points turn on before every generation.
  private var isDrifting: Bool {
    experiment.turn.drift != 0 && problem.split?.canTurn == true
  }

  /// What a change did beside setting a value.
  private struct Consequence {
    var sentence = ""
    /// Of the sizes of layers, rather than of the data.
    var isOfLayers = false

    /// Whether the setting of this name brought it about.
    func isOf(_ name: String) -> Bool { isOfLayers == name.hasPrefix("hidden") }
  }

  /// Goes over to other settings and keeps what was learnt; says what it cost.
  private mutating func move(to target: Experiment) -> Consequence {
    let old = experiment
    experiment = target
    let random = RandomSource(seed: target.seed, generation: generation, kernels: kernels)
    Self.applySettings(target, to: &algorithm)
    let before = problem
    let oldBest = hallOfFame.champion?.score
    // `submit` has made it already, so that nothing can be refused here.
    guard
      let new = try? Self.makeProblem(
        target, table: table, reusing: isOtherData(old) ? nil : before.split, kernels: kernels)
    else { return Consequence() }
    problem = new
    guard Self.isSameTask(before, new) else { return startAnew() }

    var needsScores = isOtherTask(old) || old.activation != target.activation
    if let network = before.network {
      if resizeLayers(of: network, random) { needsScores = true }
    } else if before.space != new.space {
      // Everybody stays at the same place of the domain, which may be a wider one.
      let scales = zip(new.space.initialDeviations, before.space.initialDeviations).map { $0 / $1 }
      Self.remap(&algorithm, to: new.space) { row, _ in
        RemappedRow(
          genes: zip(row, scales).map { $0 * $1 }, sources: scales.indices.map(Int32.init))
      }
    }
    let isGrown = resizePopulation(from: old.population, random)
    spare = Population(count: algorithm.count, geneCount: new.space.geneCount)
    if needsScores || isGrown, generation > 0 { rescore(isOtherTask: isOtherTask(old), random) }
    let isOnlyGrown = !needsScores && !isGrown || generation == 0
    return consequence(before.network, oldBest, isOnlyGrown: isOnlyGrown)
  }

  /// Brings the layers to the sizes that the experiment asks for.
  ///
  /// - Returns: Whether what the individuals are worth has changed by that.
  private mutating func resizeLayers(of network: Network, _ random: RandomSource) -> Bool {
    var network = network
    var isShrunk = false
    for (layer, size) in experiment.hiddenLayers.enumerated() where size != network.hidden[layer] {
      let resize = NetworkResize(of: network, layer: layer, to: size, random)
      if resize.new.geneCount < network.geneCount { isShrunk = true }
      network = resize.new
      Self.remap(&algorithm, to: network.searchSpace) { row, index in
        resize.remap(row, index: index)
      }
    }
    return isShrunk
  }

  /// Brings the population to the size that the experiment asks for, if that is another one.
  ///
  /// - Returns: Whether there are individuals now that have no score yet.
  private mutating func resizePopulation(from old: Int?, _ random: RandomSource) -> Bool {
    guard let count = experiment.population, count != old else { return false }
    let before = algorithm.count
    Self.resize(&algorithm, to: count, random)
    return algorithm.count > before
  }

  /// Whether what solved one problem makes sense as a start for the other.
  private static func isSameTask(_ old: any Problem, _ new: any Problem) -> Bool {
    guard let network = old.network, let newNetwork = new.network else {
      return old.network == nil && new.network == nil
        && old.space.geneCount == new.space.geneCount
    }
    return network.inputCount == newNetwork.inputCount
      && network.convolution == newNetwork.convolution
      && network.outputCount == newNetwork.outputCount
  }

  /// Whether the samples or the function are not what they were.
  private func isOtherData(_ old: Experiment) -> Bool { old.dataTable != experiment.dataTable }

  /// Whether the scores of the past mean something else than those to come.
  private func isOtherTask(_ old: Experiment) -> Bool {
    isOtherData(old) || old.fitness != experiment.fitness
  }

  private mutating func startAnew() -> Consequence {
    if let type = Catalog.algorithm(experiment.algorithm),
      let fresh = try? Self.make(type, problem.space, experiment)
    {
      algorithm = fresh
    }
    spare = Population(count: algorithm.count, geneCount: problem.space.geneCount)
    hallOfFame = HallOfFame()
    lastImprovement = generation
    return Consequence(
      sentence: experiment.usesData
        ? "other inputs or classes: a new population" : "another dimension: a new population")
  }

  /// Scores the parents anew, by what the coming generation is judged by, and, on another task, the
  /// hall of fame.
  private mutating func rescore(isOtherTask: Bool, _ random: RandomSource) {
    evaluations += Self.rescore(&algorithm, posed(random), evaluator)
    guard isOtherTask else { return }
    hallOfFame.rescore { [problem, evaluator, isChecked = experiment.isChecked] entry in
      let own = problem.asked(of: entry.network)
      return HallOfFame.Entry(
        generation: entry.generation, individual: entry.individual, network: entry.network,
        genes: entry.genes, score: own.checkScore(of: entry.genes, evaluator),
        testAccuracy: isChecked ? nil : own.testAccuracy(of: entry.genes),
        lastChange: entry.lastChange)
    }
    evaluations += hallOfFame.entries.count
    lastImprovement = generation
  }

  /// What another size of a layer did.
  ///
  /// - Parameter isOnlyGrown: Nothing else changed what the networks are worth.
  private func consequence(
    _ oldNetwork: Network?, _ oldBest: Score?, isOnlyGrown: Bool
  ) -> Consequence {
    guard let network = problem.network, let oldNetwork, network.sizes != oldNetwork.sizes else {
      return Consequence()
    }
    let isGrown = zip(network.hidden, oldNetwork.hidden).allSatisfy { $0 >= $1 }
    if isGrown {
      let kept = isOnlyGrown ? ": every fitness kept" : ""
      return Consequence(
        sentence: "grown with zero outgoing weights\(kept)", isOfLayers: true)
    }
    guard generation > 0, let oldBest, let best = Self.bestScore(of: algorithm) else {
      return Consequence()
    }
    // A champion that was chosen by other samples tells nothing of what is lost on these.
    if experiment.isChecked {
      return Consequence(
        sentence: "shrunk: best fitness now \(Self.text(best))", isOfLayers: true)
    }
    return Consequence(
      sentence: "shrunk: best fitness \(Self.text(oldBest.fitness)) → \(Self.text(best))",
      isOfLayers: true)
  }

  private static func text(_ fitness: Float) -> String {
    "\((fitness * 1000).rounded() / 1000)"
  }

  private static func bestScore(of algorithm: some Algorithm) -> Float? {
    (0..<algorithm.count).map { algorithm.score(ofParent: $0).rankedFitness }.max()
  }

  static func applySettings<Method: Algorithm>(
    _ experiment: Experiment, to algorithm: inout Method
  ) {
    if let settings = try? experiment.settings(Method.Settings.self) {
      algorithm.settings = settings
    }
  }

  private static func remap(
    _ algorithm: inout some Algorithm, to space: SearchSpace,
    _ row: (ArraySlice<Float>, Int) -> RemappedRow
  ) {
    algorithm.remap(to: space, row)
  }

  private static func resize(
    _ algorithm: inout some Algorithm, to count: Int, _ random: RandomSource
  ) {
    algorithm.resize(to: count, random)
  }

  static func rescore(
    _ algorithm: inout some Algorithm, _ problem: some Problem, _ evaluator: Evaluator
  ) -> Int {
    var count = 0
    algorithm.rescore { population in
      count += population.count
      return evaluator.scores(of: population, in: problem)
    }
    return count
  }
}
