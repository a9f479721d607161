import Evolution
import FoundationEssentials
import Laboratory

extension RaceReport {
  /// Everything as one object; what was not reached is missing.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(RaceJSON(self))).map { String(decoding: $0, as: UTF8.self) }
      ?? "{}"
  }
}

/// The members of `race --json`.
private struct RaceJSON: Encodable {
  let algorithms: [String]
  /// Of the trials of each algorithm on each problem.
  let seedCount: Int
  let trialCount: Int
  let finishedCount: Int
  /// What solved trials are compared by.
  let comparedBy: Race.Cost
  /// All that is equal for all, by the names of flags; the stop rules are those of each trial.
  let settings: [String: ParameterValue]
  let problems: [Problem]

  struct Problem: Encodable {
    let name: String
    let kind: Race.Problem.Kind
    let target: Double
    let targets: [Double]
    /// The best first.
    let standings: [Row]
    let pairs: [Pair]
  }

  struct Row: Encodable {
    let algorithm: String
    let solved: Int
    let trials: Int
    let successRate: Double
    /// With 95 % confidence (Wilson).
    let successInterval: [Double]
    let evaluationsToTarget: Spread?
    let secondsToTarget: Spread?
    let expectedEvaluations: Double?
    let expectedSeconds: Double?
    let trainAccuracy: Spread?
    let validationAccuracy: Spread?
    let testAccuracy: Spread?
    let fitness: Spread?
    let meanRank: Double
    let isAmongBest: Bool
    /// Steps of evaluations and the share of (trial, target) pairs reached by then.
    let reached: [[Double]]
    let runs: [Run]
  }

  struct Spread: Encodable {
    let lowerQuartile: Double?
    let median: Double?
    let upperQuartile: Double?

    init?(_ quartiles: Quartiles?) {
      guard let quartiles else { return nil }
      func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
      lowerQuartile = finite(quartiles.lower)
      median = finite(quartiles.median)
      upperQuartile = finite(quartiles.upper)
    }
  }

  struct Run: Encodable {
    /// A string, because 64 bits do not fit into the numbers of every JSON reader.
    let seed: String
    let isSolved: Bool
    let generations: Int
    let evaluations: Int
    let seconds: Double?
    let fitness: Double?
    let trainAccuracy: Double?
    let validationAccuracy: Double?
    let testAccuracy: Double?
    let digest: String
    let hits: [Int]
    let trajectory: [TrialResult.Point]
  }

  struct Pair: Encodable {
    let better: String
    let worse: String
    let u: Double
    let p: Double
    let isExact: Bool
    let correctedP: Double
    let a12: Double
    let size: VarghaDelaney.Size
  }

  init(_ report: RaceReport) {
    let race = report.race
    algorithms = race.algorithms
    seedCount = race.seedCount
    trialCount = race.trialCount
    finishedCount = report.finishedCount
    comparedBy = race.cost
    let varying = ["data", "problem", "algorithm"]
    settings = Dictionary(
      race.base.table.filter { !varying.contains($0.name) }.map { ($0.name, $0.value) },
      uniquingKeysWith: { first, _ in first })
    problems = report.standings.map { standings in
      Problem(
        name: standings.problem.name, kind: standings.problem.kind, target: standings.target,
        targets: standings.targets,
        standings: standings.rows.map { Row($0, hasSeconds: report.hasSeconds) },
        pairs: standings.pairs.map { Pair($0, standings.rows) })
    }
  }
}

extension RaceJSON.Row {
  init(_ row: Standing, hasSeconds: Bool) {
    algorithm = row.algorithm
    solved = row.solvedCount
    trials = row.trials.count
    successRate = Double(row.solvedCount) / Double(row.trials.count)
    successInterval = [row.successRate.lower, row.successRate.upper]
    evaluationsToTarget = RaceJSON.Spread(row.evaluations)
    secondsToTarget = hasSeconds ? RaceJSON.Spread(row.seconds) : nil
    expectedEvaluations = row.expectedEvaluations
    expectedSeconds = hasSeconds ? row.expectedSeconds : nil
    trainAccuracy = RaceJSON.Spread(row.trainAccuracy)
    validationAccuracy = RaceJSON.Spread(row.validationAccuracy)
    testAccuracy = RaceJSON.Spread(row.testAccuracy)
    fitness = RaceJSON.Spread(row.fitness)
    meanRank = row.meanRank
    isAmongBest = row.isAmongBest
    reached = row.reached.steps.map { [Double($0.evaluations), $0.share] }
    runs = row.trials.map { seed, result in
      RaceJSON.Run(
        seed: "\(seed)", isSolved: result.isSolved, generations: result.generations,
        evaluations: result.evaluations, seconds: hasSeconds ? result.seconds : nil,
        fitness: result.fitness, trainAccuracy: result.trainAccuracy,
        validationAccuracy: result.validationAccuracy,
        testAccuracy: result.testAccuracy, digest: result.digest, hits: result.hits,
        trajectory: result.trajectory)
    }
  }
}

extension RaceJSON.Pair {
  init(_ pair: Comparison, _ rows: [Standing]) {
    better = rows[pair.first].algorithm
    worse = rows[pair.second].algorithm
    u = pair.test.u
    p = pair.test.p
    isExact = pair.test.isExact
    correctedP = pair.correctedP
    a12 = pair.effect.a12
    size = pair.effect.size
  }
}
