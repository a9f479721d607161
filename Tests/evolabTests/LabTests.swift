import Foundation
import Testing

/// The real program on a real terminal.
@Suite(.serialized) struct `The lab` {
  let state: String

  init() {
    state = NSTemporaryDirectory() + "evolab-\(UUID().uuidString)"
  }

  @Test func `learns, takes a slider, follows the size and leaves no trace`() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    try start(terminal, arguments)
    #expect(terminal.read(untilShown: "circles n=60"))
    #expect(terminal.read { generation($0) > 3 })
    terminal.send("\u{1B}[C")
    #expect(terminal.read(untilShown: "mutation-rate 0.5 → 0.55"), "the change took effect")
    terminal.resize(width: 120, height: 40)
    #expect(terminal.read { $0.screen.lines.count == 40 && $0.screen.lines[38] != "" })
    terminal.resize(width: 30, height: 8)
    #expect(terminal.read(untilShown: "40x10"))
    terminal.resize(width: 1, height: 1)
    terminal.resize(width: 80, height: 24)
    #expect(terminal.read(untilShown: "fitness"))
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
    #expect(terminal.traces(since: before) == [])
    #expect(terminal.printed.contains("Recorded in"))

    let recording = try recordings().first
    let replay = try PseudoTerminal()
    try start(replay, ["replay", try #require(recording)])
    #expect(replay.waitForEnding() == .exited(0))
    #expect(replay.printed.contains("and 1 change replayed"))
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT])
  func `gives the terminal back when a signal ends it`(signal: Int32) throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    try start(terminal, arguments)
    #expect(terminal.read(untilShown: "circles n=60"))
    terminal.signal(signal)
    #expect(terminal.waitForEnding() == .killed(signal: Int(signal)))
    #expect(terminal.traces(since: before) == [])
  }

  @Test func `gives the terminal back when the run is too heavy to end at once`() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    try start(terminal, ["--samples", "5000", "--population", "200", "--hidden", "64"])
    #expect(terminal.read(untilShown: "circles n=5000"))
    terminal.send("\u{3}")
    #expect(terminal.waitForEnding() == .killed(signal: Int(SIGINT)))
    #expect(terminal.traces(since: before) == [])
  }

  @Test func `ends when its terminal goes away, with all that it recorded`() throws {
    let terminal = try PseudoTerminal()
    try start(terminal, arguments)
    #expect(terminal.read { generation($0) > 3 })
    terminal.hangUp()
    #expect(terminal.waitForEnding() == .killed(signal: Int(SIGHUP)))
    let replay = try PseudoTerminal(width: 200)
    try start(replay, ["replay", try #require(try recordings().first)])
    #expect(replay.waitForEnding() == .exited(0))
    #expect(replay.printed.contains("every digest equal"))
  }

  @Test func `leaves a generation unfinished that takes too long, and its recording replays`()
    throws
  {
    let terminal = try PseudoTerminal()
    try start(terminal, ["--samples", "50000", "--population", "4000", "--hidden", "64"])
    #expect(terminal.read(untilShown: "circles n=50000"))
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
    let recording = try #require(try recordings().first)
    let replay = try PseudoTerminal(width: 200)
    try start(replay, ["replay", recording])
    #expect(replay.waitForEnding() == .exited(0))
    #expect(replay.printed.contains("0 generations and 0 changes replayed"))
  }

  @Test func `stops on ctrl-z and comes back`() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    try start(terminal, arguments)
    #expect(terminal.read(untilShown: "circles n=60"))
    terminal.send("\u{1A}")
    #expect(terminal.waitForEnding() == .stopped(signal: Int(SIGSTOP)))
    #expect(terminal.read { !$0.screen.isAlternate && $0.screen.isCursorVisible })
    #expect(terminal.traces(since: before) == [])
    terminal.signal(SIGCONT)
    #expect(terminal.read { $0.screen.isAlternate && $0.screen.text.contains("circles n=60") })
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
    #expect(terminal.traces(since: before) == [])
  }

  @Test func `sends nothing while it is paused`() throws {
    let terminal = try PseudoTerminal()
    try start(terminal, arguments + ["--paused"])
    #expect(terminal.read(untilShown: "circles n=60"))
    #expect(terminal.readUntilQuiet(1))
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  @Test func `keeps what was recorded when it is killed`() throws {
    let terminal = try PseudoTerminal()
    try start(terminal, arguments)
    #expect(terminal.read { generation($0) > 20 })
    terminal.send("\u{1B}[C")
    _ = terminal.read(seconds: 1.5) { _ in false }
    terminal.signal(SIGKILL)
    #expect(terminal.waitForEnding() == .killed(signal: Int(SIGKILL)))
    let replay = try PseudoTerminal()
    try start(replay, ["replay", try #require(try recordings().first)])
    #expect(replay.waitForEnding() == .exited(0))
    #expect(replay.printed.contains("every digest equal"))
  }

  @Test(arguments: ["0", "8", "16", "256"])
  func `draws with as many colours as it is asked to`(colors: String) throws {
    let terminal = try PseudoTerminal()
    let flag = colors == "0" ? "never" : colors
    try start(terminal, arguments + ["--paused", "--color", flag])
    #expect(terminal.read(untilShown: "circles n=60"))
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
    let text = String(decoding: terminal.output, as: UTF8.self)
    #expect(text.contains("\u{1B}[38;5;") == (colors == "256"))
    let coloured = text.contains(/\u{1B}\[[0-9;]*\b(3|4|9|10)[0-7](;[0-9;]*)?m/)
    #expect(coloured == (colors == "8" || colors == "16"))
  }

  private let arguments = ["--samples", "60", "--population", "20", "--hidden", "4"]

  private func start(_ terminal: PseudoTerminal, _ arguments: [String]) throws {
    try terminal.start(PseudoTerminal.evolab, arguments, environment: ["XDG_STATE_HOME": state])
  }

  /// The number behind `gen` in the status line.
  private func generation(_ terminal: PseudoTerminal) -> Int {
    let words = terminal.screen.lines[0].split(separator: " ")
    guard let place = words.firstIndex(of: "gen"), place + 1 < words.count else { return 0 }
    return Int(words[place + 1].filter(\.isNumber)) ?? 0
  }

  private func recordings() throws -> [String] {
    let folder = state + "/evolab"
    return try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".evo") }.map { folder + "/" + $0 }
  }
}
