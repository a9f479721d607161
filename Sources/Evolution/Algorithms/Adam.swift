/// Adam: steps of nearly the same length in all genes, whatever the size of their slopes.
///
/// Kingma and Ba, "Adam: a method for stochastic optimization", arXiv:1412.6980 (2014),
/// Algorithm 1:
///
///     m = beta1 m + (1 - beta1) g           m^ = m / (1 - beta1^t)
///     v = beta2 v + (1 - beta2) g²          v^ = v / (1 - beta2^t)
///     x = x - rate m^ / (√v^ + 1e-8)
///
/// Weight decay is part of the gradient, or decoupled from it: x = x - rate decay x beside the step
/// (Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019: AdamW).
public enum Adam: UpdateRule {
  public static let title = "Adam"

  public static func step(
    _ genes: inout [Float], _ first: inout [Float], _ second: inout [Float],
    _ powers: inout [Double], _ gradient: inout [Float], rate: Float, _ settings: Settings
  ) {
    let (beta1, beta2) = (settings.adamBeta1, settings.adamBeta2)
    let decay = settings.training.weightDecay
    if settings.decayKind == .l2 {
      addDecay(decay, of: genes.span, to: &gradient)
    }
    let kept = settings.decayKind == .decoupled ? 1 - rate * decay : 1
    powers[0] *= Double(beta1)
    powers[1] *= Double(beta2)
    let stepRate = rate / Float(1 - powers[0])
    let correction = 1 / Float(1 - powers[1])
    var genes = genes.mutableSpan
    var first = first.mutableSpan
    var second = second.mutableSpan
    precondition(genes.count == gradient.count && first.count == gradient.count)
    precondition(second.count == gradient.count)
    for gene in gradient.indices {
      let slope = gradient[gene]
      first[gene] = beta1 * first[gene] + (1 - beta1) * slope
      second[gene] = beta2 * second[gene] + (1 - beta2) * slope * slope
      let step = stepRate * first[gene] / ((correction * second[gene]).squareRoot() + 1e-8)
      genes[gene] = kept * genes[gene] - step
    }
  }
}

extension Adam {
  /// What a person may turn in Adam.
  public struct Settings: TrainingSettings {
    public var training = Training(learningRate: 0.05)
    public var decayKind = DecayKind.decoupled
    public var adamBeta1: Float = 0.9
    public var adamBeta2: Float = 0.999

    public init() {}

    public static let parameters: [Parameter<Self>] =
      trainingParameters + [
        Parameter(
          "weight-decay-kind", \.decayKind,
          help: "Whether weight decay goes through Adam's means or not (AdamW).",
          when: { $0.training.weightDecay > 0 }),
        Parameter(
          "adam-beta-1", \.adamBeta1, 0...0.9999, .linear(0.01),
          help: "How slowly the mean of the gradient forgets (beta 1)."),
        Parameter(
          "adam-beta-2", \.adamBeta2, 0...0.9999, .linear(0.001),
          help: "How slowly the mean of the squared gradient forgets."),
      ]
  }

  /// Where weight decay takes hold.
  public enum DecayKind: String, ParameterChoice {
    /// At the genes, beside the step.
    case decoupled
    /// In the gradient.
    case l2
  }
}
