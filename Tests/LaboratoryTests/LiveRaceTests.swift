import Evolution
import Testing

@testable import Laboratory

@Suite struct `A live race` {
  static func race(
    workers: Int = 1, _ change: (inout Experiment) -> Void = { _ in }
  ) throws
    -> LiveRace
  {
    var experiment = try smallExperiment()
    change(&experiment)
    return try LiveRace(
      experiment, algorithms: ["ga", "de", "random-search"], table: nil, workers: workers,
      kernels: .best)
  }

  @Test func `gives every lane the same budget, as far as generations allow`() throws {
    var race = try Self.race()
    for _ in 0..<60 {
      race.advance()
      let spent = race.lanes.map(\.evaluations)
      let largest = race.lanes.map(\.algorithm.count).max() ?? 0
      #expect((spent.max() ?? 0) - (spent.min() ?? 0) <= largest)
    }
    #expect(race.lanes.allSatisfy { $0.generation > 0 })
  }

  @Test func `is the same with any number of workers`() throws {
    var (one, three) = (try Self.race(), try Self.race(workers: 3))
    for _ in 0..<40 {
      one.advance()
      three.advance()
    }
    #expect(one.lanes.map(\.runDigest) == three.lanes.map(\.runDigest))
    #expect(one.leader == three.leader && one.leader != nil)
  }

  @Test func `ends where every lane has met a stop rule`() throws {
    var race = try Self.race { $0.stop.evaluations = 300 }
    var count = 0
    while !race.isOver, count < 1000 {
      race.advance()
      count += 1
    }
    #expect(race.isOver && race.lanes.allSatisfy { $0.stopReason == .evaluations })
    let before = race.lanes.map(\.runDigest)
    race.advance()
    #expect(race.lanes.map(\.runDigest) == before)
  }

  @Test func `keeps the settings of the algorithm that ran, and gives others their defaults`()
    throws
  {
    let race = try Self.race { $0.parameters = ["mutation-rate": .number(0.9)] }
    #expect(race.lanes[0].experiment.parameters["mutation-rate"] == .number(0.9))
    #expect(race.lanes[0].experiment.population == 20)
    let alone = try Session(
      smallExperiment {
        $0.algorithm = "de"
        $0.population = nil
      })
    #expect(race.lanes[1].experiment == alone.experiment)
  }

  @Test func `is led by whoever reached the target with the fewest evaluations`() throws {
    var race = try Self.race { $0.stop.target = 0.6 }
    #expect(race.leader == nil)
    for _ in 0..<200 where !race.isOver { race.advance() }
    let leader = try #require(race.leader)
    #expect(race.lanes[leader].stopReason == .target)
    for lane in race.lanes where lane.stopReason == .target {
      #expect(lane.evaluations >= race.lanes[leader].evaluations)
    }
  }

  @Test func `promotes a lane by repeating it as a run of its own`() throws {
    let engine = Engine(try Run(smallExperiment()))
    engine.step(3)
    settle(engine, generation: 3)
    engine.startRace(["ga", "de"])
    engine.pause()
    engine.drain()
    engine.step(9)
    // Each slice goes to the end of the queue.
    for _ in 0..<50 { engine.drain() }
    let race = try #require(engine.snapshot.race)
    #expect(race.lanes.map(\.generation).reduce(0, +) >= 9)
    let lane = race.lanes[1]
    engine.promote(lane: 1) { try Run($0, table: $1) }
    for _ in 0..<100 { engine.drain() }
    let snapshot = engine.snapshot
    #expect(snapshot.race == nil && snapshot.experiment == lane.experiment)
    #expect(snapshot.generation == lane.generation && snapshot.hallOfFame == lane.hallOfFame)
    #expect(!snapshot.isRunning)
  }

  @Test func `says why it cannot begin, and leaves the run as it was`() throws {
    let engine = Engine(try Run(smallExperiment()))
    engine.startRace(["nothing"])
    engine.drain()
    #expect(engine.snapshot.race == nil)
    #expect(engine.snapshot.refusal?.contains("no algorithm 'nothing'") == true)
  }

  @Test func `is not held up by a lane that only breeds copies`() throws {
    var race = try Self.race {
      $0.parameters = ["mutation-rate": .number(0), "crossover-rate": .number(0)]
    }
    for _ in 0..<3000 { race.advance() }
    #expect(race.lanes[0].evaluations == 20)
    #expect(race.lanes[1].evaluations > 1000 && race.lanes[2].evaluations > 1000)
  }

  @Test func `goes on where the winner cannot be recorded`() throws {
    struct Refusal: Error {}
    let engine = Engine(try Run(smallExperiment()))
    engine.step(3)
    settle(engine, generation: 3)
    engine.startRace(["ga", "de"])
    engine.pause()
    engine.promote(lane: 1) { _, _ in throw Refusal() }
    for _ in 0..<20 { engine.drain() }
    #expect(engine.snapshot.race != nil && engine.snapshot.refusal != nil)
    #expect(engine.snapshot.generation == 3)
  }

  @Test func `has its winner repeated at once, however slow the run is meant to be`() throws {
    let engine = Engine(try Run(smallExperiment()))
    engine.startRace(["ga", "de"])
    engine.step(40)
    for _ in 0..<100 { engine.drain() }
    engine.limitSpeed(to: 1)
    let lane = try #require(engine.snapshot.race?.lanes[1])
    #expect(lane.generation > 2)
    engine.promote(lane: 1) { try Run($0, table: $1) }
    for _ in 0..<100 { engine.drain() }
    #expect(engine.snapshot.generation == lane.generation && !engine.snapshot.isRunning)
  }
}
