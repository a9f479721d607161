/// OpenAI's evolution strategy for networks with many weights: members differ from the network
/// they surround by little, so that thousands of them cost what a few networks would.
///
/// Salimans et al., arXiv:1703.03864 (2017), with the structured noise of Sarkar et al. (EGGROLL),
/// arXiv:2511.16652 (2025). All members of a generation see the same samples. A generation shows
/// the network that its members surround:
///
///     slope    = estimate from the losses of all members     see UnitSlope, LayerSlope
///     network += learning rate · optimizer(-slope - weight decay · network)
///
/// Nothing is differentiated: only losses of forward passes are compared. With a schedule, the
/// learning rate and the noise change linearly, and the share of the batch that is looked at grows.
/// Deviations from OpenAI's: differences of losses are not ranked, since Adam divides by their size
/// anyway; genes are measured in their layer's deviation in a first population.
public struct LowRankES: InformedAlgorithm {
  public static let title = "Low-rank OpenAI-ES"
  public static var need: String { "a network" }
  public static var scoreMemory: ScoreMemory { .isFresh }

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// [count]; empty until the first `ask`.
  private(set) var climbers: [Climber] = []
  /// Of the climbers, as `learn` found or `rescore` was told: [climbers.count].
  @Packed private var scores: [Score] = []
  /// Steps made, for the schedule.
  private var stepCount = 0
  /// What `breed` shows: the networks that the last `learn` began with.
  private var shown: [[Float]] = []

  /// A network on its way.
  struct Climber: Codable, Sendable {
    /// The weights and biases: [geneCount].
    @Packed var genes: [Float]
    var optimizer: Optimizer

