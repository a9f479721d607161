import Evolution

/// What a network makes of a plane: computed when it changes, drawn as often as needed.
///
/// The classes are sampled at 2 × 4 points a cell, like the dots of braille. Both the tint of
/// a cell, a mean, and the contour, a change towards a neighbour, come from these.
public struct Boundary: Equatable, Sendable {
  /// All that decides what a boundary looks like.
  struct Subject: Equatable, Sendable {
    // What differs most often is compared first.
    let genes: [Float]
    /// `nil` without a network, or with one for other data.
    let network: Network?
    let data: Split
    let axes: Plane.Axes
    let size: Size
    /// What is seen of it.
    var lens = Lens.answer
    /// Another one for the same data, to be compared with.
    var rival: Rival?
    /// Whether the lines where it becomes nearly sure are wanted.
    var hasSureLines = false
    /// Whether the samples are wanted.
    var hasSamples = true

    struct Rival: Equatable, Sendable {
      let network: Network
      let genes: [Float]
    }

    init(_ entry: HallOfFame.Entry?, data: Split, axes: Plane.Axes, size: Size) {
      let known = entry.flatMap { $0.isFor(data) ? $0 : nil }
      network = known?.network
      genes = known?.genes ?? []
      self.data = data
      self.axes = axes
      self.size = size
    }

    /// Whether it is another network on the same plane.
    func hasSameFrame(as other: Subject) -> Bool {
      size == other.size && axes == other.axes && data == other.data
        && (network == nil) == (other.network == nil) && lens == other.lens
        && (rival == nil) == (other.rival == nil) && hasSureLines == other.hasSureLines
    }
  }

  let subject: Subject
  public let plane: Plane
  /// 0 (surely class 0) … 8 (surely class 1), if there are two classes: [height × width].
  public private(set) var levels: [Int8]
  /// The class that wins most of a cell: [height × width].
  public private(set) var winners: [Int32]
  /// The dots of the contour, as braille numbers them: [height × width].
  public private(set) var contour: [UInt8]
  /// The dots of the lines where it becomes nearly sure; empty where these are not wanted.
  private(set) var sureLines: [UInt8] = []
  /// Whether the rival says another class in most of a cell; empty without one: [height × width].
  private(set) var differs: [Bool] = []
  private(set) var difference: Difference?
  public private(set) var trainMarks: [PointMark?] = []
  public private(set) var testMarks: [PointMark?] = []
  /// Where the letter of each class is written on its area, if there are more than two.
  public private(set) var names: [AreaName] = []

  /// How often a rival gives another answer.
  struct Difference: Equatable, Sendable {
    /// Of the plane, 0…1.
    var planeShare: Float = 0
    /// Of the samples that were asked about, those of the training part.
    var samples = 0
    var sampleCount = 0
  }

  /// Whether there are nine levels from one side to the other, rather than areas of classes.
  var isTinted: Bool { subject.lens != .answer || subject.data.dataset.classCount == 2 }

  public struct AreaName: Equatable, Sendable {
    public let label: Int
    public let column: Int
    public let row: Int
  }

  var hasNetwork: Bool { subject.network != nil }

  /// - Parameter old: What was shown before: its levels are kept where they are nearly right,
  ///   so that the tints don't flicker while the boundary moves.
  init(_ subject: Subject, before old: Boundary?) {
    self.subject = subject
    let isSamePlane =
      old?.subject.size == subject.size && old?.subject.axes == subject.axes
      && old?.subject.data == subject.data
    plane =
      isSamePlane
      ? old?.plane ?? Plane(subject.data.dataset, axes: subject.axes, size: subject.size)
      : Plane(subject.data.dataset, axes: subject.axes, size: subject.size)
    let cellCount = subject.size.width * subject.size.height
    levels = Array(repeating: 4, count: cellCount)
    winners = Array(repeating: 0, count: cellCount)
    contour = Array(repeating: 0, count: cellCount)
    if let network = subject.network {
      let field = Field(
        network, subject.genes, plane, scaling: subject.data.scaling, lens: subject.lens)
      let isSameLens = isSamePlane && old?.hasNetwork == true && old?.subject.lens == subject.lens
      paint(field, before: isSameLens ? old?.levels : nil)
      if let rival = subject.rival { compare(field, with: rival) }
    }
    guard subject.hasSamples else { return }
    let data = subject.data
    trainMarks = marks(data.train, data.trainIndices)
    testMarks = marks(data.test, data.testIndices)
    if hasNetwork, !isTinted { nameAreas() }
  }

