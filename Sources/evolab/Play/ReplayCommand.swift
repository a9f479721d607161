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
      With --play it is shown in the lab, with its time line: space runs and pauses, [ ] go a \
      generation back and on, { } to the change before and after, home and end to the ends, and \
      enter lets a new run go on from there, which is recorded in a file of its own. With --print \
      the lab is printed as it was after some generations.

      Exit status: 0 all equal, as far as it was run; 3 a generation differs, which one and in \
      what is said; 4 the recording is damaged, where is said; 5 it was made by an incompatible \
      version.
      """)

  @Argument(help: "A recording.", completion: .file(extensions: ["evo"]))
  var file: String

  @Option(help: "How many cores work (default: all). Results do not depend on it.")
  var workers: Int?

  @Flag(help: "Print the result as one JSON object.")
  var json = false

  @Flag(help: "Show it in the lab.")
  var play = false

  @Option(help: "With --play: generations a second at first, 1 to 1000, or max (default: 50).")
  var speed: String?

  @Option(parsing: .unconditional, help: "With --play: the generation to begin at.")
  var from: Int?

  @Flag(help: "With --play: wait for the space bar.")
  var paused = false

  @Option(
    name: .customLong("print"), help: "Print the lab after these, such as 10,20,30.",
    transform: GenerationList.init)
  var printed: GenerationList?

  @Option(
    help: "With --print: columns and rows, such as 100x30 (default: the terminal's).",
    transform: PictureSize.init)
  var size: PictureSize?

  @OptionGroup var look: LookFlags

  func validate() throws {
    guard play || speed == nil && from == nil && !paused else {
      throw ValidationError("--speed, --from and --paused are for --play.")
    }
    guard printed != nil || size == nil else { throw ValidationError("--size is for --print.") }
    guard [play, printed != nil, json].count(where: \.self) <= 1 else {
      throw ValidationError("--play, --print and --json exclude each other.")
    }
    if let from, from < 0 { throw ValidationError("--from must not be negative, but is \(from).") }
  }

  func run() throws {
    if play {
      try PlayedLab(
        file: file, workers: workers, look: look, isPaused: paused,
        pace: try OpenLab.Pace(speed), start: from
      ).open()
    } else if let printed {
      var capabilities = look.capabilities(.mono)
      if look.glyphs == .auto, !Screen.isUTF8 { capabilities.glyphs = .ascii }
      let text = try RecordedScenes.texts(
        try JournalReader(file), at: printed.generations,
        (size ?? PictureSize.ofTerminal).size, capabilities, workers: workers)
      print(text, terminator: "")
    } else {
      try prove()
    }
  }

  private func prove() throws {
    let reader = try JournalReader(file)
    let start = Clock.seconds
    var replay = try Replay(
      reader, workers: try Machine.workerCount(workers), kernels: try Machine.kernels())
    var progress = ReplayProgress()
    try progress.advance(&replay, to: reader.lastGeneration)
    while try replay.advance() {}
    let result = Result(
      file: file, generations: replay.verifiedCount, changes: replay.session.changes.count,
      digest: replay.session.runDigest.hex, tornBytes: reader.tornByteCount,
      isEnded: reader.isEnded,
      seconds: Clock.seconds - start)
    print(json ? result.json : result.text)
  }

  private struct Result: Encodable {
    let file: String
    let generations: Int
    let changes: Int
    let digest: String
    let tornBytes: Int
    let isEnded: Bool
    let seconds: Double

    var json: String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    private static func count(_ count: Int, _ noun: String) -> String {
      "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    var text: String {
      var text =
        "\(file.withVisibleControls): \(Self.count(generations, "generation")) and "
        + "\(Self.count(changes, "change")) replayed in "
        + "\(seconds.text(2)) s, every digest equal. Digest \(digest)."
      if tornBytes > 0 {
        text += "\nThe last line is torn (\(tornBytes) bytes): the recording was cut off there."
      } else if !isEnded {
        text += "\nIt has no end: it was cut off there, or is still being written."
      }
      return text
    }
  }
}
