/// Steps in both directions from a mean, so that what is even about the fitness cancels out.
///
///     candidate   0             1             2             3             4
///     genes       mean + sigma e₀  mean - sigma e₀  mean + sigma e₁  mean - sigma e₁  mean
///
/// The last of an odd number is the mean itself.
struct MirroredSampling {
  /// Of the steps' middle: [geneCount].
  let mean: [Float]
  /// Of the steps, gene by gene: [geneCount].
  let deviations: [Float]
  /// Of all candidates.
  let count: Int

  /// As many as other strategies have by default, or one more, since they come in pairs.
  static func defaultCount(for geneCount: Int) -> Int {
    (StrategyParameters.defaultCount(for: geneCount) + 1) / 2 * 2
  }

  func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    let width = mean.count
    var steps = [Float](repeating: 0, count: width)
    for (row, candidate) in candidates.enumerated() {
      var target = genes._mutatingExtracting(row * width..<(row + 1) * width)
      origins[row] = Origin()
      if candidate / 2 == count / 2 {
        target.copy(mean.span, to: 0)
        continue
      }
      // A chunk begins with the first of a pair.
      if candidate.isMultiple(of: 2) {
        random.fill(&steps, with: .normal, for: .mutationSteps, individual: candidate / 2)
        Self.scale(&steps, deviations.span)
      }
      Self.place(&target, mean.span, steps.span, sign: candidate.isMultiple(of: 2) ? 1 : -1)
    }
  }

  private static func scale(_ steps: inout [Float], _ deviations: Span<Float>) {
    var steps = steps.mutableSpan
    precondition(deviations.count == steps.count)
    for gene in steps.indices { steps[gene] *= deviations[gene] }
  }

  private static func place(
    _ row: inout MutableSpan<Float>, _ mean: Span<Float>, _ steps: Span<Float>, sign: Float
  ) {
    precondition(mean.count == row.count && steps.count == row.count)
    for gene in row.indices { row[gene] = mean[gene] + sign * steps[gene] }
  }

  /// The width of the steps.
  static func noiseDeviation<Settings: Tunable>(
    _ path: any WritableKeyPath<Settings, Float> & Sendable, effect: ParameterDescription.Effect
  ) -> Parameter<Settings> {
    Parameter(
      "noise-deviation", path, 0.001...10, .multiplicative(1.1, from: 0.001), effect: effect,
      help: "How far the steps go that feel for the slope (sigma), in standard deviations of a "
        + "first population.")
  }
}
