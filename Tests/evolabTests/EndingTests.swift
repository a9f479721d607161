import Foundation
import Testing

/// However a program with a screen ends, its terminal is as it was; and what it said meanwhile, the
/// reason of a crash included, can be read.
@Suite(.serialized) struct `A screen` {
  @Test(
    arguments: [
      ("stop", .exited(0), "the end"), ("exit", .exited(3), ""),
      ("exit elsewhere", .exited(3), ""),
      ("index", .killed(signal: Int(SIGILL)), "Index out of range"),
      ("index elsewhere", .killed(signal: Int(SIGILL)), "Index out of range"),
      ("fatal error", .killed(signal: Int(SIGILL)), "This is the reason."),
      ("pointer", .killed(signal: Int(SIGSEGV)), ""),
      ("stack", .killed(signal: Int(SIGSEGV)), ""),
    ] as [(String, PseudoTerminal.Ending, String)])
  func `is given back when the program ends by`(
    way: String, ending: PseudoTerminal.Ending, message: String
  ) throws {
    let terminal = try PseudoTerminal(width: 120)
    let before = terminal.modes
    try terminal.start(program, [way])
    #expect(same(terminal.waitForEnding(), ending))
    #expect(wasUp(terminal))
    #expect(terminal.traces(since: before) == [])
    #expect(terminal.screen.text.contains("said meanwhile"))
    #expect(message.isEmpty || terminal.screen.text.contains(message))
    #expect(!terminal.screen.text.contains("picture"), "nothing is drawn on the shell's screen")
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTRAP])
  func `is given back when somebody sends`(signal: Int32) throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    try terminal.start(program)
    #expect(terminal.read { $0.screen.isMouseReported && $0.screen.text.contains("picture 0") })
    terminal.signal(signal)
    #expect(terminal.waitForEnding() == .killed(signal: Int(signal)))
    #expect(terminal.traces(since: before) == [])
    #expect(terminal.screen.text.contains("said meanwhile"))
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGBUS, SIGTRAP])
  func `ends with the program also when the crash that somebody sends is reported first`(
    signal: Int32
  ) throws {
    let terminal = try PseudoTerminal(width: 120)
    let before = terminal.modes
    try terminal.start(
      program, environment: ["SWIFT_BACKTRACE": "enable=yes,interactive=no,cache=no"])
    #expect(terminal.read { $0.screen.isMouseReported && $0.screen.text.contains("picture 0") })
    terminal.signal(signal)
    #expect(terminal.waitForEnding(seconds: 120) == .killed(signal: Int(signal)))
    #expect(terminal.traces(since: before) == [])
  }

  @Test func `is given back before the backtrace of a crash comes`() throws {
    let terminal = try PseudoTerminal(width: 120)
    // As for people who have set nothing.
    try terminal.start(program, ["index"], environment: ["SWIFT_BACKTRACE": "enable=tty"])
    #expect(terminal.read(untilShown: "Index out of range"))
    let text = String(decoding: terminal.output, as: UTF8.self)
    let left = try #require(text.range(of: "\u{1B}[?1049l"))
    let reason = try #require(text.range(of: "Index out of range"))
    #expect(left.upperBound <= reason.lowerBound)
    #expect(!terminal.screen.isAlternate && terminal.screen.isCursorVisible)
    #expect(!terminal.screen.isMouseReported && !terminal.screen.isPasteBracketed)
    // The modes are the backtracer's from here on, which asks for a key.
    terminal.killSession()
    #expect(terminal.waitForEnding() != nil)
  }

  private var program: String {
    Bundle.main.bundleURL.appending(path: "EndingScreen").path
  }

  private func wasUp(_ terminal: PseudoTerminal) -> Bool {
    let text = String(decoding: terminal.output, as: UTF8.self)
    return text.contains("\u{1B}[?1049h") && text.contains("\u{1B}[?1002h")
  }

  /// A trap of Swift is SIGILL on some processors and SIGTRAP on others.
  private func same(_ ending: PseudoTerminal.Ending?, _ expected: PseudoTerminal.Ending) -> Bool {
    let traps = [SIGILL, SIGTRAP].map { PseudoTerminal.Ending.killed(signal: Int($0)) }
    guard let ending, traps.contains(expected) else { return ending == expected }
    return traps.contains(ending)
  }
}
