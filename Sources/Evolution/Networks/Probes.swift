import CKernels

/// The losses of many networks that differ little from one, all on the same samples.
///
/// What is equal in all of them is computed once: the sums of every unit for every sample, block by
/// block of `Kernels.sampleBlock` samples. No gradient is computed anywhere: a probe is a network
/// whose loss is found.
struct Probes: Sendable {
  let network: Network
  let samples: Samples
  let measure: Classification.Measure
  let kernels: Kernels
  /// The network around which is probed: [geneCount].
  let genes: [Float]
  /// The number of directions in the inputs of each layer: [layerCount].
  let counts: [Int]
  /// Layer by layer, like genes: [counts × inputs], then [counts] for the bias.
  let directions: [Float]
  /// Those of the samples that count here.
  let blockRange: Range<Int>

  private let sizes: [Int32]
  private let shortCounts: [Int32]

  /// - Parameter samples: In columns: those of the problem.
  /// - Precondition: Directions and genes are as many as the shapes say, and there are such
  ///   blocks of samples.
  init(
    _ problem: Classification, _ samples: Samples, around genes: [Float], counts: [Int],
    directions: [Float],
    blocks: Range<Int>
  ) {
    network = problem.classifier
    self.samples = samples
    measure = problem.measure
    kernels = problem.kernels
    let expected = zip(network.layers, counts).reduce(0) { $0 + ($1.0.inputCount + 1) * $1.1 }
    precondition(
      counts.count == network.layers.count && genes.count == network.geneCount
        && directions.count == expected && network.inputCount == samples.featureCount
        && !blocks.isEmpty && blocks.lowerBound >= 0
        && blocks.upperBound <= samples.stride / Kernels.sampleBlock, "Shapes match.")
    self.genes = genes
    self.counts = counts
    self.directions = directions
    blockRange = blocks
    sizes = network.sizes.map(Int32.init)
    shortCounts = counts.map(Int32.init)
  }

  var blockCount: Int { blockRange.count }

  /// Floats that a block of samples takes.
  static func blockSize(_ network: Network, counts: [Int]) -> Int {
    let rows = zip(network.layers, counts).reduce(3) { $0 + 2 * $1.0.outputCount + $1.1 }
    return rows * Kernels.sampleBlock
  }

  /// What all probes share, for one block of samples.
  struct Block: Sendable {
    fileprivate let values: [Float]
    /// The sum of the network's own losses; not finite where a logit is not.
    let loss: Double
    /// How many samples it gets right.
    let correct: Int
  }

  /// - Parameter index: Among those that count here, from 0.
  func block(_ index: Int) -> Block {
    precondition((0..<blockCount).contains(index), "There is such a block.")
    let first = (blockRange.lowerBound + index) * Kernels.sampleBlock
    var inputs = [Float](repeating: 0, count: network.inputCount * Kernels.sampleBlock)
    let values = unsafe withView { view in
      let size = unsafe Int(ck_probe_block_floats(view))
      // Unsafe: the kernel writes exactly `size` floats, and reads the samples of one block and
      // arrays whose sizes the initializer has checked.
      return unsafe [Float](unsafeUninitializedCapacity: size) { block, count in
        unsafe samples.withKernelView { samples in
          unsafe ck_probe_block(
            kernels.level, view, samples, Int64(first), genes, directions, block.baseAddress,
            &inputs)
        }
        count = size
      }
    }
    let width = Kernels.sampleBlock
    let results = values.count - 3 * width
    let losses = values[results..<results + width]
    let answers = values[(results + width)..<(results + 2 * width)]
    return Block(
      values: values, loss: losses.reduce(0) { $0 + Double($1) },
      correct: Int(answers.reduce(0, +)))
  }

  /// All blocks in order, as the kernels take them.
  static func joined(_ blocks: [Block]) -> [Float] {
    var joined: [Float] = []
    joined.reserveCapacity(blocks.reduce(0) { $0 + $1.values.count })
    for block in blocks { joined += block.values }
    return joined
  }

