import Foundation
import Testing

/// The real program inside a terminal emulator that we did not write.
@Suite(.serialized, .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/tmux")))
struct `The lab in tmux` {
  @Test func `shows a boundary, a curve and sliders, and leaves nothing behind`() throws {
    let terminal = try PseudoTerminal(width: 80, height: 25)
    let name = "evolab-\(UUID().uuidString)"
    // One row is tmux's own.
    let command =
      "'\(PseudoTerminal.evolab)' --samples 60 --population 20 --hidden 4 --generations 30;"
      + " echo status $?; read line"
    try terminal.start(
      "/usr/bin/tmux", ["-u", "-L", name, "-f", "/dev/null", "new-session", command],
      environment: ["XDG_STATE_HOME": NSTemporaryDirectory() + name])
    #expect(terminal.read(untilShown: "the number of generations is reached"))
    #expect(terminal.screen.text.contains("champion"))
    #expect(terminal.screen.text.contains("▸mutation-rate"))
    terminal.send("?")
    #expect(terminal.read(untilShown: "run, or pause"))
    terminal.send("\u{1B}")
    #expect(terminal.read(untilShown: "champion"))
    terminal.resize(width: 120, height: 41)
    #expect(terminal.read(untilShown: "elitism"))
    terminal.send("q")
    #expect(terminal.read(untilShown: "status 0"))
    // After a change of size tmux itself leaves scraps above; the last lines are the shell's.
    #expect(
      terminal.read { !$0.screen.text.contains("? help") }, "the alternate screen is left")
    terminal.send("\n")
    #expect(terminal.waitForEnding() == .exited(0))
  }
}
