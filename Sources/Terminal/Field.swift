import Evolution

/// What is seen of a network on the plane: its answer, or what one hidden neuron makes of it.
public enum Lens: Hashable, Sendable {
  case answer
  /// The layer among the hidden ones and the neuron in it, both from 0.
  case neuron(layer: Int, unit: Int)
}

/// The answers of a network, or those of one of its neurons, on a grid of 2 × 4 points a cell.
struct Field {
  /// Of a neuron 2: where it is negative, and where it is positive.
  let classCount: Int
  /// In dots.
  private let width: Int
  private let height: Int
  /// The most probable class of each dot: [height × width].
  private var classes: [Int32]
  /// The probability of class 1 at each dot or, if there are more than two, that of the likeliest;
  /// of a neuron its value, from 0 (negative) over 0.5 to 1 (positive): [height × width].
  private var probabilities: [Float]

  /// At most so many products of a weight and an input are computed; large networks are
  /// asked at fewer points.
  static let workLimit = 16_000_000

  init(
    _ network: Network, _ genes: [Float], _ plane: Plane, scaling: Standardisation,
    lens: Lens = .answer
  ) {
    classCount = lens == .answer ? network.classCount : 2
    width = plane.size.width * 2
    height = plane.size.height * 4
    classes = Array(repeating: 0, count: width * height)
    probabilities = Array(repeating: 0.5, count: width * height)
    var step = 1
    while width * height / (step * step) * network.productCount > Self.workLimit, step < 16 {
      step *= 2
    }
    sample(network, genes, plane, scaling, lens, step)
    if lens != .answer { center(network.activation) }
  }

  /// Asks the network at every `step`th dot, and gives the dots around it the same answer.
  private mutating func sample(
    _ network: Network, _ genes: [Float], _ plane: Plane, _ scaling: Standardisation,
    _ lens: Lens, _ step: Int
  ) {
    let columns = (width + step - 1) / step
    let rows = (height + step - 1) / step
    let chunk = Kernels.sampleBlock * 32
    let axes = plane.axes
    // Standardised, so 0 is the mean of each feature that is not on an axis.
    var features = [Float](repeating: 0, count: network.inputCount * chunk)
    for start in stride(from: 0, to: columns * rows, by: chunk) {
      let end = min(start + chunk, columns * rows)
      for point in start..<end {
        let across = (Float(point % columns * step) + Float(step) / 2) / Float(width)
        let down = (Float(point / columns * step) + Float(step) / 2) / Float(height)
        let x = plane.x.lowerBound + (plane.x.upperBound - plane.x.lowerBound) * across
        let y = plane.y.upperBound - (plane.y.upperBound - plane.y.lowerBound) * down
        features[axes.horizontal * chunk + point - start] =
          scaling.scaled(x, feature: axes.horizontal)
        if axes.vertical < network.inputCount {
          features[axes.vertical * chunk + point - start] =
            scaling.scaled(y, feature: axes.vertical)
        }
      }
      let answers = Self.answers(network, genes, features, lens)
      for point in start..<end {
        spread(
          answers, point - start, chunk, x: point % columns * step, y: point / columns * step, step)
      }
    }
  }

  /// The classes' probabilities [classCount × points], or the values of one neuron [points].
  private static func answers(
    _ network: Network, _ genes: [Float], _ features: [Float], _ lens: Lens
  ) -> [Float] {
    guard case .neuron(let layer, let unit) = lens else {
      return Kernels.best.predict(network, features: features, genes: genes)
    }
    let values = network.activations(of: genes, at: features, layerCount: layer + 1)[layer]
    let count = features.count / network.inputCount
    return Array(values[unit * count..<(unit + 1) * count])
  }

