import Evolution
import Testing

@testable import Laboratory

@Suite struct `A data set with a test part of its own` {
  @Test func `is held back as it brings it along, unless a share is asked for`() throws {
    let own = try Session(experiment(), table: pictures)
    #expect(own.experiment.split == nil)
    #expect(own.problem.split?.testIndices == Array(40..<60))
    let drawn = try Session(experiment { $0.split = 0.5 }, table: pictures)
    #expect(
      drawn.experiment.split == 0.5
        && drawn.problem.split.map { $0.train.count + $0.validation.count } == 30)
  }

  @Test func `leaves other experiments as they are: seven tenths, written out`() throws {
    let session = try Session(smallExperiment())
    #expect(session.experiment.split == 0.7)
    #expect(session.experiment.table.contains { $0 == ("split", .number(0.7)) })
    let names = session.experiment.table.map(\.name)
    #expect(
      names.prefix(10) == [
        "data", "samples", "data-seed", "split", "problem", "fitness", "algorithm", "population",
        "hidden", "activation",
      ])
  }

  @Test func `is learnt from, and networks are tested on its test part`() throws {
    for algorithm in ["ga", "adam"] {
      var session = try Session(experiment { $0.algorithm = algorithm }, table: pictures)
      session.advance(by: 30)
      let champion = try #require(session.hallOfFame.champion)
      #expect(champion.score.accuracy > 0.9)
      #expect(champion.testAccuracy == nil)
      #expect(try #require(session.testAccuracy) > 0.9)
    }
  }

  @Test func `comes back after other data, also from a checkpoint in between`() throws {
    var session = try Session(experiment(), table: pictures)
    session.advance(by: 2)
    try session.submit(.set("data", .choice("circles")))
    session.advance(by: 2)
    var restored = try Session(
      Checkpoint(bytes: Checkpoint(session).bytes()), table: pictures, tableName: "pictures.idx",
      workers: 1, kernels: .best)
    for command in [Command.set("data", .choice("pictures.idx"))] {
      try session.submit(command)
      try restored.submit(command)
    }
    session.advance(by: 2)
    restored.advance(by: 2)
    #expect(restored.runDigest == session.runDigest)
    #expect(session.problem.split?.test.count == 20)
  }

  /// Bright above or below: what is learnt in no time.
  private var pictures: Dataset {
    var pixels: [UInt8] = []
    for sample in 0..<60 {
      for row in 0..<4 {
        let isBright = (row < 2) == (sample % 2 == 0)
        pixels += (0..<4).map { UInt8((isBright ? 200 : 20) + (sample * 7 + $0) % 40) }
      }
    }
    return Dataset(
      pixels: pixels, shape: ImageShape(rows: 4, columns: 4), classNames: ["up", "down"],
      labels: (0..<60).map { $0 % 2 }, testCount: 20)
  }

  private func experiment(_ change: (inout Experiment) -> Void = { _ in }) -> Experiment {
    smallExperiment {
      $0.data = "pictures.idx"
      change(&$0)
    }
  }
}
