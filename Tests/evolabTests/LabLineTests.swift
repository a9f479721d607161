import Foundation
import Testing

/// What goes over the line while the lab is open.
@Suite(.serialized) struct `The line of the lab` {
  @Test func `holds nothing but ASCII where the locale is C`() throws {
    let terminal = try PseudoTerminal()
    try terminal.startLab(PseudoTerminal.smallRun, ["LANG": "C", "LC_ALL": "C"])
    #expect(terminal.read { $0.generation > 3 })
    #expect(terminal.pause())
    // Help, presets, a command, the cursor, an entry, and back in the run.
    for keys in ["?", "\u{1B}", "p", "\u{1B}", ":help\r", "\u{1B}", "1x", "x", "3\r", "\r", "[["] {
      #expect(terminal.type(keys))
    }
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
    #expect(terminal.output.count > 1000)
    #expect(!terminal.output.contains { $0 >= 0x80 })
  }

  @Test func `carries few pictures of many keys at once`() throws {
    let terminal = try PseudoTerminal()
    try terminal.startLab(PseudoTerminal.smallRun + ["--paused"])
    #expect(terminal.readUntilQuiet())
    func cost(of keys: String) -> Int {
      let before = terminal.output.count
      terminal.send(keys)
      #expect(terminal.read { $0.output.count > before })
      #expect(terminal.readUntilQuiet(0.5))
      return terminal.output.count - before
    }
    // Each key selects another control and says what it is for.
    let single = cost(of: "\u{1B}[B")
    let burst = cost(of: String(repeating: "\u{1B}[B\u{1B}[A", count: 100) + "\u{1B}[B")
    #expect(single > 0 && burst < 50 * single, "\(single) bytes for one, \(burst) for 201")
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  @Test func `never clears the screen but when its size is another or somebody asks`() throws {
    let terminal = try PseudoTerminal()
    try terminal.startLab()
    #expect(terminal.read { $0.generation > 3 })
    let begin = terminal.output.count
    #expect(terminal.pause())
    for keys in ["\t", "z", "z", "?", "\u{1B}", "v", "p", "\u{1B}"] {
      #expect(terminal.type(keys))
    }
    terminal.send(" ")
    #expect(terminal.read { !$0.screen.text.contains("paused") })
    _ = terminal.countBytes(seconds: 0.5)
    #expect(terminal.output.count > begin)
    #expect(clears(terminal.output[begin...]) == 0)
    let middle = terminal.output.count
    terminal.send("\u{C}")
    #expect(terminal.read { clears($0.output[middle...]) > 0 }, "this is what a clear looks like")
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  private func clears(_ bytes: ArraySlice<UInt8>) -> Int {
    let text = String(decoding: bytes, as: UTF8.self)
    return ["\u{1B}[2J", "\u{1B}[H\u{1B}[J", "\u{1B}[H\u{1B}[0J"].map {
      text.components(separatedBy: $0).count - 1
    }.reduce(0, +)
  }
}
