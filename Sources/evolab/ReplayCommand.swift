import ArgumentParser
import Evolution
import FoundationEssentials
import Laboratory
import Terminal

/// `evolab replay`: proves a recording by running it again.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Run a recording again and compare every digest.",
    discussion: """
      Exit status: 0 all equal; 3 a generation differs, which one and in what is said; \
      4 the recording is damaged, where is said; 5 it was made by an incompatible version.
      """)

  @Argument(help: "A recording.", completion: .file(extensions: ["evo"]))
  var file: String

  @Option(help: "How many cores work (default: all). Results do not depend on it.")
  var workers: Int?

  @Flag(help: "Print the result as one JSON object.")
  var json = false

  func run() throws {
    let reader = try JournalReader(file)
    let start = Clock.seconds
    var replay = try Replay(
      reader, workers: try Machine.workerCount(workers), kernels: try Machine.kernels())
    while try replay.advance() {}
    let result = Result(
      file: file, generations: replay.verifiedCount, changes: replay.session.changes.count,
      digest: replay.session.runDigest.hex, tornBytes: reader.tornByteCount,
      seconds: Clock.seconds - start)
    print(json ? result.json : result.text)
  }

  private struct Result: Encodable {
    let file: String
    let generations: Int
    let changes: Int
    let digest: String
    let tornBytes: Int
    let seconds: Double

    var json: String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    var text: String {
      var text =
        "\(file.withVisibleControls): \(generations) generations and \(changes) changes replayed in "
        + "\(seconds.text(2)) s, every digest equal. Digest \(digest)."
      if tornBytes > 0 {
        text += "\nThe last line is torn (\(tornBytes) bytes): the recording was cut off there."
      }
      return text
    }
  }
}
