import ArgumentParser
import Evolution
import Laboratory

/// `evolab run`: an experiment without a terminal.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run an experiment headless.",
    discussion: "Without any rule to stop it ends after 100 generations.")

  @Argument(
    help: "A TOML file with the names of the flags.", completion: .file(extensions: ["toml"]))
  var experiment: String?

  @OptionGroup var flags: ExperimentFlags

  @Option(help: "Record the run in a new file.", completion: .file(extensions: ["evo"]))
  var record: String?

  @OptionGroup var output: OutputFlags

  func run() throws {
    var experiment = try flags.experiment(from: experiment)
    if experiment.stop == StopRules() { experiment.stop.generations = 100 }
    try output.check(experiment)
    let csv = try output.openTable()
    let run: Run
    do {
      run = try Run(
        experiment, recordTo: record, workers: try flags.workerCount(),
        kernels: try Machine.kernels())
    } catch {
      csv?.discard()
      throw error
    }
    try HeadlessRun.finish(run, output, csv)
  }
}

/// Where the results of a headless run go.
struct OutputFlags: ParsableArguments {
  @Flag(help: "Print the summary as one JSON object, and nothing else, on standard output.")
  var json = false

  @Option(
    help: "Write one line a generation to a new CSV file.", completion: .file(extensions: ["csv"]))
  var csv: String?

  @Flag(
    help: """
      Also say how well the champion tells each class apart: on the test part, or on the \
      training part where nothing is held back.
      """)
  var report = false

  /// Whether any was given.
  var areGiven: Bool { json || csv != nil || report }

  /// Refuses what cannot come of the experiment, before it is run.
  func check(_ experiment: Experiment) throws {
    guard report, !experiment.usesData else { return }
    throw ValidationError(
      "--report is about classes, but '\(experiment.problem)' is a function without any.")
  }

  func openTable() throws -> GenerationTable? { try csv.map(GenerationTable.init) }
}
