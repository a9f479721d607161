import Evolution

/// One run: an experiment and what has come of it so far.
///
/// A session is a value. The same experiment and the same commands at the same generations
/// give the same session, at any speed and on any number of cores: that makes replay, resume
/// and forks possible. `submit` and `advance` are its only verbs.
public struct Session: Sendable {
  /// The settings as they are now.
  public internal(set) var experiment: Experiment
  /// The number of generations bred; they are numbered from 1, so that this is the last one's.
  public internal(set) var generation = 0
  /// The number of individuals that were computed rather than copied.
  public internal(set) var evaluations = 0
  public internal(set) var problem: any Problem
  public internal(set) var algorithm: any Algorithm
  public internal(set) var statistics: Statistics?
  /// Where the individuals of the generation last bred were, on a function.
  public internal(set) var positions: Positions?
  public internal(set) var history = History()
  public internal(set) var hallOfFame = HallOfFame()
  /// All changes of settings so far, oldest first.
  public internal(set) var changes: [Change] = []
  /// Commands that act before the next generation, one a parameter.
  public internal(set) var pending: [Command] = []
  /// The data with what is pending, where points are edited by hand.
  var editedData: Split?
  /// Of the generation last bred.
  public internal(set) var digest: GenerationDigest?
  /// Of all generations so far.
  public internal(set) var runDigest = Digest()
  /// The generation in which the champion last got better.
  public internal(set) var lastImprovement = 0
  /// Generations in a row that evaluated nothing.
  private var idleGenerations = 0
  /// Set when a stop rule was met.
  public internal(set) var stopReason: StopReason?
  /// Rules that were met and that a person went on past.
  var passedRules: Set<StopReason> = []

  let evaluator: Evaluator
  let kernels: Kernels
  /// The data set that is not generated, if there is one.
  let table: Dataset?
  /// The name under which the experiment knows it.
  let tableName: String?
  /// A buffer of the population's size, swapped with the algorithm's.
  var spare: Population
  /// Of the experiment without its stop rules, which decide nothing but the end.
  var settingsDigest: Digest
  /// The settings with which it was made.
  let start: Experiment
  /// Parameters that the recording which is replayed does not know yet, with their defaults.
  private(set) var laterParameters: [String: ParameterValue] = [:]

  /// - Parameter table: The data set of a file; `nil` if the experiment names a generator.
  public init(
    _ experiment: Experiment, table: Dataset? = nil, workers: Int = 1, kernels: Kernels = .best
  ) throws(ExperimentError) {
    try self.init(
      experiment, table: table, tableName: table == nil ? nil : experiment.data, workers: workers,
      kernels: kernels)
  }

  init(
    _ experiment: Experiment, table: Dataset?, tableName: String?, workers: Int, kernels: Kernels
  ) throws(ExperimentError) {
    var experiment = try experiment.resolved()
    // Only what a file brings along can have a test part of its own.
    if (table?.testCount ?? 0) == 0 {
      experiment.split = experiment.split ?? Experiment.defaultSplit
    }
    self.table = table
    self.tableName = tableName
    self.kernels = kernels
    evaluator = Evaluator(workerCount: workers)
    if experiment.usesData { experiment.settleBatch(ofPictures: table?.isBytes ?? false) }
    if let interval = experiment.checkInterval, interval > 1,
      let stagnation = experiment.stop.stagnation, stagnation <= interval
    {
      throw .impatient(stagnation: stagnation, checkInterval: interval)
    }
    if experiment.pixelShift ?? 0 > 0, experiment.drawnBatch == nil || table?.isBytes != true {
      throw .unshiftable(experiment.data)
    }
    problem = try Self.makeProblem(experiment, table: table, kernels: kernels)
    let space = problem.space
    guard let type = Catalog.algorithm(experiment.algorithm) else {
      throw .unknown("algorithm", experiment.algorithm, known: Catalog.algorithms.map(\.name))
    }
    experiment.population = experiment.population ?? type.defaultCount(for: space)
    try experiment.checkSize(problem)
    guard problem.network?.convolution == nil || type.trainsConvolution else {
      throw .untrainable(algorithm: experiment.algorithm)
    }
    if let need = type.unmetNeed(of: problem) {
      throw .unsuited(
        algorithm: experiment.algorithm, problem: experiment.problem, need: need)
    }
    algorithm = try Self.make(type, space, experiment)
    self.experiment = experiment
    start = experiment
    spare = Population(count: algorithm.count, geneCount: space.geneCount)
    settingsDigest = experiment.settingsDigest()
  }

