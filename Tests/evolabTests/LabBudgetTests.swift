import Foundation
import Testing

/// What an open lab costs: bytes on the line, and work while there is nothing to show.
@Suite(.serialized) struct `The open lab` {
  @Test func `sends nothing and does nothing while it is paused`() throws {
    let terminal = try PseudoTerminal()
    try terminal.startLab()
    #expect(terminal.read(seconds: 20) { $0.generation > 3 })
    #expect(terminal.pause())
    let before = try #require(terminal.effort)
    #expect(terminal.countBytes(seconds: 3) == 0)
    let after = try #require(terminal.effort)
    #expect(after.ticks - before.ticks <= 1)
    #expect(after.switches - before.switches <= 10)
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  @Test func `sends less than 20 kilobytes a second while it runs`() throws {
    let terminal = try PseudoTerminal()
    try terminal.startLab([])
    #expect(terminal.read(seconds: 20) { $0.generation > 3 })
    let count = terminal.countBytes(seconds: 3)
    #expect(count > 0 && count < 60_000)
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  @Test(arguments: [[:], ["SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"]])
  func `draws no oftener than it may`(environment: [String: String]) throws {
    let terminal = try PseudoTerminal()
    try terminal.startLab(PseudoTerminal.smallRun + ["--speed", "max"], environment)
    #expect(terminal.read(seconds: 20) { $0.generation > 3 })
    // Each picture has another generation in its first line.
    var pictures = 0
    var last = terminal.generation
    terminal.read(seconds: 2) { terminal in
      if terminal.generation != last { pictures += 1 }
      last = terminal.generation
      return false
    }
    #expect(pictures > 0 && pictures <= (environment.isEmpty ? 2 * 15 : 2 * 8) + 1)
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  @Test func `draws seldom while its window lies behind others`() throws {
    let terminal = try PseudoTerminal()
    try terminal.startLab(PseudoTerminal.smallRun + ["--speed", "max"])
    #expect(terminal.screen.isFocusReported)
    #expect(terminal.read(seconds: 20) { $0.generation > 3 })
    terminal.send("\u{1B}[O")
    _ = terminal.countBytes(seconds: 0.3)
    var pictures = 0
    var last = terminal.generation
    terminal.read(seconds: 2) { terminal in
      if terminal.generation != last { pictures += 1 }
      last = terminal.generation
      return false
    }
    #expect(pictures > 0 && pictures <= 2 * 4 + 1)
    terminal.send("\u{1B}[Iq")
    #expect(terminal.waitForEnding() == .exited(0))
  }
}
