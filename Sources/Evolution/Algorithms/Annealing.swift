/// Simulated annealing: moves at random, and accepts a worse state the more rarely, the colder.
///
/// Kirkpatrick, Gelatt and Vecchi, "Optimization by simulated annealing", Science 220 (1983). A move
/// that changes the fitness by d is accepted with the probability of Metropolis et al. (Journal of
/// Chemical Physics 21, 1953), min(1, exp(d / T)).
///
/// Each candidate is the next state of a chain of its own. The chains share the temperature, the
/// moves at each temperature and the step sizes. From time to time those in the worse half go on
/// from the states of the better half ("Go with the winners", Aldous and Vazirani, FOCS 1994).
/// A state without a fitness is never accepted in place of one with a fitness.
public struct Annealing: Algorithm {
  public static let title = "Simulated annealing"

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// The state of each chain; without meaning until the first `tell`.
  private(set) var states: Population
  /// Of the states: [count]; empty until the first `tell`.
  @Packed private(set) var scores: [Score] = []
  /// The step size of each gene: [geneCount].
  @Packed private(set) var steps: [Float]
  /// Moves of single genes since their step sizes last changed: [geneCount].
  @Packed private var tried: [Float]
  @Packed private var accepted: [Float]
  /// Which gene the first chain moves next, where moves are of one gene.
  private var nextGene = 0
  private(set) var cooling = Cooling()

