/// What happens when a strategy can go no further: whether, and with how many candidates, it
/// starts again somewhere else.
public enum RestartRule: String, ParameterChoice {
  /// It goes on as it is.
  case none
  /// Twice as many candidates each time (Auger and Hansen, CEC 2005).
  case ipop
  /// As ipop, taking turns with runs of few candidates (Hansen, GECCO workshops 2009).
  case bipop

  static func parameter<Settings: Tunable>(
    _ path: any WritableKeyPath<Settings, RestartRule> & Sendable
  ) -> Parameter<Settings> {
    Parameter(
      "restarts", path,
      help: "Whether it starts anew where it can go no further: with twice as many candidates "
        + "each time (ipop), or with many and few in turn (bipop).")
  }
}

/// The runs of a strategy that restarts.
struct Restarts: Codable, Equatable, Sendable {
  /// The candidates of the first run.
  private var base: Int
  /// How often the population was doubled.
  private var doublings = 0
  /// Whether the present run is one of few candidates.
  private var isSmall = false
  /// Evaluations of all runs with many candidates, and of all with few.
  private var largeCost = 0
  private var smallCost = 0
  /// Evaluations of the present run, and of the last one with many candidates.
  private var runCost = 0
  private var lastLargeCost = 0
  private var convergence = Convergence()

  /// Then the population is at 512 times its first size, and grows no more.
  static let mostDoublings = 9

  /// Nor does it grow to more genes than this, of all candidates together.
  static let mostGenes = 100_000_000

  init(base: Int) {
    self.base = base
  }

  /// Notes a generation.
  ///
  /// - Parameter ranked: The fitness, best first; what is not finite counts as worst.
  mutating func note(_ ranked: [Float], geneCount: Int) {
    convergence.note(ranked, geneCount: geneCount)
    runCost += ranked.count
    if isSmall { smallCost += ranked.count } else { largeCost += ranked.count }
  }

  /// Whether the run makes no progress any more, or has cost enough.
  func isOver(_ ranked: [Float], geneCount: Int, _ rule: RestartRule) -> Bool {
    rule != .none
      && (convergence.isFlat(ranked, geneCount: geneCount) || isOverBudget(rule))
  }

  /// What was reached under another problem says nothing.
  mutating func forgetFitness() { convergence = Convergence() }

  /// A run of few candidates ends when it has cost half as much as the last one of many.
  private func isOverBudget(_ rule: RestartRule) -> Bool {
    rule == .bipop && isSmall && runCost > lastLargeCost / 2
  }

  /// Plans the next run: its number of candidates, and a factor of its first step size.
  mutating func next(
    _ rule: RestartRule, geneCount: Int, _ random: RandomSource
  ) -> (count: Int, step: Double) {
    convergence = Convergence()
    if !isSmall { lastLargeCost = runCost }
    runCost = 0
    isSmall = rule == .bipop && doublings > 0 && smallCost < largeCost
    guard isSmall else {
      doublings = min(doublings + 1, affordableDoublings(geneCount))
      return (base << doublings, 1)
    }
    // lambda = base (lambda_large / (2 base))^(u²), sigma = sigma_0 10^(-2 v).
    var stream = random[.restart]
    let (u, v) = (Double(stream.uniform()), Double(stream.uniform()))
    let growth = exponential(Double(doublings - 1) * logarithm(2) * u * u)
    return (max(1, Int(Double(base) * growth)), exponential(-2 * logarithm(10) * v))
  }

  private func affordableDoublings(_ geneCount: Int) -> Int {
    let mostCandidates = Self.mostGenes / max(geneCount, 1)
    return (1...Self.mostDoublings).last { base << $0 <= mostCandidates } ?? 0
  }

  var isConsistent: Bool {
    (1...Int(UInt32.max)).contains(base) && (0...Self.mostDoublings).contains(doublings)
      && [largeCost, smallCost, runCost, lastLargeCost].allSatisfy {
        (0...Int.max / 4).contains($0)
      } && convergence.isConsistent
  }

  func digest(into digest: inout Digest) {
    for number in [
      base, doublings, isSmall ? 1 : 0, largeCost, smallCost, runCost, lastLargeCost,
    ] {
      digest.add(number)
    }
    convergence.digest(into: &digest)
  }
}
