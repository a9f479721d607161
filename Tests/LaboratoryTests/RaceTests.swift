import Evolution
import Synchronization
import Testing

@testable import Laboratory

@Suite struct `A race` {
  @Test func `has all that suit the problems where nobody is named`() {
    let all = Catalog.algorithms.map(\.name)
    #expect(Race.field(for: [Race.Problem(.data, "circles")]) == all)
    let field = Race.field(for: [Race.Problem(.data, "circles"), Race.Problem(.function, "sphere")])
    #expect(field == all.filter { !["logistic-regression", "low-rank-es"].contains($0) })
  }

  @Test func `has equal results with 1, 2 and 3 workers`() throws {
    let race = try PreparedRace(smallRace())
    let one = try results(of: race, workers: 1)
    #expect(one.count == 2 * 3 * 3)
    for workers in [2, 3] { #expect(try results(of: race, workers: workers) == one) }
  }

  @Test func `gives a trial what a session by itself gives`() throws {
    let race = try smallRace()
    let results = try results(of: PreparedRace(race), workers: 2)
    for (index, result) in results.enumerated() {
      let (problem, rest) = index.quotientAndRemainder(dividingBy: 9)
      var session = try Session(
        race.experiment(race.problems[problem], race.algorithms[rest / 3], seed: rest % 3))
      for _ in 0..<(result?.generations ?? 0) { session.advance() }
      #expect(result?.digest == session.runDigest.hex)
      #expect(result?.evaluations == session.evaluations)
      #expect(result?.isSolved == (session.stopReason == .target))
    }
  }

  @Test func `does not count a generation that ends beyond the budget`() throws {
    let race = try smallRace { $0.stop.evaluations = 50 }
    for result in try results(of: PreparedRace(race), workers: 2) {
      let result = try #require(result)
      #expect(result.generations >= 2 || result.isSolved)
      #expect(result.evaluations <= 50)
      #expect(result.hits.allSatisfy { $0 <= result.evaluations })
    }
    let none = try smallRace { $0.stop.evaluations = 19 }
    for result in try results(of: PreparedRace(none), workers: 1) {
      #expect(result?.evaluations == 0 && result?.fitness == nil && result?.isSolved == false)
    }
  }

  @Test func `ends a trial that evaluates nothing any more`() throws {
    let race = try smallRace {
      $0.parameters["ga.mutation-rate"] = .number(0)
      $0.parameters["ga.crossover-rate"] = .number(0)
      $0.stop.evaluations = 1_000_000
      $0.stop.target = 1
    }
    let trial = try PreparedRace(race).trials[0]
    let result = try #require(try trial.run(kernels: .best, isInterrupted: { false }))
    #expect(result.evaluations < 100_000)
  }

  @Test func `notes when each target was reached, and how good the best was by then`() throws {
    let race = try smallRace()
    let ladder = TargetLadder(race.problems[0], target: 0.9).targets
    for result in try results(of: PreparedRace(race), workers: 2).prefix(9) {
      let result = try #require(result)
      #expect(result.hits == result.hits.sorted())
      #expect(result.isSolved == (result.hits.count == ladder.count))
      let points = result.trajectory
      #expect(points.map(\.evaluations) == points.map(\.evaluations).sorted())
      #expect(points.map(\.best) == points.map(\.best).sorted())
      #expect(points.last?.evaluations == result.evaluations)
      // What was reached in the end is what the last target that was reached asks for.
      let best = try #require(points.last).best
      #expect(ladder.prefix(result.hits.count).allSatisfy { $0 <= best + 1e-6 })
      #expect(ladder.dropFirst(result.hits.count).allSatisfy { $0 > best - 1e-6 })
    }
  }

  @Test func `aims at a function's value`() throws {
    var base = Experiment()
    base.population = 20
    base.stop.evaluations = 4000
    base.stop.target = 0.01
    let race = try Race(
      base, algorithms: ["snes", "random-search"], problems: [.init(.function, "sphere")],
      seedCount: 2)
    let standings = try #require(
      Standings.all(race, try results(of: PreparedRace(race), workers: 2)).first)
    #expect(standings.rows.first?.algorithm == "snes")
    #expect(standings.rows.first?.solvedCount == 2)
    #expect(standings.rows.first?.trainAccuracy == nil)
    #expect(standings.targets == [100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01])
  }

  @Test func `gives a parameter to those that have it, and a named one to one only`() throws {
    let race = try smallRace {
      $0.parameters["noise"] = .number(0.3)
      $0.parameters["elitism"] = .number(2)
      $0.parameters["de.population"] = .number(30)
      $0.parameters["moons.noise"] = .number(0.1)
    }
    let circles = race.problems[0]
    let ga = try race.experiment(circles, "ga", seed: 2)
    #expect(ga.parameters == ["noise": .number(0.3), "elitism": .number(2)])
    #expect(ga.population == 20 && ga.seed == 9)
    let de = try race.experiment(race.problems[1], "de", seed: 0)
    #expect(de.parameters == ["noise": .number(0.1)])
    #expect(de.population == 30)
  }

  @Test func `compares seconds where only they are limited`() throws {
    let race = try smallRace {
      $0.stop.evaluations = nil
      $0.stop.seconds = 5
    }
    #expect(race.cost == .seconds)
    #expect(try smallRace().cost == .evaluations)
  }

