import Foundation
import Testing

/// What no person does, and the lab survives all the same.
@Suite(.serialized) struct `The lab in a storm` {
  @Test func `of 200 sizes at once draws the last`() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    try terminal.startLab()
    var random = Lottery(seed: 1)
    for _ in 0..<200 {
      terminal.resize(width: random.draw(1...250), height: random.draw(1...80))
    }
    try check(terminal, before)
  }

  @Test func `of 200 sizes one after the other draws each`() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    try terminal.startLab()
    #expect(terminal.pause())
    var random = Lottery(seed: 2)
    for number in 1...200 {
      let size = (random.draw(1...250), random.draw(1...80))
      let count = terminal.output.count
      terminal.resize(width: size.0, height: size.1)
      #expect(terminal.read { $0.output.count > count })
      if number % 40 == 0 { #expect(terminal.isAsIfDrawnAnew(), "\(size)") }
    }
    terminal.send(" ")
    try check(terminal, before)
  }

  @Test func `of sizes that ends where it began draws everything anew`() throws {
    let terminal = try PseudoTerminal()
    try terminal.startLab()
    #expect(terminal.pause())
    let lines = terminal.screen.lines
    // The terminal cuts off what does not fit, and the program may see the last size only.
    terminal.resize(width: 20, height: 5)
    terminal.resize(width: 80, height: 24)
    #expect(terminal.read { $0.screen.lines == lines })
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  @Test(arguments: [3, 4] as [UInt64])
  func `of 10,000 keys and worse lives on`(seed: UInt64) throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    try terminal.startLab(PseudoTerminal.smallRun + ["--no-record"])
    var random = Lottery(seed: seed)
    for number in 0..<10_000 {
      try #require(terminal.send(bytes: random.drawInput()), "key \(number)")
      if number % 500 == 0 {
        terminal.resize(width: random.draw(1...250), height: random.draw(1...80))
      }
    }
    // Among other things the keys made the run so large that pausing may take a while.
    try end(terminal, before)
  }

  @Test func `of pasted text does nothing that the text says`() throws {
    let terminal = try PseudoTerminal()
    try terminal.startLab()
    #expect(terminal.pause())
    let lines = terminal.screen.lines
    terminal.send("\u{1B}[200~q r R z ? \u{3} \u{1A} \r 1 2 3 4\u{1B}[201~")
    #expect(terminal.isAsIfDrawnAnew())
    #expect(terminal.screen.lines == lines)
    // The terminal's answers to questions that nobody asked, one of them cut in two.
    terminal.send("\u{1B}[?64;1;22c\u{1B}[12;40R\u{1B}[97;5u\u{1B}]11;rgb:0/0/0\u{7}\u{1B}[<0;3;")
    terminal.send("4M\u{1B}[<0;3;4m")
    #expect(terminal.isAsIfDrawnAnew())
    #expect(terminal.screen.lines == lines)
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  /// Sees that the lab draws the right picture at its first size, and ends it.
  private func check(_ terminal: PseudoTerminal, _ before: [Int64]) throws {
    terminal.resize(width: 80, height: 24)
    #expect(terminal.read { $0.screen.lines[23].contains("q quit") })
    if !terminal.screen.text.contains("paused") { #expect(terminal.pause()) }
    #expect(terminal.isAsIfDrawnAnew())
    try end(terminal, before)
  }

  /// Brings the lab out of whatever is open, and to its end.
  private func end(_ terminal: PseudoTerminal, _ before: [Int64]) throws {
    terminal.resize(width: 80, height: 24)
    // The end of a paste, in case one is open, and of a report.
    terminal.send("\u{1B}[201~")
    for _ in 0..<4 {
      _ = terminal.countBytes(seconds: 0.3)
      terminal.send("\u{1B}")
    }
    // More of them, in case some came at once and meant something else.
    for _ in 0..<10 where !terminal.screen.lines[23].contains("q quit") {
      if terminal.read(seconds: 6, until: { $0.screen.lines[23].contains("q quit") }) { break }
      terminal.send("\u{1B}")
    }
    #expect(terminal.screen.lines[23].contains("q quit"))
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
    #expect(terminal.traces(since: before) == [])
  }
}

/// Random inputs, the same at every run.
private struct Lottery {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64 (Steele, Lea and Flood, 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }

  mutating func draw(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// A key, or what is none; never one that ends or suspends the lab.
  mutating func drawInput() -> [UInt8] {
    switch draw(0...19) {
    case 0: Array("\u{1B}[200~nrRz4\u{1B}[201~".utf8)
    case 1: Array("\u{1B}[\(draw(0...99));\(draw(0...9))u".utf8)
    case 2: Array("\u{1B}[?\(draw(0...99))c\u{1B}[\(draw(1...80));\(draw(1...80))R".utf8)
    case 3, 4:
      Array(
        "\u{1B}[<\(draw(0...66));\(draw(1...260));\(draw(1...90))\(["M", "m"][draw(0...1)])".utf8)
    case 5: [0x1B, 0x5B, 0x4D] + (0..<3).map { _ in UInt8(draw(0...255)) }
    case 6: Array(["é", "漢", "😀", "ж", "θ", "ф"][draw(0...5)].utf8)
    case 7: [UInt8(draw(0x80...0xFF))]
    case 8: Array(["\u{1B}[I", "\u{1B}[O"][draw(0...1)].utf8)
    case 9...12:
      Array("\u{1B}[\(["A", "B", "C", "D", "H", "F", "Z", "5~", "6~"][draw(0...8)])".utf8)
    default: Array(Self.keys[draw(0...Self.keys.count - 1)].utf8)
    }
  }

  /// All of ASCII but what quits, with some of the control characters.
  private static let keys =
    (0x20...0x7E).map { String(Character(Unicode.Scalar(UInt8($0)))) }.filter { $0 != "q" }
    + ["\t", "\r", "\u{7F}", "\u{C}", "\u{12}", "\u{1B}"]
}
