import Evolution

/// Carries out a tuning.
public struct Tuner: Sendable {
  public let tuning: Tuning
  private let space: TuningSpace
  private let table: Dataset?
  private let ladder: TargetLadder
  private let kernels: Kernels

  /// - Throws: `ExperimentError`, `RaceError` or `DatasetError`: why it cannot be done.
  public init(_ tuning: Tuning, kernels: Kernels = .best) throws {
    var tuning = tuning
    let problem = Race.Problem(of: tuning.experiment)
    let race = try Race(
      tuning.experiment, algorithms: [tuning.experiment.algorithm], problems: [problem],
      seedCount: 1)
    tuning.experiment.stop = race.base.stop
    tuning.experiment.stop.target = race.target(problem)
    table = try DataFiles.load(tuning.experiment)
    let session = try Session(tuning.experiment, table: table, kernels: kernels)
    tuning.experiment = session.experiment
    guard let optimiser = Catalog.algorithm(tuning.optimiser) else {
      throw ExperimentError.unknown(
        "algorithm", tuning.optimiser, known: Catalog.algorithms.map(\.name))
    }
    if let method = optimiser as? any InformedAlgorithm.Type {
      throw ExperimentError.unsuited(
        algorithm: tuning.optimiser, problem: "tuning", need: method.need)
    }
    space = try TuningSpace(tuning.experiment, names: tuning.parameters)
    guard !space.parameters.isEmpty else {
      throw RaceError.none("parameter")
    }
    ladder = TargetLadder(problem, target: race.target(problem))
    self.tuning = tuning
    self.kernels = kernels
  }

  /// Searches, tries the best again, and compares the winner with the start.
  ///
  /// - Parameters:
  ///   - isInterrupted: Asked after every generation of a trial, by any worker.
  ///   - report: Called after each generation of candidates.
  /// - Returns: `nil` if it was interrupted.
  public func run(
    workers: Int, isInterrupted: @escaping @Sendable () -> Bool = { false },
    report: (Tuning.Progress) -> Void = { _ in }
  ) throws -> Tuning.Report? {
    var work = Work(workers: workers, isInterrupted: isInterrupted)
    guard var finalists = try search(&work, report) else { return nil }
    for index in finalists.indices {
      let seeds = (0..<tuning.finalSeedCount).map { Tuning.Stage.final.seeds($0, of: tuning) }
      guard let worths = try worths(of: [finalists[index].values], seeds, &work) else { return nil }
      finalists[index] = Tuning.Candidate(values: finalists[index].values, worth: worths[0])
    }
    guard let winner = finalists.best, let result = try confirm(winner, &work) else { return nil }
    return result
  }

  /// How trials are run, and how many were.
  private struct Work {
    let workers: Int
    let isInterrupted: @Sendable () -> Bool
    var generations = 0
    var trials = 0
  }

  /// The best few of all candidates, by what they were worth on the seeds of their generation.
  private func search(
    _ work: inout Work, _ report: (Tuning.Progress) -> Void
  ) throws -> [Tuning.Candidate]? {
    guard let type = Catalog.algorithm(tuning.optimiser) else { return nil }
    func search<Method: Algorithm>(_ type: Method.Type) throws -> [Tuning.Candidate]? {
      let search = space.searchSpace
      // A search of few trials cannot afford large generations.
      let affordable = max(2, tuning.trialCount / tuning.seedCount / 8)
      let count = min(Method.defaultCount(for: search), affordable)
      var algorithm = Method(space: search, count: count, settings: Method.Settings())
      var finalists: [Tuning.Candidate] = []
      repeat {
        guard let news = try advance(&algorithm, &work) else { return nil }
        finalists = (finalists + news).best(tuning.finalistCount)
        report(
          Tuning.Progress(
            finishedTrials: work.trials, totalTrials: max(tuning.trialCount, work.trials),
            worth: finalists.first?.worth))
      } while work.trials + algorithm.count * tuning.seedCount <= tuning.trialCount
      return finalists
    }
    return try search(type)
  }

