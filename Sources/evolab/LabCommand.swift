import ArgumentParser
import Evolution
import Laboratory
import Terminal

/// `evolab` alone: the interactive lab.
struct LabCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lab", abstract: "Open the lab (the default).",
    discussion: """
      A population learns while you watch and turn its settings; ? shows the keys. The run is \
      recorded in a new file below the state folder of your account, named when you leave. To see a \
      recording: evolab replay --play FILE; evolab resume --lab FILE goes on with it.
      """)

  @Argument(
    help: "A TOML file with the names of the flags.", completion: .file(extensions: ["toml"]))
  var experiment: String?

  @OptionGroup var flags: ExperimentFlags

  @Option(help: "Record in this new file.", completion: .file(extensions: ["evo"]))
  var record: String?

  @Flag(help: "Record nothing.")
  var noRecord = false

  @Option(
    help: "Begin with a race of up to nine algorithms, such as ga,de,pso.",
    completion: .list(Catalog.algorithms.map(\.name)))
  var race: String?

  @OptionGroup var lab: LabFlags

  func validate() throws {
    if noRecord, record != nil {
      throw ValidationError("--record and --no-record exclude each other.")
    }
  }

  func run() throws {
    let experiment = try flags.experiment(from: experiment)
    // All that can go wrong does so before the screen is taken, where it can be read.
    _ = try experiment.resolved()
    var lab = try lab.lab(workers: flags.workers)
    lab.racers = try Self.racers(race)
    lab.isRecorded = !noRecord
    try lab.check(experiment)
    try Screen.checkTerminal()
    let path: String? =
      if noRecord { nil } else if let record { record } else { try Self.newRecordingPath() }
    try lab.show { try Run(experiment, recordTo: path, workers: $0, kernels: $1) }
  }

  private static func racers(_ text: String?) throws -> [String] {
    let names = text?.split(separator: ",").map { String($0.filter { $0 != " " }) } ?? []
    for name in names where Catalog.algorithm(name) == nil {
      throw ExperimentError.unknown("algorithm", name, known: Catalog.algorithms.map(\.name))
    }
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw ValidationError("'\(name)' is named twice in --race. Each takes part once.")
    }
    guard text == nil || (1...LiveRace.laneLimit).contains(names.count) else {
      throw ValidationError("--race takes one to \(LiveRace.laneLimit) algorithms.")
    }
    return names
  }

  /// A new file in the account's state folder, or a sentence on how to do without.
  private static func newRecordingPath() throws -> String {
    do throws(JournalError) {
      return try DataFiles.newRecordingPath()
    } catch {
      throw ValidationError("\(error) Name a file with --record, or record nothing: --no-record.")
    }
  }
}
