import Foundation
import Testing

@testable import Evolution

@Suite struct `Resizing a hidden layer` {
  static let shapes: [(hidden: [Int], layer: Int)] = [
    ([3], 0), ([4, 3], 0), ([4, 3], 1), ([2, 5, 3], 1), ([2, 5, 3], 2), ([1], 0),
  ]

  @Test(arguments: shapes, [2, 3])
  func `leaves every prediction bit for bit when it grows`(
    shape: (hidden: [Int], layer: Int), classCount: Int
  ) {
    let network = network(shape.hidden, classCount)
    for added in [1, 2, 7] {
      let resize = NetworkResize(
        of: network, layer: shape.layer, to: shape.hidden[shape.layer] + added, random)
      for index in 0..<5 {
        let row = row(network, index)
        let grown = resize(row[...], index: index)
        #expect(grown.count == resize.new.geneCount)
        for point in points {
          #expect(outputs(resize.new, grown, point) == outputs(network, row, point))
        }
      }
    }
  }

  @Test(arguments: shapes, [-1, 3])
  func `says which old gene each new one is`(shape: (hidden: [Int], layer: Int), change: Int) {
    let network = network(shape.hidden, 3)
    let count = max(1, shape.hidden[shape.layer] + change)
    let resize = NetworkResize(of: network, layer: shape.layer, to: count, random)
    let row = row(network, 0)
    let remapped = resize.remap(row[...], index: 0)
    #expect(remapped.genes == resize(row[...], index: 0))
    let kept = remapped.sources.filter { $0 >= 0 }
    #expect(Set(kept).count == kept.count)
    #expect(kept.count == min(network.geneCount, resize.new.geneCount))
    for (gene, source) in remapped.sources.enumerated() where source >= 0 {
      #expect(remapped.genes[gene] == row[Int(source)])
    }
    #expect(
      remapped.carrying(row[...]) { _ in 9 }.count { $0 == 9 } == row.count { $0 == 9 }
        + remapped.sources.count { $0 < 0 })
  }

  @Test(arguments: shapes)
  func `is undone by shrinking at once`(shape: (hidden: [Int], layer: Int)) {
    let network = network(shape.hidden, 3)
    let count = shape.hidden[shape.layer]
    let grow = NetworkResize(of: network, layer: shape.layer, to: count + 4, random)
    let shrink = NetworkResize(of: grow.new, layer: shape.layer, to: count, random)
    #expect(shrink.new == network)
    let row = row(network, 0)
    #expect(shrink(grow(row[...], index: 0)[...], index: 0) == row)
    // Even where the old neurons have no importance either.
    let zeros = [Float](repeating: 0, count: network.geneCount)
    #expect(shrink(grow(zeros[...], index: 0)[...], index: 0) == zeros)
  }

  @Test func `drops the least important neurons of each row and keeps the others' order`() {
    // Two inputs, four neurons: lengths of the incoming weights 5, 1, 2, 0; outgoing -1, 3, 2, 9.
    let network = Network(inputCount: 2, hidden: [4], classCount: 2, activation: .tanh)
    let row: [Float] = [3, 4, 1, 0, 0, 2, 0, 0] + [0.1, 0.2, 0.3, 0.4] + [-1, 3, 2, 9] + [0.5]
    // Importances 5, 3, 4 and 0; that of a slice counts from its own start.
    let slice = ([7, 7] + row)[2...]
    let three = NetworkResize(of: network, layer: 0, to: 3, random)
    #expect(three(slice, index: 0) == [3, 4, 1, 0, 0, 2] + [0.1, 0.2, 0.3] + [-1, 3, 2] + [0.5])
    let two = NetworkResize(of: network, layer: 0, to: 2, random)
    #expect(two(slice, index: 0) == [3, 4, 0, 2] + [0.1, 0.3] + [-1, 2] + [0.5])
    let one = NetworkResize(of: network, layer: 0, to: 1, random)
    #expect(one(slice, index: 0) == [3, 4] + [0.1] + [-1] + [0.5])
  }

  @Test func `adds up the outgoing weights to all units of the next layer`() {
    let network = Network(inputCount: 1, hidden: [2, 2], classCount: 2, activation: .tanh)
    // Neuron 0 has outgoing weights -2 and 2, neuron 1 has 3 and 0.
    let row: [Float] = [1, 1] + [0, 0] + [-2, 3, 2, 0] + [0, 0] + [1, 1] + [0]
    let resize = NetworkResize(of: network, layer: 0, to: 1, random)
    #expect(resize(row[...], index: 0) == [1] + [0] + [-2, 2] + [0, 0] + [1, 1] + [0])
  }

  @Test func `draws new weights as those of a first population, for each row its own`() {
    let network = network([2], 2)
    let resize = NetworkResize(of: network, layer: 0, to: 3, random)
    let layer = resize.new.layers[0]
    let space = resize.new.searchSpace
    var weights: [Double] = []
    for index in 0..<1000 {
      let grown = resize(row(network, 0)[...], index: index)
      for gene in [
        layer.weight(from: 0, to: 2), layer.weight(from: 1, to: 2), layer.bias(of: 2),
      ] {
        weights.append(Double(grown[gene]) / Double(space.initialDeviations[gene]))
      }
    }
    #expect(Set(weights).count > 2900)
    #expect(kolmogorovSmirnov(weights, normalCDF) > 0.001)
    #expect(kolmogorovSmirnov(weights) { normalCDF($0 * 1.2) } < 0.001)
  }

  @Test func `draws others when it grows again in the same generation`() {
    let network = network([2], 2)
    let once = NetworkResize(of: network, layer: 0, to: 3, random)
    let twice = NetworkResize(of: once.new, layer: 0, to: 4, random)
    let grown = twice(once(row(network, 0)[...], index: 0)[...], index: 0)
    let layer = twice.new.layers[0]
    #expect(grown[layer.weight(from: 0, to: 2)] != grown[layer.weight(from: 0, to: 3)])
    #expect(grown[layer.bias(of: 2)] != grown[layer.bias(of: 3)])
  }

  @Test func `changes nothing where the count stays`() {
    let network = network([4, 3], 3)
    let row = row(network, 1)
    #expect(NetworkResize(of: network, layer: 1, to: 3, random)(row[...], index: 0) == row)
  }
}