    init(genes: [Float]) {
      _genes = Packed(wrappedValue: genes)
      optimizer = Optimizer(geneCount: genes.count)
    }
  }

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "A population has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
  }

  public static func canLearn(from problem: any Problem) -> Bool {
    problem is Classification
  }

  /// Of the directions, and of one block of samples along them.
  public static func room(_ settings: Settings, for problem: any Problem) -> Int {
    guard let network = problem.network else { return 0 }
    let counts = settings.estimate(0).counts(network)
    let directions = zip(network.layers, counts).reduce(0) { $0 + ($1.0.inputCount + 1) * $1.1 }
    return directions + Probes.blockSize(network, counts: counts)
  }

  public mutating func ask(_ random: RandomSource) {
    guard climbers.isEmpty else { return }
    climbers = (0..<count).map { index in
      let draws = random.numbers(
        space.geneCount, of: .normal, for: .initialization, individual: index)
      return Climber(
        genes: zip(draws, space.initialDeviations).map { settings.initialSpread * $0 * $1 })
    }
    scores = Array(repeating: .unknown, count: count)
  }

  public mutating func learn(
    from problem: any Problem, _ workers: some Workers, _ random: RandomSource
  ) -> Int {
    guard let problem = problem as? Classification else {
      preconditionFailure("The problem has networks that can be probed.")
    }
    shown = climbers.map(\.genes)
    let progress = settings.progress(after: stepCount)
    stepCount += 1
    var cost = 0
    for index in climbers.indices {
      cost += step(index, on: problem, progress, workers, random)
    }
    return cost
  }

  /// Moves one network; returns how many were evaluated for that.
  private mutating func step(
    _ index: Int, on problem: Classification, _ progress: Float, _ workers: some Workers,
    _ random: RandomSource
  ) -> Int {
    let network = problem.classifier
    let estimate = settings.estimate(progress)
    let share = settings.initialBatchShare + (1 - settings.initialBatchShare) * progress
    let blocks = (problem.samples.count + Kernels.sampleBlock - 1) / Kernels.sampleBlock
    let count = min(max(1, Int((share * Float(blocks)).rounded())), blocks)
    let sampleCount = min(problem.samples.count, count * Kernels.sampleBlock)
    // As many blocks at a time as there is room for.
    let group = max(1, Self.room / Probes.blockSize(network, counts: estimate.counts(network)))
    let directions = estimate.directions(network, individual: index, random)
    var slope = [Float](repeating: 0, count: space.geneCount)
    var (loss, correct) = (0.0, 0)
    for first in stride(from: 0, to: count, by: group) where !workers.isCancelled {
      let (samples, range) = Self.group(first..<min(first + group, count), of: problem)
      let probes = Probes(
        problem, samples, around: climbers[index].genes, counts: estimate.counts(network),
        directions: directions, blocks: range)
      let blocks = workers.map(range.count, in: problem) { block, _ in probes.block(block) }
      loss += blocks.reduce(0) { $0 + $1.loss }
      correct += blocks.reduce(0) { $0 + $1.correct }
      let part = estimate.slope(
        probes, blocks, sampleCount: sampleCount, on: problem, individual: index, workers, random)
      for gene in slope.indices { slope[gene] += part[gene] }
    }
    scores[index] = Score(
      fitness: problem.measure.fitness(ofMeanLoss: loss / Double(sampleCount), problem.kernels),
      accuracy: Float(correct) / Float(sampleCount))
    climb(index, slope, network, progress)
    return estimate.memberCount(network) + 1
  }

  /// Floats of the blocks that are worked on at a time: 64 MB.
  private static let room = 1 << 24

  /// Some blocks of the samples, and where they lie among those that are returned.
  private static func group(
    _ blocks: Range<Int>, of problem: Classification
  ) -> (Samples, Range<Int>) {
    if let columns = problem.samples.columns { return (columns, blocks) }
    let width = Kernels.sampleBlock
    let last = min(blocks.upperBound * width, problem.samples.count)
    let positions = Array(Int32(blocks.lowerBound * width)..<Int32(last))
    return (problem.samples.gather(positions, problem.kernels), 0..<blocks.count)
  }

  private mutating func climb(
    _ index: Int, _ slope: [Float], _ network: Network, _ progress: Float
  ) {
    var rates = settings.rates
    rates.learning *= settings.change(to: settings.finalLearningRate, progress)
    var direction = slope
    var genes = climbers[index].genes
    let deviations = network.layers.indices.map(network.deviation(ofLayer:))
    for (layer, deviation) in zip(network.layers, deviations) {
      Self.descend(&direction, genes.span, layer.genes, decay: settings.weightDecay / deviation)
    }
    let rate = climbers[index].optimizer.turn(&direction, rates)
    for (layer, deviation) in zip(network.layers, deviations) {
      Self.move(&genes, direction.span, layer.genes, by: rate * deviation)
    }
    climbers[index].genes = genes
  }

  /// Turns the slope of some genes into the way down, with weight decay.
  private static func descend(
    _ slope: inout [Float], _ genes: Span<Float>, _ range: Range<Int>, decay: Float
  ) {
    var slope = slope.mutableSpan
    precondition(slope.count == genes.count && range.upperBound <= genes.count)
    for gene in range { slope[gene] = -slope[gene] - decay * genes[gene] }
  }

  private static func move(
    _ genes: inout [Float], _ direction: Span<Float>, _ range: Range<Int>, by length: Float
  ) {
    var genes = genes.mutableSpan
    precondition(genes.count == direction.count && range.upperBound <= genes.count)
    for gene in range { genes[gene] += length * direction[gene] }
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    precondition(shown.count == count, "It has learnt before it is bred.")
    for (row, candidate) in candidates.enumerated() {
      let network = shown[candidate]
      genes.copy(network.span, to: row * space.geneCount)
      origins[row] = Origin(first: candidate, isCopy: true)
    }
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    expectBred(candidates, scores)
    shown = []
  }

  public func score(ofParent parent: Int) -> Score {
    scores.indices.contains(parent) ? scores[parent] : .unknown
  }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    guard !climbers.isEmpty else { return }
    var population = Population(count: count, geneCount: space.geneCount)
    population.genes = climbers.flatMap(\.genes)
    scores = evaluate(population)
  }

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    self.space = space
    for index in climbers.indices {
      let remapped = row(climbers[index].genes[...], index)
      precondition(remapped.genes.count == space.geneCount, "The row is one of the new network.")
      climbers[index].genes = remapped.genes
      climbers[index].optimizer.remap(remapped)
    }
  }

  /// New ones are moved copies that remember no slopes.
  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    self.count = count
    guard !climbers.isEmpty else { return }
    let resizing = Resizing(of: scores, to: count)
    let deviations = space.growthDeviations
    var resized = resizing.sources.map { climbers[$0] }
    for index in resizing.added {
      let steps = random.numbers(space.geneCount, of: .normal, for: .growth, individual: index)
      resized[index] = Climber(
        genes: zip(resized[index].genes, zip(deviations, steps)).map { $0 + $1.0 * $1.1 })
    }
    climbers = resized
    scores = resizing(scores)
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(stepCount)
    for climber in climbers {
      digest.add(Kernels.digest(climber.genes.span))
      climber.optimizer.digest(into: &digest)
    }
  }

  public var isConsistent: Bool {
    count >= 1 && (0..<Int(UInt32.max)).contains(stepCount) && shown.isEmpty
      && scores.count == climbers.count && (climbers.isEmpty || climbers.count == count)
      && climbers.allSatisfy {
        $0.genes.count == space.geneCount && $0.optimizer.isConsistent(space.geneCount)
      }
  }
}

