import CKernels

/// Telling the classes of a data set apart with a neural network.
public struct Classification: Problem {
  /// What the fitness of a network is; always within 0…1, larger is better.
  public enum Measure: String, ParameterChoice {
    /// The share of correct answers.
    case accuracy
    /// exp(−mean cross-entropy): the geometric mean of the probabilities given to the
    /// right classes.
    case crossEntropy = "cross-entropy"
    /// 1 − mean Brier score (Brier, 1950), which for two classes is the squared error.
    case squaredError = "squared-error"
  }

  public let network: Network
  public let split: Split
  public let measure: Measure
  public let space: SearchSpace
  let kernels: Kernels

  /// - Precondition: The network's inputs and classes are those of the data.
  public init(_ split: Split, network: Network, measure: Measure, kernels: Kernels = .best) {
    precondition(network.inputCount == split.dataset.featureCount)
    precondition(network.classCount == split.dataset.classCount)
    self.split = split
    self.network = network
    self.measure = measure
    self.kernels = kernels
    space = network.searchSpace
  }

  public func makeWorkspace() -> Workspace {
    kernels.makeWorkspace(for: network)
  }

  public func evaluate(
    _ genes: Span<Float>, into scores: inout MutableSpan<Score>, _ workspace: inout Workspace
  ) {
    kernels.evaluate(network, on: split.train, measure, genes, into: &scores, &workspace)
  }

  /// The score of one network.
  public func score(of genes: [Float]) -> Score { score(of: genes, on: split.train) }

  /// The share of the held-back samples that a network classifies correctly; `nil` when
  /// nothing is held back.
  public func testAccuracy(of genes: [Float]) -> Float? {
    guard split.test.count > 0 else { return nil }
    return score(of: genes, on: split.test).accuracy
  }

  private func score(of genes: [Float], on samples: Samples) -> Score {
    var score = [Score.unknown]
    var scores = score.mutableSpan
    var workspace = makeWorkspace()
    kernels.evaluate(network, on: samples, measure, genes.span, into: &scores, &workspace)
    return score[0]
  }
}

extension Classification.Measure {
  var code: Int32 {
    switch self {
    case .accuracy: Int32(CK_ACCURACY)
    case .crossEntropy: Int32(CK_CROSS_ENTROPY)
    case .squaredError: Int32(CK_SQUARED_ERROR)
    }
  }
}
