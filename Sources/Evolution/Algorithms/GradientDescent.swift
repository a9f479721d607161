/// Trains networks by gradients of batches, as a rule makes steps of them.
///
/// All candidates are trained side by side, each from a start of its own; the first generation
/// shows the starts. An epoch goes through all samples in a new order, batch by batch; the last
/// batch may be smaller. A network whose loss is no finite number any more starts anew.
public struct GradientDescent<Rule: UpdateRule>: GradientMethod {
  public static var title: String { Rule.title }
  public static var scoreMemory: ScoreMemory { .isUnused }

  public var settings: Rule.Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// One for each candidate: [count]; empty until the first `ask`.
  private(set) var learners: [Learner] = []
  /// Of the learners, as they were last told: [learners.count].
  @Packed private var scores: [Score] = []
  private var account = PassAccount()
  /// Whether the starts have been shown.
  private var hasBegun = false

  public init(space: SearchSpace, count: Int, settings: Rule.Settings) {
    precondition(count >= 1, "A population has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
  }

  public mutating func ask(_ random: RandomSource) {
    guard learners.isEmpty else { return }
    learners = (0..<count).map { start($0, random) }
    scores = Array(repeating: .unknown, count: count)
  }

  private func start(_ index: Int, _ random: RandomSource) -> Learner {
    let draws = random.numbers(
      space.geneCount, of: .normal, for: .initialization, individual: index)
    return Learner(
      genes: zip(draws, space.initialDeviations).map {
        settings.training.initialSpread * $0 * $1
      })
  }

  public mutating func learn(
    from problem: any Problem, _ workers: some Workers, _ random: RandomSource
  ) -> Int {
    guard let problem = problem as? any DifferentiableProblem else {
      preconditionFailure("The problem has a slope.")
    }
    guard hasBegun else {
      hasBegun = true
      return 0
    }
    return learn(from: problem, workers, random)
  }

  private mutating func learn(
    from problem: some DifferentiableProblem, _ workers: some Workers, _ random: RandomSource
  ) -> Int {
    let before = self
    let trained = workers.map(count, in: problem) { index, workspace in
      var learner = before.learners[index]
      let passes = before.train(&learner, index, on: problem, &workspace, random)
      return (learner: learner, passes: passes)
    }
    learners = trained.map(\.learner)
    return account.add(
      passes: trained.reduce(0) { $0 + $1.passes }, sampleCount: problem.sampleCount)
  }

  /// Trains one network for a generation; returns how many passes of single samples that took.
  private func train(
    _ learner: inout Learner, _ index: Int, on problem: some DifferentiableProblem,
    _ workspace: inout Workspace, _ random: RandomSource
  ) -> Int {
    let training = settings.training
    var passes = 0
    var gradient = [Float](repeating: 0, count: space.geneCount)
    var samples = Array(0..<Int32(problem.sampleCount))
    var stream = random[.batches, index]
    for _ in 0..<training.epochsPerGeneration {
      let rate = training.rate(epoch: learner.epoch, random.kernels)
      // In one batch, the order counts for nothing.
      if training.batchSize < samples.count { stream.shuffle(&samples) }
      for first in stride(from: 0, to: samples.count, by: training.batchSize) {
        let batch = first..<min(first + training.batchSize, samples.count)
        var slopes = gradient.mutableSpan
        let loss = problem.gradient(
          of: learner.genes.wrappedValue.span, samples: samples.span.extracting(batch),
          into: &slopes,
          &workspace)
        passes += PassAccount.passesOfGradient * batch.count
        if loss.isFinite { learner.step(Rule.self, &gradient, rate: rate, settings) }
        guard loss.isFinite, learner.genes.wrappedValue.allSatisfy(\.isFinite) else {
          learner = start(index, random)
          return passes
        }
      }
      learner.epoch += 1
    }
    return passes
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    for (row, candidate) in candidates.enumerated() {
      let learner = learners[candidate]
      genes.copy(learner.genes.wrappedValue.span, to: row * space.geneCount)
      origins[row] = Origin()
    }
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    precondition(
      candidates.count == count && candidates.geneCount == space.geneCount
        && scores.count == count, "Those who were bred come back, each with a score.")
    self.scores = scores
  }

  public func score(ofParent parent: Int) -> Score {
    scores.indices.contains(parent) ? scores[parent] : .unknown
  }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    guard !learners.isEmpty else { return }
    var population = Population(count: count, geneCount: space.geneCount)
    population.genes = learners.flatMap(\.genes.wrappedValue)
    scores = evaluate(population)
  }

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    self.space = space
    for index in learners.indices {
      let remapped = row(learners[index].genes.wrappedValue[...], index)
      precondition(remapped.genes.count == space.geneCount, "The row is one of the new network.")
      learners[index].remap(remapped)
    }
  }

  /// New ones start with no memory of gradients, at the epoch of those whose copies they are.
  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    self.count = count
    guard !learners.isEmpty else { return }
    let resizing = Resizing(of: scores, to: count)
    let deviations = space.growthDeviations
    var resized = resizing.sources.map { learners[$0] }
    for index in resizing.added {
      let steps = random.numbers(space.geneCount, of: .normal, for: .growth, individual: index)
      let genes = zip(resized[index].genes.wrappedValue, zip(deviations, steps)).map {
        $0 + $1.0 * $1.1
      }
      resized[index] = Learner(genes: genes, epoch: resized[index].epoch)
    }
    learners = resized
    scores = resizing(scores)
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(hasBegun ? 1 : 0)
    digest.add(account.remainder)
    for learner in learners { learner.digest(into: &digest) }
  }

  public var isConsistent: Bool {
    count >= 1 && account.isConsistent && scores.count == learners.count
      && (learners.isEmpty ? !hasBegun : learners.count == count)
      && learners.allSatisfy { $0.isConsistent(geneCount: space.geneCount) }
  }
}

