import Evolution

/// A race that was checked and whose data were read: it can begin.
public struct PreparedRace: Sendable {
  public let race: Race
  /// Problem by problem, algorithm by algorithm, seed by seed.
  let trials: [Trial]
  /// The order in which they are run: seed by seed, so that what there is after an interruption
  /// can be compared; within a seed the longest first, so that nobody is left with one in the end.
  private let order: [Int]
  /// A fingerprint of each problem.
  let digests: [String]
  /// A fingerprint of all settings, with those that have their default.
  let settingsDigest: String
  private let kernels: Kernels

  /// - Throws: `RaceError` or `DatasetError`.
  public init(_ race: Race, kernels: Kernels = .best) throws {
    try race.check()
    var trials: [Trial] = []
    var digests: [String] = []
    var settings = Digest()
    var costs: [Int] = []
    for problem in race.problems {
      let ladder = TargetLadder(problem, target: race.target(problem))
      var table: Dataset?
      for (index, algorithm) in race.algorithms.enumerated() {
        let first = try race.experiment(problem, algorithm, seed: 0)
        if index == 0, problem.kind == .data { table = try DataFiles.load(first) }
        do throws(ExperimentError) {
          let session = try Session(first, table: table, kernels: kernels)
          if index == 0 { digests.append(session.problem.digest.hex) }
          settings.add(session.experiment.settingsDigest().value)
          costs.append(session.problem.space.geneCount * (session.problem.split?.train.count ?? 1))
        } catch { throw RaceError.trial(algorithm, problem.name, error) }
        for seed in 0..<race.seedCount {
          let experiment = try race.experiment(problem, algorithm, seed: seed)
          trials.append(Trial(experiment: experiment, table: table, ladder: ladder))
        }
      }
    }
    self.race = race
    self.trials = trials
    self.digests = digests
    settingsDigest = settings.hex
    self.kernels = kernels
    let seedCount = race.seedCount
    order = trials.indices.sorted {
      ($0 % seedCount, -costs[$0 / seedCount], $0) < ($1 % seedCount, -costs[$1 / seedCount], $1)
    }
  }

  /// Runs the trials that have no result yet, several at once and each on one core.
  ///
  /// - Parameters:
  ///   - results: [trialCount], as they were recorded; `nil` where there is none yet.
  ///   - isInterrupted: Asked after every generation, by any worker.
  ///   - report: Called several times a second with what was finished since the last time.
  /// - Returns: All results; `nil` for trials that were not finished.
  public func run(
    from results: [TrialResult?], workers: Int,
    isInterrupted: @escaping @Sendable () -> Bool = { false },
    report: ([(trial: Int, result: TrialResult)]) -> Void = { _ in }
  ) throws -> [TrialResult?] {
    precondition(results.count == trials.count)
    var results = results
    try Trial.run(
      trials, in: order.filter { results[$0] == nil }, workers: workers, kernels: kernels,
      isInterrupted: isInterrupted
    ) { finished in
      for (trial, result) in finished { results[trial] = result }
      report(finished)
    }
    return results
  }
}
