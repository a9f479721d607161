import Evolution

extension Session {
  /// The data as the experiment asks for it: generated or from the file, and split.
  static func makeSplit(
    _ experiment: Experiment, table: Dataset?, kernels: Kernels
  )
    throws(ExperimentError) -> Split
  {
    let random = RandomSource(seed: experiment.dataSeed, kernels: kernels)
    let dataset: Dataset
    if let type = Catalog.dataset(experiment.data) {
      dataset = try generate(type, experiment, random)
    } else if let table {
      dataset = table
    } else {
      throw .data(.unknown(experiment.data, known: Catalog.datasets.map(\.name)))
    }
    do throws(DatasetError) {
      guard dataset.count >= 2 else { throw .tooFewSamples(dataset.count, minimum: 2) }
      guard dataset.classCount >= 2 else { throw .tooFewClasses(dataset.classCount) }
    } catch { throw .data(error) }
    let validation = Float(experiment.validation ?? 0)
    let split =
      if experiment.split == nil, dataset.testCount > 0 {
        Split(ownTestPartOf: dataset, validation: validation, random)
      } else {
        Split(
          dataset, share: Float(experiment.split ?? Experiment.defaultSplit),
          validation: validation, random)
      }
    let turn: DataTurn
    do throws(ParameterError) { turn = try experiment.settings(DataTurn.self) } catch {
      throw .parameter(error)
    }
    do throws(DatasetError) {
      return try split.changed(by: experiment.points, turned: turn.rotate)
    } catch { throw .data(error) }
  }

  /// What the experiment is to solve.
  ///
  /// - Parameter split: The data, where they have been made already.
  static func makeProblem(
    _ experiment: Experiment, table: Dataset?, reusing split: Split? = nil, kernels: Kernels
  ) throws(ExperimentError) -> any Problem {
    switch Catalog.problem(experiment.problem) {
    case .classification:
      let split =
        if let split { split } else {
          try makeSplit(experiment, table: table, kernels: kernels)
        }
      let network = Network(
        inputCount: split.dataset.featureCount, hidden: experiment.hiddenLayers,
        classCount: split.dataset.classCount, activation: experiment.activation,
        convolution: try convolution(experiment, split.dataset))
      return Classification(
        split, network: network, measure: experiment.fitness, kernels: kernels)
    case .function(let function):
      let settings: FunctionProblem.Settings
      do throws(ParameterError) {
        settings = try experiment.settings(FunctionProblem.Settings.self)
      } catch { throw .parameter(error) }
      if settings.isRotated, settings.dimension > FunctionProblem.rotationLimit {
        throw .tooManyDimensions(settings.dimension)
      }
      return FunctionProblem(
        function, settings, RandomSource(seed: experiment.dataSeed, kernels: kernels))
    case nil:
      throw .unknown("problem", experiment.problem, known: Catalog.problems.map(\.name))
    }
  }

  private static func convolution(
    _ experiment: Experiment, _ dataset: Dataset
  ) throws(ExperimentError) -> Convolution? {
    guard !experiment.convolution.isEmpty else { return nil }
    do throws(ConvolutionError) {
      guard let shape = dataset.imageShape else {
        throw .noPictures(experiment.data, dataset.featureCount)
      }
      return try Convolution(shape: shape, stages: experiment.convolution)
    } catch { throw .convolution(error) }
  }

  private static func generate(
    _ type: (some DatasetGenerator).Type, _ experiment: Experiment, _ random: RandomSource
  ) throws(ExperimentError) -> Dataset {
    let generator: any DatasetGenerator
    do { generator = try experiment.settings(type) } catch { throw .parameter(error) }
    do {
      return try generator.generate(count: experiment.samples, random)
    } catch { throw .data(error) }
  }

  static func make<Method: Algorithm>(
    _ type: Method.Type, _ space: SearchSpace, _ experiment: Experiment
  ) throws(ExperimentError) -> any Algorithm {
    do {
      return Method(
        space: space, count: experiment.population ?? Method.defaultCount(for: space),
        settings: try experiment.settings(Method.Settings.self))
    } catch { throw .parameter(error) }
  }
}
