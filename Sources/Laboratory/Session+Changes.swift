import Evolution

extension Session {
  /// Everything that can be changed while the run goes on, as sliders show it.
  public var controls: [Control] {
    let generator = Catalog.dataset(experiment.data)
    var rows: [(ParameterDescription, ParameterValue, isActive: Bool)] = []
    for description in algorithmParameters {
      rows.append(
        (
          description, experiment.parameters[description.name] ?? description.defaultValue,
          isActive(description.name)
        ))
    }
    for description in commonParameters {
      if let value = value(ofCommon: description.name) { rows.append((description, value, true)) }
    }
    for description in generator?.parameterDescriptions ?? [] {
      rows.append(
        (
          description, experiment.parameters[description.name] ?? description.defaultValue,
          isActive(description.name)
        ))
    }
    return rows.map { description, value, isActive in
      var awaited: ParameterValue?
      for case .set(description.name, let new) in pending { awaited = new }
      return Control(
        description: description, value: value, pending: awaited, isActive: isActive)
    }
  }

  private var algorithmParameters: [ParameterDescription] {
    type(of: algorithm).parameterDescriptions
  }

  /// Those that belong neither to the algorithm nor to the generator.
  private var commonParameters: [ParameterDescription] {
    let names = Catalog.datasets.map(\.name) + [tableName].compactMap(\.self)
    let start = Experiment()
    var parameters = [
      ParameterDescription(
        name: "population",
        kind: .integer(Experiment.populationRange, .multiplicative(1.1, from: 2)),
        defaultValue: .number(Double(start.population)),
        help: "The number of individuals of a generation.")
    ]
    for layer in experiment.hidden.indices {
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
    if Catalog.dataset(experiment.data) != nil {
      parameters.append(
        ParameterDescription(
          name: "samples", kind: .integer(Experiment.sampleRange, .multiplicative(1.25, from: 2)),
          defaultValue: .number(Double(start.samples)), help: "The number of samples to generate."))
      parameters.append(
        ParameterDescription(
          name: "data-seed", kind: .integer(0...1_000_000, .linear(1)),
          defaultValue: .number(Double(start.dataSeed)),
          help: "The seed of the data: another one draws other points."))
    }
    return parameters
  }

  static func hiddenName(_ layer: Int) -> String { layer == 0 ? "hidden" : "hidden-\(layer + 1)" }

  private func value(ofCommon name: String) -> ParameterValue? {
    if let layer = experiment.hidden.indices.first(where: { Self.hiddenName($0) == name }) {
      return .number(Double(experiment.hidden[layer]))
    }
    if name == "data-seed" { return .number(Double(experiment.dataSeed)) }
    return experiment.table.first { $0.name == name }?.value
  }

  private func isActive(_ name: String) -> Bool {
    func ask(_ settings: some Tunable) -> Bool { settings.isActive(name) }
    if algorithmParameters.contains(where: { $0.name == name }) { return ask(algorithm.settings) }
    guard let type = Catalog.dataset(experiment.data) else { return true }
    func askGenerator(_ type: (some DatasetGenerator).Type) -> Bool {
      (try? experiment.settings(type)).map(ask) ?? true
    }
    return askGenerator(type)
  }

  /// Refuses pending commands that could only fail when they are applied.
  func checkPending() throws(ExperimentError) {
    var changed = experiment
    for case .set(let name, let value) in pending { try Self.set(name, to: value, in: &changed) }
    changed = try changed.keepingWhatApplies().resolved()
    let split =
      changed.dataTable == experiment.dataTable
      ? problem.split : try Self.makeSplit(changed, table: table, kernels: kernels)
    try changed.checkSize(Self.network(changed, split))
  }

  /// Sets one value in an experiment; `hidden` and `hidden-2` name single layers.
  private static func set(
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

  /// Applies all pending commands, then works out once what they mean together.
  mutating func applyPending() {
    guard !pending.isEmpty else { return }
    var changed = experiment
    var names: [String] = []
    let values = Dictionary(uniqueKeysWithValues: controls.map { ($0.name, $0.value) })
    for case .set(let name, let value) in pending {
      // `submit` has let the command pass, so that nothing can be refused here.
      guard let old = values[name], (try? Self.set(name, to: value, in: &changed)) != nil else {
        continue
      }
      names.append(name)
      changes.append(
        Change(generation: generation + 1, name: name, old: old, new: value, consequence: ""))
    }
    pending = []
    guard let resolved = try? changed.keepingWhatApplies().resolved() else { return }
    let consequence = move(to: resolved)
    settingsDigest = resolved.settingsDigest
    for index in changes.indices.suffix(names.count) where consequence.isOf(changes[index].name) {
      changes[index].consequence = consequence.sentence
    }
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
    var split = problem.split
    let oldData = old.dataTable
    if oldData != target.dataTable,
      let new = try? Self.makeSplit(target, table: table, kernels: kernels)
    {
      split = new
    }
    let new = Self.makeProblem(target, split, kernels: kernels)
    let oldNetwork = problem.network
    let oldBest = hallOfFame.champion?.score
    let isSameTask =
      new.network.inputCount == oldNetwork.inputCount
      && new.network.outputCount == oldNetwork.outputCount
    problem = new
    guard isSameTask else { return startAnew() }

    var needsScores =
      oldData != target.dataTable || old.fitness != target.fitness
      || old.activation != target.activation
    var network = oldNetwork
    for layer in target.hidden.indices where target.hidden[layer] != network.hidden[layer] {
      let resize = NetworkResize(of: network, layer: layer, to: target.hidden[layer], random)
      if resize.new.geneCount < network.geneCount { needsScores = true }
      network = resize.new
      Self.remap(&algorithm, to: network.searchSpace) { row, index in
        resize.remap(row, index: index)
      }
    }
    if target.population != old.population {
      Self.resize(&algorithm, to: target.population, random)
      if target.population > old.population { needsScores = true }
    }
    spare = Population(count: target.population, geneCount: new.space.geneCount)
    if needsScores, generation > 0 { rescore(isOtherTask: isOtherTask(old)) }
    let isOnlyGrown = !needsScores || generation == 0
    return consequence(oldNetwork, oldBest, isOnlyGrown: isOnlyGrown)
  }

  /// Whether the scores of the past mean something else than those to come.
  private func isOtherTask(_ old: Experiment) -> Bool {
    old.dataTable != experiment.dataTable || old.fitness != experiment.fitness
  }

  private mutating func startAnew() -> Consequence {
    if let type = Catalog.algorithm(experiment.algorithm),
      let fresh = try? Self.make(type, problem.space, experiment)
    {
      algorithm = fresh
    }
    spare = Population(count: experiment.population, geneCount: problem.space.geneCount)
    hallOfFame = HallOfFame()
    lastImprovement = generation
    return Consequence(sentence: "other inputs or classes: a new population")
  }

  /// Scores the parents anew and, on another task, the hall of fame.
  private mutating func rescore(isOtherTask: Bool) {
    evaluations += Self.rescore(&algorithm, problem, evaluator)
    guard isOtherTask else { return }
    hallOfFame.rescore { [problem, kernels] entry in
      let own = Classification(
        problem.split, network: entry.network, measure: problem.measure, kernels: kernels)
      return HallOfFame.Entry(
        generation: entry.generation, individual: entry.individual, network: entry.network,
        genes: entry.genes, score: own.score(of: entry.genes),
        testAccuracy: own.testAccuracy(of: entry.genes), lastChange: entry.lastChange)
    }
    evaluations += hallOfFame.entries.count
    lastImprovement = generation
  }

  /// What another size of a layer did.
  ///
  /// - Parameter isOnlyGrown: Nothing else changed what the networks are worth.
  private func consequence(
    _ oldNetwork: Network, _ oldBest: Score?, isOnlyGrown: Bool
  ) -> Consequence {
    guard problem.network.sizes != oldNetwork.sizes else { return Consequence() }
    let isGrown = zip(problem.network.hidden, oldNetwork.hidden).allSatisfy { $0 >= $1 }
    if isGrown {
      let kept = isOnlyGrown ? ": every fitness kept" : ""
      return Consequence(
        sentence: "grown with zero outgoing weights\(kept)", isOfLayers: true)
    }
    guard generation > 0, let oldBest, let best = Self.bestScore(of: algorithm) else {
      return Consequence()
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

  private static func rescore(
    _ algorithm: inout some Algorithm, _ problem: Classification, _ evaluator: Evaluator
  ) -> Int {
    var count = 0
    algorithm.rescore { population in
      count += population.count
      return evaluator.scores(of: population, in: problem)
    }
    return count
  }
}

extension Experiment {
  /// What decides the samples.
  var dataTable: [String] {
    let generator = Catalog.dataset(data)?.parameterDescriptions.map(\.name) ?? []
    let names = ["data", "label", "samples", "data-seed", "split"] + generator
    return table.filter { names.contains($0.name) }.map { "\($0.name)=\($0.value)" }
  }

  /// Without the parameters of a data set or algorithm that is no longer chosen.
  func keepingWhatApplies() -> Experiment {
    let generator = Catalog.dataset(data)?.parameterDescriptions ?? []
    let method = Catalog.algorithm(algorithm)?.parameterDescriptions ?? []
    let names = Set((generator + method).map(\.name))
    var kept = self
    kept.parameters = parameters.filter { names.contains($0.key) }
    return kept
  }
}
