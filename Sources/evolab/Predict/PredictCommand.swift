import ArgumentParser
import Evolution
import FoundationEssentials
import Laboratory
import Terminal

/// `evolab predict`: what the champion of a recording says of other samples.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Let a recording's champion, or a saved individual, tell the class of other samples.",
    discussion: """
      Files may be CSV, with or without a column for the class; images in IDX, plain or gzip, with \
      a file of labels behind that of the images if they are known; or PGM (P2, P5), an image \
      each. Columns of a CSV file are found by the names in its header where it has those of the \
      training data, otherwise by their order. Values are scaled as they were in training. The \
      shades of an image reach from the least to the greatest value of the training part, or from \
      0 to 255 where that is in bytes.
      """)

  @Argument(
    help: "A recording, or an individual that w in the lab has saved.",
    completion: .file(extensions: ["evo", "json"]))
  var recording: String

  @Argument(help: "What is to be told apart.", completion: .file())
  var files: [String]

  @Option(
    parsing: .unconditional,
    help: """
      The label column of a CSV file, by name or number (default: the one that is no feature, or \
      the last).
      """)
  var label: String?

  @Flag(help: "No column of a CSV file holds the class.")
  var noLabel = false

  @Flag(help: "Print one JSON object.")
  var json = false

  @Option(
    help: "Write one line a sample to a new CSV file, or to standard output: -",
    completion: .file(extensions: ["csv"]))
  var csv: String?

  @Option(help: "How many cores work (default: all). Results do not depend on it.")
  var workers: Int?

  func validate() throws {
    if noLabel, label != nil {
      throw ValidationError("--label and --no-label exclude each other.")
    }
    if json, csv == "-" {
      throw ValidationError("--json and --csv - both want standard output. Choose one.")
    }
  }

  func run() throws {
    if let csv, csv != "-" { try OutputFile.check(csv) }
    let champion = try RecordedChampion.find(in: recording, workers: workers)
    let column: NewSamples.LabelColumn =
      if noLabel { .none } else if let label { .named(label) } else { .automatic }
    let batches = try PredictionInput(champion, column).read(files)
    let answers = PredictionTable(champion, batches)
    if csv == "-" { return print(answers.csv, terminator: "") }
    if let csv { try OutputFile.write(answers.csv, to: csv) }
    print(json ? answers.json : answers.text(Screen.isUTF8 ? .braille : .ascii))
  }
}
