import Testing

@testable import Evolution
@testable import Laboratory

@Suite struct `A batch of samples` {
  @Test func `is drawn for each generation, all different, by the seed`() {
    var stream = RandomSource(seed: 4, generation: 9)[.sampleBatch]
    let drawn = stream.sample(30, below: 40)
    #expect(Set(drawn).count == 30 && drawn.allSatisfy { (0..<40).contains($0) })
    var again = RandomSource(seed: 4, generation: 9)[.sampleBatch]
    #expect(again.sample(30, below: 40) == drawn)
    var next = RandomSource(seed: 4, generation: 10)[.sampleBatch]
    #expect(next.sample(30, below: 40) != drawn)
    #expect(Set(next.sample(40, below: 40)) == Set(0..<40))
  }

  @Test func `draws all sets alike`() {
    var counts = [Int](repeating: 0, count: 10)
    for generation in 0..<3000 {
      var stream = RandomSource(seed: 2, generation: generation)[.sampleBatch]
      for sample in stream.sample(3, below: 5) { counts[Int(sample)] += 1 }
    }
    // Each of five is drawn with probability 3/5: deviation 27 of 1800.
    #expect(counts[..<5].allSatisfy { abs($0 - 1800) < 135 } && counts[5...].allSatisfy { $0 == 0 })
  }

  @Test(arguments: Catalog.algorithms.map(\.name))
  func `gives equal results for any number of workers, and after a resume`(name: String) throws {
    let experiment = Self.experiment {
      $0.algorithm = name
      $0.population = max(4, Catalog.algorithm(name)?.leastCount ?? 1)
    }
    var one = try Session(experiment)
    var many = try Session(experiment, workers: 3)
    one.advance(by: 5)
    many.advance(by: 5)
    #expect(one.runDigest == many.runDigest)
    #expect(one.hallOfFame == many.hallOfFame && one.evaluations == many.evaluations)
    var resumed = try Session(
      Checkpoint(bytes: Checkpoint(one).bytes()), table: nil, tableName: nil, workers: 2,
      kernels: .best)
    one.advance(by: 4)
    resumed.advance(by: 4)
    #expect(one.runDigest == resumed.runDigest)
  }

  @Test func `makes copies be scored again, and what decides who stays too`() throws {
    // Nothing is changed: all are copies.
    var genetic = try Session(
      Self.experiment {
        $0.parameters["mutation-rate"] = .number(0)
        $0.parameters["crossover-rate"] = .number(0)
        $0.checkInterval = 1000
      })
    genetic.advance(by: 3)
    let before = genetic.evaluations
    genetic.advance()
    #expect(genetic.evaluations == before + 20 + Self.checkCost)

    var differential = try Session(
      Self.experiment {
        $0.algorithm = "de"
        $0.checkInterval = 1000
      })
    differential.advance(by: 4)
    let count = differential.evaluations
    differential.advance()
    // Parents and trials; generation 5 is not looked at.
    #expect((count + 30...count + 40).contains(differential.evaluations))
  }

  /// The champion is looked for after 1, 2, 4 … generations, then at even distances.
  @Test func `chooses the champion by other samples, and leaves the test to the end`() throws {
    var session = try Session(Self.experiment { $0.checkInterval = 6 })
    var looks: [Int] = []
    var costs = 0
    for generation in 1...20 {
      let before = session.evaluations
      session.advance()
      costs = session.evaluations - before
      if costs == 20 + Self.checkCost { looks.append(generation) }
    }
    #expect(looks == [1, 2, 4, 6, 12, 18])
    let split = try #require(session.problem.split)
    #expect(split.validation.count == 6 && split.train.count == 22 && split.test.count == 12)
    let champion = try #require(session.hallOfFame.champion)
    #expect(champion.testAccuracy == nil)
    #expect((champion.score.accuracy * 6).rounded() == champion.score.accuracy * 6)
    #expect(looks.contains(champion.generation))
    #expect(session.testAccuracy == session.problem.testAccuracy(of: champion.genes))
  }

  @Test func `can be all samples, with or without a part to choose by`() throws {
    var plain = try Session(smallExperiment())
    var whole = try Session(smallExperiment { $0.batch = 0 })
    plain.advance(by: 3)
    whole.advance(by: 3)
    #expect(plain.hallOfFame == whole.hallOfFame)
    var chosen = try Session(smallExperiment { $0.validation = 0.25 })
    chosen.advance(by: 3)
    #expect(chosen.experiment.checkInterval == 1 && chosen.experiment.batch == nil)
    #expect(chosen.hallOfFame.champion?.testAccuracy == nil)
  }

