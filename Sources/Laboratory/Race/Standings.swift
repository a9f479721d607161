import Evolution

/// How the algorithms compare on one problem.
public struct Standings: Sendable {
  public let problem: Race.Problem
  public let target: Double
  /// What was aimed for on the way to the target, easiest first.
  public let targets: [Double]
  /// The best first.
  public let rows: [Standing]
  /// Champions are chosen by other samples than those that are learnt from.
  public var isChosenByValidation: Bool { rows.contains { $0.validationAccuracy != nil } }
  /// Every pair of rows, the better one first.
  public let pairs: [Comparison]

  /// Below this corrected p, a difference is called significant.
  public static let significance = 0.05

  /// - Parameter results: [trialCount]; trials that were not run are missing, and an algorithm
  ///   that has none at all.
  public static func all(_ race: Race, _ results: [TrialResult?]) -> [Standings] {
    let size = race.algorithms.count * race.seedCount
    return race.problems.enumerated().map { index, problem in
      Standings(problem, race, results[index * size..<(index + 1) * size])
    }
  }

  private init(_ problem: Race.Problem, _ race: Race, _ results: ArraySlice<TrialResult?>) {
    self.problem = problem
    target = race.target(problem)
    targets = TargetLadder(problem, target: target).targets
    var entries: [Entry] = []
    for (index, name) in race.algorithms.enumerated() {
      let start = results.startIndex + index * race.seedCount
      let finished = (0..<race.seedCount).compactMap { seed in
        results[start + seed].map { (seed: race.base.seed &+ UInt64(seed), result: $0) }
      }
      guard !finished.isEmpty else { continue }
      entries.append(Entry(name, finished, race.cost))
    }
    let all = entries.flatMap(\.outcomes)
    for index in entries.indices { entries[index].rank(among: all) }
    let order = entries.indices.sorted {
      (entries[$0].meanRank, $0) < (entries[$1].meanRank, $1)
    }
    entries = order.map { entries[$0] }
    let pairs = Comparison.all(entries.map(\.outcomes))
    let ladder = targets.count
    rows = entries.enumerated().map { index, entry in
      let worse = pairs.contains {
        $0.first == 0 && $0.second == index && $0.correctedP < Self.significance
      }
      return Standing(entry, targetCount: ladder, isAmongBest: !worse)
    }
    self.pairs = pairs
  }

  /// An algorithm before it has found its place.
  fileprivate struct Entry {
    let name: String
    let trials: [(seed: UInt64, result: TrialResult)]
    let outcomes: [Outcome]
    var meanRank = 0.0

    init(_ name: String, _ trials: [(seed: UInt64, result: TrialResult)], _ cost: Race.Cost) {
      self.name = name
      self.trials = trials
      outcomes = trials.map { Outcome($0.result, cost: cost) }
    }

    /// The mean of the ranks of its trials among all of them, from 1; ties share theirs.
    mutating func rank(among all: [Outcome]) {
      meanRank = MannWhitney.wins(of: all, over: outcomes) / Double(outcomes.count) + 0.5
    }
  }
}

/// One algorithm's trials on a problem, in numbers.
public struct Standing: Sendable {
  public let algorithm: String
  public let trials: [(seed: UInt64, result: TrialResult)]
  public let solvedCount: Int
  /// Of being solved.
  public let successRate: WilsonInterval
  /// Until the target; infinite for trials that did not reach it.
  public let evaluations: Quartiles?
  public let seconds: Quartiles?
  /// `nil` where no trial was solved.
  public let expectedEvaluations: Double?
  public let expectedSeconds: Double?
  /// At the end of each trial; `nil` where nothing is classified, or where champions are chosen by
  /// other samples than those that are learnt from.
  public let trainAccuracy: Quartiles?
  /// On these other samples.
  public let validationAccuracy: Quartiles?
  public let testAccuracy: Quartiles?
  /// At the end of each trial.
  public let fitness: Quartiles?
  /// Of its trials among all on the problem, from 1: what the order of the table goes by.
  public let meanRank: Double
  /// It is the first, or not significantly worse.
  public let isAmongBest: Bool
  /// Over all its (trial, target) pairs.
  public let reached: EmpiricalDistribution

  fileprivate init(_ entry: Standings.Entry, targetCount: Int, isAmongBest: Bool) {
    algorithm = entry.name
    trials = entry.trials
    meanRank = entry.meanRank
    self.isAmongBest = isAmongBest
    let results = entry.trials.map(\.result)
    solvedCount = results.count { $0.isSolved }
    successRate = WilsonInterval(successes: solvedCount, of: results.count)
    evaluations = Quartiles(results.map { $0.isSolved ? Double($0.evaluations) : .infinity })
    seconds = Quartiles(results.map { $0.isSolved ? $0.seconds : .infinity })
    expectedEvaluations = ExpectedRunningTime.of(
      results.map { (Double($0.evaluations), $0.isSolved) })
    expectedSeconds = ExpectedRunningTime.of(results.map { ($0.seconds, $0.isSolved) })
    trainAccuracy = Quartiles(results.compactMap(\.trainAccuracy))
    validationAccuracy = Quartiles(results.compactMap(\.validationAccuracy))
    testAccuracy = Quartiles(results.compactMap(\.testAccuracy))
    fitness = Quartiles(results.compactMap(\.fitness))
    reached = EmpiricalDistribution(
      hits: results.flatMap(\.hits), of: results.count * targetCount)
  }
}

/// Two algorithms on one problem.
public struct Comparison: Sendable {
  /// Indices of rows; the first has the better mean rank.
  public let first: Int
  public let second: Int
  public let test: MannWhitney
  /// After Holm's correction over all pairs of the problem.
  public let correctedP: Double
  /// The probability that a trial of the first ends better than one of the second.
  public let effect: VarghaDelaney

  fileprivate static func all(_ samples: [[Outcome]]) -> [Comparison] {
    var pairs: [(Int, Int)] = []
    for first in samples.indices {
      for second in samples.indices where second > first { pairs.append((first, second)) }
    }
    let tests = pairs.map { MannWhitney(samples[$0.0], samples[$0.1]) }
    let corrected = Holm.corrected(tests.map(\.p))
    return pairs.indices.map { index in
      let (first, second) = pairs[index]
      return Comparison(
        first: first, second: second, test: tests[index], correctedP: corrected[index],
        effect: VarghaDelaney(samples[first], samples[second]))
    }
  }
}
