/// The slope of a network's loss, felt by moving all layers at once with noise of low rank.
///
/// Sarkar et al., "Evolution strategies at the hyperscale" (EGGROLL), arXiv:2511.16652 (2025): the
/// noise of a layer's weights is E = 1/√r Σ_r v uᵀ with normal u [inputs] and v [units], so that a
/// sample costs x·u and one multiplication a unit instead of a product with a matrix of the
/// member's own; biases have plain noise. The slope is 1 / (n σ) Σ (L(θ + σ E) - L(θ - σ E)) E / 2
/// over n mirrored pairs, or with L(θ) in place of the second loss.
struct LayerSlope: SlopeEstimate {
  /// Directions, each of a member or, if mirrored, of a pair.
  let directionCount: Int
  let rank: Int
  /// σ, in the deviations of a first population.
  let noise: Float
  let isMirrored: Bool

  func memberCount(_ network: Network) -> Int { (isMirrored ? 2 : 1) * directionCount }

  func counts(_ network: Network) -> [Int] {
    network.layers.indices.map { $0 == 0 ? rank * directionCount : 0 }
  }

  /// Those of all members in the network's inputs; biases have noise of their own.
  func directions(_ network: Network, individual: Int, _ random: RandomSource) -> [Float] {
    let count = rank * directionCount
    return random.numbers(
      count * network.inputCount, of: .normal, for: .directions, individual: individual)
      + Array(repeating: 0, count: count)
  }

  func slope(
    _ probes: Probes, _ blocks: [Probes.Block], sampleCount: Int, on problem: Classification,
    individual: Int, _ workers: some Workers, _ random: RandomSource
  ) -> [Float] {
    let network = probes.network
    let joined = Probes.joined(blocks)
    let root = 1 / Float(rank).squareRoot()
    let scales = network.layers.indices.map { noise * network.deviation(ofLayer: $0) }
    let opposite = scales.map { -$0 }
    let differences = workers.map(directionCount, in: problem) { member, _ in
      guard !workers.isCancelled else { return Float(0) }
      let noise = noise(of: member, network, individual: individual, root, random)
      func difference(_ scales: [Float]) -> Float {
        probes.difference(joined, member: member, rank: rank, noise: noise.span, scales: scales)
      }
      let forward = difference(scales)
      return isMirrored ? (forward - difference(opposite)) / 2 : forward
    }
    let factor = 1 / (Float(sampleCount) * Float(directionCount) * self.noise)
    // A member that overflows tells nothing.
    let weights = differences.map { $0.isFinite ? $0 * factor : 0 }
    var slopes = network.layers.map { Slope($0) }
    for first in stride(from: 0, to: directionCount, by: Self.membersAtOnce) {
      let members = first..<min(first + Self.membersAtOnce, directionCount)
      // Drawn again rather than kept: many members have more noise than there is room for.
      let noises = workers.map(members.count, in: problem) { index, _ in
        noise(of: first + index, network, individual: individual, root, random)
      }
      slopes = workers.map(slopes.count, in: problem) { [slopes] layer, _ in
        var slope = slopes[layer]
        add(members, noises, weights, probes, layer, to: &slope)
        return slope
      }
    }
    return slopes.flatMap { $0.weights + $0.biases }
  }

  /// Members whose noise is kept at a time.
  private static let membersAtOnce = 256

  /// Of one layer: [units × inputs] and [units].
  private struct Slope: Sendable {
    var weights: [Float]
    var biases: [Float]

    init(_ layer: Network.Layer) {
      weights = Array(repeating: 0, count: layer.inputCount * layer.outputCount)
      biases = Array(repeating: 0, count: layer.outputCount)
    }
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

  /// Adds Σ weight v uᵀ over some members and all ranks, and Σ weight times the biases' noise.
  private func add(
    _ members: Range<Int>, _ noises: [[Float]], _ weights: [Float], _ probes: Probes,
    _ index: Int, to slope: inout Slope
  ) {
    let layer = probes.network.layers[index]
    let part = parts(probes.network)[index]
    let depth = members.count * rank
    // [units × depth] and [depth × inputs].
    var outward = [Float](repeating: 0, count: layer.outputCount * depth)
    var inward: [Float] = []
    if index == 0 {
      let first = members.lowerBound * rank * layer.inputCount
      inward = Array(probes.directions[first..<first + depth * layer.inputCount])
    }
    for (position, noise) in noises.enumerated() {
      let weight = weights[members.lowerBound + position]
      for unit in slope.biases.indices {
        for r in 0..<rank {
          outward[unit * depth + position * rank + r] =
            weight * noise[part.outward.lowerBound + r * layer.outputCount + unit]
        }
        slope.biases[unit] += weight * noise[part.biases.lowerBound + unit]
      }
      inward += noise[part.inward]
    }
    var rows = slope.weights.mutableSpan
    probes.kernels.addProduct(
      of: outward, inward.span, to: &rows, columns: layer.inputCount, keep: 1)
  }
}
