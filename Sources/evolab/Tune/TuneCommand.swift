import ArgumentParser
import Evolution
import Laboratory
import Terminal

/// `evolab tune`: good settings for one algorithm, found by another.
struct TuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune", abstract: "Let one algorithm look for good settings of another.",
    discussion: """
      A candidate is a choice of all that is tuned. It is worth the mean of some trials, each a \
      run with the given budget and target: above 1 with the target reached, the more budget is \
      left the better. Every generation of candidates has seeds of its own. In the end the best \
      few are tried again, and the winner is compared with the settings it started from, on \
      seeds and samples that nobody has seen.

      The result is an experiment file that lab, run and race read.
      """)

  @Argument(
    help: "A TOML file with the names of the flags.", completion: .file(extensions: ["toml"]))
  var experiment: String?

  @OptionGroup var flags: ExperimentFlags

  @Option(
    help: "The algorithm that looks for settings (default: cma-es).",
    completion: .list(Catalog.algorithms.map(\.name)))
  var with: String?

  @Option(
    help: """
      What is tuned: names of parameters with commas between them, population among them \
      (default: all numbers that have an effect).
      """)
  var parameters: String?

  @Option(
    parsing: .unconditional, help: "Runs that the search may make, 1 to 1000000 (default: 600).")
  var trials: Int?

  @Option(parsing: .unconditional, help: "Runs for each candidate, 1 to 1000 (default: 3).")
  var seeds: Int?

  @Option(
    parsing: .unconditional, help: "Unseen seeds to compare the result on, 1 to 1000 (default: 20)."
  )
  var confirm: Int?

  @Option(
    help: "Write the experiment to this new file (default: print it).",
    completion: .file(extensions: ["toml"]))
  var out: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    var tuning = Tuning(try flags.experiment(from: experiment))
    tuning.seed = tuning.experiment.seed
    if let with { tuning.optimiser = with }
    if let parameters {
      tuning.parameters = parameters.split(separator: ",").map { $0.filter { $0 != " " } }
    }
    tuning.trialCount = try number("trials", trials, within: Tuning.trialRange) ?? tuning.trialCount
    tuning.seedCount = try number("seeds", seeds, within: Tuning.seedRange) ?? tuning.seedCount
    tuning.confirmationCount =
      try number("confirm", confirm, within: Tuning.seedRange) ?? tuning.confirmationCount
    guard tuning.experiment.stop.seconds == nil else {
      throw ValidationError(
        "Trials are limited by --evaluations, so that the result is the same everywhere; "
          + "leave --seconds out.")
    }
    let tuner = try Tuner(tuning, kernels: try Machine.kernels())
    if let out { try OutputFile.check(out) }
    try finish(tuner)
  }

  private func finish(_ tuner: Tuner) throws {
    Interruption.catchSignals()
    let start = Clock.seconds
    var line = StatusLine()
    let found = try tuner.run(
      workers: try flags.workerCount(), isInterrupted: { Interruption.signal != nil },
      report: { progress in
        let worth = progress.worth.map { ", best worth \($0.text(3))" } ?? ""
        let share = Double(progress.finishedTrials) / Double(max(1, progress.totalTrials))
        let text = "\(progress.finishedTrials) of \(progress.totalTrials) runs\(worth)"
        line.update(Clock.seconds - start) { _, width in
          StatusLine.bar(share, text, width: width)
        }
      })
    line.clear()
    guard let found else {
      Main.complain("interrupted: nothing was found yet.")
      Screen.die(bySignal: Interruption.signal ?? 2)
    }
    let report = TuningReport(found, tuner.tuning)
    print(json ? report.json : report.text)
    if let out {
      try OutputFile.write(ExperimentFile.text(of: found.experiment), to: out)
    } else if !json {
      print("\n" + ExperimentFile.text(of: found.experiment), terminator: "")
    }
  }

  private func number(
    _ name: String, _ value: Int?, within range: ClosedRange<Int>
  ) throws -> Int? {
    if let value, !range.contains(value) {
      throw ValidationError(
        "--\(name) must lie between \(range.lowerBound) and \(range.upperBound), but is \(value).")
    }
    return value
  }
}
