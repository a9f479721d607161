/// How the slope of a network's loss is felt by the losses of networks around it.
///
/// Samples may be taken in groups of blocks: the slopes of all groups add up to that of all samples.
protocol SlopeEstimate {
  /// The number of directions in the inputs of each layer that blocks are computed along.
  func counts(_ network: Network) -> [Int]

  /// How many networks are tried.
  func memberCount(_ network: Network) -> Int

  /// Layer by layer, like genes: [counts × inputs], then [counts] for the bias.
  ///
  /// - Parameter individual: The network's number among those that learn side by side.
  func directions(_ network: Network, individual: Int, _ random: RandomSource) -> [Float]

  /// The slope of the mean loss of `sampleCount` samples, of which these are some, in the units of
  /// the search space: [geneCount].
  func slope(
    _ probes: Probes, _ blocks: [Probes.Block], sampleCount: Int, on problem: Classification,
    individual: Int, _ workers: some Workers, _ random: RandomSource
  ) -> [Float]
}
