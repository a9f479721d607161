/// A problem that has a slope: its fitness is made of a loss, the less the better, which is a mean
/// over samples.
public protocol DifferentiableProblem: Problem {
  /// How many samples there are; 1 where the loss is no mean, as that of a function.
  var sampleCount: Int { get }

  /// The gradient of the mean loss over some samples; returns that mean loss.
  ///
  /// A pure function of genes and samples, as `evaluate` is.
  ///
  /// - Parameters:
  ///   - genes: Those of one individual: [geneCount].
  ///   - samples: Indices below `sampleCount`; at least one.
  ///   - gradient: Where the result goes: [geneCount].
  /// - Returns: NaN or infinite where there is no loss; the gradient then means nothing.
  func gradient(
    of genes: Span<Float>, samples: Span<Int32>, into gradient: inout MutableSpan<Float>,
    _ workspace: inout Workspace
  ) -> Float
}
