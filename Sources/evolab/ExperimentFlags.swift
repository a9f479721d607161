import ArgumentParser
import Evolution
import Laboratory

/// The flags that make an experiment; lab, run and bench share them.
///
/// All are read as text and set by name, so that flags, experiment files and recordings say
/// the same of a wrong value.
struct ExperimentFlags: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "A generated data set, a bundled one, or the path of a CSV file or of images (IDX).",
    completion: .list(Catalog.datasets.map(\.name) + DataFiles.bundled))
  var data: String?

  @Option(
    parsing: .unconditional,
    help: "The label column of a CSV file, by name or number (default: the last).")
  var label: String?

  @Option(parsing: .unconditional, help: "Samples to generate, 2 to 1000000 (default: 500).")
  var samples: String?

  @Option(parsing: .unconditional, help: "The seed of the data (default: 1).")
  var dataSeed: String?

  @Option(
    parsing: .unconditional,
    help: """
      The share of the samples that is trained on, drawn at random; 1 keeps nothing back \
      (default: all but the test part that the data set brings along, else 0.7).
      """)
  var split: String?

  @Option(
    parsing: .unconditional,
    help: """
      The number of training samples that a generation is judged by, drawn anew for each; 0 is \
      all (default: all; of pictures 256).
      """)
  var batch: String?

  @Option(
    parsing: .unconditional,
    help: """
      Pictures of a batch are shifted by up to so many pixels, down and across, anew each \
      time (default: 0).
      """)
  var pixelShift: String?

  @Option(
    parsing: .unconditional,
    help: """
      The share of the training samples that is kept to choose the champion by; the test \
      samples are then looked at once, at the end (default: 0.1 with batches, else 0).
      """)
  var validation: String?

  @Option(
    parsing: .unconditional,
    help: """
      With batches or a validation share: after so many generations the best is looked at \
      there (default: 100 with batches, else 1).
      """)
  var checkInterval: String?

  @Option(
    parsing: .unconditional,
    help: "What is to be solved: classification, or a function (default: classification).",
    completion: .list(Catalog.problems.map(\.name)))
  var problem: String?

  @Option(
    parsing: .unconditional,
    help: "What a network is selected for: accuracy, cross-entropy or squared-error.",
    completion: .list(Classification.Measure.allCases.map(\.rawValue)))
  var fitness: String?

  @Option(
    parsing: .unconditional, help: "The algorithm (default: ga).",
    completion: .list(Catalog.algorithms.map(\.name)))
  var algorithm: String?

  @Option(
    parsing: .unconditional,
    help: "Individuals of a generation, 1 to 1000000 (default: what suits the algorithm).")
  var population: String?

  @Option(
    parsing: .unconditional,
    help: "Neurons of the hidden layers, such as 16 or 16,8 or none (default: 16).")
  var hidden: String?

  @Option(
    parsing: .unconditional,
    help: """
      Stages of convolution before the hidden layers, for pictures: 5x5x8/2,3x3x16 looks at \
      squares of 5 by 5 pixels with 8 channels and pools them 2 by 2, then at 3 by 3 with 16 \
      (default: none).
      """)
  var convolution: String?

  @Option(
    parsing: .unconditional,
    help: "Of the hidden layers: tanh, relu, sigmoid, sin, gaussian or identity.",
    completion: .list(Activation.allCases.map(\.rawValue)))
  var activation: String?

  @Option(parsing: .unconditional, help: "The seed of everything but the data (default: 1).")
  var seed: String?

  @Option(
    parsing: .unconditional, help: "Stop after so many generations, the first population included.")
  var generations: String?

  @Option(parsing: .unconditional, help: "Stop after so many evaluations.")
  var evaluations: String?

  @Option(parsing: .unconditional, help: "Stop after so many seconds.")
  var seconds: String?

  @Option(
    parsing: .unconditional,
    help: """
      Stop when the champion's training accuracy, or its validation accuracy where there is \
      one, reaches this, 0 to 1; of a function: when its value comes down to this.
      """)
  var target: String?

  @Option(
    parsing: .unconditional, help: "Stop after so many generations without a better champion.")
  var stagnation: String?

  @OptionGroup(title: "Parameters of data sets, functions and algorithms")
  var parameters: ParameterFlags

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: "Any of these by name: --set mutation-rate=0.1.")
  var assignments: [String] = []

  @Option(help: "How many cores work (default: all). Results do not depend on it.")
  var workers: Int?

  /// What the flags say, in the order in which they take effect.
  private var values: [(name: String, text: String)] {
    let named: [(String, String?)] = [
      ("data", data), ("label", label), ("samples", samples), ("data-seed", dataSeed),
      ("split", split), ("batch", batch), ("pixel-shift", pixelShift), ("validation", validation),
      ("check-interval", checkInterval), ("problem", problem), ("fitness", fitness),
      ("algorithm", algorithm),
      ("population", population), ("hidden", hidden),
      ("convolution", convolution), ("activation", activation), ("seed", seed),
      ("generations", generations), ("evaluations", evaluations), ("seconds", seconds),
      ("target", target), ("stagnation", stagnation),
    ]
    return named.compactMap { name, text in text.map { (name, $0) } } + parameters.values
  }

  /// Whether nothing was said of the experiment.
  var isEmpty: Bool { values.isEmpty && assignments.isEmpty }

  /// The experiment of a file, if one is named, changed by the flags.
  func experiment(from file: String?) throws -> Experiment {
    var experiment = try file.map(ExperimentFile.read) ?? Experiment()
    for (name, text) in values { try experiment.set(name, text: text) }
    for assignment in assignments {
      guard let equals = assignment.firstIndex(of: "="), equals > assignment.startIndex else {
        throw ValidationError("--set takes NAME=VALUE, but got '\(assignment)'.")
      }
      try experiment.set(
        String(assignment[..<equals]), text: String(assignment[assignment.index(after: equals)...]))
    }
    return experiment
  }

  /// The number of workers, by default one for each core.
  func workerCount() throws -> Int { try Machine.workerCount(workers) }
}
