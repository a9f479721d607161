/// RMSProp: divides each slope by the root of its mean square in the steps before.
///
/// Tieleman and Hinton, "Lecture 6.5 — RMSProp", COURSERA: Neural networks for machine learning
/// (2012):
///
///     mean = decay mean + (1 - decay) g²
///     x    = x - rate g / (√mean + 1e-8)
///
/// With momentum, v = momentum v + g / (√mean + 1e-8) takes the quotient's place. The mean starts
/// with zero and is not corrected for that: the first steps are long.
public enum RMSProp: UpdateRule {
  public static let title = "RMSProp"

  public static func step(
    _ genes: inout [Float], _ first: inout [Float], _ second: inout [Float],
    _ powers: inout [Double], _ gradient: inout [Float], rate: Float, _ settings: Settings
  ) {
    addDecay(settings.training.weightDecay, of: genes.span, to: &gradient)
    let (decay, momentum) = (settings.squareDecay, settings.momentum)
    var genes = genes.mutableSpan
    var velocity = first.mutableSpan
    var mean = second.mutableSpan
    precondition(genes.count == gradient.count && velocity.count == gradient.count)
    precondition(mean.count == gradient.count)
    for gene in gradient.indices {
      let slope = gradient[gene]
      mean[gene] = decay * mean[gene] + (1 - decay) * slope * slope
      velocity[gene] = momentum * velocity[gene] + slope / (mean[gene].squareRoot() + 1e-8)
      genes[gene] -= rate * velocity[gene]
    }
  }
}

extension RMSProp {
  /// What a person may turn in RMSProp.
  public struct Settings: TrainingSettings {
    public var training = Training(learningRate: 0.02)
    public var squareDecay: Float = 0.9
    public var momentum: Float = 0

    public init() {}

    public static let parameters: [Parameter<Self>] =
      trainingParameters + [
        Parameter(
          "square-decay", \.squareDecay, 0...0.9999, .linear(0.01),
          help: "How slowly the mean of the squared gradient forgets."),
        Parameter(
          "momentum", \.momentum, 0...0.999, .linear(0.01),
          help: "How much of its velocity a step keeps."),
      ]
  }
}
