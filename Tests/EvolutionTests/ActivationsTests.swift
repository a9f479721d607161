import Testing

@testable import Evolution

@Suite struct `The activations of hidden neurons` {
  @Test(arguments: Activation.allCases)
  func `lead to the answer that the kernels give`(activation: Activation) {
    let network = Network(inputCount: 2, hidden: [3, 4], classCount: 2, activation: activation)
    let genes = (0..<network.geneCount).map { Float($0 * 37 % 19 - 9) / 7 }
    let count = Kernels.sampleBlock
    let features = (0..<2 * count).map { Float($0 * 13 % 31 - 15) / 8 }
    let layers = network.activations(of: genes, at: features, layerCount: 2)
    #expect(layers.map(\.count) == [3 * count, 4 * count])
    let output = network.layers[2]
    let answers = Kernels.best.predict(network, features: features, genes: genes)
    for point in 0..<count {
      var sum = genes[output.bias(of: 0)]
      for unit in 0..<4 {
        sum += genes[output.weight(from: unit, to: 0)] * layers[1][unit * count + point]
      }
      let probability = Kernels.best.map([sum], .sigmoid)[0]
      #expect(abs(probability - answers[count + point]) < 1e-5)
    }
    // As many layers as were asked for.
    #expect(network.activations(of: genes, at: features, layerCount: 1) == [layers[0]])
  }
}
