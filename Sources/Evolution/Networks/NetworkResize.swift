/// Turns rows of genes when a hidden layer gets more neurons or fewer, keeping what was learnt.
///
/// Neurons are added at the end of the layer. Their outgoing weights are zero, so that no
/// prediction changes by a bit; their incoming weights and biases are drawn as those of a
/// first population.
///
/// Neurons that are dropped are the least important of each row: with the smallest product
/// of the sum of |outgoing weights| and the length of the vector of incoming weights, bias
/// aside. Of equals the last goes first, so that dropping at once undoes adding.
public struct NetworkResize: Sendable {
  public let old: Network
  public let new: Network
  /// Among the hidden layers, from 0.
  public let layer: Int
  private let deviations: [Float]
  private let random: RandomSource

  /// - Precondition: `layer` is an index into `network.hidden`, and `count >= 1`.
  public init(of network: Network, layer: Int, to count: Int, _ random: RandomSource) {
    precondition(network.hidden.indices.contains(layer), "There is such a hidden layer.")
    old = network
    new = network.resized(layer: layer, to: count)
    self.layer = layer
    self.random = random
    deviations = new.searchSpace.initialDeviations
  }

  /// A row of the new network: [old.geneCount] → [new.geneCount].
  ///
  /// - Parameter index: The individual's: its new neurons are drawn for it alone.
  public func callAsFunction(_ row: ArraySlice<Float>, index: Int) -> [Float] {
    remap(row, index: index).genes
  }

  /// A row of the new network, and which of its genes are old.
  public func remap(_ row: ArraySlice<Float>, index: Int) -> RemappedRow {
    precondition(row.count == old.geneCount, "The row is one of the old network.")
    let genes = Array(row)
    let kept = keptNeurons(genes)
    // One number for each gene of the new network, so that adding again draws others.
    let drawn =
      new.hidden[layer] > old.hidden[layer]
      ? random.numbers(new.geneCount, of: .normal, for: .growth, individual: index) : []
    var result: [Float] = []
    var origins: [Int32] = []
    result.reserveCapacity(new.geneCount)
    origins.reserveCapacity(new.geneCount)
    func keep(_ gene: Int) {
      result.append(genes[gene])
      origins.append(Int32(gene))
    }
    func add(_ value: Float) {
      result.append(value)
      origins.append(-1)
    }
    for gene in 0..<old.layers[0].start { keep(gene) }
    for (depth, target) in new.layers.enumerated() {
      let source = old.layers[depth]
      let inputs = depth == layer + 1 ? kept : Array(0..<source.inputCount)
      let outputs = depth == layer ? kept : Array(0..<source.outputCount)
      for output in 0..<target.outputCount {
        for input in 0..<target.inputCount {
          if output >= outputs.count {
            let gene = target.weight(from: input, to: output)
            add(drawn[gene] * deviations[gene])
          } else if input >= inputs.count {
            add(0)
          } else {
            keep(source.weight(from: inputs[input], to: outputs[output]))
          }
        }
      }
      for output in 0..<target.outputCount {
        if output >= outputs.count {
          let gene = target.bias(of: output)
          add(drawn[gene] * deviations[gene])
        } else {
          keep(source.bias(of: outputs[output]))
        }
      }
    }
    return RemappedRow(genes: result, sources: origins)
  }

  /// The neurons of the old layer that stay, in their order.
  private func keptNeurons(_ genes: [Float]) -> [Int] {
    let neurons = 0..<old.hidden[layer]
    let importances = neurons.map { importance(of: $0, genes) }
    let ranked = neurons.sorted {
      importances[$0] == importances[$1] ? $0 < $1 : importances[$0] > importances[$1]
    }
    return ranked.prefix(new.hidden[layer]).sorted()
  }

  /// ‖outgoing‖₁ × ‖incoming without bias‖₂; zero where that is no number.
  private func importance(of neuron: Int, _ genes: [Float]) -> Double {
    let (before, after) = (old.layers[layer], old.layers[layer + 1])
    var squares = 0.0
    for input in 0..<before.inputCount {
      let weight = Double(genes[before.weight(from: input, to: neuron)])
      squares += weight * weight
    }
    var outgoing = 0.0
    for output in 0..<after.outputCount {
      outgoing += Double(abs(genes[after.weight(from: neuron, to: output)]))
    }
    let importance = outgoing * squares.squareRoot()
    return importance.isNaN ? 0 : importance
  }
}
