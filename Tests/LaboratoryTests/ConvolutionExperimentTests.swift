import Evolution
import Foundation
import Testing

@testable import Laboratory

@Suite struct `An experiment with convolution` {
  @Test func `names its stages, and is as before without any`() throws {
    #expect(!Experiment().table.contains { $0.name == "convolution" })
    let own = experiment()
    #expect(own.table.contains { $0 == ("convolution", .choice("3x3x4/2")) })
    let bytes = try JSONEncoder().encode(own)
    #expect(try JSONDecoder().decode(Experiment.self, from: bytes) == own)
    var changed = own
    try changed.set("convolution", text: "none")
    #expect(!changed.table.contains { $0.name == "convolution" })
  }

  @Test func `runs alike on any number of workers and with any instruction set`() throws {
    var digests: Set<UInt64> = []
    for kernels in Kernels.supported {
      for workers in [1, 2] {
        var session = try Session(
          experiment(), table: pictures, workers: workers, kernels: kernels)
        session.advance(by: 3)
        digests.insert(session.runDigest.value)
      }
    }
    #expect(digests.count == 1)
  }

  @Test func `learns, and goes on from a checkpoint`() throws {
    var session = try Session(experiment(), table: pictures)
    session.advance(by: 15)
    let champion = try #require(session.hallOfFame.champion)
    #expect(champion.score.accuracy > 0.9)
    #expect(champion.network?.shape == "6x6-3x3x4/2-5-1")
    var restored = try Session(
      Checkpoint(bytes: Checkpoint(session).bytes()), table: pictures, tableName: "pictures",
      workers: 1, kernels: .best)
    session.advance(by: 2)
    restored.advance(by: 2)
    #expect(restored.runDigest == session.runDigest)
  }

  @Test func `keeps every fitness when a hidden layer behind it grows`() throws {
    var session = try Session(experiment(), table: pictures)
    session.advance(by: 3)
    let best = session.hallOfFame.champion?.score.fitness
    try session.submit(.set("hidden", .number(8)))
    session.advance(by: 1)
    #expect(session.problem.network?.shape == "6x6-3x3x4/2-8-1")
    #expect(session.changes.last?.consequence.contains("every fitness kept") == true)
    #expect(try #require(session.hallOfFame.champion?.score.fitness) >= best ?? 1)
  }

  @Test func `is refused where it cannot be, in a sentence`() throws {
    try expectRefused(
      "A convolution needs pictures, but a sample of 'circles' is 2 numbers without rows and "
        + "columns. Choose other data, or leave the convolution out.", table: nil
    ) { $0.data = "circles" }
    try expectRefused(
      "Stage 1 of the convolution, 7x7x2, is larger than the 6x6 pixels that it gets. Choose "
        + "smaller squares or fewer stages."
    ) { $0.convolution = [.init(kernel: 7, channels: 2, isPooled: false)] }
    for algorithm in ["adam", "logistic-regression", "low-rank-es"] {
      try expectRefused(
        "The algorithm '\(algorithm)' cannot train stages of convolution. Leave convolution out, or "
          + "choose another algorithm, such as openai-es or ga."
      ) {
        $0.algorithm = algorithm
        $0.population = nil
      }
    }
    var session = try Session(experiment(), table: pictures)
    #expect(throws: ExperimentError.convolution(.noPictures("moons", 2))) {
      try session.submit(.set("data", .choice("moons")))
    }
    #expect(session.pending.isEmpty)
  }

  private func expectRefused(
    _ sentence: String, table: Dataset? = pictures, _ change: (inout Experiment) -> Void
  ) throws {
    var experiment = experiment()
    change(&experiment)
    let error = #expect(throws: ExperimentError.self) { try Session(experiment, table: table) }
    #expect(error?.description == sentence)
  }

  private func experiment() -> Experiment {
    smallExperiment {
      $0.data = "pictures"
      $0.hidden = [5]
      $0.convolution = [.init(kernel: 3, channels: 4, isPooled: true)]
      $0.batch = 0
    }
  }
}

/// Stripes across and down, 6 × 6.
private var pictures: Dataset {
  let pixels = (0..<40).flatMap { sample in
    (0..<36).map { pixel -> UInt8 in
      let line = sample % 2 == 0 ? pixel / 6 : pixel % 6
      return (line + sample / 2) % 2 == 0 ? 255 : UInt8(sample)
    }
  }
  return Dataset(
    pixels: pixels, shape: ImageShape(rows: 6, columns: 6), classNames: ["across", "down"],
    labels: (0..<40).map { Int32($0 % 2) })
}
