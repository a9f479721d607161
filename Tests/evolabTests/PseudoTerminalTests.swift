import Foundation
import Testing

/// The driver of the terminal tests, proven with programs that everyone knows.
@Suite(.serialized) struct `A pseudo-terminal` {
  @Test func `is the controlling terminal of its program`() throws {
    let terminal = try started("/bin/sh", ["-c", "tty; echo yes > /dev/tty; exit 7"])
    #expect(terminal.waitForEnding() == .exited(7))
    #expect(terminal.screen.lines[0].hasPrefix("/dev/"))
    #expect(terminal.screen.lines[1] == "yes")
  }

  @Test func `has a size that can change`() throws {
    let terminal = try PseudoTerminal(width: 100, height: 30)
    try terminal.start(
      "/bin/sh", ["-c", "trap 'stty size; exit' WINCH; stty size; while :; do sleep .05; done"])
    #expect(terminal.read(untilShown: "30 100"))
    terminal.resize(width: 41, height: 11)
    #expect(terminal.read(untilShown: "11 41"))
    #expect(terminal.waitForEnding() == .exited(0))
  }

  @Test func `passes typed text on`() throws {
    let terminal = try started("/bin/cat")
    terminal.send("fitness é漢\n")
    #expect(terminal.read { $0.screen.lines.prefix(2) == ["fitness é漢", "fitness é漢"] })
    terminal.send("\u{4}")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  @Test func `sends the signals of its keys`() throws {
    let terminal = try started("/bin/cat")
    terminal.send("ready\n")
    terminal.read(untilShown: "ready\nready")
    terminal.send("\u{3}")
    #expect(terminal.waitForEnding() == .killed(signal: Int(SIGINT)))
  }

  @Test func `sees signals, stops and continues`() throws {
    let terminal = try started("/bin/cat")
    terminal.signal(SIGSTOP)
    #expect(terminal.waitForEnding() == .stopped(signal: Int(SIGSTOP)))
    terminal.signal(SIGCONT)
    terminal.send("on\n")
    #expect(terminal.read(untilShown: "on\non"))
    terminal.signal(SIGTERM)
    #expect(terminal.waitForEnding() == .killed(signal: Int(SIGTERM)))
  }

  @Test func `tells the modes that a program leaves behind`() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    try terminal.start("/bin/stty", ["raw", "-echo"])
    #expect(terminal.waitForEnding() == .exited(0))
    #expect(terminal.traces(since: before) == ["modes"])
  }

  @Test func `tells the screen that a program leaves behind`() throws {
    let terminal = try started(
      "/usr/bin/printf", [#"\033[?1049h\033[?25l\033[?2004;1004;1002;1006hpicture"#])
    #expect(terminal.waitForEnding() == .exited(0))
    #expect(terminal.screen.lines[0] == "picture")
    #expect(
      terminal.traces(since: terminal.modes)
        == ["alternate screen", "hidden cursor", "bracketed paste", "focus reports", "mouse"])
  }

  @Test func `finds the program under test`() throws {
    let terminal = try started(PseudoTerminal.evolab, ["--help"])
    #expect(terminal.waitForEnding() == .exited(0))
  }

  @Test func `hangs up`() throws {
    let terminal = try started("/bin/cat")
    terminal.send("ready\n")
    terminal.read(untilShown: "ready\nready")
    terminal.hangUp()
    #expect(terminal.waitForEnding() == .killed(signal: Int(SIGHUP)))
  }

  @Test func `counts the bytes of a silent program as none`() throws {
    let terminal = try started("/bin/sleep", ["5"])
    #expect(terminal.countBytes(seconds: 0.3) == 0)
  }

  private func started(_ program: String, _ arguments: [String] = []) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal()
    try terminal.start(program, arguments)
    return terminal
  }
}

@Suite struct `The screen parser` {
  @Test(
    arguments: [
      ("one\r\ntwo", ["one", "two", ""]),
      ("\u{1B}[2;3Hx\u{1B}[Ay\u{1B}[3Dz", [" z y", "  x", ""]),
      ("abcdefghij", ["abcdefgh", "ij", ""]),
      ("abcdefgh\rx", ["xbcdefgh", "", ""]),
      ("a\u{1B}[4bz", ["aaaaaz", "", ""]),
      ("abcdef\u{1B}[3G\u{1B}[2X", ["ab  ef", "", ""]),
      ("abcdef\u{1B}[3G\u{1B}[2P", ["abef", "", ""]),
      ("abcdef\u{1B}[3G\u{1B}[2@", ["ab  cdef", "", ""]),
      ("a\r\nb\r\nc\r\nd", ["b", "c", "d"]),
      ("a\r\nb\r\nc\u{1B}[1;2r\u{1B}[2;1H\nx", ["b", "x", "c"]),
      ("a\r\nb\r\nc\u{1B}[1;1H\u{1B}M", ["", "a", "b"]),
      ("a\r\nb\r\nc\u{1B}[2;1H\u{1B}[L", ["a", "", "b"]),
      ("a\r\nb\r\nc\u{1B}[2;1H\u{1B}[M", ["a", "c", ""]),
      ("ab\r\ncd\r\nef\u{1B}[2;2H\u{1B}[J", ["ab", "c", ""]),
      ("ab\r\ncd\u{1B}[1K", ["ab", "", ""]),
      ("\u{1B}(0lqk\u{1B}(Blqk", ["┌─┐lqk", "", ""]),
      ("\u{1B}[1;38;5;214mé漢\u{1B}[0mx", ["é漢x", "", ""]),
      ("漢字\u{1B}[2Gx", [" x字", "", ""]),
      ("漢字\u{1B}[3G\u{1B}[X", ["漢", "", ""]),
      ("\u{1B}]0;title\u{7}x", ["x", "", ""]),
      ("main\u{1B}[?1049h\u{1B}[Hpicture", ["picture", "", ""]),
      ("main\u{1B}[?1049h\u{1B}[Hpicture\u{1B}[?1049l!", ["main!", "", ""]),
    ] as [(String, [String])])
  func `shows what a terminal would`(bytes: String, lines: [String]) {
    var screen = ScreenParser(width: 8, height: 3)
    // One by one, as the worst case of how they may arrive.
    for byte in bytes.utf8 { screen.feed([byte]) }
    #expect(screen.lines == lines)
  }
}
