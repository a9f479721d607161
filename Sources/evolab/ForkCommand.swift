import ArgumentParser
import Evolution
import Laboratory
import Terminal

/// `evolab fork`: what would have been, had a setting been another from some generation on.
struct ForkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fork",
    abstract: "Go on from a past generation of a recording, with other settings.",
    discussion: """
      The state after generation --at is found from the nearest checkpoint, the changes of --set \
      act before the next generation, and the fork runs until a rule stops it. Generations and \
      evaluations are counted from the fork on. Without any rule it goes as far as the recording \
      that it leaves (from its last generation on: 100 further ones), so that 'evolab diff' can \
      compare the two. The new recording holds what came before the fork too, and needs the other \
      one no more.
      """)

  @Argument(help: "A recording.", completion: .file(extensions: ["evo"]))
  var file: String

  @Option(
    parsing: .unconditional, help: "The last generation that both have; 0 is the start.")
  var at: Int

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: "A setting that can be turned while it runs, by name: --set mutation-rate=0.1.")
  var assignments: [String] = []

  @Option(
    name: [.customShort("o"), .customLong("out")], help: "Record the fork in this new file.",
    completion: .file(extensions: ["evo"]))
  var out: String?

  @Option(help: "Stop after so many further generations.")
  var generations: String?

  @Option(help: "Stop after so many further evaluations.")
  var evaluations: String?

  @Option(help: "Stop after so many seconds.")
  var seconds: String?

  @OptionGroup var others: OtherStopFlags

  @Option(help: "How many cores work (default: all). Results do not depend on it.")
  var workers: Int?

  @OptionGroup var output: OutputFlags

  func validate() throws {
    if at < 0 { throw ValidationError("--at must not be negative, but is \(at).") }
  }

  func run() throws {
    let given = try others.rules(
      generations: generations, evaluations: evaluations, seconds: seconds)
    let reader = try JournalReader(file)
    var state = try state(reader)
    let commands = try assignments.map { try Self.command($0, state) }
    // What is wrong with a change is said before a file is made.
    for command in commands { try state.submit(command) }
    try output.check(state.experiment)
    let table = try output.openTable()
    var run: Run
    do {
      run = try Run(
        forking: state, of: file, recordTo: out, stop: rules(given, state, reader.lastGeneration))
    } catch {
      table?.discard()
      throw error
    }
    try HeadlessRun.finish(run, output, table)
  }

  private func state(_ reader: JournalReader) throws -> Session {
    guard at <= reader.lastGeneration else {
      throw JournalError.tooShort(file: file, last: reader.lastGeneration, asked: at)
    }
    var replay = try Replay(
      fromCheckpointOf: reader, upTo: at, workers: try Machine.workerCount(workers),
      kernels: try Machine.kernels())
    var progress = ReplayProgress()
    try progress.advance(&replay, to: at)
    return replay.session
  }

  /// The rules that were given, counted from the very beginning as those of every recording are.
  private func rules(_ given: StopRules, _ state: Session, _ last: Int) -> StopRules {
    var rules = given
    if rules == StopRules() {
      rules.generations = at < last ? last : at + 100
      return rules
    }
    let most = Int(UInt32.max)
    rules.generations = rules.generations.map { min(most, state.generation + $0) }
    rules.evaluations = rules.evaluations.map { min(most, state.evaluations + $0) }
    return rules
  }

  private static func command(_ assignment: String, _ state: Session) throws -> Command {
    guard let equals = assignment.firstIndex(of: "="), equals > assignment.startIndex else {
      throw ValidationError("--set takes NAME=VALUE, but got '\(assignment)'.")
    }
    let name = String(assignment[..<equals])
    let text = String(assignment[assignment.index(after: equals)...])
    guard name != PointEdits.name else { return .set(name, .choice(text)) }
    let controls = state.snapshot.controls
    guard let control = controls.first(where: { $0.name == name }) else {
      throw ParameterError.unknown(name, known: controls.map(\.name))
    }
    return .set(name, try control.description.parse(text))
  }
}
