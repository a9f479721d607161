import Evolution
import Testing

@testable import Laboratory

@Suite struct `A session` {
  @Test(arguments: [1, 2, 8])
  func `gives the same digests for any number of workers`(workers: Int) throws {
    var one = try Session(smallExperiment { $0.population = 200 }, workers: 1)
    var many = try Session(smallExperiment { $0.population = 200 }, workers: workers)
    for _ in 0..<6 {
      one.advance()
      many.advance()
      #expect(one.digest == many.digest)
    }
    #expect(one.runDigest == many.runDigest)
  }

  @Test(arguments: Kernels.supported.map(\.instructionSet))
  func `gives the same digests on every instruction set`(
    _ instructionSet: Kernels.InstructionSet
  ) throws {
    let kernels = try #require(Kernels(instructionSet))
    for data in ["circles", "blobs", "spirals"] {
      var reference = try Session(smallExperiment { $0.data = data })
      var other = try Session(smallExperiment { $0.data = data }, kernels: kernels)
      reference.advance(by: 4)
      other.advance(by: 4)
      #expect(reference.runDigest == other.runDigest, "on \(data)")
    }
  }

  @Test func `has another digest for another seed`() throws {
    var one = try Session(smallExperiment())
    var other = try Session(smallExperiment { $0.seed = 8 })
    one.advance(by: 2)
    other.advance(by: 2)
    #expect(one.runDigest != other.runDigest)
  }

  @Test func `never loses its champion`() throws {
    var session = try Session(smallExperiment())
    var best = -Float.infinity
    for _ in 0..<30 {
      session.advance()
      let champion = try #require(session.hallOfFame.champion)
      #expect(champion.score.fitness >= best)
      best = champion.score.fitness
      #expect(champion.score == session.problem.score(of: champion.genes))
    }
  }

  @Test func `counts what it computed and not what it copied`() throws {
    var session = try Session(
      smallExperiment {
        $0.parameters = ["mutation-rate": .number(0), "crossover-rate": .number(0)]
      }
    )
    session.advance(by: 5)
    #expect(session.evaluations == 20, "only the first generation is new")
  }

  @Test func `stops at its target, and says so`() throws {
    var session = try Session(smallExperiment { $0.stop.target = 0.5 })
    session.advance()
    #expect(session.stopReason == .target)
  }

  @Test func `stops after generations, evaluations or stagnation`() throws {
    var session = try Session(smallExperiment { $0.stop.generations = 3 })
    session.advance(by: 2)
    #expect(session.stopReason == nil)
    session.advance()
    #expect(session.stopReason == .generations)

    session = try Session(smallExperiment { $0.stop.evaluations = 20 })
    session.advance()
    #expect(session.stopReason == .evaluations)

    session = try Session(
      smallExperiment {
        $0.stop.stagnation = 4
        $0.parameters = ["mutation-rate": .number(0), "crossover-rate": .number(0)]
      })
    session.advance(by: 4)
    #expect(session.stopReason == nil)
    session.advance(by: 1)
    #expect(session.stopReason == .stagnation)
  }

  @Test func `refuses what cannot be`() {
    #expect(throws: ExperimentError.parameter(.outOfRange("population", 0, 1...1_000_000))) {
      try Session(smallExperiment { $0.population = 0 })
    }
    #expect(throws: ExperimentError.parameter(.outOfRange("hidden", 0, 1...4096))) {
      try Session(smallExperiment { $0.hidden = [0] })
    }
    #expect(throws: ExperimentError.parameter(.outOfRange("samples", 1, 2...1_000_000))) {
      try Session(smallExperiment { $0.samples = 1 })
    }
    #expect(throws: ExperimentError.self) {
      try Session(smallExperiment { $0.parameters = ["nonsense": .number(1)] })
    }
  }
}
