/// How a network is trained by gradients, whatever makes steps of them.
public struct Training: Codable, Equatable, Sendable {
  public var learningRate: Float
  public var batchSize = 32
  public var epochsPerGeneration = 1
  public var weightDecay: Float = 0
  public var schedule = Schedule.constant
  public var scheduleEpochs = 200
  public var scheduleFactor: Float = 0.1
  public var initialSpread: Float = 0.5

  /// How the learning rate changes with the epochs.
  public enum Schedule: String, ParameterChoice {
    case constant
    /// Multiplied by a factor again and again.
    case step
    /// Down half a wave of the cosine to a share of it, and then no further (Loshchilov and Hutter,
    /// "SGDR: stochastic gradient descent with warm restarts", ICLR 2017, without the restarts).
    case cosine
    /// Divided by 1 + epoch / period (Robbins and Monro, 1951, asked for such a one).
    case inverseTime = "inverse-time"
  }

  /// The learning rate in an epoch, counted from 0.
  func rate(epoch: Int, _ kernels: Kernels) -> Float {
    let turns = Float(epoch) / Float(scheduleEpochs)
    switch schedule {
    case .constant:
      return learningRate
    case .step:
      return learningRate * Self.power(scheduleFactor, epoch / scheduleEpochs)
    case .cosine:
      let wave = kernels.map([Float.pi * min(turns, 1)], .cos)[0]
      return learningRate * (scheduleFactor + (1 - scheduleFactor) * (1 + wave) / 2)
    case .inverseTime:
      return learningRate / (1 + turns)
    }
  }

  /// By squaring, so that any exponent is cheap.
  private static func power(_ base: Float, _ exponent: Int) -> Float {
    var (result, square, rest): (Float, Float, Int) = (1, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}

/// Settings of an algorithm that trains by gradients.
public protocol TrainingSettings: Tunable {
  var training: Training { get set }
}

extension TrainingSettings {
  /// What they all have.
  static var trainingParameters: [Parameter<Self>] {
    [
      Parameter(
        "learning-rate", \.training.learningRate, 0...10, .multiplicative(1.1, from: 0.0001),
        help: "How far a step goes down the slope."),
      Parameter(
        "batch-size", \.training.batchSize, 1...1_000_000, .multiplicative(1.25, from: 1),
        help: "How many samples the gradient of a step is taken over."),
      Parameter(
        "epochs-per-generation", \.training.epochsPerGeneration, 1...20,
        help: "How often a generation goes through all samples."),
      Parameter(
        "weight-decay", \.training.weightDecay, 0...10, .multiplicative(1.1, from: 0.00001),
        help: "How strongly all genes are drawn to zero (L2)."),
      Parameter(
        "learning-rate-schedule", \.training.schedule,
        help: "How the learning rate changes with the epochs."),
      Parameter(
        "schedule-epochs", \.training.scheduleEpochs, 1...100_000, .multiplicative(1.1, from: 1),
        unit: "epochs",
        help:
          "Between two steps of the learning rate, until the cosine's end, or until it is half.",
        when: { $0.training.schedule != .constant }),
      Parameter(
        "schedule-factor", \.training.scheduleFactor, 0...1, .linear(0.05),
        help: "What a step leaves of the learning rate, or the cosine at its end.",
        when: { $0.training.schedule == .step || $0.training.schedule == .cosine }),
      Parameter(
        "initial-spread", \.training.initialSpread, 0.01...10, .multiplicative(1.1, from: 0.01),
        effect: .restart,
        help: "How wide the genes start, in the standard deviations of a first population."),
    ]
  }
}