  /// Asks for a change of a setting before the next generation is bred.
  ///
  /// A later command for the same setting takes the place of the earlier one.
  public mutating func submit(_ command: Command) throws(ExperimentError) {
    try submit([command])
  }

  /// Asks for several changes at once: all of them or, if they do not go together, none.
  public mutating func submit(_ commands: [Command]) throws(ExperimentError) {
    let before = pending
    do throws(ExperimentError) {
      for command in commands {
        // A slider may allow less than what a change of the data brings along.
        if let shown = controls.first(where: { $0.name == command.name }) {
          do { try shown.description.check(command.value) } catch { throw .parameter(error) }
        }
        try enqueue(command)
      }
      for command in companions(of: commands) { try enqueue(command) }
      let next = try checkPending()
      editedData = pendingPoints == nil ? nil : next.split
    } catch {
      pending = before
      throw error
    }
  }

  /// Checks the name and the value of a command, but not yet what goes with the other ones:
  /// those of one generation are recorded in an order in which they need not be possible one
  /// by one.
  mutating func enqueue(_ command: Command) throws(ExperimentError) {
    switch command {
    case .set(PointEdits.name, let value):
      guard PointEdits(value.description) != nil else { throw .malformedPoints }
      pending.removeAll { if case .set(PointEdits.name, _) = $0 { true } else { false } }
      if value.description != experiment.points.text { pending.append(command) }
    case .set(let name, let value):
      guard let control = settable.first(where: { $0.name == name }) else {
        throw .parameter(.unknown(name, known: controls.map(\.name)))
      }
      do { try control.description.check(value) } catch { throw .parameter(error) }
      let place = pending.firstIndex { $0.name == name }
      if value == control.value {
        pending.removeAll { $0.name == name }
      } else if let place {
        // In its place: what came after it may be of the data that it names.
        pending[place] = command
      } else {
        pending.append(command)
      }
    }
    forgetWhatNothingHas()
  }

  /// Leaves out of all digests what a recording could not know, so that parameters may be added
  /// whose defaults do what was done before.
  mutating func leaveOut(_ later: [String: ParameterValue]) {
    laterParameters = later
    settingsDigest = experiment.settingsDigest(without: later)
  }

  /// Replaces the stop rules, which decide nothing but the end.
  mutating func setStopRules(_ rules: StopRules) {
    experiment.stop = rules
    stopReason = generation > 0 ? stopRuleMet() : nil
  }

  /// Breeds and scores one generation, after the pending commands.
  ///
  /// - Returns: false if it was cancelled on the way; the session is then of no more use.
  @discardableResult
  public mutating func advance() -> Bool { advance(before: { _ in }, after: { _ in }) }

  /// - Parameters:
  ///   - before: Is shown the algorithm, when all commands have acted.
  ///   - after: Is shown what was bred, before the algorithm learns from it.
  @discardableResult
  mutating func advance(
    before: (any Algorithm) -> Void, after: (Evaluator.Brood) -> Void
  ) -> Bool {
    applyPending()
    before(algorithm)
    let random = RandomSource(seed: experiment.seed, generation: generation, kernels: kernels)
    let batch = experiment.drawnBatch
    let posed = posed(random)
    var cost = 0
    if batch != nil, generation > 0, type(of: algorithm).scoreMemory == .decides {
      cost += Self.rescore(&algorithm, posed, evaluator)
    }
    let brood = Self.breed(
      &algorithm, into: &spare, posed, of: problem, isBatch: batch != nil, evaluator, random, &cost)
    guard !isCancelled else { return false }
    evaluations += brood.evaluations + cost
    idleGenerations = brood.evaluations + cost > 0 ? 0 : idleGenerations + 1
    after(brood)
    remember(brood)
    Self.tell(&algorithm, &spare, brood.scores, random)
    if spare.count != algorithm.count {
      spare = Population(count: algorithm.count, geneCount: problem.space.geneCount)
    }
    finishGeneration(brood)
    return true
  }

