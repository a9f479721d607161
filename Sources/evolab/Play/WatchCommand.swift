import ArgumentParser

/// `evolab watch`: looks on while another process writes a recording.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Look on in the lab while another process writes a recording.",
    discussion: """
      It begins at the newest checkpoint and repeats what is recorded, as soon as it is; a run \
      that goes faster than it can be repeated is caught up with at a newer checkpoint. The file \
      is only read. space pauses, [ and ] go back and on, and enter forks what is shown into a \
      recording of its own. When the run ends, its last generation stays.

      Exit status: 0; 3 a generation differs from what is recorded; 4 the recording is damaged; \
      5 it was made by an incompatible version.
      """)

  @Argument(help: "A recording.", completion: .file(extensions: ["evo"]))
  var file: String

  @OptionGroup var look: LookFlags

  @Option(help: "How many cores work (default: all). Results do not depend on it.")
  var workers: Int?

  func run() throws {
    try PlayedLab(
      file: file, workers: workers, look: look, isFollowed: true, pace: OpenLab.Pace("max")
    ).open()
  }
}
