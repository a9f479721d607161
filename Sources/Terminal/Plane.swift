import Evolution

/// The piece of the plane of two features that is drawn, in the units of the data.
public struct Plane: Equatable, Sendable {
  /// Which features span a plane; all others are held at their mean.
  public struct Axes: Equatable, Sendable {
    public var horizontal = 0
    public var vertical = 1

    public init() {}

    public init(horizontal: Int, vertical: Int) {
      self.horizontal = horizontal
      self.vertical = vertical
    }

    func isOutside(_ featureCount: Int) -> Bool {
      horizontal >= featureCount || (vertical >= featureCount && vertical != 1)
    }

    /// Goes on to another feature, past the one that the other axis has.
    mutating func turn(horizontal step: Int, featureCount: Int) {
      horizontal = Self.turned(horizontal, step, featureCount, past: vertical)
    }

    mutating func turn(vertical step: Int, featureCount: Int) {
      vertical = Self.turned(vertical, step, featureCount, past: horizontal)
    }

    private static func turned(_ feature: Int, _ step: Int, _ count: Int, past other: Int) -> Int {
      guard count > 2, step != 0 else { return feature }
      var next = feature
      repeat {
        next = (next + step.signum() + count) % count
      } while next == other
      return next
    }
  }

  public let axes: Axes
  public let x: ClosedRange<Float>
  public let y: ClosedRange<Float>
  /// In cells.
  public let size: Size

  /// Frames all samples with a margin.
  ///
  /// A cell is twice as high as it is wide, so a unit is as long up as across if that costs
  /// at most half of the plane; otherwise each axis fills it.
  public init(_ dataset: Dataset, axes: Axes, size: Size) {
    self.init(
      x: Self.range(dataset, axes.horizontal), y: Self.range(dataset, axes.vertical),
      hasOneUnit: dataset.featureCount == 2, axes: axes, size: size)
  }

  /// Frames the domain of a function.
  public init(_ function: FunctionProblem, axes: Axes, size: Size) {
    let domain = function.space.bounds
    self.init(x: domain, y: domain, hasOneUnit: true, axes: axes, size: size)
  }

  private init(
    x: ClosedRange<Float>, y: ClosedRange<Float>, hasOneUnit: Bool, axes: Axes, size: Size
  ) {
    self.axes = axes
    self.size = size
    var (x, y) = (x, y)
    let wanted = Float(size.width) / Float(max(1, size.height * 2))
    let present = (x.upperBound - x.lowerBound) / (y.upperBound - y.lowerBound)
    if hasOneUnit, present.isFinite, present > 0 {
      let factor = wanted / present
      if (1...2).contains(factor) { x = x.widened(by: factor) }
      if (0.5..<1).contains(factor) { y = y.widened(by: 1 / factor) }
    }
    self.x = x
    self.y = y
  }

  private static func range(_ dataset: Dataset, _ feature: Int) -> ClosedRange<Float> {
    guard feature < dataset.featureCount else { return -1...1 }
    var low = Float.infinity
    var high = -Float.infinity
    for sample in 0..<dataset.count {
      let value = dataset.value(sample: sample, feature: feature)
      guard value.isFinite else { continue }
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high, (high - low).isFinite else { return -1...1 }
    guard low < high else { return (low - 1)...(low + 1) }
    return (low...high).widened(by: 1.12)
  }

  /// The cell in which a sample lies, as an index row by row.
  func cell(_ dataset: Dataset, sample: Int) -> Int? {
    let place = place(of: sample, in: dataset)
    return cell(place.x, place.y)
  }

  /// Where a sample stands, in the units of the data.
  func place(of sample: Int, in dataset: Dataset) -> (x: Float, y: Float) {
    let across = dataset.value(sample: sample, feature: axes.horizontal)
    // With one feature only there is no second: the samples are spread, so that all are seen.
    let up =
      axes.vertical < dataset.featureCount
      ? dataset.value(sample: sample, feature: axes.vertical) : Float(sample * 7 % 11 - 5) / 8
    return (across, up)
  }

  /// The cell in which a point lies, as an index row by row; `nil` for one outside.
  func cell(_ across: Float, _ up: Float) -> Int? {
    let column = (across - x.lowerBound) / (x.upperBound - x.lowerBound) * Float(size.width)
    let line = (y.upperBound - up) / (y.upperBound - y.lowerBound) * Float(size.height)
    guard column >= 0, line >= 0, column < Float(size.width), line < Float(size.height) else {
      return nil
    }
    return Int(line) * size.width + Int(column)
  }
}

extension ClosedRange<Float> {
  fileprivate func widened(by factor: Float) -> Self {
    let middle = lowerBound / 2 + upperBound / 2
    let half = (upperBound - lowerBound) / 2 * factor
    return (middle - half)...(middle + half)
  }
}

/// What stands for the samples in a cell: the class that most of them have.
public struct PointMark: Equatable, Sendable {
  public var label: Int
  /// At least half of them are taken for another class.
  public var isWrong = false

  /// The letter that stands for a class.
  ///
  /// `o` and `x` if there are two, else `a`, `b`, `c` and so on.
  public static func letter(_ label: Int, classCount: Int, isWrong: Bool = false) -> Unicode.Scalar
  {
    let small = classCount == 2 ? [0x6F, 0x78][label & 1] : 0x61 + UInt8(label % 26)
    return Unicode.Scalar(isWrong ? small - 0x20 : small)
  }

  /// The marks of all cells: [height × width].
  ///
  /// - Parameter isWrong: Whether the sample at this place of `samples` is misclassified.
  static func marks(
    _ dataset: Dataset, samples: ArraySlice<Int>, on plane: Plane, isWrong: (Int) -> Bool
  ) -> [PointMark?] {
    var places: [(cell: Int, label: Int, isWrong: Bool)] = []
    places.reserveCapacity(samples.count)
    for (place, sample) in samples.enumerated() {
      guard let cell = plane.cell(dataset, sample: sample) else { continue }
      places.append((cell, Int(dataset.labels[sample]), isWrong(place)))
    }
    places.sort { ($0.cell, $0.label) < ($1.cell, $1.label) }
    var marks = [PointMark?](repeating: nil, count: plane.size.width * plane.size.height)
    var rest = places[...]
    var most = (cell: -1, count: 0)
    while let first = rest.first {
      // Those of one class in one cell. Ties go to the smaller label, which comes first.
      let peers = rest.prefix { $0.cell == first.cell && $0.label == first.label }
      rest = rest[peers.endIndex...]
      guard first.cell != most.cell || peers.count > most.count else { continue }
      most = (first.cell, peers.count)
      let wrong = peers.count { $0.isWrong }
      marks[first.cell] = PointMark(label: first.label, isWrong: wrong * 2 >= peers.count)
    }
    return marks
  }
}
