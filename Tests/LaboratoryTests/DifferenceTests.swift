import Evolution
import Testing

@testable import Laboratory

@Suite struct `The difference of two recordings` {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `is none where only the stop rules are others`() throws {
    let first = try record("a.evo", through: 12) { $0.stop.generations = 12 }
    let second = try record("b.evo", through: 12) { $0.stop.target = 0.9 }
    let difference = JournalDifference(first, second)
    #expect(difference.isEmpty)
    #expect(difference.sharedGenerations == 12)
    #expect(difference.cause == nil && difference.fork == nil)
  }

  @Test func `is the first change that only one of them has`() throws {
    let first = try record("a.evo", through: 20, changes: [9: ("elitism", 3)])
    let second = try record(
      "b.evo", through: 20, changes: [9: ("elitism", 3), 15: ("mutation-rate", 0.25)])
    let difference = JournalDifference(first, second)
    #expect(!difference.isEmpty)
    #expect(difference.sharedGenerations == 14)
    guard case .changes(let generation, let left, let right) = difference.cause else {
      Issue.record("found \(String(describing: difference.cause))")
      return
    }
    #expect(generation == 15)
    #expect(left == [])
    #expect(right.map(\.summary) == ["mutation-rate 0.5 → 0.25"])
  }

  @Test func `names the settings with which they began`() throws {
    let first = try record("a.evo", through: 3)
    let second = try record("b.evo", through: 3) {
      $0.seed = 8
      $0.parameters["elitism"] = .number(4)
    }
    let difference = JournalDifference(first, second)
    #expect(difference.settings.map(\.name) == ["seed", "elitism"])
    #expect(difference.settings.last?.second == .number(4))
    #expect(difference.haveSameData)
    guard case .digests(1, let parts) = difference.cause else {
      Issue.record("found \(String(describing: difference.cause))")
      return
    }
    #expect(parts.first == "s (settings)")
  }

  @Test func `is where one of them ends, and knows a fork`() throws {
    let first = try record("a.evo", through: 10)
    let replay = try { () throws -> Replay in
      var replay = try Replay(first)
      try replay.advance(to: 6)
      return replay
    }()
    var fork = try Run(
      forking: replay.session, of: folder.file("a.evo"), recordTo: folder.file("b.evo"))
    for _ in 1...9 { fork.advance() }
    fork.end(why: .generations)
    let second = try JournalReader(folder.file("b.evo"))
    let difference = JournalDifference(first, second)
    #expect(difference.cause == .end(first: 10, second: 15))
    #expect(difference.cause?.generation == 11)
    #expect(difference.fork == JournalDifference.Fork(isFirst: false, generation: 6))
  }

  private func record(
    _ name: String, through last: Int, changes: [Int: (name: String, value: Double)] = [:],
    _ change: (inout Experiment) -> Void = { _ in }
  ) throws -> JournalReader {
    var run = try Run(smallExperiment(change), recordTo: folder.file(name))
    for generation in 1...last {
      if let change = changes[generation] {
        try run.submit(.set(change.name, .number(change.value)))
      }
      run.advance()
    }
    run.end(why: .generations)
    return try JournalReader(folder.file(name))
  }
}
