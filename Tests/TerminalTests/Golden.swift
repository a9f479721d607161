import Foundation
import Testing

/// Texts in files below `Golden/`; `EVOLAB_BLESS=1` writes them anew.
enum Golden {
  static func compare(_ lines: [String], with name: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden").appending(path: name)
    let text = lines.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["EVOLAB_BLESS"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    let expected = golden.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    for (row, (line, old)) in zip(lines, expected).enumerated() {
      #expect(line == old, "row \(row) of \(name)")
    }
    #expect(lines.count == expected.count)
  }
}
