import Synchronization
import Testing

@testable import Evolution

/// The steps, held against the recurrences of the papers, computed here once more.
@Suite struct `Gradient descent` {
  private typealias Plain = StochasticGradientDescent

  @Test func `goes down the slope`() {
    var settings = Plain.Settings()
    settings.momentumKind = .none
    settings.training.learningRate = 0.125
    var method = Descent<Plain>(settings)
    var x = method.start
    for _ in 0..<12 {
      method.advance()
      for gene in x.indices { x[gene] -= 0.125 * Valley.slope(x, gene) }
      method.expect(x)
    }
  }

  /// By equations 1 and 2 of Sutskever and others (2013).
  @Test func `keeps its velocity`() {
    var settings = Plain.Settings()
    settings.momentumKind = .classical
    settings.momentum = 0.75
    settings.training.learningRate = 0.0625
    var method = Descent<Plain>(settings)
    var (x, v) = (method.start, [0.0, 0, 0])
    for _ in 0..<12 {
      method.advance()
      for gene in x.indices {
        v[gene] = 0.75 * v[gene] - 0.0625 * Valley.slope(x, gene)
        x[gene] += v[gene]
      }
      method.expect(x)
    }
  }

  /// Equations 3 and 4: the slope is that of the place where the velocity leads.
  @Test func `looks ahead with Nesterov's momentum`() {
    var settings = Plain.Settings()
    settings.momentumKind = .nesterov
    settings.momentum = 0.75
    settings.training.learningRate = 0.0625
    var method = Descent<Plain>(settings)
    var (x, v) = (method.start, [0.0, 0, 0])
    for _ in 0..<12 {
      method.advance()
      let ahead = zip(x, v).map { $0 + 0.75 * $1 }
      for gene in x.indices {
        v[gene] = 0.75 * v[gene] - 0.0625 * Valley.slope(ahead, gene)
        x[gene] += v[gene]
      }
      method.expect(zip(x, v).map { $0 + 0.75 * $1 })
    }
  }

  /// Kingma and Ba (2014), Algorithm 1; with weight decay, Loshchilov and Hutter (2019).
  @Test(arguments: [0.0, 0.25], Adam.DecayKind.allCases)
  func `corrects the means of Adam`(decay: Double, kind: Adam.DecayKind) {
    var settings = Adam.Settings()
    settings.training.learningRate = 0.125
    settings.training.weightDecay = Float(decay)
    settings.decayKind = kind
    settings.adamBeta1 = 0.75
    settings.adamBeta2 = 0.875
    var method = Descent<Adam>(settings)
    var (x, m, v) = (method.start, [0.0, 0, 0], [0.0, 0, 0])
    var (power1, power2) = (1.0, 1.0)
    for _ in 0..<12 {
      method.advance()
      power1 *= 0.75
      power2 *= 0.875
      let slopes = x.indices.map { Valley.slope(x, $0) + (kind == .l2 ? decay * x[$0] : 0) }
      for (gene, slope) in slopes.enumerated() {
        m[gene] = 0.75 * m[gene] + 0.25 * slope
        v[gene] = 0.875 * v[gene] + 0.125 * slope * slope
        let step = m[gene] / (1 - power1) / ((v[gene] / (1 - power2)).squareRoot() + 1e-8)
        x[gene] -= 0.125 * (step + (kind == .decoupled ? decay * x[gene] : 0))
      }
      method.expect(x)
    }
  }

  @Test func `begins with Adam by steps as long as the learning rate`() {
    var settings = Adam.Settings()
    settings.training.learningRate = 0.01
    var method = Descent<Adam>(settings)
    let start = method.start
    method.advance()
    for (before, after) in zip(start, method.genes) {
      #expect(abs(abs(after - before) - 0.01) < 1e-6)
    }
  }

  @Test(arguments: [0.0, 0.5])
  func `divides by the root of the mean square with RMSProp`(momentum: Double) {
    var settings = RMSProp.Settings()
    settings.training.learningRate = 0.0625
    settings.squareDecay = 0.75
    settings.momentum = Float(momentum)
    var method = Descent<RMSProp>(settings)
    var (x, mean, v) = (method.start, [0.0, 0, 0], [0.0, 0, 0])
    for _ in 0..<12 {
      method.advance()
      let slopes = x.indices.map { Valley.slope(x, $0) }
      for (gene, slope) in slopes.enumerated() {
        mean[gene] = 0.75 * mean[gene] + 0.25 * slope * slope
        v[gene] = momentum * v[gene] + slope / (mean[gene].squareRoot() + 1e-8)
        x[gene] -= 0.0625 * v[gene]
      }
      method.expect(x)
    }
  }

  @Test func `draws genes to zero by weight decay`() {
    var settings = Plain.Settings()
    settings.momentumKind = .none
    settings.training.learningRate = 0.125
    settings.training.weightDecay = 0.5
    var method = Descent<Plain>(settings)
    var x = method.start
    for _ in 0..<5 {
      method.advance()
      for gene in x.indices { x[gene] -= 0.125 * (Valley.slope(x, gene) + 0.5 * x[gene]) }
      method.expect(x)
    }
  }