  /// What a generation is judged by: some of the whole problem's samples, or all.
  func posed(_ random: RandomSource) -> any Problem {
    experiment.drawnBatch.map { problem.drawn($0, random) } ?? problem
  }

  /// Whether somebody has asked to leave the present generation unfinished.
  var isCancelled: Bool { evaluator.cancellation.isCancelled }

  /// - Parameters:
  ///   - posed: What the generation is judged by: some of the whole problem's samples, or all.
  ///   - cost: What is added beside the evaluation of those who were bred.
  private static func breed<Method: Algorithm>(
    _ algorithm: inout Method, into population: inout Population, _ posed: some Problem,
    of whole: any Problem, isBatch: Bool, _ evaluator: Evaluator, _ random: RandomSource,
    _ cost: inout Int
  ) -> Evaluator.Brood {
    algorithm.ask(random)
    let isJudgedFresh = Method.scoreMemory == .isFresh
    cost += algorithm.learnIfAble(from: isJudgedFresh ? posed : whole, evaluator, random)
    return evaluator.breed(
      algorithm, into: &population, for: posed,
      copiesKeepScores: !isBatch || Method.scoreMemory != .isUnused, random)
  }

  private static func tell(
    _ algorithm: inout some Algorithm, _ candidates: inout Population, _ scores: [Score],
    _ random: RandomSource
  ) {
    algorithm.tell(&candidates, scores, random)
  }

  private mutating func finishGeneration(_ brood: Evaluator.Brood) {
    var state = Digest(seed: settingsDigest.value)
    state.add(generation)
    state.add(evaluations)
    algorithm.digestState(into: &state)
    let digest = GenerationDigest(brood, state: state)
    self.digest = digest
    for part in digest.parts { runDigest.add(part) }
    generation += 1
    measureChanges()
    stopReason = stopRuleMet()
  }

  /// Statistics, hall of fame and history, while the candidates still lie in `spare`.
  private mutating func remember(_ brood: Evaluator.Brood) {
    let statistics = Statistics(spare, brood.scores)
    if problem is FunctionProblem { positions = Positions(of: spare) }
    self.statistics = statistics
    if experiment.isChecked {
      if isCheckDue, let best = statistics.bestIndex { check(best) }
    } else if let best = statistics.bestIndex {
      let score = brood.scores[best]
      let isBestEver = score.fitness > hallOfFame.champion?.score.fitness ?? -.infinity
      if isBestEver { lastImprovement = generation + 1 }
      // After a change of the data, a copy can be better than all that were scored anew.
      if isBestEver || !brood.origins[best].isCopy && hallOfFame.admits(score.fitness) {
        let genes = Array(spare[best])
        hallOfFame.insert(
          HallOfFame.Entry(
            generation: generation + 1, individual: best, network: problem.network, genes: genes,
            score: score, testAccuracy: problem.testAccuracy(of: genes),
            lastChange: lastChangeText))
      }
    }
    let champion = hallOfFame.champion
    history.add(
      statistics, accuracy: champion?.score.accuracy ?? .nan,
      testAccuracy: champion?.testAccuracy ?? .nan)
  }

  /// Whether the generation now bred is one after which the best is looked at: often in the
  /// beginning, then at even distances.
  private var isCheckDue: Bool {
    let number = generation + 1
    let interval = experiment.checkInterval ?? 1
    return number.isMultiple(of: interval) || number < interval && number & (number - 1) == 0
  }

