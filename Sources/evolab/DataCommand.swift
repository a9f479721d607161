import ArgumentParser
import Evolution
import Laboratory
import Terminal

/// `evolab data`: a data set as CSV, or as a picture in text.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Print a data set as CSV, unscaled, or as a picture in text.")

  @Argument(
    help: "A generated data set, a bundled one, or the path of a CSV file or of images (IDX).",
    completion: .list(Catalog.datasets.map(\.name) + DataFiles.bundled))
  var name: String

  @Flag(help: "Draw the samples instead of printing them.")
  var plot = false

  @Option(help: "Columns of the picture (default: 72).")
  var width = 72

  @Option(help: "Rows of the picture (default: 24).")
  var height = 24

  @OptionGroup var flags: ExperimentFlags

  func run() throws {
    if let other = flags.data {
      throw ValidationError("Two data sets are named: '\(name)' and '\(other)'. Leave --data out.")
    }
    var experiment = try flags.experiment(from: nil)
    experiment.data = name
    experiment.problem = "classification"
    let session = try Session(experiment, table: try DataFiles.load(experiment))
    guard let dataset = session.problem.split?.dataset else { return }
    guard plot else { return print(dataset.csv, terminator: "") }
    guard (10...500).contains(width), (5...200).contains(height) else {
      throw ValidationError("A picture has 10 to 500 columns and 5 to 200 rows.")
    }
    let glyphs: GlyphSet = Screen.isUTF8 ? .unicode : .ascii
    let picture = ScatterPlot.picture(
      of: dataset, Size(width: width, height: height),
      Capabilities(colors: .mono, glyphs: glyphs))
    print(picture.lines.joined(separator: "\n"))
  }
}
