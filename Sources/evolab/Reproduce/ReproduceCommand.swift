import ArgumentParser
import Evolution
import Laboratory
import Terminal

/// `evolab reproduce`: fixed experiments, and beside them what others reach.
struct ReproduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Run a published comparison again: what others reach, and what this program does.",
    discussion: """
      Without a name it lists what there is. The experiments are fixed; with equal seeds all but \
      the seconds is equal on every machine. What others reach is quoted, with its source.
      """)

  @Argument(
    help: "One of those that are listed.", completion: .list(Reproduction.all.map(\.name)))
  var name: String?

  @Option(
    parsing: .unconditional,
    help: "How many seeds are run, 1 to 1000 (default: 3 for digits, 1 for mnist).")
  var seeds: Int?

  @Option(parsing: .unconditional, help: "The first seed; the others follow.")
  var seed: UInt64 = 1

  @Option(help: "How many cores work (default: all). Results do not depend on it.")
  var workers: Int?

  @Option(help: "Record every run in this folder.", completion: .directory)
  var record: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Print the table in Markdown.")
  var markdown = false

  func run() throws {
    if json, markdown { throw ValidationError("Choose one of --json and --markdown.") }
    guard let name else { return print(json ? ReproductionList.json : ReproductionList.text) }
    guard let reproduction = Reproduction.named(name) else {
      throw ValidationError(
        "There is nothing to reproduce that is called '\(name)'. Known: "
          + Reproduction.all.map(\.name).joined(separator: ", ") + ".")
    }
    let run = try HeadlessReproduction(
      reproduction, seeds: try seedList(reproduction), workers: try Machine.workerCount(workers),
      kernels: try Machine.kernels(), folder: record)
    Interruption.catchSignals()
    let report = try run.report()
    print(json ? report.json : ReproductionTable(report).text(asMarkdown: markdown))
    HeadlessRun.dieIfInterrupted()
  }

  private func seedList(_ reproduction: Reproduction) throws -> [UInt64] {
    let count = seeds ?? reproduction.seedCount
    guard Reproduction.seedRange.contains(count) else {
      throw ValidationError("--seeds must lie between 1 and 1000, but is \(count).")
    }
    guard seed <= .max - UInt64(count) else {
      throw ValidationError("--seed \(seed) leaves no room for \(count) seeds.")
    }
    return (0..<UInt64(count)).map { seed + $0 }
  }
}

/// What there is to be reproduced.
enum ReproductionList {
  private struct Entry: Encodable {
    let name: String
    let summary: String
    let methods: [String]
    let seedCount: Int
  }

  static var text: String {
    Reproduction.all.map { entry in
      let count = entry.seedCount
      return "\(entry.name): \(entry.summary)\n  "
        + entry.methods.map(\.name).joined(separator: ", ")
        + "; \(count) seed\(count == 1 ? "" : "s"), "
        + (entry.reported.isEmpty ? "no" : "beside \(entry.reported.count)") + " results of others"
    }.joined(separator: "\n\n")
  }

  static var json: String {
    let entries = Reproduction.all.map {
      Entry(
        name: $0.name, summary: $0.summary, methods: $0.methods.map(\.name),
        seedCount: $0.seedCount)
    }
    return ReproductionReport.json(["reproductions": entries])
  }
}
