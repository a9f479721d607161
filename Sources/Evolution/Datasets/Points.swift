/// Points in the plane with their classes, while a generator makes them.
struct Points {
  /// Coordinates: [count].
  private(set) var x: [Double] = []
  /// Coordinates: [count].
  private(set) var y: [Double] = []
  /// Classes: [count].
  var labels: [Int32] = []

  var count: Int { labels.count }

  init(capacity: Int) {
    x.reserveCapacity(capacity)
    y.reserveCapacity(capacity)
    labels.reserveCapacity(capacity)
  }

  /// The sizes of `parts` parts of `count` points: as equal as can be, larger ones first.
  static func sizes(_ count: Int, parts: Int) -> [Int] {
    (0..<parts).map { count / parts + ($0 < count % parts ? 1 : 0) }
  }

  mutating func append(_ x: Double, _ y: Double, label: Int) {
    self.x.append(x)
    self.y.append(y)
    labels.append(Int32(label))
  }

  /// Moves each point by normal noise, independent in both coordinates.
  ///
  /// - Parameter deviation: the noise's standard deviation; 0 leaves every bit as it is.
  mutating func addNoise(_ deviation: Float, _ random: RandomSource) {
    guard deviation > 0 else { return }
    let right = random.numbers(count, of: .normal, for: .datasetNoise, individual: 0)
    let up = random.numbers(count, of: .normal, for: .datasetNoise, individual: 1)
    for sample in labels.indices {
      x[sample] += Double(deviation) * Double(right[sample])
      y[sample] += Double(deviation) * Double(up[sample])
    }
  }

  mutating func swapColumns() {
    swap(&x, &y)
  }

  /// The points in random order, with classes called 0, 1, 2 and so on.
  ///
  /// The order depends on the number of points and the seed only.
  func shuffled(classCount: Int, _ random: RandomSource) -> Dataset {
    var order = Array(0..<Int32(count))
    var stream = random[.dataset, DatasetStream.order.rawValue]
    stream.shuffle(&order)
    var features: [Float] = []
    features.reserveCapacity(2 * count)
    for sample in order {
      features.append(Float(x[Int(sample)]))
      features.append(Float(y[Int(sample)]))
    }
    return Dataset(
      featureNames: ["x1", "x2"], classNames: (0..<classCount).map(String.init),
      features: features, labels: order.map { labels[Int($0)] })
  }
}

/// What a generator draws from `random[.dataset, …]`, one stream for each.
///
/// Raw values are part of the recording format: append, never reorder.
enum DatasetStream: Int {
  /// The order of the rows.
  case order
  /// Centres, corners and matrices.
  case layout
  /// Where points lie, if not by a normal law.
  case positions
  /// Which labels are drawn anew.
  case flips
}
