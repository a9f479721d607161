extension Network {
  /// Where the weights start and how far they may go.
  ///
  /// A weight starts around zero with a deviation of 3/√(inputs of its unit), so that a unit's
  /// sum varies alike whatever their number (after Glorot and Bengio, AISTATS 2010, who average
  /// inputs and outputs). Biases are twice as wide as standardised inputs, so that the units divide
  /// them in different places: on circles, this matters more than any other setting.
  public var searchSpace: SearchSpace {
    let weightFactor: Float = 3
    let biasDeviation: Float = 2
    var deviations: [Float] = []
    for layer in layers {
      let deviation = weightFactor / Float(layer.inputCount).squareRoot()
      deviations += Array(repeating: deviation, count: layer.inputCount * layer.outputCount)
      deviations += Array(repeating: biasDeviation, count: layer.outputCount)
    }
    return SearchSpace(initialDeviations: deviations, bounds: -8...8)
  }
}
