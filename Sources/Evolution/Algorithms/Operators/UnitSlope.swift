/// The slope of a network's loss, felt by moving one unit at a time.
///
/// Each member of the population is the network with the incoming weights of one unit moved along
/// one of m directions. These are shared by all units of a layer, so that their products with the
/// layer's inputs are computed once; what is left for each member is one unit and what follows it.
/// For a unit with weights w, steps e_j of normal numbers, and the loss L:
///
///     slope of w ≈ 1 / (m σ) Σ_j (L(w + σ e_j) - L(w)) e_j
///
/// This is the estimate of Salimans et al. (`OpenAIES`) with a perturbation of rank one, u vᵀ as in
/// EGGROLL (`LayerSlope`), whose v has one 1 and else zeros. Its variance for a number of members is
/// the same, but a member costs a fraction: of 784-128-10, two thousandths of a forward pass.
struct UnitSlope: SlopeEstimate {
  /// In the inputs of each layer.
  let directionCount: Int
  /// σ, in the deviations of a first population.
  let noise: Float
  /// Both ways along each direction: L(w + σ e_j) - L(w - σ e_j), halved.
  let isMirrored: Bool

  /// Units that one worker takes at a time.
  private static let unitsOfPiece = 8

  func memberCount(_ network: Network) -> Int {
    (isMirrored ? 2 : 1) * directionCount * network.layers.reduce(0) { $0 + $1.outputCount }
  }

  func counts(_ network: Network) -> [Int] { network.layers.map { _ in directionCount } }

  func directions(_ network: Network, individual: Int, _ random: RandomSource) -> [Float] {
    let size = network.layers.reduce(0) { $0 + ($1.inputCount + 1) * directionCount }
    return random.numbers(size, of: .normal, for: .directions, individual: individual)
  }

  func slope(
    _ probes: Probes, _ blocks: [Probes.Block], sampleCount: Int, on problem: Classification,
    individual: Int, _ workers: some Workers, _ random: RandomSource
  ) -> [Float] {
    let joined = Probes.joined(blocks)
    let layers = probes.network.layers
    let pieces = layers.indices.flatMap { layer in
      stride(from: 0, to: layers[layer].outputCount, by: Self.unitsOfPiece).map { first in
        (layer, first..<min(first + Self.unitsOfPiece, layers[layer].outputCount))
      }
    }
    let slopes = workers.map(pieces.count, in: problem) { index, _ in
      let (layer, units) = pieces[index]
      guard !workers.isCancelled else {
        return [Float](repeating: 0, count: units.count * (layers[layer].inputCount + 1))
      }
      return slope(probes, joined, sampleCount, layer, units)
    }
    var gradient = [Float](repeating: 0, count: probes.network.geneCount)
    var target = gradient.mutableSpan
    for ((layer, units), slope) in zip(pieces, slopes) {
      let layer = layers[layer]
      let weights = units.count * layer.inputCount
      target.copy(
        slope.span.extracting(..<weights), to: layer.weight(from: 0, to: units.lowerBound))
      target.copy(slope.span.extracting(weights...), to: layer.bias(of: units.lowerBound))
    }
    return gradient
  }

  /// Of some units: weights [units × inputs], then biases [units].
  private func slope(
    _ probes: Probes, _ blocks: [Float], _ sampleCount: Int, _ layer: Int, _ units: Range<Int>
  ) -> [Float] {
    let inputs = probes.network.layers[layer].inputCount
    let scale = noise * probes.network.deviation(ofLayer: layer)
    var differences = probes.differences(blocks, layer: layer, units: units, scale: scale)
    if isMirrored {
      let others = probes.differences(blocks, layer: layer, units: units, scale: -scale)
      for index in differences.indices {
        differences[index] = (differences[index] - others[index]) / 2
      }
    }
    let factor = 1 / (Float(sampleCount) * Float(directionCount) * noise)
    for index in differences.indices {
      // A member that overflows tells nothing.
      differences[index] = differences[index].isFinite ? differences[index] * factor : 0
    }
    let start = probes.network.layers[..<layer].reduce(0) {
      $0 + ($1.inputCount + 1) * directionCount
    }
    let along = probes.directions.span.extracting(
      start..<start + (inputs + 1) * directionCount)
    var slope = [Float](repeating: 0, count: units.count * (inputs + 1))
    var all = slope.mutableSpan
    var weights = all._mutatingExtracting(..<(units.count * inputs))
    probes.kernels.addProduct(
      of: differences, along.extracting(..<(inputs * directionCount)), to: &weights,
      columns: inputs, keep: 0)
    var biases = all._mutatingExtracting((units.count * inputs)...)
    probes.kernels.addProduct(
      of: differences, along.extracting((inputs * directionCount)...), to: &biases, columns: 1,
      keep: 0)
    return slope
  }
}
