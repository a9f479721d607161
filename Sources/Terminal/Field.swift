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
    (classes, probabilities) = ([], [])
    var step = 1
    while width * height / (step * step) * network.productCount > Self.workLimit, step < 16 {
      step *= 2
    }
    (classes, probabilities) = sample(network, genes, plane, scaling, lens, step)
    if lens != .answer { center(network.activation) }
  }

  /// Asks the network at every `step`th dot, and gives the dots around it the same answer.
  private func sample(
    _ network: Network, _ genes: [Float], _ plane: Plane, _ scaling: Standardisation,
    _ lens: Lens, _ step: Int
  ) -> (classes: [Int32], probabilities: [Float]) {
    var classes = [Int32](repeating: 0, count: width * height)
    var probabilities = [Float](repeating: 0.5, count: width * height)
    let axes = plane.axes
    let shares = { (count: Int) in
      stride(from: 0, to: count, by: step).map { (Float($0) + Float(step) / 2) / Float(count) }
    }
    let across = shares(width).map { share in
      let x = plane.x.lowerBound + (plane.x.upperBound - plane.x.lowerBound) * share
      return scaling.scaled(x, feature: axes.horizontal)
    }
    // With one feature only there is no second.
    let hasSecond = axes.vertical < network.inputCount
    let down = shares(height).map { share in
      let y = plane.y.upperBound - (plane.y.upperBound - plane.y.lowerBound) * share
      return hasSecond ? scaling.scaled(y, feature: axes.vertical) : 0
    }
    let (columns, rows) = (across.count, down.count)
    guard columns > 0, rows > 0 else { return (classes, probabilities) }
    // Some rows at a time, padded as the kernels want it.
    let rowCount = min(rows, max(1, Kernels.sampleBlock * 32 / columns))
    let block = Kernels.sampleBlock
    let chunk = (rowCount * columns + block - 1) / block * block
    // Standardised, so 0 is the mean of each feature that is not on an axis.
    var features = [Float](repeating: 0, count: network.inputCount * chunk)
    for place in 0..<rowCount * columns {
      features[axes.horizontal * chunk + place] = across[place % columns]
    }
    for first in stride(from: 0, to: rows, by: rowCount) {
      let shown = first..<min(first + rowCount, rows)
      for row in shown where hasSecond {
        let start = axes.vertical * chunk + (row - first) * columns
        for place in start..<start + columns { features[place] = down[row] }
      }
      let answers = Self.answers(network, genes, features, lens)
      for row in shown {
        spread(
          answers, from: (row - first) * columns, of: chunk, y: row * step, step, &classes,
          &probabilities)
      }
    }
    return (classes, probabilities)
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

  /// Gives the dots around the points of a row the answers there.
  ///
  /// - Parameters:
  ///   - start: The first point of the row.
  ///   - count: Of points for which there are answers, in each row of these.
  ///   - y: The row's first dots.
  private func spread(
    _ answers: [Float], from start: Int, of count: Int, y: Int, _ step: Int,
    _ classes: inout [Int32], _ probabilities: inout [Float]
  ) {
    let candidates = answers.count / count
    for column in 0..<(width + step - 1) / step {
      let point = start + column
      var best = 0
      var value = answers[point]
      if candidates > 1 {
        for candidate in 1..<candidates
        where answers[candidate * count + point] > answers[best * count + point] {
          best = candidate
        }
        value = answers[(candidates == 2 ? 1 : best) * count + point]
      }
      if value.isNaN { value = 0.5 }
      if step == 1 {
        classes[y * width + column] = Int32(best)
        probabilities[y * width + column] = value
        continue
      }
      let x = column * step
      for row in y..<min(y + step, height) {
        for dot in row * width + x..<row * width + min(x + step, width) {
          classes[dot] = Int32(best)
          probabilities[dot] = value
        }
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
    edges(column, row) { band(probabilities[$0]) }
  }

  private func band(_ probability: Float) -> Int {
    probability >= 0.9 ? 2 : classCount == 2 && probability <= 0.1 ? 0 : 1
  }

  /// The dots of a cell where the class is another one to the right or below.
  func contour(_ column: Int, _ row: Int) -> UInt8 {
    edges(column, row) { classes[$0] }
  }

  /// The dots of a cell that are of another kind than the dot to the right or below.
  private func edges<Kind: Equatable>(
    _ column: Int, _ row: Int, _ kind: (_ dot: Int) -> Kind
  ) -> UInt8 {
    var dots: UInt8 = 0
    for y in row * 4..<row * 4 + 4 {
      for x in column * 2..<column * 2 + 2 {
        let dot = y * width + x
        let own = kind(dot)
        let differs =
          (x + 1 < width && kind(dot + 1) != own) || (y + 1 < height && kind(dot + width) != own)
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