  /// Looks at the generation's best, or at the one whom the algorithm would name, where chance has
  /// no part: whoever is best there enters the hall of fame.
  private mutating func check(_ best: Int) {
    let genes = algorithm.incumbent ?? Array(spare[best])
    let score = problem.checkScore(of: genes, evaluator)
    let checkedCount = problem.split?.choosing.count ?? 1
    let batch = experiment.batch ?? 0
    evaluations += batch > 0 ? (checkedCount + batch - 1) / batch : 1
    if score.fitness > hallOfFame.champion?.score.fitness ?? -.infinity {
      lastImprovement = generation + 1
    }
    hallOfFame.insert(
      HallOfFame.Entry(
        generation: generation + 1, individual: best, network: problem.network, genes: genes,
        score: score, testAccuracy: nil, lastChange: lastChangeText))
  }

  private var lastChangeText: String {
    changes.last.map { "\($0.summary) @\($0.generation)" } ?? ""
  }

  /// What the champion is worth on the samples held back.
  ///
  /// Where it was chosen by others, they are looked at here for the first time.
  public var testAccuracy: Float? {
    hallOfFame.champion.flatMap(testAccuracy(of:))
  }

  func testAccuracy(of entry: HallOfFame.Entry) -> Float? {
    entry.testAccuracy ?? problem.asked(of: entry.network).testAccuracy(of: entry.genes)
  }

  /// Whether the champion's accuracy is that on samples kept to choose it by, rather than on those
  /// that are learnt from.
  public var choosesByValidation: Bool { problem.split?.choosesByValidation ?? false }

  /// Whether it has only bred copies for long: a budget of evaluations would never be spent.
  var isIdle: Bool { idleGenerations >= Self.idleLimit }

  private static let idleLimit = 1000

  private func stopRuleMet() -> StopReason? {
    let rules = experiment.stop
    func isMet(_ reason: StopReason) -> Bool {
      switch reason {
      case .target:
        guard let target = rules.target, let champion = hallOfFame.champion else { return false }
        return problem.isReached(target, by: champion.score)
      case .generations: return rules.generations.map { generation >= $0 } ?? false
      case .evaluations: return rules.evaluations.map { evaluations >= $0 } ?? false
      case .idle: return rules.evaluations != nil && isIdle
      case .stagnation: return rules.stagnation.map { generation - lastImprovement >= $0 } ?? false
      // Whoever reads the clock or hears the signal decides these.
      case .seconds, .interrupted: return false
      }
    }
    return StopReason.allCases.first { isMet($0) && !passedRules.contains($0) }
  }
}

extension Session {
  /// Lets a person go on past a stop rule that was met: it ends nothing any more.
  mutating func clearStopReason() {
    if let stopReason { passedRules.insert(stopReason) }
    stopReason = nil
  }

  /// Ends the run if it has had its time; the clock is read by whoever drives it.
  mutating func stop(ifTimeIsUpAfter seconds: Double) {
    guard let limit = experiment.stop.seconds, seconds >= limit, stopReason == nil,
      !passedRules.contains(.seconds)
    else { return }
    stopReason = .seconds
  }

  /// A picture of the session as it is now.
  public var snapshot: Snapshot { snapshot(controls: controls) }

  /// The same where the controls are known: to find them takes longer than all the rest.
  func snapshot(controls: [Control]) -> Snapshot {
    var snapshot = Snapshot(
      experiment: experiment, data: editedData ?? problem.split, network: problem.network)
    snapshot.points = pendingPoints ?? experiment.points
    snapshot.function = problem as? FunctionProblem
    snapshot.positions = positions
    snapshot.generation = generation
    snapshot.evaluations = evaluations
    snapshot.statistics = statistics
    snapshot.history = history
    snapshot.hallOfFame = hallOfFame
    snapshot.controls = controls
    snapshot.changes = changes
    snapshot.lastImprovement = lastImprovement
    snapshot.stopReason = stopReason
    return snapshot
  }
}
