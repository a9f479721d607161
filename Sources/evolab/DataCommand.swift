import ArgumentParser
import Evolution
import Laboratory
import Terminal

/// `evolab data`: a data set as CSV, or as a picture in text.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Print a data set as CSV, unscaled, or as a picture in text.",
    discussion: "'evolab data mnist --plot 7' draws the first seven images.")

  @Argument(
    help: "A generated data set, a bundled one, or the path of a CSV file or of images (IDX).",
    completion: .list(Catalog.datasets.map(\.name) + DataFiles.bundled))
  var name: String

  @Argument(help: "With --plot: how many images are drawn, 1 to 1000 (default: 10).")
  var images: Int?

  @Flag(help: "Draw the samples instead of printing them: images one by one, the first ones.")
  var plot = false

  @Option(
    help: """
      Only the samples that a run with the same flags learns from, chooses its champion by or \
      is tested on (default: all).
      """)
  var part: Split.Part?

  @Option(help: "Columns of the picture (default: 72).")
  var width = 72

  @Option(help: "Rows of the picture (default: 24).")
  var height = 24

  @OptionGroup var flags: ExperimentFlags

  func run() throws {
    if let other = flags.data {
      throw ValidationError("Two data sets are named: '\(name)' and '\(other)'. Leave --data out.")
    }
    if let images {
      guard plot else {
        throw ValidationError("\(images) images can be drawn, but not printed: add --plot.")
      }
      guard (1...1000).contains(images) else {
        throw ValidationError("1 to 1000 images can be drawn, but not \(images).")
      }
    }
    var experiment = try flags.experiment(from: nil)
    experiment.data = name
    experiment.problem = "classification"
    let session = try Session(experiment, table: try DataFiles.load(experiment))
    guard let split = session.problem.split else { return }
    let dataset = split.dataset
    guard plot else {
      return dataset.writeCSV(of: part.map(split.indices(of:))) { print($0, terminator: "") }
    }
    guard part == nil else {
      throw ValidationError("A picture shows all samples: leave --part out.")
    }
    guard (10...500).contains(width), (5...200).contains(height) else {
      throw ValidationError("A picture has 10 to 500 columns and 5 to 200 rows.")
    }
    print(try picture(of: dataset).lines.joined(separator: "\n"))
  }

  private func picture(of dataset: Dataset) throws -> Canvas {
    let capabilities = Capabilities(colors: .mono, glyphs: Screen.isUTF8 ? .braille : .ascii)
    if let sheet = ImageSheet(dataset, count: images ?? Self.imageCount) {
      return sheet.picture(width: width, capabilities)
    }
    if let images {
      throw ValidationError(
        "The samples of '\(name)' are no images, so that no \(images) of them can be drawn. Leave "
          + "the number out.")
    }
    return ScatterPlot.picture(of: dataset, Size(width: width, height: height), capabilities)
  }

  private static let imageCount = 10
}
