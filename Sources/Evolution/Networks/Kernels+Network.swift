import CKernels

extension Kernels {
  func makeWorkspace(for network: Network) -> Workspace {
    let shape = KernelShape(network)
    let byteCount = unsafe shape.withNetwork(network.activation) { network in
      unsafe Int(ck_scratch_bytes(network))
    }
    return Workspace(byteCount: byteCount, shape: shape)
  }

  /// Scores some networks of one shape.
  ///
  /// - Parameters:
  ///   - genes: Row-major: [scores.count × geneCount].
  ///   - scores: One for each individual.
  func evaluate(
    _ network: Network, on samples: Samples, _ measure: Classification.Measure,
    _ genes: Span<Float>, into scores: inout MutableSpan<Score>, _ workspace: inout Workspace
  ) {
    let count = scores.count
    precondition(network.inputCount == samples.featureCount)
    workspace.reserve(count)
    // Unsafe: the kernel reads [count × geneCount] genes and the padded samples and writes
    // `count` results, all checked above, into memory that lives until it returns.
    unsafe workspace.shape.withNetwork(network.activation) { shape in
      precondition(
        unsafe genes.count == count * Int(ck_gene_count(shape)), "A row has the network's genes.")
      unsafe samples.withKernelView { view in
        unsafe genes.withUnsafeBufferPointer { genes in
          unsafe workspace.withMemory { scratch, fitness, correct in
            unsafe ck_evaluate(
              level, shape, view, measure.code, genes.baseAddress, Int64(count), fitness, correct,
              scratch)
          }
        }
      }
    }
    workspace.copyResults(to: &scores, sampleCount: samples.count)
  }

  /// Scores some networks on samples wherever they lie: the same bits, in columns or not.
  func evaluate(
    _ network: Network, on set: SampleSet, _ measure: Classification.Measure,
    _ genes: Span<Float>, into scores: inout MutableSpan<Score>, _ workspace: inout Workspace
  ) {
    if let columns = set.columns {
      return evaluate(network, on: columns, measure, genes, into: &scores, &workspace)
    }
    let count = scores.count
    workspace.reserve(count)
    var tallies = Array(repeating: ck_tally(), count: count)
    for piece in 0..<set.pieceTotal {
      add(piece, of: set, network, measure, genes, to: &tallies, &workspace)
    }
    // Unsafe: there are `count` tallies, and room for as many results.
    unsafe ck_scores(
      level, tallies, Int64(count), measure.code, Int64(set.count), &workspace.fitness,
      &workspace.correct)
    workspace.copyResults(to: &scores, sampleCount: set.count)
  }

  /// The score of one network on samples wherever they lie, found by several workers.
  ///
  /// - Parameter genes: [geneCount]
  func score(
    _ network: Network, on set: SampleSet, _ measure: Classification.Measure, _ genes: [Float],
    in problem: Classification, _ workers: some Workers
  ) -> Score {
    let tallies = workers.map(set.pieceTotal, in: problem) { piece, workspace in
      var tally = [ck_tally()]
      add(piece, of: set, network, measure, genes.span, to: &tally, &workspace)
      return tally[0]
    }
    var sum = ck_tally()
    // Unsafe: both tallies are alive, and each is added to by one.
    for var tally in tallies { unsafe ck_add_tally(&sum, &tally) }
    var score = Score.unknown
    var correct: Int32 = 0
    // Unsafe: there is one tally, and room for one result.
    unsafe ck_scores(
      level, &sum, 1, measure.code, Int64(set.count), &score.fitness, &correct)
    score.accuracy = Float(correct) / Float(set.count)
    return score
  }

  /// Counts what some networks make of one piece of a set.
  private func add(
    _ piece: Int, of set: SampleSet, _ network: Network, _ measure: Classification.Measure,
    _ genes: Span<Float>, to tallies: inout [ck_tally], _ workspace: inout Workspace
  ) {
    var room = workspace.takeGathered()
    set.withPiece(piece, &room, self) {
      add($0, network, measure, genes, to: &tallies, &workspace)
    }
    workspace.gathered = room
  }

  /// Counts what some networks make of a piece of the samples.
  private func add(
    _ samples: Samples, _ network: Network, _ measure: Classification.Measure,
    _ genes: Span<Float>, to tallies: inout [ck_tally], _ workspace: inout Workspace
  ) {
    let count = tallies.count
    precondition(network.inputCount == samples.featureCount)
    // Unsafe: as in `evaluate`; there are `count` tallies.
    unsafe workspace.shape.withNetwork(network.activation) { shape in
      precondition(
        unsafe genes.count == count * Int(ck_gene_count(shape)), "A row has the network's genes.")
      unsafe samples.withKernelView { view in
        unsafe genes.withUnsafeBufferPointer { genes in
          unsafe workspace.withMemory { scratch, _, _ in
            unsafe ck_add_to_tallies(
              level, shape, view, measure.code, genes.baseAddress, Int64(count), &tallies, scratch)
          }
        }
      }
    }
  }

  /// The class probabilities that a network gives to points: [classCount × paddedCount].
  ///
  /// - Parameters:
  ///   - features: One padded row a feature: [inputCount × paddedCount].
  ///   - genes: Those of the network: [geneCount].
  public func predict(_ network: Network, features: [Float], genes: [Float]) -> [Float] {
    let stride = features.count / network.inputCount
    precondition(features.count == stride * network.inputCount && stride % Self.sampleBlock == 0)
    precondition(genes.count == network.geneCount)
    var workspace = makeWorkspace(for: network)
    var probabilities = [Float](repeating: 0, count: network.classCount * stride)
    // Unsafe: sizes are checked above; the kernel writes [classCount × stride].
    unsafe workspace.shape.withNetwork(network.activation) { shape in
      unsafe workspace.withMemory { scratch, _, _ in
        unsafe ck_predict(level, shape, features, Int64(stride), genes, &probabilities, scratch)
      }
    }
    return probabilities
  }