  /// By how much the sum of losses grows where the incoming weights of one unit are moved along
  /// each of the layer's directions: [units.count × counts[layer]].
  ///
  /// - Parameters:
  ///   - blocks: All of them, joined.
  ///   - layer: Among the layers of weights, from 0.
  ///   - scale: How far.
  func differences(
    _ blocks: [Float], layer: Int, units: Range<Int>, scale: Float
  ) -> [Float] {
    let outputs = network.layers[layer].outputCount
    precondition(units.lowerBound >= 0 && units.upperBound <= outputs, "There are such units.")
    let count = units.count * counts[layer]
    return unsafe withView { view in
      precondition(
        unsafe blocks.count == blockCount * Int(ck_probe_block_floats(view)), "All blocks.")
      var scratch = unsafe [Float](repeating: 0, count: Int(ck_probe_scratch_floats(view, 0)))
      // Unsafe: the kernel writes [units × directions] floats and reads arrays of checked sizes.
      return unsafe [Float](unsafeUninitializedCapacity: count) { out, written in
        unsafe ck_probe_units(
          kernels.level, view, blocks, Int64(blockCount), genes, Int32(layer),
          Int32(units.lowerBound), Int32(units.count), scale, out.baseAddress, &scratch)
        written = count
      }
    }
  }

  /// By how much the sum of losses grows for a network that differs in all layers.
  ///
  /// - Parameters:
  ///   - blocks: All of them, joined.
  ///   - noise: The member's own, as `ck_probe_member` takes it.
  ///   - scales: How far in each layer: [layerCount].
  func difference(
    _ blocks: [Float], member: Int, rank: Int, noise: Span<Float>, scales: [Float]
  ) -> Float {
    precondition(
      noise.count == Self.noiseCount(network, rank: rank) && scales.count == counts.count
        && member >= 0 && rank >= 1 && (member + 1) * rank <= counts[0], "Shapes match.")
    var result: Float = 0
    unsafe withView { view in
      precondition(
        unsafe blocks.count == blockCount * Int(ck_probe_block_floats(view)), "All blocks.")
      var scratch = unsafe [Float](
        repeating: 0, count: Int(ck_probe_scratch_floats(view, Int32(rank))))
      // Unsafe: the kernel writes one float and reads arrays of checked sizes.
      unsafe noise.withUnsafeBufferPointer { noise in
        unsafe ck_probe_member(
          kernels.level, view, blocks, Int64(blockCount), genes, noise.baseAddress, Int32(rank),
          Int32(member), scales, &result, &scratch)
      }
    }
    return result
  }

  /// The length of a member's own noise.
  static func noiseCount(_ network: Network, rank: Int) -> Int {
    network.layers.enumerated().reduce(0) { sum, layer in
      let outward = (rank + 1) * layer.element.outputCount
      return sum + outward + (layer.offset == 0 ? 0 : rank * (layer.element.inputCount + 1))
    }
  }

  private func withView<Result>(_ body: (UnsafePointer<ck_probes>) -> Result) -> Result {
    // Unsafe: the pointers are used within the closure only.
    unsafe sizes.withUnsafeBufferPointer { sizes in
      unsafe shortCounts.withUnsafeBufferPointer { counts in
        var shape = unsafe ck_network(
          sizes: sizes.baseAddress, layerCount: Int32(sizes.count - 1),
          activation: network.activation.code, convolution: nil)
        return unsafe withUnsafePointer(to: &shape) { shape in
          var view = unsafe ck_probes(
            network: shape, counts: counts.baseAddress, measure: measure.code)
          return unsafe body(&view)
        }
      }
    }
  }
}

extension Classification.Measure {
  /// What a mean loss is worth, larger is better; of accuracy, the loss is the share of errors.
  func fitness(ofMeanLoss loss: Double, _ kernels: Kernels) -> Float {
    guard loss.isFinite else { return .nan }
    switch self {
    case .crossEntropy: return kernels.map([-Float(loss)], .exp)[0]
    case .squaredError, .accuracy: return Float(1 - loss)
    }
  }
}
