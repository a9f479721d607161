import Evolution
import Testing

@testable import Laboratory

@Suite struct `Every algorithm in a session` {
  static let names = Catalog.algorithms.map(\.name)

  @Test(arguments: names)
  func `lives through all changes, with any number of workers`(name: String) throws {
    let sessions = try [1, 3].map { workers in
      var session = try Session(smallExperiment { $0.algorithm = name }, workers: workers)
      for (setting, number) in [
        ("hidden", 9), ("population", 50), ("hidden", 2), ("noise", 0.3), ("population", 2),
        ("samples", 30), ("hidden", 5),
      ] {
        session.advance(by: 3)
        try session.submit(.set(setting, .number(number)))
      }
      try session.submit(.set("data", .choice("blobs")))
      session.advance(by: 3)
      return session
    }
    #expect(sessions[0].changes.count == 8 && sessions[0].generation == 24)
    #expect(sessions[0].runDigest == sessions[1].runDigest)
    #expect(sessions[0].hallOfFame.champion?.score.fitness ?? 0 > 0)
  }
}
