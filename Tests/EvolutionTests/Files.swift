import Evolution
import Foundation

/// A file of this repository, by its path from the top.
func contents(of path: String, here: String = #filePath) throws -> [UInt8] {
  let top = URL(filePath: here).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  return try Array(Data(contentsOf: top.appending(path: path)))
}

/// What another implementation has computed: a file in `Fixtures`.
func fixture(_ name: String) throws -> Dataset {
  try Dataset(csv: contents(of: "Tests/EvolutionTests/Fixtures/\(name).csv"), file: name)
}