  public static func defaultCount(for space: SearchSpace) -> Int { 4 }

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "There is a chain.")
    self.space = space
    self.count = count
    self.settings = settings
    states = Population(count: count, geneCount: space.geneCount)
    steps = space.initialDeviations.map { settings.initialStep * $0 }
    tried = Array(repeating: 0, count: space.geneCount)
    accepted = Array(repeating: 0, count: space.geneCount)
  }

  public mutating func ask(_ random: RandomSource) {}

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    guard !scores.isEmpty else { return space.scatter(candidates, into: &genes, &origins, random) }
    for (row, chain) in candidates.enumerated() {
      var target = genes._mutatingExtracting(row * space.geneCount..<(row + 1) * space.geneCount)
      let state = states.genes.span.extracting(states.row(chain))
      switch settings.move {
      case .all:
        random.fill(&target, with: .normal, for: .mutationSteps, individual: chain)
        Self.place(&target, around: state, steps.span)
      case .one:
        target.copy(state, to: 0)
        let gene = gene(of: chain)
        target[gene] += steps[gene] * (2 * random.uniform(for: .mutation, individual: chain) - 1)
      }
      origins[row] = Origin(first: chain)
    }
  }

  private static func place(
    _ row: inout MutableSpan<Float>, around state: Span<Float>, _ steps: Span<Float>
  ) {
    precondition(state.count == row.count && steps.count == row.count)
    for gene in row.indices { row[gene] = state[gene] + steps[gene] * row[gene] }
  }

  /// Chains move different genes at a time, each chain all of them in turn.
  private func gene(of chain: Int) -> Int { (nextGene + chain) % space.geneCount }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    precondition(
      candidates.count == count && candidates.geneCount == space.geneCount
        && scores.count == count, "Those who were bred come back, each with a score.")
    for score in scores { cooling.meet(score.fitness) }
    if self.scores.isEmpty {
      self.scores = scores
      swap(&states, &candidates)
    } else {
      move(to: candidates, scores, random)
    }
    if cooling.first == nil {
      if settings.initialTemperature > 0 {
        cooling.begin(at: settings.initialTemperature)
      } else {
        cooling.begin(accepting: settings.initialAcceptance, random.kernels)
      }
    }
    if cooling.moveCount >= settings.movesPerGene * space.geneCount {
      cooling.advance(settings.cooling, random.kernels)
      let interval = settings.exchangeInterval
      if interval > 0, cooling.level.isMultiple(of: interval) { exchange() }
    }
  }

  /// Accepts some of the candidates as states, and learns from how many they are.
  private mutating func move(
    to candidates: Population, _ scores: [Score], _ random: RandomSource
  ) {
    let probabilities = Self.probabilities(
      from: self.scores, to: scores, at: cooling.temperature, random.kernels)
    // Moves between states with a fitness, and how many of them were accepted.
    var (judged, taken) = (0, 0)
    for chain in 0..<count {
      let loss = self.scores[chain].fitness - scores[chain].fitness
      let isAccepted = random.uniform(for: .acceptance, individual: chain) < probabilities[chain]
      if loss.isFinite {
        judged += 1
        taken += isAccepted ? 1 : 0
        if settings.move == .one { note(isAccepted, gene: gene(of: chain)) }
      }
      if isAccepted {
        states.copy(chain, to: chain, from: candidates)
        self.scores[chain] = scores[chain]
      }
      cooling.count(loss: loss, fitness: self.scores[chain].fitness)
    }
    switch settings.move {
    case .all: adapt(taken, of: judged, random.kernels)
    case .one: nextGene = (nextGene + 1) % space.geneCount
    }
  }

  /// Metropolis' probability for each chain: [count].
  static func probabilities(
    from old: [Score], to new: [Score], at temperature: Float, _ kernels: Kernels
  ) -> [Float] {
    let exponents = zip(old, new).map { old, new -> Float in
      guard old.fitness.isFinite else { return 0 }
      guard new.fitness.isFinite else { return -.infinity }
      if new.fitness >= old.fitness { return 0 }
      return temperature > 0 ? (new.fitness - old.fitness) / temperature : -.infinity
    }
    let probabilities = kernels.map(exponents.map { max($0, -80) }, .exp)
    return zip(exponents, probabilities).map { $0 <= -80 ? 0 : $1 }
  }

  /// Steps of all genes grow while more moves are accepted than wanted.
  ///
  /// As the one-fifth success rule of (1+1)-ES does: by exp((rate - target) / (1 - target) / d) for
  /// each move, with the damping d = 1 + n / 2, and by no more than e in a generation.
  private mutating func adapt(_ taken: Int, of judged: Int, _ kernels: Kernels) {
    guard judged > 0 else { return }
    let target = settings.acceptanceTarget
    let gain = min(Float(judged) / (1 + Float(space.geneCount) / 2), 1)
    let excess = (Float(taken) / Float(judged) - target) / (1 - target)
    let factor = kernels.map([max(gain * excess, -1)], .exp)[0]
    for gene in steps.indices { setStep(of: gene, to: factor * steps[gene]) }
  }

  /// After twenty moves of a gene its step size is adapted, so that about half are accepted.
  ///
  /// Corana, Marchesi, Martini and Ridella, "Minimizing multimodal functions of continuous variables
  /// with the simulated annealing algorithm", ACM Transactions on Mathematical Software 13 (1987),
  /// with their N_S = 20 and c = 2.
  private mutating func note(_ isAccepted: Bool, gene: Int) {
    tried[gene] += 1
    accepted[gene] += isAccepted ? 1 : 0
    guard tried[gene] >= 20 else { return }
    let factor = Self.stepFactor(accepted[gene] / tried[gene])
    setStep(of: gene, to: factor * steps[gene])
    tried[gene] = 0
    accepted[gene] = 0
  }

  /// The factor of the paper for a step size, where this share of the moves was accepted.
  static func stepFactor(_ rate: Float) -> Float {
    if rate > 0.6 { return 1 + 2 * (rate - 0.6) / 0.4 }
    if rate < 0.4 { return 1 / (1 + 2 * (0.4 - rate) / 0.4) }
    return 1
  }

  private mutating func setStep(of gene: Int, to step: Float) {
    let deviation = space.initialDeviations[gene]
    let least = max(settings.minimumStep * deviation, StepLimits.least)
    steps[gene] = max(min(step, settings.maximumStep * deviation), least)
  }

  /// The worse half of the chains goes on from the states of the better half.
  private mutating func exchange() {
    let order = Ranking.order(of: scores.map(\.fitness))
    for rank in 0..<count / 2 {
      let (winner, loser) = (order[rank], order[count - 1 - rank])
      states.genes.replaceSubrange(states.row(loser), with: states[winner])
      scores[loser] = scores[winner]
    }
  }

  public var parentRows: Population? { states }

  public func score(ofParent parent: Int) -> Score {
    scores.indices.contains(parent) ? scores[parent] : .unknown
  }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    guard !scores.isEmpty else { return }
    scores = evaluate(states)
    precondition(scores.count == count, "Each state has a score.")
    cooling.forgetFitness()
    for score in scores { cooling.meet(score.fitness) }
  }

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    var remapped = Population(count: count, geneCount: space.geneCount)
    for chain in 0..<count {
      let state = row(states[chain], chain)
      precondition(state.genes.count == space.geneCount, "The row is one of the new network.")
      remapped.genes.replaceSubrange(remapped.row(chain), with: state.genes)
      if chain == 0 { steps = state.carryingSteps(steps[...], from: self.space, to: space) }
    }
    states = remapped
    tried = Array(repeating: 0, count: space.geneCount)
    accepted = tried
    nextGene = 0
    self.space = space
  }

  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "There is a chain.")
    if scores.isEmpty {
      states = Population(count: count, geneCount: space.geneCount)
    } else {
      let resizing = Resizing(of: scores, to: count)
      states = resizing(states, deviations: space.growthDeviations, random)
      scores = resizing(scores)
    }
    self.count = count
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(scores.count)
    digest.add(nextGene)
    digest.add(Kernels.digest(states.genes.span))
    digest.add(Kernels.digest(steps.span))
    digest.add(Kernels.digest(tried.span))
    digest.add(Kernels.digest(accepted.span))
    cooling.digest(into: &digest)
  }

  public var isConsistent: Bool {
    count >= 1 && states.count == count && states.geneCount == space.geneCount
      && (scores.isEmpty || scores.count == count)
      && [steps, tried, accepted].allSatisfy { $0.count == space.geneCount }
      && (0..<max(space.geneCount, 1)).contains(nextGene) && cooling.isConsistent
  }
}

