import Foundation
import Testing

/// The colours that the real program sends.
@Suite(.serialized) struct `The colours of the lab` {
  @Test func `are red, green and blue where the terminal takes them`() throws {
    let terminal = try PseudoTerminal()
    let folder = try Self.description(
      "evolab-direct|direct colour,RGB,colors#0x1000000,pairs#0x7FFF,CO#8,ccc@,initc@,"
        + "setaf=\\E[%?%p1%{8}%<%t3%p1%d%e38;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;"
        + "%p1%{255}%&%d%;m,setab=\\E[%?%p1%{8}%<%t4%p1%d%e48;2;%p1%{65536}%/%d;"
        + "%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,use=xterm-256color,")
    try start(terminal, ["TERM": "evolab-direct", "TERMINFO": folder])
    #expect(terminal.read(untilShown: "fitness"))
    #expect(terminal.read { Self.colors($0).contains("38;2;74;81;92") }, "the frames of safe")
    terminal.send("t")
    #expect(terminal.read(untilShown: "Theme: dark."))
    #expect(terminal.read { Self.colors($0).contains("38;2;69;75;87") }, "the frames of dark")
    terminal.send("ttt")
    #expect(terminal.read(untilShown: "Theme: safe."))
    terminal.send("Y")
    #expect(terminal.read(untilShown: "Colours: 256."))
    #expect(terminal.read { Self.colors($0).contains("38;2;88;88;88") }, "240 of the palette")
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  @Test func `are numbers elsewhere, and COLORTERM changes nothing`() throws {
    let terminal = try PseudoTerminal()
    try start(terminal, ["COLORTERM": "truecolor"])
    #expect(terminal.read(untilShown: "fitness"))
    #expect(terminal.read { Self.colors($0).contains("38;5;240") })
    #expect(!Self.colors(terminal).contains { $0.contains("8;2;") })
    terminal.send("q")
    #expect(terminal.waitForEnding() == .exited(0))
  }

  @Test(arguments: [("xterm-256color", "1"), ("linux", "yes"), ("vt100", "")])
  func `are none under NO_COLOR and on terminals without`(
    terminal name: String, refused: String
  )
    throws
  {
    let terminal = try PseudoTerminal()
    try start(terminal, ["TERM": name, "NO_COLOR": refused])
    #expect(terminal.read(untilShown: "fitness"))
    terminal.send("YtY?")
    #expect(terminal.read(untilShown: "The run"))
    #expect(Self.colors(terminal).isEmpty)
    terminal.send("\u{3}")
    #expect(terminal.waitForEnding() == .killed(signal: Int(SIGINT)))
  }

  /// The parameters of all sequences that choose a colour.
  private static func colors(_ terminal: PseudoTerminal) -> Set<String> {
    let text = String(decoding: terminal.output, as: UTF8.self)
    let sequences = text.split(separator: "\u{1B}[").compactMap { part -> Substring? in
      let body = part.prefix { $0.isNumber || $0 == ";" || $0 == ":" }
      return part.dropFirst(body.count).first == "m" ? body : nil
    }
    var colors: Set<String> = []
    for sequence in sequences {
      var numbers = sequence.split(separator: ";").map(String.init)[...]
      while let number = numbers.popFirst() {
        guard let code = Int(number), (30...49).contains(code) || code >= 90 else { continue }
        let count = code % 10 != 8 ? 0 : numbers.first == "5" ? 2 : 4
        colors.insert(([number] + numbers.prefix(count)).joined(separator: ";"))
        numbers = numbers.dropFirst(count)
      }
    }
    // What ends colours is none.
    return colors.subtracting(["39", "49"])
  }

  /// A folder with a terminal's description, compiled.
  private static func description(_ text: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "terminfo-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let source = folder.appending(path: "source.ti")
    try (text + "\n").write(to: source, atomically: true, encoding: .utf8)
    let compiler = Process()
    compiler.executableURL = URL(filePath: "/usr/bin/env")
    compiler.arguments = ["tic", "-x", "-o", folder.path, source.path]
    try compiler.run()
    compiler.waitUntilExit()
    try #require(compiler.terminationStatus == 0)
    return folder.path
  }

  private func start(_ terminal: PseudoTerminal, _ environment: [String: String]) throws {
    try terminal.start(
      PseudoTerminal.evolab,
      ["--samples", "60", "--population", "20", "--no-record", "--paused", "--workers", "1"],
      environment: environment)
  }
}
