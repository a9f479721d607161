import Evolution

/// Some samples of one part of the data, always the same ones, that champions are asked about.
///
/// They are spread over the part and stand in such an order that the classes take turns, so that
/// the first few are as telling as all of them.
struct Panel: Equatable, Sendable {
  let data: Split
  let part: Split.Part
  /// Indices into the part: [count].
  let positions: [Int]
  /// Scaled, in columns: [count].
  let columns: Samples
  /// From the least value of all its samples to the greatest.
  let range: ClosedRange<Float>

  var count: Int { positions.count }

  /// More would cost the drawing thread too much, in memory and in time.
  static let limit = 1000
  /// Products of a weight and an input for one look at a champion, a few milliseconds.
  static let workLimit = 40_000_000

  init(_ data: Split, _ part: Split.Part) {
    self.data = data
    self.part = part
    let labels = data[part].labels
    let count = min(labels.count, Self.limit)
    positions = Self.inTurns((0..<count).map { $0 * labels.count / count }, labels)
    columns = data[part].gather(positions.map(Int32.init))
    var low = Float.infinity
    var high = -Float.infinity
    for place in positions.indices {
      for feature in 0..<columns.featureCount {
        let value = Self.value(columns, place, feature, data)
        (low, high) = (min(low, value), max(high, value))
      }
    }
    range = low <= high ? low...high : 0...1
  }

  /// The class of one of them.
  func label(_ place: Int) -> Int { Int(data[part].labels[positions[place]]) }

  /// How many of them a network can be asked about in passing; all, if it is small.
  func affordableCount(_ network: Network) -> Int {
    min(count, max(Kernels.sampleBlock, Self.workLimit / max(1, network.productCount)))
  }

  /// The pixels of one of them, 0 (black) … 1 (white): [pixelCount].
  func pixels(_ place: Int) -> [Float] {
    let width = range.upperBound - range.lowerBound
    return (0..<columns.featureCount).map { feature in
      width > 0 ? (Self.value(columns, place, feature, data) - range.lowerBound) / width : 0
    }
  }

  /// A value as the data set has it; of bytes their share of 255.
  private static func value(
    _ columns: Samples, _ place: Int, _ feature: Int, _ data: Split
  ) -> Float {
    let scaled = columns.features[feature * columns.stride + place]
    return data.dataset.isBytes ? scaled : data.scaling.unscaled(scaled, feature: feature)
  }

  /// The first of each class, then the second of each, and so on.
  private static func inTurns(_ positions: [Int], _ labels: [Int32]) -> [Int] {
    var seen: [Int32: Int] = [:]
    let turns = positions.map { position in
      let label = labels[position]
      seen[label, default: 0] += 1
      return (turn: seen[label] ?? 0, label: label, position: position)
    }
    return turns.sorted { ($0.turn, $0.label, $0.position) < ($1.turn, $1.label, $1.position) }
      .map(\.position)
  }
}
