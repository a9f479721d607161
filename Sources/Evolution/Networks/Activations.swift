extension Network {
  /// What the hidden neurons make of some points: for each layer [neurons × pointCount].
  ///
  /// This is for looking at: the kernels that score do not need it.
  ///
  /// - Parameters:
  ///   - genes: [geneCount]
  ///   - features: Scaled, one row a feature: [inputCount × pointCount].
  ///   - layerCount: How many hidden layers, from the first on.
  /// - Precondition: There is no convolution.
  public func activations(
    of genes: [Float], at features: [Float], layerCount: Int, _ kernels: Kernels = .best
  ) -> [[Float]] {
    precondition(convolution == nil && genes.count == geneCount && layerCount <= hidden.count)
    let count = features.count / inputCount
    var inputs = features
    return layers.prefix(layerCount).map { layer in
      var sums: [Float] = []
      sums.reserveCapacity(layer.outputCount * count)
      for unit in 0..<layer.outputCount {
        var row = [Float](repeating: genes[layer.bias(of: unit)], count: count)
        for input in 0..<layer.inputCount {
          let weight = genes[layer.weight(from: input, to: unit)]
          let start = input * count
          for point in 0..<count { row[point] += weight * inputs[start + point] }
        }
        sums += row
      }
      inputs = kernels.outputs(of: activation, sums)
      return inputs
    }
  }
}

extension Kernels {
  /// Each sum turned into what a neuron makes of it.
  fileprivate func outputs(of activation: Activation, _ sums: [Float]) -> [Float] {
    switch activation {
    case .tanh: map(sums, .tanh)
    case .sigmoid: map(sums, .sigmoid)
    case .sin: map(sums, .sin)
    case .gaussian: map(sums.map { -$0 * $0 }, .exp)
    case .relu: sums.map { max(0, $0) }
    case .identity: sums
    }
  }
}