  /// The mean gradient of a network's loss over some samples; returns that mean loss, which is NaN
  /// where there is none.
  ///
  /// - Parameters:
  ///   - genes: Those of one network: [geneCount].
  ///   - batch: Indices of samples; at least one.
  ///   - gradient: In the layout of the genes: [geneCount].
  func gradient(
    _ network: Network, on samples: Samples, _ loss: Classification.Measure, _ genes: Span<Float>,
    _ batch: Span<Int32>, into gradient: inout MutableSpan<Float>, _ workspace: inout Workspace
  ) -> Float {
    precondition(loss != .accuracy, "Accuracy has no slope.")
    precondition(network.convolution == nil, "There is no way back through a convolution.")
    precondition(!batch.isEmpty && network.inputCount == samples.featureCount)
    let indices = 0..<Int32(samples.count)
    for position in batch.indices {
      precondition(indices.contains(batch[position]), "There is such a sample.")
    }
    var mean = Float.nan
    // Unsafe: the kernel reads the batch's samples, whose indices were checked, and [geneCount]
    // genes, writes as many numbers, and works in the scratch that is reserved for it here.
    unsafe workspace.shape.withNetwork(network.activation) { shape in
      let geneCount = unsafe Int(ck_gene_count(shape))
      precondition(genes.count == geneCount && gradient.count == geneCount, "One number a gene.")
      unsafe workspace.reserve(byteCount: Int(ck_gradient_scratch_bytes(shape)))
      unsafe samples.withKernelView { view in
        unsafe genes.withUnsafeBufferPointer { genes in
          unsafe batch.withUnsafeBufferPointer { batch in
            unsafe gradient.withUnsafeMutableBufferPointer { gradient in
              unsafe workspace.withMemory { scratch, _, _ in
                mean = unsafe ck_gradient(
                  level, shape, view, loss.code, batch.baseAddress, Int64(batch.count),
                  genes.baseAddress, gradient.baseAddress, scratch)
              }
            }
          }
        }
      }
    }
    return mean
  }

  /// The same over samples wherever they lie.
  ///
  /// A batch of bytes that is larger than a piece is worked on piece by piece: the result is then
  /// the mean of the pieces' gradients, each with the weight of its samples.
  func gradient(
    _ network: Network, on set: SampleSet, _ loss: Classification.Measure, _ genes: Span<Float>,
    _ batch: Span<Int32>, into gradient: inout MutableSpan<Float>, _ workspace: inout Workspace
  ) -> Float {
    if let columns = set.columns {
      return self.gradient(network, on: columns, loss, genes, batch, into: &gradient, &workspace)
    }
    var room = workspace.takeGathered()
    var part = [Float](repeating: 0, count: gradient.count)
    var mean: Float = 0
    for first in stride(from: 0, to: batch.count, by: SampleSet.pieceCount) {
      let piece = first..<min(batch.count, first + SampleSet.pieceCount)
      set.gather(batch.extracting(piece), into: &room, self)
      let all = Array(0..<Int32(piece.count))
      var slopes = part.mutableSpan
      let own = self.gradient(
        network, on: room, loss, genes, all.span, into: &slopes, &workspace)
      let weight = Float(piece.count) / Float(batch.count)
      mean = first == 0 ? weight * own : mean + weight * own
      for gene in gradient.indices {
        gradient[gene] = first == 0 ? weight * slopes[gene] : gradient[gene] + weight * slopes[gene]
      }
    }
    workspace.gathered = room
    return mean
  }
}

extension Samples {
  /// The samples as the kernels take them, for the time of a call.
  func withKernelView(_ body: (UnsafePointer<ck_samples>) -> Void) {
    // Unsafe: the pointers are used within the closure only.
    unsafe features.withUnsafeBufferPointer { features in
      unsafe labels.withUnsafeBufferPointer { labels in
        var view = unsafe ck_samples(
          features: features.baseAddress, labels: labels.baseAddress, count: Int64(count),
          stride: Int64(stride))
        unsafe body(&view)
      }
    }
  }
}

extension Workspace {
  /// What the kernels found for each individual, as scores.
  fileprivate func copyResults(to scores: inout MutableSpan<Score>, sampleCount: Int) {
    let sampleCount = Float(sampleCount)
    for index in scores.indices {
      scores[index] = Score(
        fitness: fitness[index], accuracy: Float(correct[index]) / sampleCount)
    }
  }

  /// Pointers to 64-byte aligned scratch and to the results, for the time of a call.
  fileprivate mutating func withMemory(
    _ body: (UnsafeMutableRawPointer, UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Int32>?) ->
      Void
  ) {
    // Unsafe: the scratch is 64 bytes longer than asked for, so that it can be aligned.
    unsafe bytes.withUnsafeMutableBytes { memory in
      unsafe fitness.withUnsafeMutableBufferPointer { fitness in
        unsafe correct.withUnsafeMutableBufferPointer { correct in
          guard let start = memory.baseAddress else { return }
          unsafe body(
            start.alignedUp(toMultipleOf: 64), fitness.baseAddress, correct.baseAddress)
        }
      }
    }
  }
}

extension Activation {
  var code: Int32 {
    switch self {
    case .tanh: Int32(CK_TANH)
    case .relu: Int32(CK_RELU)
    case .sigmoid: Int32(CK_SIGMOID)
    case .sin: Int32(CK_SIN)
    case .gaussian: Int32(CK_GAUSSIAN)
    case .identity: Int32(CK_IDENTITY)
    }
  }
}