  @Test func `lowers the learning rate as its schedule says`() {
    var training = Training(learningRate: 0.5)
    training.scheduleEpochs = 10
    training.scheduleFactor = 0.25
    func rates(_ schedule: Training.Schedule) -> [Float] {
      training.schedule = schedule
      return [0, 5, 9, 10, 20, 1000].map { training.rate(epoch: $0, .best) }
    }
    #expect(rates(.constant) == [0.5, 0.5, 0.5, 0.5, 0.5, 0.5])
    #expect(rates(.step)[..<5] == [0.5, 0.5, 0.5, 0.125, 0.03125])
    #expect(rates(.step)[5] < 1e-30)
    let inverse: [Float] = [0.5, 1 / 3, 0.5 / 1.9, 0.25, 0.5 / 3, 0.5 / 101]
    #expect(zip(rates(.inverseTime), inverse).allSatisfy { abs($0 - $1) < 1e-6 })
    // 0.25 + 0.75 (1 + cos(0.9 pi)) / 2 = 0.268354 of it.
    let cosine: [Float] = [0.5, 0.3125, 0.134177, 0.125, 0.125, 0.125]
    #expect(zip(rates(.cosine), cosine).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func `shows its starts first, then trains`() {
    var method = Descent<Adam>(Adam.Settings())
    let start = method.start
    #expect(method.genes == start)
    method.advance()
    #expect(method.genes != start)
  }

  @Test func `goes through each sample once in an epoch, in another order each time`() {
    var settings = Plain.Settings()
    settings.training.batchSize = 32
    settings.training.epochsPerGeneration = 2
    settings.training.learningRate = 0
    let log = Log()
    var method = Descent<Plain>(settings, Valley(sampleCount: 350, log: log))
    method.advance()
    #expect(
      log.batches.map(\.count) == Array(repeating: 32, count: 10) + [30]
        + Array(repeating: 32, count: 10) + [30])
    let epochs = [log.batches[..<11], log.batches[11...]].map { $0.flatMap(\.self) }
    for epoch in epochs { #expect(epoch.sorted() == Array(0..<350)) }
    #expect(epochs[0] != epochs[1] && epochs[0] != Array(0..<350))
  }

  @Test func `counts three evaluations for an epoch, whatever the size of a batch`() {
    for size in [1, 7, 32, 349, 350, 1000] {
      var settings = Plain.Settings()
      settings.training.batchSize = size
      var method = Descent<Plain>(settings, Valley(sampleCount: 350))
      for _ in 0..<3 { #expect(method.advance() == 3) }
    }
  }

  @Test func `loses no pass to rounding`() {
    var account = PassAccount()
    let counts = (0..<100).map { _ in account.add(passes: 96, sampleCount: 350) }
    #expect(counts.reduce(0, +) == 27 && account.remainder == 9600 - 27 * 350)
    #expect(counts[..<4] == [0, 0, 0, 1])
  }

  @Test func `begins anew where the loss is lost`() {
    var settings = Plain.Settings()
    settings.momentumKind = .none
    settings.training.learningRate = 10
    settings.training.epochsPerGeneration = 20
    var method = Descent<Plain>(settings)
    for _ in 0..<5 {
      method.advance()
      #expect(method.genes.allSatisfy { abs($0) < 10 })
    }
  }
}

/// Loss Σ steepness (x - bottom)² / 2, the same for all samples.
private struct Valley: DifferentiableProblem {
  static let steepness = [1.0, 0.25, 4]
  static let bottom = [0.5, -2, 1]

  var sampleCount = 1
  var log: Log?
  let space = SearchSpace(initialDeviations: [1, 1, 1], bounds: -5...5)

  static func slope(_ x: [Double], _ gene: Int) -> Double {
    steepness[gene] * (x[gene] - bottom[gene])
  }

  var digest: Digest { Digest() }

  func isReached(_ target: Double, by score: Score) -> Bool { false }

  func evaluate(
    _ genes: Span<Float>, into scores: inout MutableSpan<Score>, _ workspace: inout Workspace
  ) {}

  func gradient(
    of genes: Span<Float>, samples: Span<Int32>, into gradient: inout MutableSpan<Float>,
    _ workspace: inout Workspace
  ) -> Float {
    log?.add(samples.indices.map { samples[$0] })
    let x = genes.indices.map { Double(genes[$0]) }
    for gene in x.indices { gradient[gene] = Float(Self.slope(x, gene)) }
    return Float(x.indices.reduce(0) { $0 + Self.slope(x, $1) * (x[$1] - Self.bottom[$1]) / 2 })
  }

  func makeWorkspace() -> Workspace { Workspace(numberCount: 0) }
}

/// The batches that were asked for.
private final class Log: Sendable {
  private let list = Mutex<[[Int32]]>([])
  var batches: [[Int32]] { list.withLock { $0 } }
  func add(_ batch: [Int32]) { list.withLock { $0.append(batch) } }
}

/// One network in training.
private struct Descent<Rule: UpdateRule> {
  private var algorithm: GradientDescent<Rule>
  private let problem: Valley
  private var generation = 0

  init(_ settings: Rule.Settings, _ problem: Valley = Valley()) {
    self.problem = problem
    algorithm = GradientDescent(space: problem.space, count: 1, settings: settings)
    advance()
  }

  var genes: [Double] { algorithm.learners[0].genes.wrappedValue.map(Double.init) }
  var start: [Double] { genes }

  /// What the generation cost.
  @discardableResult mutating func advance() -> Int {
    let random = RandomSource(seed: 5, generation: generation)
    generation += 1
    algorithm.ask(random)
    return algorithm.learn(from: problem, Alone(), random)
  }

  func expect(_ expected: [Double], sourceLocation: SourceLocation = #_sourceLocation) {
    for (gene, value) in expected.enumerated() {
      #expect(abs(genes[gene] - value) < 1e-5, sourceLocation: sourceLocation)
    }
  }
}
