/// What a person has done by hand to the points of a data set with two features.
///
/// Recordings and experiment files hold it as text: `+0.5,-1.25,0` is a point added to class 0,
/// `17:0.25,0.5` says where the seventeenth point now lies, and `-12` that the twelfth is gone, each
/// counted from 0. Points lie in the units of the data, as they are before they are turned.
public struct PointEdits: Equatable, Sendable {
  public struct Point: Equatable, Sendable {
    public var x: Float
    public var y: Float
    public init(x: Float, y: Float) { (self.x, self.y) = (x, y) }
  }

  public struct Added: Equatable, Sendable {
    public var point: Point
    public let label: Int
  }

  /// They are trained on, in this order, after all others.
  public private(set) var added: [Added] = []
  /// By the number of the point.
  public private(set) var moved: [Int: Point] = [:]
  public private(set) var removed: Set<Int> = []

  /// So many edits are possible.
  public static let limit = 500
  /// The name by which settings hold them.
  public static let name = "points"

  public init() {}

  public var isEmpty: Bool { count == 0 }
  public var count: Int { added.count + moved.count + removed.count }

  /// Reads them as text; `nil` for anything else.
  public init?(_ text: String) {
    for word in text.split(separator: " ") {
      guard add(word) else { return nil }
    }
    guard count <= Self.limit else { return nil }
  }

  /// As text; empty without any.
  public var text: String {
    let words =
      removed.sorted().map { "-\($0)" }
      + moved.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value.x),\($0.value.y)" }
      + added.map { "+\($0.point.x),\($0.point.y),\($0.label)" }
    return words.joined(separator: " ")
  }

  private mutating func add(_ word: Substring) -> Bool {
    if word.hasPrefix("-") {
      guard let number = Int(word.dropFirst()), number >= 0 else { return false }
      return removed.insert(number).inserted && moved[number] == nil
    }
    if word.hasPrefix("+") {
      let parts = word.dropFirst().split(separator: ",", omittingEmptySubsequences: false)
      guard parts.count == 3, let point = Self.point(parts[0], parts[1]), let label = Int(parts[2]),
        label >= 0
      else { return false }
      added.append(Added(point: point, label: label))
      return true
    }
    let halves = word.split(separator: ":", omittingEmptySubsequences: false)
    guard halves.count == 2, let number = Int(halves[0]), number >= 0, moved[number] == nil,
      !removed.contains(number)
    else { return false }
    let parts = halves[1].split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, let point = Self.point(parts[0], parts[1]) else { return false }
    moved[number] = point
    return true
  }

  private static func point(_ x: Substring, _ y: Substring) -> Point? {
    guard let x = Float(x), let y = Float(y), abs(x) <= 1e6, abs(y) <= 1e6 else { return nil }
    return Point(x: x, y: y)
  }
}

extension PointEdits {
  /// Another point of a class, the last one of the edited set.
  public mutating func add(_ point: Point, label: Int) {
    added.append(Added(point: point, label: label))
  }

  /// - Parameters:
  ///   - sample: An index into the edited set.
  ///   - count: The number of points of the edited set.
  public mutating func move(_ sample: Int, of count: Int, to point: Point) {
    switch place(of: sample, count) {
    case .added(let index): added[index].point = point
    case .given(let number): moved[number] = point
    }
  }

  /// - Parameters:
  ///   - sample: An index into the edited set.
  ///   - count: The number of points of the edited set.
  public mutating func remove(_ sample: Int, of count: Int) {
    switch place(of: sample, count) {
    case .added(let index): added.remove(at: index)
    case .given(let number):
      moved[number] = nil
      removed.insert(number)
    }
  }

  private enum Place {
    case given(Int)
    case added(Int)
  }

  private func place(of sample: Int, _ count: Int) -> Place {
    let keptCount = count - added.count
    guard sample < keptCount else { return .added(sample - keptCount) }
    // The one before which so many are left.
    var number = sample
    for gone in removed.sorted() where gone <= number { number += 1 }
    return .given(number)
  }

  /// Why they do not go with a data set; `nil` if they do.
  func mismatch(with split: Split) -> String? {
    let data = split.dataset
    guard data.featureCount == 2, !data.isBytes else {
      return "Points can be edited where there are two features, but there are "
        + "\(data.featureCount)."
    }
    if let number = removed.union(moved.keys).max(), number >= data.count {
      return "There is no point \(number) to be edited: there are \(data.count)."
    }
    if let label = added.map(\.label).max(), label >= data.classCount {
      return "There is no class \(label) for a point: there are \(data.classCount)."
    }
    let trainCount = split.trainIndices.count { !removed.contains($0) } + added.count
    guard trainCount >= 2 else { return "Two points at least must stay to learn from." }
    return nil
  }
}

extension Split {
  /// The same data with some points edited, and then all of them turned.
  ///
  /// The scaling stays, so that what was learnt keeps its meaning, and so do the parts: what is added
  /// is trained on.
  ///
  /// - Throws: why the edits do not go with these data.
  public func changed(
    by edits: PointEdits, turned degrees: Float
  ) throws(DatasetError) -> Split {
    let isTurned = degrees != 0 && canTurn
    guard !edits.isEmpty || isTurned else { return self }
    if !edits.isEmpty, let mismatch = edits.mismatch(with: self) { throw .impossible(mismatch) }
    let turn = PlaneTurn(degrees: isTurned ? degrees : 0)
    let width = dataset.featureCount
    var kept: [Int] = []
    var features: [Float] = []
    for sample in 0..<dataset.count where !edits.removed.contains(sample) {
      kept.append(sample)
      var row = dataset[sample]
      if let point = edits.moved[sample] { row = [point.x, point.y] }
      features += isTurned ? turned(row, turn) : row
    }
    for added in edits.added {
      let row = [added.point.x, added.point.y]
      features += isTurned ? turned(row, turn) : row
    }
    precondition(features.count == (kept.count + edits.added.count) * width)
    let edited = Dataset(
      featureNames: dataset.featureNames, classNames: dataset.classNames, features: features,
      labels: kept.map { dataset.labels[$0] } + edits.added.map { Int32($0.label) },
      imageShape: dataset.imageShape)
    return Split(of: edited, like: self, kept: kept, addedCount: edits.added.count)
  }

  /// Whether its points can be turned: there are two features at least, and no pixels.
  public var canTurn: Bool {
    dataset.featureCount >= 2 && !dataset.isBytes && dataset.imageShape == nil
  }

  /// Where a point of the plane of the first two features comes to, in the units of the data.
  public func turned(_ point: PointEdits.Point, _ turn: PlaneTurn) -> PointEdits.Point {
    let row = turned([point.x, point.y], turn)
    return PointEdits.Point(x: row[0], y: row[1])
  }

  private func turned(_ row: [Float], _ turn: PlaneTurn) -> [Float] {
    var row = row
    let (x, y) = turn(scaling.scaled(row[0], feature: 0), scaling.scaled(row[1], feature: 1))
    row[0] = scaling.unscaled(x, feature: 0)
    row[1] = scaling.unscaled(y, feature: 1)
    return row
  }
}
