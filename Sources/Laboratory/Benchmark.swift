import Evolution

/// How fast an experiment runs, phase by phase, against the kernel's own ceiling.
///
/// All is measured in one process, in turn, round after round, because machines drift; what
/// is compared is the median of the ratios.
public struct Benchmark: Sendable {
  public struct Round: Sendable {
    /// Evaluations a second when nothing but the kernel runs, on all workers.
    public var ceiling: Double
    /// Evaluations a second end to end, and on one worker.
    public var rate: Double
    public var rateOfOne: Double
    public var millisecondsPerGeneration: Double
    /// Evaluations a second end to end while the run is being recorded.
    public var recordedRate: Double
    /// Seconds of one worker for a generation, by phase.
    public var phases: [Phase: Double]
  }

  /// What a generation consists of.
  public enum Phase: String, CaseIterable, Sendable {
    case ask, learn, breed, evaluate, digest, statistics, tell

    /// The algorithm's own work rather than the problem's or the record's.
    public var isOwn: Bool { [.ask, .breed, .tell].contains(self) }
  }

  /// With all values written out.
  public let experiment: Experiment
  private let table: Dataset?
  private let workers: Int
  private let kernels: Kernels
  private let generations: Int

  /// - Parameter generations: How many are timed in each measurement of a round.
  public init(_ experiment: Experiment, workers: Int, kernels: Kernels, generations: Int) throws {
    var experiment = experiment
    experiment.stop = StopRules()
    table = try DataFiles.load(experiment)
    self.experiment = try Session(experiment, table: table, kernels: kernels).experiment
    self.workers = workers
    self.kernels = kernels
    self.generations = generations
  }

  /// Of the data set: a file has its own number.
  public var sampleCount: Int { table?.count ?? experiment.samples }

  /// Measures everything once.
  ///
  /// - Parameter path: A file that does not exist, for the recorded run; it is removed again.
  public func round(recordTo path: String) throws -> Round {
    // What is compared stands side by side, because the machine's speed drifts.
    let one = try time(workers: 1)
    let all = try time(workers: workers)
    let ceiling = try ceiling()
    let recorded = try timeRecorded(path)
    return Round(
      ceiling: ceiling, rate: all.rate, rateOfOne: one.rate,
      millisecondsPerGeneration: all.milliseconds, recordedRate: recorded, phases: try phases())
  }

  private func time(workers: Int) throws -> (rate: Double, milliseconds: Double) {
    var session = try Session(experiment, table: table, workers: workers, kernels: kernels)
    session.advance()
    let before = session.evaluations
    let start = Clock.seconds
    for _ in 0..<generations { session.advance() }
    let seconds = Clock.seconds - start
    return (
      Double(session.evaluations - before) / seconds, seconds / Double(generations) * 1000
    )
  }

  private func timeRecorded(_ path: String) throws -> Double {
    var run = try Run(experiment, recordTo: path, workers: workers, kernels: kernels)
    defer { File.remove(path) }
    run.advance()
    let before = run.session.evaluations
    let start = Clock.seconds
    for _ in 0..<generations { run.advance() }
    run.flush()
    return Double(run.session.evaluations - before) / (Clock.seconds - start)
  }

  /// The kernel alone: the same population scored again and again, on all workers.
  private func ceiling() throws -> Double {
    let session = try evolved()
    let evaluator = Evaluator(workerCount: workers)
    let population = session.lastPopulation
    let start = Clock.seconds
    for _ in 0..<generations { _ = evaluator.scores(of: population, in: session.problem) }
    return Double(population.count * generations) / (Clock.seconds - start)
  }

  /// Seconds of a generation by phase, each by itself, on one worker, in a run that has got going.
  public func phases() throws -> [Phase: Double] {
    try evolved().timePhases(generations: max(1, generations / 4))
  }

  /// A session in which selection and copies are as they are in the middle of a run.
  private func evolved() throws -> Session {
    var session = try Session(experiment, table: table, workers: workers, kernels: kernels)
    for _ in 0..<5 { session.advance() }
    return session
  }
}

extension Session {
  /// The candidates of the next generation, bred and not told.
  fileprivate var lastPopulation: Population {
    var copy = self
    func breed(_ algorithm: inout some Algorithm) {
      let random = RandomSource(seed: experiment.seed, generation: generation, kernels: kernels)
      algorithm.ask(random)
      _ = algorithm.learnIfAble(from: problem, copy.evaluator, random)
      _ = copy.evaluator.breed(algorithm, into: &copy.spare, for: problem, random)
    }
    var algorithm = self.algorithm
    breed(&algorithm)
    return copy.spare
  }

  /// Runs some generations on one worker with a clock around each phase.
  fileprivate func timePhases(generations: Int) -> [Benchmark.Phase: Double] {
    func run(_ algorithm: inout some Algorithm) -> [Benchmark.Phase: Double] {
      var seconds: [Benchmark.Phase: Double] = [:]
      var last = Clock.seconds
      func stop(_ phase: Benchmark.Phase) {
        let now = Clock.seconds
        seconds[phase, default: 0] += (now - last) / Double(generations)
        last = now
      }
      var count = algorithm.count
      var candidates = Population(count: count, geneCount: problem.space.geneCount)
      var origins = [Origin](repeating: Origin(), count: count)
      var workspace = problem.makeWorkspace()
      let workers = Evaluator(workerCount: 1)
      for step in 0..<generations {
        let random = RandomSource(
          seed: experiment.seed, generation: generation + step, kernels: kernels)
        if algorithm.count != count {
          count = algorithm.count
          candidates = Population(count: count, geneCount: problem.space.geneCount)
          origins = Array(repeating: Origin(), count: count)
        }
        last = Clock.seconds
        algorithm.ask(random)
        stop(.ask)
        _ = algorithm.learnIfAble(from: problem, workers, random)
        stop(.learn)
        var genes = candidates.genes.mutableSpan
        var spanOfOrigins = origins.mutableSpan
        algorithm.breed(0..<count, into: &genes, origins: &spanOfOrigins, random)
        stop(.breed)
        var scores = [Score](repeating: .unknown, count: count)
        var spanOfScores = scores.mutableSpan
        _ = Evaluator.score(
          candidates.genes.span, origins.span, into: &spanOfScores, algorithm, problem,
          copiesKeepScores: true, &workspace)
        stop(.evaluate)
        var digest = Digest()
        for row in 0..<count {
          digest.add(Kernels.digest(candidates.genes.span.extracting(candidates.row(row))))
        }
        stop(.digest)
        _ = Statistics(candidates, scores)
        stop(.statistics)
        algorithm.tell(&candidates, scores, random)
        stop(.tell)
      }
      return seconds
    }
    var algorithm = self.algorithm
    return run(&algorithm)
  }
}
