import CKernels

extension Kernels {
  func makeWorkspace(for network: Network) -> Workspace {
    let sizes = network.sizes.map(Int32.init)
    let byteCount = unsafe withShape(sizes, network.activation) { shape in
      unsafe Int(ck_scratch_bytes(shape))
    }
    return Workspace(byteCount: byteCount, sizes: sizes)
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
    precondition(genes.count % max(count, 1) == 0 && network.inputCount == samples.featureCount)
    workspace.reserve(count)
    // Unsafe: the kernel reads [count × geneCount] genes and the padded samples and writes
    // `count` results, all checked above, into memory that lives until it returns.
    unsafe withShape(workspace.sizes, network.activation) { shape in
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
    let sampleCount = Float(samples.count)
    for index in 0..<count {
      scores[index] = Score(
        fitness: workspace.fitness[index],
        accuracy: Float(workspace.correct[index]) / sampleCount)
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
    unsafe withShape(workspace.sizes, network.activation) { shape in
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
    precondition(!batch.isEmpty && network.inputCount == samples.featureCount)
    let indices = 0..<Int32(samples.count)
    for position in batch.indices {
      precondition(indices.contains(batch[position]), "There is such a sample.")
    }
    var mean = Float.nan
    // Unsafe: the kernel reads the batch's samples, whose indices were checked, and [geneCount]
    // genes, writes as many numbers, and works in the scratch that is reserved for it here.
    unsafe withShape(workspace.sizes, network.activation) { shape in
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

  private func withShape<Result>(
    _ sizes: [Int32], _ activation: Activation, _ body: (UnsafePointer<ck_network>) -> Result
  ) -> Result {
    // Unsafe: the pointer to the sizes is used within the closure only.
    unsafe sizes.withUnsafeBufferPointer { sizes in
      var shape = unsafe ck_network(
        sizes: sizes.baseAddress, layerCount: Int32(sizes.count - 1), activation: activation.code)
      return unsafe body(&shape)
    }
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
