import ArgumentParser
import Laboratory

/// `evolab diff`: where two recordings part, and what came of it.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show where two recordings part, and their curves side by side.",
    discussion: """
      Settings at the start, changes and the digests of every generation are compared as they were \
      recorded; nothing is executed. Stop rules do not count: they decide nothing but the end.

      Exit status: 0 the same; 1 they differ; 2 wrong usage or input; 4 a recording is damaged; 5 \
      it was made by an incompatible version.
      """)

  @Argument(help: "A recording: A below.", completion: .file(extensions: ["evo"]))
  var first: String

  @Argument(help: "Another one: B below.", completion: .file(extensions: ["evo"]))
  var second: String

  @Option(help: "Rows of the table of curves, 0 to 1000.")
  var rows = 12

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    guard (0...1000).contains(rows) else {
      throw ValidationError("--rows must lie between 0 and 1000, but is \(rows).")
    }
  }

  func run() throws {
    let pair = RecordingPair(
      try JournalReader(first), try JournalReader(second), rowCount: rows)
    print(json ? DifferenceJSON(pair).text : pair.text)
    if !pair.difference.isEmpty { throw ExitCode(1) }
  }
}

/// Two recordings beside each other.
struct RecordingPair {
  let paths: [String]
  /// The numbers of their last generations.
  let lasts: [Int]
  let difference: JournalDifference
  let curves: [Row]

  /// A generation of both; `nil` where one does not go so far.
  struct Row {
    let generation: Int
    let sides: [Journal.Generation?]
  }

  init(_ first: JournalReader, _ second: JournalReader, rowCount: Int) {
    paths = [first.path, second.path]
    lasts = [first.lastGeneration, second.lastGeneration]
    let difference = JournalDifference(first, second)
    self.difference = difference
    let curves = [first.generations, second.generations]
    let last = lasts.max() ?? 0
    var numbers = Set((0..<rowCount).map { ($0 + 1) * last / max(1, rowCount) })
    // Where they part is what one wants to see.
    if rowCount > 0, let cause = difference.cause { numbers.insert(cause.generation) }
    self.curves = numbers.filter { (1...max(1, last)).contains($0) }.sorted().map { number in
      Row(
        generation: number,
        sides: curves.map { curve in
          curve.indices.contains(number - 1) && curve[number - 1].g == number
            ? curve[number - 1] : curve.first { $0.g == number }
        })
    }.filter { $0.sides.contains { $0 != nil } }
  }
}
