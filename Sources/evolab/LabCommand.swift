import ArgumentParser
import Evolution
import Laboratory
import Terminal

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// `evolab` alone: the interactive lab.
struct LabCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lab", abstract: "Open the lab (the default).",
    discussion: """
      A population learns while you watch and turn its settings; ? shows the keys. The run is \
      recorded in a new file below the state folder of your account, named when you leave. To see a \
      recording: evolab replay --play FILE; evolab resume FILE goes on with it.
      """)

  @Argument(
    help: "A TOML file with the names of the flags.", completion: .file(extensions: ["toml"]))
  var experiment: String?

  @OptionGroup var flags: ExperimentFlags

  @Option(help: "Record in this new file.", completion: .file(extensions: ["evo"]))
  var record: String?

  @Flag(help: "Record nothing.")
  var noRecord = false

  @Flag(help: "Wait for the space bar before the first generation.")
  var paused = false

  @Option(
    help: "Begin with a race of up to nine algorithms, such as ga,de,pso.",
    completion: .list(Catalog.algorithms.map(\.name)))
  var race: String?

  @Option(
    help: """
      Generations a second at first, 1 to 1000, or max; + and - change it (default: 50, so \
      that learning can be watched; with batches max).
      """)
  var speed: String?

  @Option(
    help: """
      Pause by itself: at target=.98, after stagnation=200 generations without a better champion, \
      below diversity=.05, at each new champion; several with commas.
      """)
  var pauseOn: String?

  @OptionGroup var look: LookFlags

  func validate() throws {
    if noRecord, record != nil {
      throw ValidationError("--record and --no-record exclude each other.")
    }
  }

  func run() throws {
    let experiment = try flags.experiment(from: experiment)
    let workers = try flags.workerCount()
    let kernels = try Machine.kernels()
    // All that can go wrong does so before the screen is taken, where it can be read.
    _ = try experiment.resolved()
    let racers = try Self.racers(race)
    let speedLimit = try Self.speedLimit(speed)
    let pauses = try Self.pauseRules(pauseOn)
    try Screen.checkTerminal()
    let path: String? =
      if noRecord { nil } else if let record { record } else { try Self.newRecordingPath() }
    let options = look.options
    let isRecorded = !noRecord
    let ending = try MainActor.assumeIsolated {
      let run = try Run(experiment, recordTo: path, workers: workers, kernels: kernels)
      // Generations that are judged by batches are many and small.
      let isByBatches = (run.session.experiment.batch ?? 0) > 0
      let limit = speed == nil && isByBatches ? nil : speedLimit
      let makePath: @Sendable () throws -> String? = {
        isRecorded ? try DataFiles.newRecordingPath() : nil
      }
      let lab = try Lab(
        run, options: options, experimentText: ExperimentFile.text,
        makeRun: {
          try Run($0, table: $1, recordTo: makePath(), workers: workers, kernels: kernels)
        },
        makePath: makePath)
      return lab.run(paused: paused, speedLimit: limit, race: racers, pauses: pauses)
    }
    LabEnding.report(ending.snapshot)
    if let signal = ending.signal { Screen.die(bySignal: signal) }
  }

  /// Reads what --speed says; `nil` is as fast as it can.
  static func speedLimit(_ text: String?) throws -> Int? {
    guard let text else { return 50 }
    if text == "max" { return nil }
    guard let limit = Int(text), (1...1000).contains(limit) else {
      throw ValidationError("--speed must lie between 1 and 1000, or be max, but is '\(text)'.")
    }
    return limit
  }

  private static func pauseRules(_ text: String?) throws -> PauseRules {
    do throws(PauseRuleError) { return try PauseRules(text ?? "") } catch {
      throw ValidationError("--pause-on: \(error)")
    }
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
