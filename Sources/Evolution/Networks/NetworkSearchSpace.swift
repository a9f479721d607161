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
    func add(inputs: Int, outputs: Int) {
      deviations += Array(repeating: Self.deviation(inputs: inputs), count: inputs * outputs)
      deviations += Array(repeating: biasDeviation, count: outputs)
    }
    if let convolution {
      for (square, stage) in zip(convolution.squares, convolution.stages) {
        add(inputs: square, outputs: stage.channels)
      }
    }
    for layer in layers { add(inputs: layer.inputCount, outputs: layer.outputCount) }
    return SearchSpace(initialDeviations: deviations, bounds: -8...8)
  }

  /// Of the weights of one layer in a first population.
  func deviation(ofLayer index: Int) -> Float {
    Self.deviation(inputs: layers[index].inputCount)
  }

  private static func deviation(inputs: Int) -> Float { 3 / Float(inputs).squareRoot() }
}