/// A network in training, with what its rule remembers of past gradients.
///
/// Rows are packed by name rather than by `@Packed`, so that a rule can write several at once.
public struct Learner: Codable, Equatable, Sendable {
  /// The weights and biases: [geneCount].
  var genes: Packed<Float>
  /// The velocity, or the mean of gradients: [geneCount].
  var first: Packed<Float>
  /// The mean of squared gradients: [geneCount].
  var second: Packed<Float>
  /// The powers of the decay rates of both means: what they lack of a full mean.
  var powers = Packed<Double>(wrappedValue: [1, 1])
  /// Epochs gone through.
  var epoch: Int

  init(genes: [Float], epoch: Int = 0) {
    self.genes = Packed(wrappedValue: genes)
    self.epoch = epoch
    first = Packed(wrappedValue: Array(repeating: 0, count: genes.count))
    second = first
  }

  fileprivate mutating func step<Rule: UpdateRule>(
    _ rule: Rule.Type, _ gradient: inout [Float], rate: Float, _ settings: Rule.Settings
  ) {
    rule.step(
      &genes.wrappedValue, &first.wrappedValue, &second.wrappedValue, &powers.wrappedValue,
      &gradient,
      rate: rate, settings)
  }

  mutating func remap(_ row: RemappedRow) {
    genes.wrappedValue = row.genes
    first.wrappedValue = row.carrying(first.wrappedValue[...]) { _ in 0 }
    second.wrappedValue = row.carrying(second.wrappedValue[...]) { _ in 0 }
  }

  func digest(into digest: inout Digest) {
    for row in [genes, first, second] { digest.add(Kernels.digest(row.wrappedValue.span)) }
    for power in powers.wrappedValue { digest.add(power) }
    digest.add(epoch)
  }

  func isConsistent(geneCount: Int) -> Bool {
    [genes, first, second].allSatisfy { $0.wrappedValue.count == geneCount }
      && powers.wrappedValue.count == 2 && (0..<Int.max / 2).contains(epoch)
  }
}

/// What makes a step of a gradient: that in which the algorithms differ.
public protocol UpdateRule: Sendable {
  associatedtype Settings: TrainingSettings

  /// As people write it: "Adam".
  static var title: String { get }

  /// Takes one step down; all rows are [geneCount].
  ///
  /// - Parameters:
  ///   - first, second, powers: What the rule remembers, as `Learner` has it.
  ///   - gradient: May be used up.
  ///   - rate: The learning rate, as the schedule has it.
  static func step(
    _ genes: inout [Float], _ first: inout [Float], _ second: inout [Float],
    _ powers: inout [Double], _ gradient: inout [Float], rate: Float, _ settings: Settings)
}

extension UpdateRule {
  /// Adds what draws the genes to zero: the slope of weightDecay / 2 Σ gene².
  static func addDecay(_ decay: Float, of genes: Span<Float>, to gradient: inout [Float]) {
    guard decay > 0 else { return }
    var gradient = gradient.mutableSpan
    precondition(gradient.count == genes.count, "One slope a gene.")
    for gene in genes.indices { gradient[gene] += decay * genes[gene] }
  }
}
