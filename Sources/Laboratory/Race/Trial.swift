import Evolution

/// One run of a race: an algorithm on a problem with a seed.
struct Trial: Sendable {
  let experiment: Experiment
  /// The data set of a file; `nil` for none.
  let table: Dataset?
  let ladder: TargetLadder

  /// Runs it to its end, on the thread that calls.
  ///
  /// - Returns: `nil` if it was interrupted.
  func run(kernels: Kernels, isInterrupted: () -> Bool) throws(ExperimentError) -> TrialResult? {
    let start = Clock.seconds
    var session = try Session(experiment, table: table, kernels: kernels)
    var result = TrialResult()
    var steps = LogarithmicSteps()
    var best: Double?
    var champion: HallOfFame.Entry?
    while session.stopReason == nil {
      session.advance()
      if isInterrupted() { return nil }
      let seconds = Clock.seconds - start
      guard isWithinBudget(session, seconds) else { break }
      while let best, steps.evaluations < session.evaluations {
        result.trajectory.append(.init(evaluations: steps.evaluations, best: best))
        steps.advance()
      }
      result.update(from: session, seconds, ladder)
      champion = session.hallOfFame.champion
      if let quality = result.quality { best = max(best ?? quality, quality) }
    }
    result.testAccuracy = champion.flatMap { session.testAccuracy(of: $0)?.asWritten }
    if let best {
      result.trajectory.append(.init(evaluations: result.evaluations, best: best))
    }
    return result
  }

  private func isWithinBudget(_ session: Session, _ seconds: Double) -> Bool {
    let rules = experiment.stop
    return session.evaluations <= rules.evaluations ?? .max
      && seconds <= rules.seconds ?? .infinity
  }
}

extension TrialResult {
  /// Takes over how things stand after a generation that counts.
  fileprivate mutating func update(
    from session: Session, _ seconds: Double, _ ladder: TargetLadder
  ) {
    generations = session.generation
    evaluations = session.evaluations
    self.seconds = seconds
    digest = session.runDigest.hex
    guard let champion = session.hallOfFame.champion else { return }
    fitness = champion.score.fitness.asWritten
    let accuracy = champion.score.accuracy.asWritten
    trainAccuracy = session.choosesByValidation ? nil : accuracy
    validationAccuracy = session.choosesByValidation ? accuracy : nil
    while hits.count < ladder.targets.count,
      session.problem.isReached(ladder.targets[hits.count], by: champion.score)
    {
      hits.append(evaluations)
    }
    isSolved = session.stopReason == .target
  }
}

/// Numbers of evaluations that grow by about a quarter each: 10, 12, 16, 20, … (the preferred
/// numbers R10 of ISO 3).
struct LogarithmicSteps {
  private(set) var evaluations = 10
  private var step = 0
  private var power = 1

  private static let mantissas = [10, 12, 16, 20, 25, 32, 40, 50, 63, 80]

  mutating func advance() {
    step += 1
    if step == Self.mantissas.count { (step, power) = (0, power * 10) }
    evaluations = Self.mantissas[step] * power
  }
}

extension Float {
  /// The number that its shortest decimal digits say, so that 0.1 stays 0.1; `nil` for NaN and
  /// infinity.
  fileprivate var asWritten: Double? { isFinite ? Double(description) : nil }
}
