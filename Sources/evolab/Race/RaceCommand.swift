import ArgumentParser
import Evolution
import Laboratory
import Terminal

/// `evolab race`: algorithms against one another under equal budgets, with statistics.
struct RaceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "race",
    abstract: "Compare algorithms on equal problems, seeds and budgets, with statistics.",
    discussion: """
      Every algorithm meets every problem with every seed; all else is equal. A trial ends at \
      the target or with its budget. Evaluations are counted at the ends of generations: a \
      target costs all evaluations of the generation that reached it, and a generation that \
      ends beyond the budget does not count.

      Trials are compared by the evaluations until the target (by seconds, where only seconds \
      are limited); those that did not reach it come behind all that did, by their final \
      training accuracy or value. Mann and Whitney's U test, two-sided, with Holm's correction \
      over all pairs of a problem; Vargha and Delaney's A12; expected running time (ERT): the \
      evaluations of all trials over the number of those that reached the target.

      A parameter applies to all who have it, and with a name before it to one only: \
      --set de.strategy=best-1. Seeds count up from --seed. Without a budget a trial has \
      \(Race.defaultEvaluations) evaluations.
      """)

  @Argument(
    help: "A TOML file with the names of the flags.", completion: .file(extensions: ["toml"]))
  var experiment: String?

  @Option(
    help: "Names with commas between them (default: all that suit the problems).",
    completion: .list(Catalog.algorithms.map(\.name)))
  var algorithms: String?

  @Option(
    parsing: .unconditional,
    help: "The number of trials of each algorithm on each problem (default: 20).")
  var seeds: Int?

  @Option(parsing: .unconditional, help: "What a trial may spend at most (default: 20000).")
  var budgetEvaluations: String?

  @Option(parsing: .unconditional, help: "How long a trial may last at most.")
  var budgetSeconds: String?

  @OptionGroup var flags: ExperimentFlags

  @Option(help: "Keep finished trials in this file, and go on from it where it exists.")
  var record: String?

  @Option(help: "Go on with the race of this file.")
  var resume: String?

  @OptionGroup var output: RaceOutputFlags

  func run() throws {
    let race = try makeRace()
    let prepared = try PreparedRace(race, kernels: try Machine.kernels())
    let workers = try flags.workerCount()
    try output.checkFiles(beside: record)
    try HeadlessRace(prepared, workers: workers, recordPath: record ?? resume, output).finish()
  }

  private func makeRace() throws -> Race {
    guard let resume else { return try plannedRace() }
    guard algorithms == nil, seeds == nil, budgetEvaluations == nil, budgetSeconds == nil,
      experiment == nil, record == nil, flags.isEmpty
    else {
      throw ValidationError(
        "--resume goes on with the race as it was planned: only --workers and what is printed "
          + "can be chosen anew.")
    }
    return try RaceRecord.race(in: resume)
  }

  private func plannedRace() throws -> Race {
    var base = try flags.experiment(from: experiment)
    if let budgetEvaluations { try base.set("evaluations", text: budgetEvaluations) }
    if let budgetSeconds { try base.set("seconds", text: budgetSeconds) }
    let problems = problems(of: base)
    let names = (algorithms ?? flags.algorithm).map(Self.names) ?? Race.field(for: problems)
    return try Race(base, algorithms: names, problems: problems, seedCount: seeds ?? 20)
  }

  /// The data sets, the functions, or both: what was named.
  private func problems(of base: Experiment) -> [Race.Problem] {
    let kinds = Self.names(base.problem)
    let functions = kinds.filter { $0 != "classification" }.map { Race.Problem(.function, $0) }
    guard kinds.contains("classification") || flags.data != nil else {
      return functions
    }
    return Self.names(base.data).map { Race.Problem(.data, $0) } + functions
  }

  private static func names(_ list: String) -> [String] {
    list.split(separator: ",").map { $0.filter { $0 != " " } }
  }
}

/// What a race prints and writes.
struct RaceOutputFlags: ParsableArguments {
  @Flag(help: "Print one JSON object, and nothing else, on standard output.")
  var json = false

  @Flag(help: "Print tables in Markdown.")
  var markdown = false

  @Option(help: "Write one line a trial to a new CSV file.", completion: .file(extensions: ["csv"]))
  var csv: String?

  @Option(
    help: "Draw how many targets were reached when, in a new SVG file.",
    completion: .file(extensions: ["svg"]))
  var svg: String?

  @Flag(help: "Print every pair, however many algorithms there are.")
  var pairs = false

  @Flag(help: "Leave out all seconds: with equal seeds the rest is equal on every machine.")
  var noSeconds = false

  @Flag(help: "Print nothing but ASCII.")
  var ascii = false

  var glyphs: GlyphSet { ascii || !Screen.isUTF8 ? .ascii : .braille }

  /// Refuses files that could not be written in the end, before anything is run.
  ///
  /// - Parameter record: The file of the finished trials; `nil` for none.
  func checkFiles(beside record: String?) throws {
    if json, markdown { throw ValidationError("Choose one of --json and --markdown.") }
    let paths = [csv, svg].compactMap(\.self)
    for path in paths { try OutputFile.check(path) }
    guard Set(paths + [record].compactMap(\.self)).count == paths.count + (record == nil ? 0 : 1)
    else {
      throw ValidationError("--record, --csv and --svg need a file each.")
    }
  }

  func writeFiles(_ report: RaceReport) throws {
    if let csv { try OutputFile.write(report.csv, to: csv) }
    if let svg { try OutputFile.write(RacePicture(report).svg, to: svg) }
  }
}