extension LowRankES {
  /// What one member differs in.
  public enum Perturbation: String, ParameterChoice {
    /// The incoming weights of one unit.
    case units
    /// All weights of all layers.
    case layers
  }

  /// What a person may turn in low-rank OpenAI-ES.
  public struct Settings: Tunable {
    public var perturbation = Perturbation.units
    public var directionCount = 4
    public var rank = 1
    public var mirrored = Switch.off
    public var noiseDeviation: Float = 0.1
    public var finalNoise: Float = 1
    public var optimizer = OptimizerRule.adam
    public var learningRate: Float = 0.1
    public var finalLearningRate: Float = 0
    public var scheduleGenerations = 0
    public var initialBatchShare: Float = 1
    public var momentum: Float = 0.9
    public var greatestSpeed: Float = 0.1
    public var weightDecay: Float = 0
    public var initialSpread: Float = 0.5

    public init() {}

    var rates: Optimizer.Rates {
      Optimizer.Rates(
        rule: optimizer, learning: learningRate, momentum: momentum, greatestSpeed: greatestSpeed)
    }

    /// How slopes are felt where so much of the schedule is over.
    func estimate(_ progress: Float) -> any SlopeEstimate {
      let noise = noiseDeviation * change(to: finalNoise, progress)
      let isMirrored = mirrored == .on
      return switch perturbation {
      case .units:
        UnitSlope(directionCount: directionCount, noise: noise, isMirrored: isMirrored)
      case .layers:
        LayerSlope(
          directionCount: directionCount, rank: rank, noise: noise, isMirrored: isMirrored)
      }
    }

    /// How much of the schedule is over, 0…1; 0 where there is none.
    func progress(after steps: Int) -> Float {
      scheduleGenerations == 0 ? 0 : min(1, Float(steps) / Float(scheduleGenerations))
    }

    /// The factor of what changes linearly to a share of its start.
    func change(to final: Float, _ progress: Float) -> Float { 1 + (final - 1) * progress }

    public static let parameters: [Parameter<Self>] = [
      Parameter(
        "perturbation", \.perturbation,
        help: "What a member differs in: the incoming weights of one unit, or all layers."),
      Parameter(
        "directions", \.directionCount, 1...4096, .multiplicative(1.25, from: 1),
        help: "How many directions are tried: of each unit, or of all layers together."),
      Parameter(
        "rank", \.rank, 1...16, .multiplicative(1.25, from: 1),
        help: "The rank of the noise in a layer's weights.",
        when: { $0.perturbation == .layers }),
      Parameter(
        "mirrored", \.mirrored,
        help: "Whether each direction is tried both ways (antithetic sampling)."),
      MirroredSampling.noiseDeviation(\.noiseDeviation, effect: .nextGeneration),
      Parameter(
        "final-noise", \.finalNoise, 0.01...10, .multiplicative(1.1, from: 0.01),
        help: "What the noise has become at the end of the schedule, as a share of its start.",
        when: { $0.scheduleGenerations > 0 }),
      OptimizerRule.parameter(\.optimizer),
      OptimizerRule.learningRate(\.learningRate),
      Parameter(
        "final-learning-rate", \.finalLearningRate, 0...1, .linear(0.05),
        help: "What the learning rate has become at the end of the schedule, as a share of its "
          + "start.",
        when: { $0.scheduleGenerations > 0 }),
      Parameter(
        "schedule-generations", \.scheduleGenerations, 0...100_000_000,
        .multiplicative(1.25, from: 1),
        unit: "generations",
        help: "The length of the schedule of learning rate, noise and batch; 0 for none."),
      Parameter(
        "initial-batch-share", \.initialBatchShare, 0.01...1, .linear(0.05),
        help: "The share of a batch that is looked at at the schedule's start; it grows to all.",
        when: { $0.scheduleGenerations > 0 }),
      OptimizerRule.momentum(\.momentum) { $0.optimizer != .adam },
      OptimizerRule.greatestSpeed(\.greatestSpeed) { $0.optimizer == .clipup },
      Parameter(
        "weight-decay", \.weightDecay, 0...1, .multiplicative(1.1, from: 0.0001),
        help: "How strongly genes are drawn to zero."),
      Parameter(
        "initial-spread", \.initialSpread, 0.01...10, .multiplicative(1.1, from: 0.01),
        effect: .restart,
        help: "How wide the genes start, in the standard deviations of a first population."),
    ]
  }
}
