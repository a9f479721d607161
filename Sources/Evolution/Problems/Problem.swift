/// Something to be solved: what the genes mean and how good they are.
public protocol Problem: Sendable {
  var space: SearchSpace { get }

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
}
