import Foundation
import Testing

@Suite struct `The picture in the README` {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../..")
  private static var isBlessed: Bool {
    ProcessInfo.processInfo.environment["EVOLAB_BLESS"] != nil
  }

  /// The same recording at each step of the ladder of sizes: in colour as SVG, and as text without.
  @Test func `has others of every size beside it`() throws {
    let folder = NSTemporaryDirectory() + "evolab-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let run = ["run", "--data", "circles", "--seed", "7", "--generations", "140"]
    #expect(try Program.run(run + ["--record", "lab.evo"], in: folder).status == 0)
    for size in ["40x10", "80x24", "120x40", "200x60"] {
      for kind in ["svg", "text"] {
        let name = "lab-\(size).\(kind == "svg" ? "svg" : "txt")"
        let export = ["export", "lab.evo", "--to", kind, "--at", "140", "--size", size, "-o", name]
        let result = try Program.run(export, in: folder)
        #expect(result.status == 0, "said: \(result.errors)")
        let made = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
        let kept = Self.root.appendingPathComponent("Tests/evolabTests/Pictures/" + name)
        if Self.isBlessed { try made.write(to: kept, atomically: true, encoding: .utf8) }
        #expect(try made == String(contentsOf: kept, encoding: .utf8), "\(name) looks another way")
      }
    }
  }

  /// Made anew with `EVOLAB_BLESS=1 swift test --filter 'picture in the README'`.
  @Test func `is what its commands make`() throws {
    let picture = Self.root.appendingPathComponent("Sources/evolab/lab.svg")
    let readme = try String(
      contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
    let folder = NSTemporaryDirectory() + "evolab-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder + "/Sources/evolab", withIntermediateDirectories: true)
    let start = try #require(readme.range(of: "<!-- The picture is made by these commands"))
    let end = try #require(readme.range(of: "-->", range: start.upperBound..<readme.endIndex))
    let commands = readme[start.upperBound..<end.lowerBound].split(separator: "\n").dropFirst()
    #expect(commands.count == 3)
    for command in commands {
      let words = command.split(separator: " ").map(String.init)
      #expect(words.first == "evolab")
      let result = try Program.run(Array(words.dropFirst()), in: folder)
      #expect(result.status == 0, "said: \(result.errors)")
    }
    let made = try String(contentsOfFile: folder + "/Sources/evolab/lab.svg", encoding: .utf8)
    if Self.isBlessed {
      try made.write(to: picture, atomically: true, encoding: .utf8)
    }
    #expect(made.utf8.count < 150_000)
    #expect(
      try made == String(contentsOf: picture, encoding: .utf8),
      "the lab looks another way now: make the picture anew")
  }
}
