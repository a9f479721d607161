import ArgumentParser
import Evolution
import Laboratory
import Terminal

/// `evolab resume`: goes on from a recording's last state.
struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on from a recording's last state, as if it had never been interrupted.",
    discussion: """
      The stop rules of the recording hold unless others are given here, which then replace \
      them all. What is new is appended to the same file. With --lab it goes on in the lab, until \
      you leave it; its past can be visited there, and bookmarks are as they were.
      """)

  @Argument(help: "A recording.", completion: .file(extensions: ["evo"]))
  var file: String

  @Option(help: "Stop after so many generations, counted from the very beginning.")
  var generations: String?

  @Option(help: "Stop after so many evaluations, counted from the very beginning.")
  var evaluations: String?

  @Option(help: "Stop after so many further seconds.")
  var seconds: String?

  @OptionGroup var others: OtherStopFlags

  @Option(help: "How many cores work (default: all). Results do not depend on it.")
  var workers: Int?

  @OptionGroup var output: OutputFlags

  @Flag(name: .customLong("lab"), help: "Go on in the lab, with its whole past.")
  var inLab = false

  @OptionGroup(title: "With --lab") var lab: LabFlags

  func validate() throws {
    guard inLab || !lab.areGiven else {
      throw ValidationError("--paused, --speed, --pause-on and how it looks are for --lab.")
    }
    guard !inLab || !output.areGiven else {
      throw ValidationError("--json, --csv and --report are not for --lab.")
    }
  }

  func run() throws {
    let rules = try others.rules(
      generations: generations, evaluations: evaluations, seconds: seconds)
    if inLab { return try openLab(rules) }
    var run = try Run(
      resuming: file, workers: try Machine.workerCount(workers), kernels: try Machine.kernels())
    if rules != StopRules() { run.setStopRules(rules) }
    if run.session.experiment.stop == StopRules() {
      throw ValidationError(
        "Nothing would stop this run. Say when, for example with --generations "
          + "\(run.session.generation + 100).")
    }
    try output.check(run.session.experiment)
    try HeadlessRun.finish(run, output, try output.openTable())
  }

  /// Without a rule it goes on until somebody stops it.
  private func openLab(_ rules: StopRules) throws {
    let lab = try lab.lab(workers: workers)
    try Screen.checkTerminal()
    try lab.show { [file] in
      var run = try Run(resuming: file, workers: $0, kernels: $1)
      if rules != StopRules() { run.setStopRules(rules) }
      return run
    }
  }
}