  @Test func `has a budget even if none is given`() throws {
    #expect(try smallRace { $0.stop = StopRules() }.base.stop.evaluations == 20_000)
  }

  @Test func `leaves what was not finished out, and ranks what was`() throws {
    let race = try PreparedRace(smallRace())
    let count = Atomic(0)
    let partial = try race.run(
      from: Array(repeating: nil, count: race.race.trialCount), workers: 1,
      isInterrupted: { count.wrappingAdd(1, ordering: .relaxed).newValue > 60 })
    let finished = partial.count { $0 != nil }
    #expect(finished > 0 && finished < partial.count)
    let standings = Standings.all(race.race, partial)
    #expect(standings.flatMap(\.rows).map(\.trials.count).reduce(0, +) == finished)
    let whole = try race.run(from: partial, workers: 2)
    #expect(whole.map { $0?.withoutSeconds } == (try results(of: race, workers: 1)))
  }

  @Test func `ranks solved trials by their cost and the others behind by what they reached`() {
    let outcomes: [Outcome] = [
      outcome(solvedAfter: 100), outcome(solvedAfter: 200), outcome(accuracy: 0.9),
      outcome(accuracy: 0.8), outcome(accuracy: nil),
    ]
    #expect(outcomes == outcomes.shuffled().sorted())
    #expect(outcome(accuracy: 0.8) == outcome(accuracy: 0.8))
  }

  @Test func `marks the best, and who is not significantly worse`() throws {
    let race = try Race(
      Experiment(), algorithms: ["de", "ga", "es"], problems: [.init(.data, "circles")],
      seedCount: 8)
    let costs = [
      (0..<8).map { 1000 + $0 }, (0..<8).map { 100 + 2 * $0 }, (0..<8).map { 101 + 2 * $0 },
    ]
    let standings = try #require(
      Standings.all(race, costs.flatMap { $0.map { solved(after: $0) } }).first)
    #expect(standings.rows.map(\.algorithm) == ["ga", "es", "de"])
    #expect(standings.rows.map(\.isAmongBest) == [true, true, false])
    #expect(standings.rows.map(\.meanRank) == [8, 9, 20.5])
    #expect(standings.rows[0].expectedEvaluations == 107)
    #expect(standings.pairs.map { [$0.first, $0.second] } == [[0, 1], [0, 2], [1, 2]])
    // By hand: in 36 of 64 pairs the first is smaller; in all 64 of the other pairs.
    #expect(standings.pairs.map(\.effect.a12) == [0.5625, 1, 1])
    // 2 / C(16, 8), by three.
    #expect(abs(standings.pairs[1].correctedP - 6.0 / 12870) < 1e-15)
  }

  @Test func `refuses what cannot be raced`() throws {
    #expect(throws: RaceError.seedCount(0)) { try smallRace(seedCount: 0) }
    #expect(throws: RaceError.twice("ga")) { try smallRace(["ga", "ga"]) }
    #expect(throws: RaceError.none("algorithm")) { try smallRace([]) }
    #expect(throws: RaceError.experiment(.unknown("algorithm", "magic", known: names))) {
      try smallRace(["magic"])
    }
    #expect(throws: RaceError.notInTheRace("pso", known: ["ga", "de", "snes", "circles", "moons"]))
    {
      try smallRace { $0.parameters["pso.constriction"] = .number(1) }
    }
    #expect(throws: RaceError.self) { try smallRace { $0.parameters["constriction"] = .number(1) } }
    #expect(throws: RaceError.self) {
      try smallRace { $0.parameters["de.elitism"] = .number(1) }
    }
    let race = try smallRace { $0.parameters["ga.elitism"] = .number(-1) }
    #expect {
      try PreparedRace(race)
    } throws: {
      "\($0)".hasPrefix("ga on circles: elitism must lie between")
    }
  }

  private let names = Catalog.algorithms.map(\.name)

  private func solved(after evaluations: Int) -> TrialResult {
    var result = TrialResult()
    result.isSolved = true
    result.evaluations = evaluations
    return result
  }

  private func outcome(solvedAfter evaluations: Int) -> Outcome {
    Outcome(solved(after: evaluations), cost: .evaluations)
  }

  private func outcome(accuracy: Double?) -> Outcome {
    var result = TrialResult()
    result.trainAccuracy = accuracy
    return Outcome(result, cost: .evaluations)
  }

  /// What must not depend on the machine.
  private func results(of race: PreparedRace, workers: Int) throws -> [TrialResult?] {
    let none = [TrialResult?](repeating: nil, count: race.race.trialCount)
    return try race.run(from: none, workers: workers).map { $0?.withoutSeconds }
  }
}

/// Three algorithms on two data sets with three seeds, 400 evaluations each.
func smallRace(
  _ algorithms: [String] = ["ga", "de", "snes"], seedCount: Int = 3,
  _ change: (inout Experiment) throws -> Void = { _ in }
) throws -> Race {
  let base = try smallExperiment {
    $0.stop.evaluations = 400
    $0.stop.target = 0.9
    try change(&$0)
  }
  return try Race(
    base, algorithms: algorithms, problems: [.init(.data, "circles"), .init(.data, "moons")],
    seedCount: seedCount)
}
