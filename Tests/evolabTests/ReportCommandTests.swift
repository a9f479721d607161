import Foundation
import Testing

/// How well the champion tells each class apart, as scripts and people ask for it.
@Suite struct `A classification report from the command line` {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "evolab-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  @Test func `is the same after the run and from its recording`() throws {
    let run = try evolab(["run"] + small + ["--record", "run.evo", "--report"])
    #expect(run.status == 0)
    let parts = run.output.components(separatedBy: "\n\n")
    #expect(parts[0].contains("Recorded in run.evo."))
    let report = try evolab(["report", "run.evo"])
    #expect(report.status == 0)
    #expect(report.output == parts.dropFirst().joined(separator: "\n\n"))
    #expect(report.output.contains("test samples right"))
    #expect(report.output.contains("weighted average"))
    #expect(report.errors == "")
  }

  @Test func `is a member of the summary in JSON, and agrees with it`() throws {
    let run = try object(["run"] + small + ["--record", "run.evo", "--report", "--json"])
    let best = try #require(run["best"] as? [String: Any])
    let inside = try #require(run["report"] as? [String: Any])
    let alone = try object(["report", "run.evo", "--json"])
    #expect(NSDictionary(dictionary: inside) == NSDictionary(dictionary: alone))
    let accuracy = try #require(inside["accuracy"] as? Double)
    #expect(Float(accuracy) == (best["testAccuracy"] as? NSNumber)?.floatValue)
    let train = try object(["report", "run.evo", "--part", "train", "--json"])
    #expect(train["part"] as? String == "train")
    #expect(
      (train["accuracy"] as? NSNumber)?.floatValue
        == (best["trainAccuracy"] as? NSNumber)?.floatValue)
    let classes = try #require(train["classes"] as? [[String: Any]])
    #expect(classes.map { $0["name"] as? String } == ["0", "1", "2"])
    let matrix = try #require(train["confusion"] as? [[Int]])
    #expect(matrix.map { $0.reduce(0, +) } == classes.map { $0["support"] as? Int })
    #expect(
      try object(["run"] + small + ["--json"])["report"] == nil, "only where it is asked for")
  }

  @Test func `needs no checkpoint`() throws {
    _ = try evolab(["run"] + small + ["--record", "run.evo"])
    let before = try evolab(["report", "run.evo"]).output
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.contains(".ckpt-") {
      try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
    #expect(try evolab(["report", "run.evo"]).output == before)
  }

  @Test func `is of the training part where nothing was held back`() throws {
    _ = try evolab(["run"] + small + ["--split", "1", "--record", "run.evo"])
    #expect(try evolab(["report", "run.evo"]).output.contains("of 60 training samples right"))
    try expectRefusal(["report", "run.evo", "--part", "test"], "Nothing was held back for a test.")
  }

  @Test func `of what has no classes is refused in a sentence`() throws {
    _ = try evolab(["run", "--problem", "sphere", "--generations", "3", "--record", "run.evo"])
    try expectRefusal(["report", "run.evo"], "there are no classes to tell apart")
    try expectRefusal(["run", "--problem", "sphere", "--report"], "is a function without any")
    try expectRefusal(["resume", "run.evo", "--report"], "is a function without any")
    try expectRefusal(["report", "missing.evo"], "Cannot read missing.evo: No such file")
    try Data("1,2,3\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/table.csv"))
    try expectRefusal(["report", "table.csv"], "table.csv is not an evolab recording.")
    try expectRefusal(["report"], "Missing expected argument")
  }

  private let small = [
    "--data", "blobs", "--centers", "3", "--samples", "60", "--population", "20", "--hidden", "4",
    "--generations", "5",
  ]

  private func expectRefusal(_ arguments: [String], _ sentence: String) throws {
    let result = try evolab(arguments)
    #expect(result.status == 2)
    #expect(result.errors.contains(sentence), "said: \(result.errors)")
    #expect(result.output == "")
  }

  private func object(_ arguments: [String]) throws -> [String: Any] {
    let output = try evolab(arguments).output
    return try #require(
      try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
  }

  private func evolab(
    _ arguments: [String]
  ) throws -> (status: Int32, output: String, errors: String) {
    try Program.run(arguments, in: folder)
  }
}