extension Annealing {
  /// What one move changes.
  public enum Move: String, ParameterChoice {
    /// All genes, each by a normal step.
    case all
    /// One gene, by a step that is uniform on either side (Corana et al., 1987).
    case one
  }

  /// How the temperature falls.
  public enum Schedule: String, ParameterChoice {
    /// By a factor.
    case geometric
    /// By an amount.
    case linear
    /// As slowly as convergence in probability asks for.
    case logarithmic
    /// The more slowly, the less the fitness varies at a temperature.
    case adaptive
  }

  /// What a person may turn in simulated annealing.
  public struct Settings: Tunable {
    public var coolingSchedule = Schedule.geometric
    public var coolingFactor: Float = 0.9
    public var initialTemperature: Float = 0
    public var initialAcceptance: Float = 0.05
    public var movesPerGene = 2
    public var reheatPatience = 50
    public var reheating: Float = 0.5
    public var move = Move.all
    public var acceptanceTarget: Float = 0.25
    public var exchangeInterval = 5
    public var initialStep: Float = 0.2
    public var minimumStep: Float = 0.0001
    public var maximumStep: Float = 10

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      Parameter("cooling-schedule", \.coolingSchedule, help: "How the temperature falls."),
      Parameter(
        "cooling-factor", \.coolingFactor, 0...0.999, .linear(0.01),
        help: "What is left of the temperature after each step down (alpha).",
        when: { [.geometric, .linear].contains($0.coolingSchedule) }),
      Parameter(
        "initial-temperature", \.initialTemperature, 0...1000, .multiplicative(1.1, from: 0.0001),
        effect: .restart,
        help: "The temperature at the start, in units of the fitness; 0 to find it from the first "
          + "moves."),
      Parameter(
        "initial-acceptance", \.initialAcceptance, 0.001...0.99, .multiplicative(1.1, from: 0.001),
        effect: .restart,
        help: "The share of worse moves that is accepted at the start, if the temperature is found "
          + "(chi).",
        when: { $0.initialTemperature == 0 }),
      Parameter(
        "moves-per-gene", \.movesPerGene, 1...1000, .multiplicative(1.25, from: 1),
        help: "The moves at one temperature, of all chains together, for each gene."),
      Parameter(
        "reheat-patience", \.reheatPatience, 0...1000, .multiplicative(1.25, from: 1),
        help: "Temperatures without a better fitness until it is heated again; 0 for never."),
      Parameter(
        "reheating", \.reheating, 0.001...10, .multiplicative(1.1, from: 0.001),
        help: "What it is heated to again, as a share of the first temperature.",
        when: { $0.reheatPatience > 0 }),
      Parameter("move", \.move, help: "Which genes one move changes."),
      Parameter(
        "acceptance-target", \.acceptanceTarget, 0.01...0.9, .linear(0.01),
        help: "The share of accepted moves that step sizes are adapted to.",
        when: { $0.move == .all }),
      Parameter(
        "exchange-interval", \.exchangeInterval, 0...1000, .multiplicative(1.25, from: 1),
        help: "After so many temperatures, the worse half of the chains goes on from the better "
          + "half; 0 for never."),
      Parameter(
        "initial-step", \.initialStep, 0.001...10, .multiplicative(1.1, from: 0.001),
        effect: .restart,
        help: "The step size at the start, in standard deviations of a first population."),
      StepLimits.minimum(\.minimumStep),
      StepLimits.maximum(\.maximumStep),
    ]

    var cooling: Cooling.Plan {
      Cooling.Plan(
        schedule: coolingSchedule, factor: coolingFactor, patience: reheatPatience,
        reheating: reheating)
    }
  }
}
