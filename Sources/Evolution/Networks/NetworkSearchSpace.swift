extension Network {
  /// Where the weights start and how far they may go.
  ///
  /// A weight starts around zero with a deviation of 3/√(inputs of its unit), so that a unit's
  /// sum varies alike whatever their number (after Glorot and Bengio, AISTATS 2010, who average
  /// inputs and outputs). Biases are twice as wide as standardised inputs, so that the units divide
  /// them in different places: on circles, this matters more than any other setting.
  public var searchSpace: SearchSpace {
    let biasDeviation: Float = 2
    var deviations: [Float] = []
    for (index, layer) in layers.enumerated() {
      let deviation = deviation(ofLayer: index)
      deviations += Array(repeating: deviation, count: layer.inputCount * layer.outputCount)
      deviations += Array(repeating: biasDeviation, count: layer.outputCount)
    }
    return SearchSpace(initialDeviations: deviations, bounds: -8...8)
  }

  /// Of the weights of one layer in a first population.
  func deviation(ofLayer index: Int) -> Float {
    3 / Float(layers[index].inputCount).squareRoot()
  }
}
