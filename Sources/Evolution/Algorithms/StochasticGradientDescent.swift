/// Stochastic gradient descent: one step down the slope for each batch, with momentum.
///
/// Momentum as in Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and
/// momentum in deep learning", ICML 2013, equations 1 to 4, after Polyak (1964) and Nesterov
/// (1983):
///
///     classical  v = momentum v - rate gradient(x)               x = x + v
///     nesterov   v = momentum v - rate gradient(x + momentum v)  x = x + v
///
/// Deviation: Nesterov's genes are those where the gradient is taken, y = x + momentum v, so that
/// the network that is shown is the one that is measured: y = y + momentum v - rate gradient(y).
public enum StochasticGradientDescent: UpdateRule {
  public static let title = "Stochastic gradient descent"

  public static func step(
    _ genes: inout [Float], _ first: inout [Float], _ second: inout [Float],
    _ powers: inout [Double], _ gradient: inout [Float], rate: Float, _ settings: Settings
  ) {
    addDecay(settings.training.weightDecay, of: genes.span, to: &gradient)
    let momentum = settings.momentumKind == .none ? 0 : settings.momentum
    // How much of the velocity, and of the gradient beside it, a step consists of.
    let (share, direct): (Float, Float) =
      settings.momentumKind == .nesterov ? (momentum, rate) : (1, 0)
    var genes = genes.mutableSpan
    var velocity = first.mutableSpan
    precondition(genes.count == gradient.count && velocity.count == gradient.count)
    for gene in gradient.indices {
      velocity[gene] = momentum * velocity[gene] - rate * gradient[gene]
      genes[gene] += share * velocity[gene] - direct * gradient[gene]
    }
  }
}

extension StochasticGradientDescent {
  /// What a person may turn in stochastic gradient descent.
  public struct Settings: TrainingSettings {
    public var training = Training(learningRate: 0.1)
    public var momentumKind = MomentumKind.nesterov
    public var momentum: Float = 0.9

    public init() {}

    public static let parameters: [Parameter<Self>] =
      trainingParameters + [
        Parameter(
          "momentum-kind", \.momentumKind, help: "Whether steps go on in the direction of the last."
        ),
        Parameter(
          "momentum", \.momentum, 0...0.999, .linear(0.01),
          help: "How much of its velocity a step keeps.", when: { $0.momentumKind != .none }),
      ]
  }

  /// Whether and how steps go on in the direction of those before.
  public enum MomentumKind: String, ParameterChoice {
    case none
    case classical
    case nesterov
  }
}
