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

  /// Tells the classes apart.
  public let classifier: Network
  public let data: Split
  public let measure: Measure
  public let space: SearchSpace
  let kernels: Kernels
  /// The samples by which the present generation is judged, if these are not all of the training
  /// part.
  private var batch: SampleSet?

  /// - Precondition: The network's inputs and classes are those of the data.
  public init(_ split: Split, network: Network, measure: Measure, kernels: Kernels = .best) {
    precondition(network.inputCount == split.dataset.featureCount)
    precondition(network.classCount == split.dataset.classCount)
    data = split
    classifier = network
    self.measure = measure
    self.kernels = kernels
    space = network.searchSpace
  }

  public var network: Network? { classifier }
  public var split: Split? { data }
  public var digest: Digest { data.dataset.digest }

  /// Those that networks are judged by.
  var samples: SampleSet { batch ?? data.train }

  public func drawn(_ batch: Batch, _ random: RandomSource) -> Self {
    var drawn = self
    var stream = random[.sampleBatch]
    let train = data.train
    let positions = stream.sample(min(batch.count, train.count), below: train.count)
    let samples =
      if let shape = data.dataset.imageShape {
        train.gather(positions, shiftedBy: batch.shift, shape, &stream, kernels)
      } else {
        train.gather(positions, kernels)
      }
    drawn.batch = SampleSet(samples)
    return drawn
  }

  public func checkScore(of genes: [Float], _ workers: some Workers) -> Score {
    kernels.score(classifier, on: data.choosing, measure, genes, in: self, workers)
  }

  public func makeWorkspace() -> Workspace {
    kernels.makeWorkspace(for: classifier)
  }

  public func evaluate(
    _ genes: Span<Float>, into scores: inout MutableSpan<Score>, _ workspace: inout Workspace
  ) {
    kernels.evaluate(classifier, on: samples, measure, genes, into: &scores, &workspace)
  }

  /// A target is a share of the samples, 0…1.
  public func isReached(_ target: Double, by score: Score) -> Bool {
    // A Float of 0.7 is less than the Double.
    Double(score.accuracy) >= target - 1e-7
  }

  public func asked(of network: Network?) -> Self {
    Self(data, network: network ?? classifier, measure: measure, kernels: kernels)
  }

  public func testAccuracy(of genes: [Float]) -> Float? {
    guard data.test.count > 0 else { return nil }
    var score = [Score.unknown]
    var scores = score.mutableSpan
    var workspace = makeWorkspace()
    kernels.evaluate(classifier, on: data.test, measure, genes.span, into: &scores, &workspace)
    return score[0].accuracy
  }
}

extension Classification: DifferentiableProblem {
  public var sampleCount: Int { data.train.count }

  public func gradient(
    of genes: Span<Float>, samples: Span<Int32>, into gradient: inout MutableSpan<Float>,
    _ workspace: inout Workspace
  ) -> Float {
    kernels.gradient(
      classifier, on: data.train, measure.withSlope, genes, samples, into: &gradient, &workspace)
  }
}

extension Classification.Measure {
  /// What a gradient follows: accuracy is flat, so that the cross-entropy stands for it.
  var withSlope: Self { self == .accuracy ? .crossEntropy : self }

  var code: Int32 {
    switch self {
    case .accuracy: Int32(CK_ACCURACY)
    case .crossEntropy: Int32(CK_CROSS_ENTROPY)
    case .squaredError: Int32(CK_SQUARED_ERROR)
    }
  }
}