  @Test func `changes while the run goes on`() throws {
    var session = try Session(Self.experiment())
    session.advance(by: 2)
    try session.submit(.set("batch", .number(20)))
    session.advance(by: 2)
    #expect(session.experiment.batch == 20 && session.changes.count == 1)
    #expect(throws: ExperimentError.self) { try session.submit(.set("batch", .number(0))) }
  }

  @Test func `is what parents are judged by too where a change asks for their scores`() throws {
    var session = try Session(Self.experiment { $0.checkInterval = 1000 })
    session.advance(by: 3)
    try session.submit(.set("population", .number(26)))
    let before = session.evaluations
    session.applyPending()
    #expect(session.algorithm.count == 26 && session.evaluations == before + 26)
    // Of 22 training samples eight are looked at.
    for parent in 0..<26 {
      let right = session.algorithm.score(ofParent: parent).accuracy * 8
      #expect(right == right.rounded())
    }
  }

  @Test func `is refused where there are no samples`() {
    func refuses(_ change: (inout Experiment) -> Void) {
      #expect(throws: ExperimentError.self) {
        try Session(
          smallExperiment {
            $0.problem = "sphere"
            change(&$0)
          })
      }
    }
    refuses { $0.batch = 4 }
    refuses { $0.validation = 0.1 }
    #expect(throws: ExperimentError.self) { try Session(smallExperiment { $0.validation = 1 }) }
    #expect(throws: ExperimentError.self) { try Session(smallExperiment { $0.batch = -1 }) }
  }

  @Test func `shifts each picture as the seed says, and black comes in`() throws {
    let shape = ImageShape(rows: 3, columns: 4)
    // One bright pixel in the middle of each.
    var pixels = [UInt8](repeating: 0, count: 60 * 12)
    for sample in 0..<60 { pixels[sample * 12 + 5] = 255 }
    let set = Dataset(
      pixels: pixels, shape: shape, classNames: ["a", "b"],
      labels: (0..<60).map { Int32($0 % 2) })
    let problem = Classification(
      Split(set, share: 1, RandomSource(seed: 1)),
      network: Network(inputCount: 12, hidden: [], classCount: 2, activation: .tanh),
      measure: .accuracy)
    func places(_ shift: Int, generation: Int = 0) throws -> [Int] {
      let drawn = problem.drawn(
        Batch(count: 60, shift: shift), RandomSource(seed: 3, generation: generation))
      let samples = try #require(drawn.samples.columns)
      return try (0..<60).map { sample in
        let bright = (0..<12).filter { samples.features[$0 * samples.stride + sample] != 0 }
        #expect(bright.count <= 1)
        let place = try #require(bright.first)
        #expect(samples.features[place * samples.stride + sample] == 1)
        return place
      }
    }
    #expect(try Set(places(0)) == [5])
    // Row 1, column 1, moved by one pixel or not at all.
    #expect(try Set(places(1)) == [0, 1, 2, 4, 5, 6, 8, 9, 10])
    #expect(try places(1) == places(1) && places(1) != places(1, generation: 1))
  }

  @Test func `is no way to more directions than there is memory for`() throws {
    func experiment(_ rank: Double) -> Experiment {
      smallExperiment {
        $0.algorithm = "low-rank-es"
        $0.population = 1
        $0.hidden = [4096, 4096]
        $0.parameters = ["directions": .number(4096), "rank": .number(rank)]
      }
    }
    // Three layers with up to 4096 inputs, times 4096 directions.
    let refusal = #expect(throws: ExperimentError.self) {
      var wide = experiment(1)
      wide.hidden = Array(repeating: 4096, count: 16)
      _ = try Session(wide)
    }
    guard case .tooMuchNoise(_, algorithm: "low-rank-es") = refusal else {
      Issue.record("\(String(describing: refusal))")
      return
    }
    #expect(throws: Never.self) { try Session(experiment(1)) }
  }

  @Test func `lets no run end before a better champion is looked for`() throws {
    #expect(throws: ExperimentError.impatient(stagnation: 100, checkInterval: 100)) {
      try Session(Self.experiment { $0.stop.stagnation = 100 })
    }
    #expect(throws: Never.self) { try Session(Self.experiment { $0.stop.stagnation = 101 }) }
    #expect(throws: Never.self) { try Session(smallExperiment { $0.stop.stagnation = 1 }) }
  }

  @Test func `cannot be shifted where there are no pictures`() {
    #expect(throws: ExperimentError.unshiftable("circles")) {
      try Session(
        smallExperiment {
          $0.batch = 8
          $0.pixelShift = 1
        })
    }
  }

  /// Six validation samples are one batch of eight.
  private static let checkCost = 1

  private static func experiment(
    _ change: (inout Experiment) throws -> Void = { _ in }
  ) rethrows -> Experiment {
    try smallExperiment {
      $0.batch = 8
      $0.validation = 0.2
      try change(&$0)
    }
  }
}
