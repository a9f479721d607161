/// Something to be solved: what the genes mean and how good they are.
public protocol Problem: Sendable {
  var space: SearchSpace { get }

  /// The network whose weights the genes are; `nil` where they are something else.
  var network: Network? { get }

  /// The samples to learn from, and those held back; `nil` for a problem without data.
  var split: Split? { get }

  /// A fingerprint of what is to be solved, but not of the network.
  var digest: Digest { get }

  /// Scores some individuals.
  ///
  /// A pure function of the genes: the same on every machine, for any grouping.
  ///
  /// - Parameters:
  ///   - genes: Row-major: [scores.count × geneCount].
  ///   - scores: Where the results go; a result that is not finite is NaN.
  func evaluate(
    _ genes: Span<Float>, into scores: inout MutableSpan<Score>, _ workspace: inout Workspace)

  /// Room to work in, for one worker at a time.
  func makeWorkspace() -> Workspace

  /// Whether a score is as good as a target asks, in the unit in which people give it.
  func isReached(_ target: Double, by score: Score) -> Bool

  /// The same to be solved by another network.
  ///
  /// - Parameter network: Of the same inputs and classes; `nil` where there is none.
  func asked(of network: Network?) -> Self

  /// The same, where individuals are judged by some of the samples only.
  ///
  /// - Parameter random: Of the generation.
  func drawn(_ batch: Batch, _ random: RandomSource) -> Self

  /// What an individual is worth where chance has no part: on the samples kept to choose the
  /// champion by, or else on all of the training part.
  ///
  /// - Parameter genes: [geneCount]
  func checkScore(of genes: [Float], _ workers: some Workers) -> Score

  /// What an individual is worth on the samples held back, 0…1; `nil` where there are none.
  func testAccuracy(of genes: [Float]) -> Float?
}

extension Problem {
  public var network: Network? { nil }
  public var split: Split? { nil }
  public func testAccuracy(of genes: [Float]) -> Float? { nil }
  public func asked(of network: Network?) -> Self { self }
  public func drawn(_ batch: Batch, _ random: RandomSource) -> Self { self }
  public func checkScore(of genes: [Float], _ workers: some Workers) -> Score { score(of: genes) }

  /// The score of one individual.
  ///
  /// - Parameter genes: [geneCount]
  public func score(of genes: [Float]) -> Score {
    var score = [Score.unknown]
    var scores = score.mutableSpan
    var workspace = makeWorkspace()
    evaluate(genes.span, into: &scores, &workspace)
    return score[0]
  }
}
