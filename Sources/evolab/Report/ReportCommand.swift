import ArgumentParser
import Evolution
import FoundationEssentials
import Laboratory
import Terminal

/// `evolab report`: how well the champion of a recording tells each class apart.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Show how well a recording's champion, or a saved individual, tells classes apart.",
    discussion: """
      Precision is the share of the samples taken for a class that belong to it, recall the \
      share of the samples of a class that were taken for it, F1 their harmonic mean; a ratio \
      without a denominator is 0. The champion is taken from the recording's last checkpoint, \
      and what was recorded after it is repeated.
      """)

  @Argument(
    help: "A recording, or an individual that w in the lab has saved.",
    completion: .file(extensions: ["evo", "json"]))
  var file: String

  @Option(
    help: """
      The samples to ask about: test, those held back, validation, those that the champion was \
      chosen by, or train (default: test, or train where nothing was held back).
      """)
  var part: Split.Part?

  @Flag(help: "Print one JSON object.")
  var json = false

  @Option(help: "How many cores work (default: all). Results do not depend on it.")
  var workers: Int?

  func run() throws {
    let champion = try RecordedChampion.find(in: file, workers: workers)
    do throws(ChampionError) {
      let report = try champion.report(on: part)
      print(json ? ReportJSON(report).text : report.text)
    } catch {
      throw ValidationError("\(file): \(error)")
    }
  }
}

extension Split.Part: ExpressibleByArgument {}

extension Champion.Report {
  /// For a terminal of 80 columns.
  var text: String {
    ReportLines(self, width: 79, Screen.isUTF8 ? .braille : .ascii).text
  }
}

extension ReportJSON {
  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
