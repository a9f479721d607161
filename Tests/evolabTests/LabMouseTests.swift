import Foundation
import Testing

/// The mouse as the real program hears it.
@Suite(.serialized) struct `The mouse in the lab` {
  @Test(arguments: [MouseForm.new, .old])
  func `is off until m, and then selects and sets`(form: MouseForm) throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    try terminal.startLab()
    #expect(!terminal.screen.isMouseReported)
    #expect(terminal.pause())
    let lines = terminal.screen.lines
    terminal.send(bytes: form.report(0, x: 50, y: 4))
    #expect(terminal.readUntilQuiet())
    #expect(terminal.screen.lines == lines, "a report that nobody asked for does nothing")

    terminal.send("m")
    #expect(terminal.read { $0.screen.isMouseReported && $0.screen.lines[0].contains("mouse") })
    terminal.send(bytes: form.report(0, x: 50, y: 4))
    #expect(terminal.read { $0.screen.lines[1].contains("▸ ² fitness") })
    let row = try #require(terminal.screen.lines.firstIndex { $0.contains("mutation-rate") })
    let bar = Array(terminal.screen.lines[row])
    let knob = try #require(bar.firstIndex(of: "●"))
    // Down at the knob, along the bar, and up again.
    terminal.send(bytes: form.report(0, x: knob, y: row) + form.report(32, x: knob - 3, y: row))
    terminal.send(bytes: form.release(x: knob - 3, y: row))
    #expect(
      terminal.read { Array($0.screen.lines[row]).dropFirst(knob - 3).first == "●" },
      "\(terminal.screen.lines[row])")

    terminal.send("m")
    #expect(terminal.read { !$0.screen.isMouseReported })
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
    #expect(terminal.traces(since: before) == [])
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT])
  func `is off when a signal ends the lab`(signal: Int32) throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    try terminal.startLab()
    terminal.send("m")
    #expect(terminal.read { $0.screen.isMouseReported })
    terminal.signal(signal)
    #expect(terminal.waitForEnding() == .killed(signal: Int(signal)))
    #expect(terminal.traces(since: before) == [])
  }

  @Test func `is off while the lab is suspended, and on again after`() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    try terminal.startLab()
    terminal.send("m")
    #expect(terminal.read { $0.screen.isMouseReported })
    terminal.signal(SIGTSTP)
    #expect(terminal.waitForEnding() == .stopped(signal: Int(SIGSTOP)))
    #expect(terminal.read { $0.traces(since: before) == [] })
    terminal.signal(SIGCONT)
    #expect(terminal.read { $0.screen.isMouseReported && $0.screen.isAlternate })
    #expect(terminal.pause())
    #expect(terminal.isAsIfDrawnAnew())
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
    #expect(terminal.traces(since: before) == [])
  }

  @Test func `and picture are there again after a stop that nobody announced`() throws {
    let terminal = try PseudoTerminal()
    try terminal.startLab()
    terminal.send("m")
    #expect(terminal.read { $0.screen.isMouseReported })
    #expect(terminal.pause())
    terminal.signal(SIGSTOP)
    #expect(terminal.waitForEnding() == .stopped(signal: Int(SIGSTOP)))
    let count = terminal.output.count
    terminal.signal(SIGCONT)
    #expect(terminal.read { $0.output.count > count + 1000 }, "all is sent anew")
    #expect(terminal.isAsIfDrawnAnew() && terminal.screen.isMouseReported)
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  /// How a terminal writes a report.
  enum MouseForm {
    case new, old

    /// - Parameter x: From 0, as `y`.
    func report(_ code: Int, x: Int, y: Int) -> [UInt8] {
      switch self {
      case .new: Array("\u{1B}[<\(code);\(x + 1);\(y + 1)M".utf8)
      case .old: [0x1B, 0x5B, 0x4D] + [code, x + 1, y + 1].map { UInt8($0 + 32) }
      }
    }

    func release(x: Int, y: Int) -> [UInt8] {
      self == .new ? Array("\u{1B}[<0;\(x + 1);\(y + 1)m".utf8) : report(3, x: x, y: y)
    }
  }
}
