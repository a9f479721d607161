/// A multilayer perceptron: its shape, and how its weights lie in a row of genes.
///
/// Layer by layer: the weights into each unit [outputs × inputs], then the biases [outputs].
/// A 2-3-1 network:
///
///     genes  0  1   2  3   4  5   6  7  8    9 10 11   12
///           └w₁₁┴w₁₂┴w₂₁┴w₂₂┴w₃₁┴w₃₂┘└b₁ b₂ b₃┘└v₁ v₂ v₃┘└c┘
///           └ hidden layer: 3 × 2 + 3 ───────┘└ output: 1 × 3 + 1 ┘
///
/// Stages of convolution may come before the layers, and their genes before those of the layers.
/// Two classes have one output, the logit of class 1; more have one each, for a softmax.
public struct Network: Codable, Equatable, Sendable {
  /// The number of units of each layer, inputs first: [layerCount + 1].
  public let sizes: [Int]
  /// Of the hidden layers and of the stages of convolution.
  public var activation: Activation
  /// `nil` where the features go into the first layer as they are.
  public let convolution: Convolution?

  /// - Precondition: A convolution takes pictures of `inputCount` pixels.
  public init(
    inputCount: Int, hidden: [Int], classCount: Int, activation: Activation,
    convolution: Convolution? = nil
  ) {
    precondition(inputCount > 0 && classCount > 1 && hidden.allSatisfy { $0 > 0 })
    precondition(convolution.map { $0.shape.pixelCount == inputCount } ?? true)
    self.convolution = convolution
    sizes = [inputCount] + hidden + [classCount == 2 ? 1 : classCount]
    self.activation = activation
  }

  public var inputCount: Int { sizes[0] }
  public var outputCount: Int { sizes[sizes.count - 1] }
  public var classCount: Int { max(outputCount, 2) }
  /// The sizes of the hidden layers; empty for a linear classifier.
  public var hidden: [Int] { Array(sizes[1..<sizes.count - 1]) }

  public var geneCount: Int { layers.last.map(\.genes.upperBound) ?? 0 }

  /// Where one layer's weights and biases lie.
  public struct Layer: Equatable, Sendable {
    public let inputCount: Int
    public let outputCount: Int
    /// The first gene of the layer.
    public let start: Int

    public var genes: Range<Int> { start..<start + (inputCount + 1) * outputCount }
    /// The gene of the weight from a unit of the layer before to a unit of this one.
    public func weight(from input: Int, to output: Int) -> Int {
      start + output * inputCount + input
    }
    public func bias(of output: Int) -> Int { start + inputCount * outputCount + output }
  }

  public var layers: [Layer] {
    var start = convolution?.geneCount ?? 0
    let inputs = [convolution?.outputCount ?? inputCount] + sizes.dropFirst()
    return zip(inputs, sizes.dropFirst()).map { inputs, outputs in
      let layer = Layer(inputCount: inputs, outputCount: outputs, start: start)
      start = layer.genes.upperBound
      return layer
    }
  }

  /// The same network with another number of units in one hidden layer.
  public func resized(layer: Int, to count: Int) -> Network {
    var hidden = hidden
    hidden[layer] = count
    return Network(
      inputCount: inputCount, hidden: hidden, classCount: classCount, activation: activation,
      convolution: convolution)
  }

  /// The products of a weight and a number for one sample.
  public var productCount: Int {
    layers.reduce(convolution?.productCount ?? 0) { $0 + $1.inputCount * $1.outputCount }
  }

  /// As people write it: `2-16-1`, or `28x28-5x5x8/2-32-10` with a stage of convolution.
  public var shape: String {
    let front = convolution.map {
      ["\($0.shape.rows)x\($0.shape.columns)"] + $0.stages.map(\.description)
    }
    return ((front ?? ["\(inputCount)"]) + sizes.dropFirst().map(String.init))
      .joined(separator: "-")
  }
}

extension Network {
  private enum CodingKeys: String, CodingKey {
    case sizes, activation, convolution
  }

  /// More units in a layer, or more layers, are none of ours: counting genes would overflow.
  private static let possible = (units: 1...1 << 24, layers: 2...1000)

  /// Refuses what is no network: a file may be damaged.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    sizes = try container.decode([Int].self, forKey: .sizes)
    activation = try container.decode(Activation.self, forKey: .activation)
    convolution = try container.decodeIfPresent(Convolution.self, forKey: .convolution)
    guard Self.possible.layers.contains(sizes.count),
      sizes.allSatisfy(Self.possible.units.contains),
      convolution.map({ $0.shape.pixelCount == sizes[0] }) ?? true
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .sizes, in: container, debugDescription: "No network has layers like these.")
    }
  }
}
