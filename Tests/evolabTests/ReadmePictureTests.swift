import Foundation
import Testing

@Suite struct `The picture in the README` {
  /// Made anew with `EVOLAB_BLESS=1 swift test --filter 'picture in the README'`.
  @Test func `is what its commands make`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../..")
    let picture = root.appendingPathComponent("Sources/evolab/lab.svg")
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
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
    if ProcessInfo.processInfo.environment["EVOLAB_BLESS"] != nil {
      try made.write(to: picture, atomically: true, encoding: .utf8)
    }
    #expect(made.utf8.count < 150_000)
    #expect(
      try made == String(contentsOf: picture, encoding: .utf8),
      "the lab looks another way now: make the picture anew")
  }
}
