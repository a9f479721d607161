import Evolution

/// The answers of a network on a grid of 2 × 4 points a cell.
struct Field {
  let classCount: Int
  /// In dots.
  private let width: Int
  private let height: Int
  /// The most probable class of each dot: [height × width].
  private var classes: [Int32]
  /// The probability of class 1 at each dot, if there are two: [height × width].
  private var probabilities: [Float] = []

  /// At most so many products of a weight and an input are computed; large networks are
  /// asked at fewer points.
  static let workLimit = 16_000_000

  init(_ network: Network, _ genes: [Float], _ plane: Plane, scaling: Standardisation) {
    classCount = network.classCount
    width = plane.size.width * 2
    height = plane.size.height * 4
    classes = Array(repeating: 0, count: width * height)
    if classCount == 2 { probabilities = Array(repeating: 0.5, count: width * height) }
    var step = 1
    while width * height / (step * step) * network.productCount > Self.workLimit, step < 16 {
      step *= 2
    }
    sample(network, genes, plane, scaling, step)
  }

  /// Asks the network at every `step`th dot, and gives the dots around it the same answer.
  private mutating func sample(
    _ network: Network, _ genes: [Float], _ plane: Plane, _ scaling: Standardisation, _ step: Int
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
      let answers = Kernels.best.predict(network, features: features, genes: genes)
      for point in start..<end {
        spread(
          answers, point - start, chunk, x: point % columns * step, y: point / columns * step, step)
      }
    }
  }

  private mutating func spread(
    _ answers: [Float], _ point: Int, _ stride: Int, x: Int, y: Int, _ step: Int
  ) {
    var best: Int32 = 0
    for candidate in 1..<classCount
    where answers[candidate * stride + point] > answers[Int(best) * stride + point] {
      best = Int32(candidate)
    }
    for row in y..<min(y + step, height) {
      for column in x..<min(x + step, width) {
        classes[row * width + column] = best
        if classCount == 2 {
          let probability = answers[stride + point]
          probabilities[row * width + column] = probability.isNaN ? 0.5 : probability
        }
      }
    }
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