  private mutating func compare(_ field: Field, with rival: Subject.Rival) {
    let other = Field(rival.network, rival.genes, plane, scaling: subject.data.scaling)
    var difference = Difference()
    for row in 0..<subject.size.height {
      for column in 0..<subject.size.width {
        let share = field.difference(from: other, column, row)
        difference.planeShare += share
        differs.append(share > 0.5)
      }
    }
    difference.planeShare /= Float(max(1, differs.count))
    let train = subject.data.train
    if let network = subject.network {
      let own = choices(of: network, subject.genes, train, limit: train.count)
      let others = choices(of: rival.network, rival.genes, train, limit: train.count)
      difference.sampleCount = min(own.count, others.count)
      difference.samples = zip(own, others).count { $0 != $1 }
    }
    self.difference = difference
  }

  /// Finds the widest free place of each class.
  private mutating func nameAreas() {
    let (width, height) = (subject.size.width, subject.size.height)
    var widest: [Int: (length: Int, name: AreaName)] = [:]
    for row in 0..<height {
      var start = 0
      for column in 0..<width {
        let cell = row * width + column
        let isFree = trainMarks[cell] == nil && testMarks[cell] == nil && contour[cell] == 0
        if !isFree {
          start = column + 1
        } else if start < column, winners[cell] != winners[cell - 1] {
          start = column
        }
        let length = column - start + 1
        let label = Int(winners[cell])
        guard length >= 5, length > widest[label]?.length ?? 0 else { continue }
        let middle = start + length / 2 - 1
        widest[label] = (length, AreaName(label: label, column: middle, row: row))
      }
    }
    names = widest.values.map(\.name).sorted { $0.label < $1.label }
  }

  private mutating func paint(_ field: Field, before old: [Int8]?) {
    let (width, height) = (subject.size.width, subject.size.height)
    for row in 0..<height {
      for column in 0..<width {
        let cell = row * width + column
        contour[cell] = field.contour(column, row)
        winners[cell] = field.winner(column, row)
        if subject.hasSureLines { sureLines.append(field.sureLines(column, row)) }
        guard field.classCount == 2 else { continue }
        let exact = field.meanProbability(column, row) * 8
        if let old, abs(exact - Float(old[cell])) <= 0.75 {
          levels[cell] = old[cell]
        } else {
          levels[cell] = Int8(exact.rounded())
        }
      }
    }
  }

  /// More samples than this would not be told apart.
  private static let markLimit = Kernels.sampleBlock * 256

  /// The samples' marks, which are wrong where the network says another class.
  private func marks(_ samples: SampleSet, _ indices: [Int]) -> [PointMark?] {
    let indices = indices.prefix(Self.markLimit)
    guard subject.lens == .answer, let network = subject.network, samples.count > 0 else {
      return PointMark.marks(subject.data.dataset, samples: indices, on: plane) { _ in false }
    }
    let choices = choices(of: network, subject.genes, samples, limit: indices.count)
    let labels = subject.data.dataset.labels
    let shown = indices.prefix(choices.count)
    return PointMark.marks(subject.data.dataset, samples: shown, on: plane) { place in
      choices[place] != Int(labels[indices[place]])
    }
  }

  /// What a network takes the first samples for, as many as it can be asked about in passing.
  private func choices(
    of network: Network, _ genes: [Float], _ samples: SampleSet, limit: Int
  ) -> [Int] {
    let block = Kernels.sampleBlock
    let affordable = max(1, Field.workLimit / network.productCount / block) * block
    let count = min(samples.count, limit, affordable, Self.markLimit)
    guard count > 0 else { return [] }
    let columns = samples.gather((0..<count).map(Int32.init))
    let answers = Kernels.best.predict(network, features: columns.features, genes: genes)
    return (0..<count).map { place in
      (0..<network.classCount).max {
        answers[$0 * columns.stride + place] < answers[$1 * columns.stride + place]
      } ?? 0
    }
  }
}
