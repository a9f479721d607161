/// The slope of a network's loss, felt by moving all layers at once with noise of low rank.
///
/// Sarkar et al., "Evolution strategies at the hyperscale" (EGGROLL), arXiv:2511.16652 (2025): the
/// noise of a layer's weights is E = 1/√r Σ_r v uᵀ with normal u [inputs] and v [units], so that a
/// sample costs x·u and one multiplication a unit instead of a product with a matrix of the
/// member's own; biases have plain noise. The slope is 1 / (n σ) Σ (L(θ + σ E) - L(θ - σ E)) E / 2
/// over n mirrored pairs, or with L(θ) in place of the second loss.
struct LayerSlope {
  /// Directions, each of a member or, if mirrored, of a pair.
  let directionCount: Int
  let rank: Int
  /// σ, in the deviations of a first population.
  let noise: Float
  let isMirrored: Bool

  func memberCount(_ network: Network) -> Int { (isMirrored ? 2 : 1) * directionCount }

  func probes(
    _ problem: Classification, _ samples: Samples, around genes: [Float], blockCount: Int,
    individual: Int, _ random: RandomSource
  ) -> Probes {
    let network = problem.classifier
    let counts = network.layers.indices.map { $0 == 0 ? rank * directionCount : 0 }
    let inputs = network.inputCount
    var directions = random.numbers(
      counts[0] * inputs, of: .normal, for: .directions, individual: individual)
    directions += Array(repeating: 0, count: counts[0])
    return Probes(
      problem, samples, around: genes, counts: counts, directions: directions,
      blockCount: blockCount)
  }

  /// The slope of the mean loss, in the units of the search space: [geneCount].
  func callAsFunction(
    _ probes: Probes, _ blocks: [Probes.Block], on problem: Classification, individual: Int,
    _ workers: some Workers, _ random: RandomSource
  ) -> [Float] {
    let network = probes.network
    let joined = Probes.joined(blocks)
    let root = 1 / Float(rank).squareRoot()
    let scales = network.layers.indices.map { noise * network.deviation(ofLayer: $0) }
    let opposite = scales.map { -$0 }
    let members = workers.map(directionCount, in: problem) { member, _ in
      let noise = noise(of: member, network, individual: individual, root, random)
      func difference(_ scales: [Float]) -> Float {
        probes.difference(joined, member: member, rank: rank, noise: noise.span, scales: scales)
      }
      let forward = difference(scales)
      return (noise, isMirrored ? (forward - difference(opposite)) / 2 : forward)
    }
    let factor = 1 / (Float(probes.sampleCount) * Float(directionCount) * self.noise)
    let weights = members.map { $0.1.isFinite ? $0.1 * factor : 0 }
    return workers.map(network.layers.count, in: problem) { layer, _ in
      slope(probes, layer, weights, members.map(\.0))
    }.flatMap(\.self)
  }

  /// What a member's weights differ by, layer by layer.
  ///
  /// v [rank × units], of which 1/√r is a part, the biases' [units] and, but for the first layer,
  /// u [rank × inputs] and zeros [rank].
  private func noise(
    of member: Int, _ network: Network, individual: Int, _ root: Float, _ random: RandomSource
  ) -> [Float] {
    let count = Probes.noiseCount(network, rank: rank)
    var noise = random.numbers(
      count, of: .normal, for: .mutationSteps,
      individual: individual * directionCount + member)
    for (index, part) in parts(network).enumerated() {
      for gene in part.outward { noise[gene] *= root }
      if index > 0 { for gene in part.zeros { noise[gene] = 0 } }
    }
    return noise
  }

  /// Where the parts of one layer lie in a member's noise.
  private struct Part {
    var outward: Range<Int>
    var biases: Range<Int>
    var inward: Range<Int>
    var zeros: Range<Int>
  }

  private func parts(_ network: Network) -> [Part] {
    var start = 0
    return network.layers.enumerated().map { index, layer in
      func take(_ count: Int) -> Range<Int> {
        defer { start += count }
        return start..<start + count
      }
      let isFirst = index == 0
      return Part(
        outward: take(rank * layer.outputCount), biases: take(layer.outputCount),
        inward: take(isFirst ? 0 : rank * layer.inputCount), zeros: take(isFirst ? 0 : rank))
    }
  }

  /// Σ weight v uᵀ over all members and ranks, then Σ weight bias noise.
  private func slope(
    _ probes: Probes, _ index: Int, _ weights: [Float], _ noises: [[Float]]
  ) -> [Float] {
    let layer = probes.network.layers[index]
    let part = parts(probes.network)[index]
    let depth = directionCount * rank
    // [units × depth] and [depth × inputs].
    var outward = [Float](repeating: 0, count: layer.outputCount * depth)
    var inward =
      index == 0 ? Array(probes.directions[..<(depth * layer.inputCount)]) : []
    var biases = [Float](repeating: 0, count: layer.outputCount)
    for (member, noise) in noises.enumerated() {
      for unit in biases.indices {
        for r in 0..<rank {
          outward[unit * depth + member * rank + r] =
            weights[member] * noise[part.outward.lowerBound + r * layer.outputCount + unit]
        }
        biases[unit] += weights[member] * noise[part.biases.lowerBound + unit]
      }
      inward += noise[part.inward]
    }
    var slope = [Float](repeating: 0, count: layer.inputCount * layer.outputCount)
    var rows = slope.mutableSpan
    probes.kernels.addProduct(
      of: outward, inward.span, to: &rows, columns: layer.inputCount, keep: 0)
    return slope + biases
  }
}