  /// Breeds and tries one generation of candidates.
  private func advance(
    _ algorithm: inout some Algorithm, _ work: inout Work
  ) throws -> [Tuning.Candidate]? {
    let random = RandomSource(seed: tuning.seed, generation: work.generations, kernels: kernels)
    algorithm.ask(random)
    var population = Population(count: algorithm.count, geneCount: space.parameters.count)
    breed(algorithm, into: &population, random)
    let values = (0..<population.count).map { space.values(population[$0]) }
    let seeds = (0..<tuning.seedCount).map {
      Tuning.Stage.search.seeds(work.generations * tuning.seedCount + $0, of: tuning)
    }
    guard let worths = try worths(of: values, seeds, &work) else { return nil }
    let scores = worths.map { Score(fitness: Float($0), accuracy: .nan) }
    algorithm.tell(&population, scores, random)
    work.generations += 1
    return zip(values, worths).map { Tuning.Candidate(values: $0, worth: $1) }
  }

  private func breed(
    _ algorithm: some Algorithm, into population: inout Population, _ random: RandomSource
  ) {
    let candidates = 0..<population.count
    var origins = [Origin](repeating: Origin(), count: candidates.count)
    var spanOfOrigins = origins.mutableSpan
    var genes = population.genes.mutableSpan
    algorithm.breed(candidates, into: &genes, origins: &spanOfOrigins, random)
  }

  /// What each candidate is worth on the mean of some seeds; NaN where it cannot be run.
  private func worths(
    of candidates: [[(name: String, value: ParameterValue)]], _ seeds: [Tuning.Seeds],
    _ work: inout Work
  ) throws -> [Double]? {
    var trials: [Trial] = []
    var owners: [Int] = []
    for (owner, values) in candidates.enumerated() {
      for seed in seeds {
        guard let trial = trial(values, seed) else { continue }
        trials.append(trial)
        owners.append(owner)
      }
    }
    guard let results = try run(trials, &work) else { return nil }
    var sums = [Double](repeating: 0, count: candidates.count)
    var counts = [Int](repeating: 0, count: candidates.count)
    for (owner, result) in zip(owners, results) {
      sums[owner] += worth(of: result)
      counts[owner] += 1
    }
    return zip(sums, counts).map { $1 == seeds.count ? $0 / Double($1) : .nan }
  }

  /// `nil` where the values do not go together.
  private func trial(
    _ values: [(name: String, value: ParameterValue)], _ seeds: Tuning.Seeds
  ) -> Trial? {
    var experiment = tuning.experiment
    experiment.seed = seeds.run
    experiment.dataSeed = seeds.data
    for (name, value) in values {
      guard (try? experiment.set(name, to: value)) != nil else { return nil }
    }
    guard (try? experiment.resolved()) != nil else { return nil }
    return Trial(experiment: experiment, table: table, ladder: ladder)
  }

  private func run(_ trials: [Trial], _ work: inout Work) throws -> [TrialResult]? {
    work.trials += trials.count
    return try Trial.results(
      of: trials, workers: work.workers, kernels: kernels, isInterrupted: work.isInterrupted)
  }

  /// Above 1 with the target reached, the more budget is left the better; below without.
  private func worth(of result: TrialResult) -> Double {
    if result.isSolved, let budget = tuning.experiment.stop.evaluations {
      return 2 - Double(result.evaluations) / Double(budget)
    }
    if result.isSolved { return 1 }
    let steps = Double(result.hits.count) / Double(max(1, ladder.targets.count))
    return result.trainAccuracy ?? result.validationAccuracy ?? steps
  }

  private func confirm(
    _ winner: Tuning.Candidate, _ work: inout Work
  ) throws -> Tuning.Report? {
    let seeds = (0..<tuning.confirmationCount).map {
      Tuning.Stage.confirmation.seeds($0, of: tuning)
    }
    var samples: [[TrialResult]] = []
    for values in [[], winner.values] {
      let trials = seeds.compactMap { trial(values, $0) }
      guard let results = try run(trials, &work) else { return nil }
      samples.append(results)
    }
    var found = tuning.experiment
    for (name, value) in winner.values { try found.set(name, to: value) }
    let outcomes = samples.map { $0.map { Outcome($0, cost: .evaluations) } }
    return Tuning.Report(
      experiment: found, winner: winner, generations: work.generations, trials: work.trials,
      before: samples[0], after: samples[1], test: MannWhitney(outcomes[1], outcomes[0]),
      effect: VarghaDelaney(outcomes[1], outcomes[0]))
  }
}

extension [Tuning.Candidate] {
  /// The one that is worth most, the first of equals.
  fileprivate var best: Tuning.Candidate? { best(1).first }

  fileprivate func best(_ count: Int) -> [Tuning.Candidate] {
    let order = Ranking.order(of: map { Float($0.worth) })
    return order.prefix(count).filter { self[$0].worth.isFinite }.map { self[$0] }
  }
}