@Suite struct `The search space of a network` {
  @Test func `has a deviation for each gene, smaller where there are more inputs`() {
    let network = Network(inputCount: 4, hidden: [16, 3], classCount: 3, activation: .tanh)
    let space = network.searchSpace
    #expect(space.geneCount == network.geneCount)
    #expect(space.initialDeviations.allSatisfy { $0 > 0 && $0 < space.bounds.upperBound })
    let deviations = network.layers.map { space.initialDeviations[$0.weight(from: 0, to: 0)] }
    #expect(deviations[1] * 2 == deviations[0])
  }
}

private let random = RandomSource(seed: 9)
private let points: [[Float]] = [[0.3, -1.2], [0, 0], [-4, 2.5]]

private func network(_ hidden: [Int], _ classCount: Int) -> Network {
  Network(inputCount: 2, hidden: hidden, classCount: classCount, activation: .tanh)
}

private func row(_ network: Network, _ index: Int) -> [Float] {
  random.numbers(network.geneCount, of: .normal, for: .dataset, individual: index)
}

/// The outputs before the last squashing, added up strictly in input order.
private func outputs(_ network: Network, _ genes: [Float], _ inputs: [Float]) -> [Float] {
  var values = inputs
  for layer in network.layers {
    values = (0..<layer.outputCount).map { output in
      var sum = genes[layer.bias(of: output)]
      for input in 0..<layer.inputCount {
        sum += genes[layer.weight(from: input, to: output)] * values[input]
      }
      return layer == network.layers.last ? sum : tanh(sum)
    }
  }
  return values
}
