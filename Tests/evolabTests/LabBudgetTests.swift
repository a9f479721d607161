import Foundation
import Testing

/// What an open lab costs: bytes on the line, and work while there is nothing to show.
@Suite(.serialized) struct `The open lab` {
  @Test func `sends nothing and does nothing while it is paused`() throws {
    let terminal = try PseudoTerminal()
    try terminal.startLab()
    #expect(terminal.read { $0.generation > 3 })
    #expect(terminal.pause())
    let seen = try repeated {
      let before = try #require(terminal.effort)
      let bytes = terminal.countBytes(seconds: 3)
      let after = try #require(terminal.effort)
      return [bytes, after.ticks - before.ticks, after.switches - before.switches]
    } until: {
      $0[0] == 0 && $0[1] <= 1 && $0[2] <= 10
    }
    #expect(seen.isMet, "bytes, ticks, switches: \(seen.all)")
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  @Test func `sends less than 20 kilobytes a second while it runs`() throws {
    let terminal = try PseudoTerminal()
    try terminal.startLab([])
    #expect(terminal.read { $0.generation > 3 })
    let seen = repeated {
      terminal.countBytes(seconds: 3)
    } until: {
      $0 > 0 && $0 < 60_000
    }
    #expect(seen.isMet, "bytes: \(seen.all)")
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  @Test(arguments: [[:], ["SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"]])
  func `draws no oftener than it may`(environment: [String: String]) throws {
    let terminal = try PseudoTerminal()
    try terminal.startLab(PseudoTerminal.smallRun + ["--speed", "max"], environment)
    #expect(terminal.read { $0.generation > 3 })
    let most = (environment.isEmpty ? 2 * 15 : 2 * 8) + 1
    let seen = repeated {
      countPictures(terminal, seconds: 2)
    } until: {
      $0 > 0 && $0 <= most
    }
    #expect(seen.isMet, "pictures: \(seen.all), at most \(most)")
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  @Test func `draws seldom while its window lies behind others`() throws {
    let terminal = try PseudoTerminal()
    try terminal.startLab(PseudoTerminal.smallRun + ["--speed", "max"])
    #expect(terminal.screen.isFocusReported)
    #expect(terminal.read { $0.generation > 3 })
    terminal.send("\u{1B}[O")
    let seen = repeated {
      countPictures(terminal, seconds: 2)
    } until: {
      $0 > 0 && $0 <= 2 * 4 + 1
    }
    #expect(seen.isMet, "pictures: \(seen.all)")
    terminal.send("\u{1B}[Iq")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  /// Each picture has another generation in its first line.
  private func countPictures(_ terminal: PseudoTerminal, seconds: Double) -> Int {
    var pictures = 0
    var last = terminal.generation
    terminal.read(seconds: seconds) { terminal in
      if terminal.generation != last { pictures += 1 }
      last = terminal.generation
      return false
    }
    return pictures
  }

  /// Measures again where the first time was not as it should be.
  ///
  /// What the lab does for ever it does in each of a few stretches of time. What was asked just
  /// before, a slow disk, or others who keep the lab or the test from the processor spoil some.
  private func repeated<Result>(
    _ measure: () throws -> Result, until condition: (Result) -> Bool
  ) rethrows -> (isMet: Bool, all: [Result]) {
    var all: [Result] = []
    for _ in 0..<8 {
      let result = try measure()
      all.append(result)
      if condition(result) { return (true, all) }
    }
    return (false, all)
  }
}
