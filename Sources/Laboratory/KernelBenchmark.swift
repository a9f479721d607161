import Evolution

/// How fast networks of some shapes are computed, against what one core can multiply and add.
///
/// No fused operations are counted on, because not every machine has them and their results differ.
/// The core's own speed is measured beside each shape, because machines drift.
public struct KernelBenchmark: Sendable {
  /// What is computed: a population of one shape on some samples.
  public struct Job: Equatable, Sendable {
    public let inputCount: Int
    public let hidden: [Int]
    /// Of a picture of 28 × 28 pixels.
    public let stages: [Convolution.Stage]
    public let classCount: Int
    public let sampleCount: Int
    public let population: Int

    /// - Parameters:
    ///   - sizes: Inputs, hidden layers, and the number of outputs: `[784, 128, 10]`.
    ///   - stages: Of convolution, before them.
    public init(
      _ sizes: [Int], stages: [Convolution.Stage] = [], samples: Int = 256, population: Int = 16
    ) {
      precondition(sizes.count >= 2, "There are inputs and outputs.")
      inputCount = sizes[0]
      self.stages = stages
      hidden = Array(sizes[1..<sizes.count - 1])
      classCount = max(2, sizes[sizes.count - 1])
      sampleCount = samples
      self.population = population
    }

    public var network: Network {
      Network(
        inputCount: inputCount, hidden: hidden, classCount: classCount, activation: .relu,
        convolution: try? Convolution(shape: ImageShape(rows: 28, columns: 28), stages: stages))
    }

    /// Multiplications and additions of weights for one individual.
    public var operations: Int {
      2 * network.productCount * sampleCount
    }
  }

  /// What was measured of a job, on one core.
  public struct Result: Sendable {
    public let evaluationsPerSecond: Double
    /// Multiplications and additions a second.
    public let operationsPerSecond: Double
    /// The same in registers alone, measured right before.
    public let peak: Double
  }

  private let kernels: Kernels
  /// How long each measurement takes at least.
  private let seconds: Double

  public init(kernels: Kernels, seconds: Double = 0.02) {
    self.kernels = kernels
    self.seconds = seconds
  }

  /// Measures a job some times.
  public func results(of job: Job, rounds: Int) -> [Result] {
    let task = Task(job, kernels)
    var workspace = task.problem.makeWorkspace()
    var scores = [Score](repeating: .unknown, count: job.population)
    return (0..<rounds).map { _ in
      let peak = rate { Double(kernels.multiplyAndAdd(rounds: 10_000)) }
      let evaluations = rate {
        var span = scores.mutableSpan
        task.problem.evaluate(task.genes.span, into: &span, &workspace)
        return Double(job.population)
      }
      return Result(
        evaluationsPerSecond: evaluations,
        operationsPerSecond: evaluations * Double(job.operations), peak: peak)
    }
  }

  /// How much of something is done a second: the best of some calls.
  private func rate(_ work: () -> Double) -> Double {
    var best = 0.0
    let end = Clock.threadSeconds + seconds
    var start = Clock.threadSeconds
    repeat {
      let amount = work()
      let now = Clock.threadSeconds
      best = max(best, amount / (now - start))
      start = now
    } while start < end
    return best
  }

  /// A job with random samples and genes.
  private struct Task {
    let problem: Classification
    let genes: [Float]

    init(_ job: Job, _ kernels: Kernels) {
      let random = RandomSource(seed: 1, kernels: kernels)
      let data = Dataset(
        featureNames: (1...job.inputCount).map { "x\($0)" },
        classNames: (0..<job.classCount).map { "\($0)" },
        features: random.numbers(job.inputCount * job.sampleCount, of: .normal, for: .dataset),
        labels: (0..<job.sampleCount).map { Int32($0 % job.classCount) })
      problem = Classification(
        Split(data, share: 1, random), network: job.network, measure: .crossEntropy,
        kernels: kernels)
      genes = random.numbers(
        job.population * problem.space.geneCount, of: .normal, for: .initialization
      ).map { $0 * 0.05 }
    }
  }
}

extension KernelBenchmark.Job {
  /// What is measured: networks of some shapes, then groups in which one thing grows.
  ///
  /// Where time grows as much as the work, the operations a second stay alike.
  public static let groups: [(name: String, jobs: [Self])] = [
    (
      "shape",
      [[2, 16, 1], [64, 32, 10], [784, 64, 10], [784, 128, 10], [784, 256, 10]].map { .init($0) }
    ),
    ("samples", [64, 128, 256, 512, 1024].map { .init([784, 128, 10], samples: $0) }),
    ("population", [1, 4, 16, 64, 256].map { .init([784, 128, 10], population: $0) }),
    (
      "convolution",
      [
        .init([784, 10], stages: [.init(kernel: 5, channels: 8, isPooled: true)]),
        .init(
          [784, 32, 10],
          stages: [
            .init(kernel: 5, channels: 8, isPooled: true),
            .init(kernel: 3, channels: 16, isPooled: true),
          ]),
      ]
    ),
    ("width", [16, 32, 64, 128, 256, 512].map { .init([784, $0, 10]) }),
  ]
}
