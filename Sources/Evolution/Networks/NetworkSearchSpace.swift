extension Network {
  /// Where the weights start and how far they may go.
  ///
  /// A weight starts around zero with the deviation 1/√(inputs of its unit), so that a unit's
  /// sum varies as much as its inputs do, whatever their number (Glorot and Bengio, AISTATS
  /// 2010, who average inputs and outputs). Biases start small.
  public var searchSpace: SearchSpace {
    let weightFactor: Float = 1
    let biasDeviation: Float = 0.1
    var deviations: [Float] = []
    for layer in layers {
      let deviation = weightFactor / Float(layer.inputCount).squareRoot()
      deviations += Array(repeating: deviation, count: layer.inputCount * layer.outputCount)
      deviations += Array(repeating: biasDeviation, count: layer.outputCount)
    }
    return SearchSpace(initialDeviations: deviations, bounds: -8...8)
  }
}
