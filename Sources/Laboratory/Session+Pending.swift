import Evolution

/// Changes that wait for the next generation, and what goes along with them.
extension Session {
  /// The settings as they will be, as far as what waits can be told already.
  private var upcoming: Experiment {
    var changed = experiment
    for case .set(let name, let value) in pending {
      // What cannot be set is refused by whoever asks for it.
      try? Self.set(name, to: value, in: &changed)
    }
    return changed.keepingWhatApplies()
  }

  /// What can be set only once the data or the function are those that are waited for.
  var upcomingParameters: [ParameterDescription] {
    guard pending.contains(where: { $0.name == "data" || $0.name == "problem" }) else { return [] }
    let next = upcoming
    let names = Set((commonParameters(of: experiment) + experiment.problemParameters).map(\.name))
    return (commonParameters(of: next) + next.problemParameters).filter { !names.contains($0.name) }
  }

  /// All that a command may name: beside the controls, what a change of the data brings along.
  var settable: [Control] {
    let coming = upcomingParameters.map { description in
      Control(
        description: description,
        value: value(ofCommon: description.name) ?? description.defaultValue)
    }
    var names: Set<String> = []
    // These come first: other data may have no batches at all, which the slider cannot say.
    let silent = experiment.usesData ? batchControls : []
    return (silent + controls + coming).filter { names.insert($0.name).inserted }
  }

  /// By what generations are judged and the champion is chosen.
  private var batchControls: [Control] {
    [
      batchControl("batch", .integer(0...1_000_000, .linear(1)), Double(experiment.batch ?? 0)),
      batchControl("validation", .real(0...0.99, .linear(0.01)), experiment.validation ?? 0),
      batchControl(
        "check-interval", .integer(1...1_000_000, .linear(1)),
        Double(experiment.checkInterval ?? 1)),
    ]
  }

  private func batchControl(
    _ name: String, _ kind: ParameterDescription.Kind, _ value: Double
  ) -> Control {
    Control(
      description: ParameterDescription(
        name: name, kind: kind, defaultValue: .number(value), help: "Goes along with the data."),
      value: .number(value))
  }

  /// Commands for parameters that neither the present nor the coming data have.
  mutating func forgetWhatNothingHas() {
    guard !pending.isEmpty else { return }
    let silent = experiment.usesData ? batchControls.map(\.name) : []
    let known = Set(
      (presentParameters + upcomingParameters).map(\.name) + silent + [PointEdits.name])
    pending.removeAll { !known.contains($0.name) }
  }

  /// What can be set of the algorithm, of the data and of the function as they are.
  private var presentParameters: [ParameterDescription] {
    type(of: algorithm).parameterDescriptions + commonParameters(of: experiment)
      + experiment.problemParameters
  }

  /// Generations are judged by batches of pictures and by all of other data: a change from one to
  /// the other brings that along, and a change back brings back what there was.
  func companions(of commands: [Command]) -> [Command] {
    guard experiment.usesData, commands.contains(where: { $0.name == "data" }) else { return [] }
    let target = upcoming.data
    let named = Set(commands.map(\.name))
    var wanted = experiment
    if isPictures(experiment.data) != isPictures(target) {
      if isPictures(start.data) == isPictures(target) {
        wanted = start
      } else {
        (wanted.batch, wanted.validation, wanted.checkInterval) = (nil, nil, nil)
        wanted.settleBatch(ofPictures: isPictures(target))
      }
    }
    return [
      Command.set("batch", .number(Double(wanted.batch ?? 0))),
      .set("validation", .number(wanted.validation ?? 0)),
      .set("check-interval", .number(Double(wanted.checkInterval ?? 1))),
    ].filter { !named.contains($0.name) }
  }

  private func isPictures(_ data: String) -> Bool {
    Catalog.dataset(data) == nil && table?.isBytes == true
  }

  /// The data sets to whose inputs or classes no network of the population fits, and why.
  var newPopulations: [String: String] {
    guard let network = problem.network else { return [:] }
    var reasons: [String: String] = [:]
    let names = Catalog.datasets.map(\.name) + [tableName].compactMap(\.self)
    for name in names where name != experiment.data {
      guard let (inputs, classes) = shape(ofData: name) else { continue }
      if inputs != network.inputCount {
        reasons[name] = "\(name) has \(inputs) inputs"
      } else if classes != network.classCount {
        reasons[name] = "\(name) has \(classes) classes"
      }
    }
    return reasons
  }

  /// How many inputs and classes a data set has with the present settings.
  private func shape(ofData name: String) -> (inputs: Int, classes: Int)? {
    guard Catalog.dataset(name) != nil else {
      return table.map { ($0.featureCount, $0.classCount) }
    }
    var other = experiment
    other.data = name
    // Enough for every class, and little to make.
    other.samples = 40
    guard let resolved = try? other.keepingWhatApplies().resolved(),
      let split = try? Self.makeSplit(resolved, table: nil, kernels: kernels)
    else { return nil }
    return (split.dataset.featureCount, split.dataset.classCount)
  }
}
