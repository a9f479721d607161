import Foundation
import Testing

/// Recordings in the lab, on a real terminal.
@Suite(.serialized) struct `A recording in the lab` {
  let folder: String
  var path: String { "\(folder)/a.evo" }

  init() throws {
    folder = NSTemporaryDirectory() + "evolab-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    _ = try Program.run(["run"] + small + ["--generations", "20", "--record", path], in: folder)
  }

  @Test func `is played to its end, gone through, and forked into a file of its own`() throws {
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let terminal = try PseudoTerminal()
    let modes = terminal.modes
    try start(terminal, ["replay", path, "--play", "--from", "15"])
    #expect(terminal.read(untilShown: "paused") && shows(terminal, "gen 20 of 20"))
    terminal.send("[")
    #expect(shows(terminal, "gen 19 of 20"))
    terminal.send("g")
    #expect(shows(terminal, "gen 0 of 20"))
    terminal.send("G[")
    #expect(shows(terminal, "gen 19 of 20"))
    terminal.send("\r")
    #expect(terminal.read(untilShown: "A fork at generation 19"))
    terminal.send("n")
    #expect(terminal.read { $0.screen.lines[0].contains("gen 20 ") })
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
    #expect(terminal.traces(since: modes) == [])
    #expect(terminal.printed.contains("Recorded in"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    let forks = try FileManager.default.contentsOfDirectory(atPath: folder + "/state/evolab")
      .filter { $0.hasSuffix(".evo") }
    let fork = try #require(forks.first)
    let replay = try Program.run(["replay", "\(folder)/state/evolab/\(fork)"], in: folder)
    #expect(replay.output.contains("20 generations"))
    let difference = try Program.run(
      ["diff", path, "\(folder)/state/evolab/\(fork)"], in: folder)
    #expect(difference.output.contains("left at generation 19"))
  }

  @Test func `ends with status 3 and a sentence where it differs`() throws {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      .map(String.init)
    let fitness = try #require(lines[9].firstMatch(of: /"f":"[0-9a-f]{16}"/)).output
    try SealedLines.replaced(lines, 9, String(fitness), "\"f\":\"0123456789abcdef\"")
      .write(toFile: path, atomically: true, encoding: .utf8)
    let terminal = try PseudoTerminal(width: 160)
    try start(terminal, ["replay", path, "--play", "--speed", "max"])
    #expect(terminal.read(untilShown: "at generation 9 in f (fitness)"))
    // Going back does not take back what was found.
    terminal.send("[")
    #expect(terminal.read { $0.screen.lines[0].contains("gen 8 of 20") })
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(3))
    #expect(terminal.printed.contains("differs from the recording at generation 9"))
  }

  @Test func `is followed while it is written, and never locked`() throws {
    let live = "\(folder)/live.evo"
    let writer = try PseudoTerminal()
    // Until it is seen that somebody follows, however late that is.
    try start(writer, ["run"] + small + ["--seconds", "600", "--record", live])
    #expect(writer.read(untilShown: "evaluations/s"))
    let terminal = try PseudoTerminal(width: 120, height: 30)
    try start(terminal, ["watch", live])
    #expect(terminal.read(untilShown: "followed live"))
    writer.signal(SIGINT)
    #expect(writer.waitForEnding() == .killed(signal: Int(SIGINT)))
    // What was written last may still have to be repeated when its end is known.
    #expect(terminal.read { isAtEnd($0) && $0.screen.text.contains("recorded live") })
    #expect(terminal.readUntilQuiet() && isAtEnd(terminal), "it stays on the last generation")
    // Whoever watches holds nothing: somebody may go on.
    let resumed = try Program.run(["resume", live, "--seconds", "0.05"], in: folder)
    #expect(resumed.status == 0, "said: \(resumed.errors)")
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  @Test func `is shown as interrupted when whoever writes it is killed, until somebody goes on`()
    throws
  {
    let live = "\(folder)/live.evo"
    let writer = try PseudoTerminal()
    try start(writer, ["run"] + small + ["--seconds", "600", "--record", live])
    #expect(writer.read(untilShown: "evaluations/s"))
    let terminal = try PseudoTerminal(width: 120, height: 30)
    try start(terminal, ["watch", live])
    #expect(terminal.read(untilShown: "followed live"))
    writer.signal(SIGKILL)
    #expect(writer.waitForEnding() == .killed(signal: Int(SIGKILL)))
    #expect(terminal.read(untilShown: "interrupted live"))
    let resumed = try Program.run(["resume", live, "--seconds", "0.05"], in: folder)
    #expect(resumed.status == 0, "said: \(resumed.errors)")
    #expect(terminal.read(untilShown: "recorded live"))
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  @Test func `is gone on with where it ended, bookmarks and past included`() throws {
    let first = try PseudoTerminal()
    try start(first, ["resume", "--lab", "--paused", path])
    #expect(first.read(untilShown: "gen 20 "))
    first.send("3b")
    #expect(first.read(untilShown: " 1*"))
    first.send("[[")
    #expect(first.read(untilShown: "gen 18 of 20"))
    first.send("\u{1B}")
    #expect(first.read { !$0.screen.text.contains("gen 18 of 20") })
    first.send("n")
    #expect(first.read(untilShown: "gen 21 "))
    first.send("q")
    #expect(first.waitForEnding() == .exited(0))
    let second = try PseudoTerminal()
    try start(second, ["resume", "--lab", "--paused", path])
    #expect(second.read { $0.screen.text.contains("gen 21 ") })
    second.send("3")
    #expect(second.read(untilShown: " 1*"), "the bookmark is still there")
    second.send("q")
    #expect(second.waitForEnding() == .exited(0))
    let replay = try Program.run(["replay", path], in: folder)
    #expect(replay.output.contains("21 generations"))
  }

  @Test(arguments: [["--speed", "3"], ["--lab", "--json"], ["--paused"], ["--theme", "dark"]])
  func `is not gone on with by flags that do not fit together`(flags: [String]) throws {
    let result = try Program.run(["resume", path, "--generations", "25"] + flags, in: folder)
    #expect(result.status == 2)
    #expect(result.errors.contains("for --lab"))
    let replay = try Program.run(["replay", path], in: folder)
    #expect(replay.output.contains("20 generations"))
  }

  /// Whether a text is in the status line once nothing moves any more.
  ///
  /// Others may hold the same text from before, and a picture comes in pieces.
  private func shows(_ terminal: PseudoTerminal, _ text: String) -> Bool {
    terminal.read { $0.screen.lines[0].contains(text) } && terminal.readUntilQuiet()
      && terminal.screen.lines[0].contains(text)
  }

  /// Whether the status line tells the same generation twice.
  private func isAtEnd(_ terminal: PseudoTerminal) -> Bool {
    let numbers = terminal.screen.lines[0].firstMatch(of: /gen (\d+) of (\d+)/)?.output
    return numbers.map { $0.1 == $0.2 } ?? false
  }

  private let small = ["--samples", "60", "--population", "20", "--hidden", "4"]

  private func start(_ terminal: PseudoTerminal, _ arguments: [String]) throws {
    try terminal.start(
      PseudoTerminal.evolab, arguments, environment: ["XDG_STATE_HOME": folder + "/state"])
  }
}