  private mutating func spread(
    _ answers: [Float], _ point: Int, _ stride: Int, x: Int, y: Int, _ step: Int
  ) {
    var best: Int32 = 0
    var value = answers[point]
    if answers.count > stride {
      for candidate in 1..<classCount
      where answers[candidate * stride + point] > answers[Int(best) * stride + point] {
        best = Int32(candidate)
      }
      value = answers[(classCount == 2 ? 1 : Int(best)) * stride + point]
    }
    if value.isNaN { value = 0.5 }
    for row in y..<min(y + step, height) {
      for column in x..<min(x + step, width) {
        classes[row * width + column] = best
        probabilities[row * width + column] = value
      }
    }
  }

  /// Turns the values of a neuron into numbers from 0 to 1 with its zero in the middle; of
  /// activations that are never negative, with the middle of their range.
  private mutating func center(_ activation: Activation) {
    let isPositive = activation == .sigmoid || activation == .gaussian
    let largest = probabilities.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
    for dot in probabilities.indices {
      let value = probabilities[dot]
      let signed = isPositive ? 2 * value - 1 : largest > 0 ? value / largest : 0
      classes[dot] = signed > 0 ? 1 : 0
      probabilities[dot] = signed.isFinite ? (signed + 1) / 2 : 0.5
    }
  }

  /// The share of a cell's dots where another field has another class, 0…1.
  func difference(from other: Field, _ column: Int, _ row: Int) -> Float {
    var count = 0
    for y in row * 4..<row * 4 + 4 {
      for x in column * 2..<column * 2 + 2
      where classes[y * width + x] != other.classes[y * width + x] { count += 1 }
    }
    return Float(count) / 8
  }

  /// The dots of a cell where it becomes nearly sure: the probability passes .1 or .9 or, with
  /// more than two classes, that of the likeliest passes .9.
  func sureLines(_ column: Int, _ row: Int) -> UInt8 {
    var dots: UInt8 = 0
    for y in row * 4..<row * 4 + 4 {
      for x in column * 2..<column * 2 + 2 {
        let own = band(probabilities[y * width + x])
        let differs =
          (x + 1 < width && band(probabilities[y * width + x + 1]) != own)
          || (y + 1 < height && band(probabilities[(y + 1) * width + x]) != own)
        if differs { dots |= Braille.dot(x, y) }
      }
    }
    return dots
  }

  private func band(_ probability: Float) -> Int {
    probability >= 0.9 ? 2 : classCount == 2 && probability <= 0.1 ? 0 : 1
  }

  /// The dots of a cell where the class is another one to the right or below.
  func contour(_ column: Int, _ row: Int) -> UInt8 {
    var dots: UInt8 = 0
    for y in row * 4..<row * 4 + 4 {
      for x in column * 2..<column * 2 + 2 {
        let own = classes[y * width + x]
        let differs =
          (x + 1 < width && classes[y * width + x + 1] != own)
          || (y + 1 < height && classes[(y + 1) * width + x] != own)
        if differs { dots |= Braille.dot(x, y) }
      }
    }
    return dots
  }

  /// The class of most dots of a cell, of equals the smaller.
  func winner(_ column: Int, _ row: Int) -> Int32 {
    let first = classes[row * 4 * width + column * 2]
    let isWhole = (row * 4..<row * 4 + 4).allSatisfy { y in
      let left = y * width + column * 2
      return classes[left] == first && classes[left + 1] == first
    }
    if isWhole { return first }
    var counts: [(label: Int32, count: Int)] = [(first, 0)]
    for y in row * 4..<row * 4 + 4 {
      for x in column * 2..<column * 2 + 2 {
        let label = classes[y * width + x]
        if let place = counts.firstIndex(where: { $0.label == label }) {
          counts[place].count += 1
        } else {
          counts.append((label, 1))
        }
      }
    }
    return counts.max { ($0.count, $1.label) < ($1.count, $0.label) }?.label ?? first
  }

  func meanProbability(_ column: Int, _ row: Int) -> Float {
    var sum: Float = 0
    for y in row * 4..<row * 4 + 4 {
      sum += probabilities[y * width + column * 2] + probabilities[y * width + column * 2 + 1]
    }
    return sum / 8
  }
}
