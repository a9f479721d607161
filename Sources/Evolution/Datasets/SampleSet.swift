import CKernels

/// The training or the test part of a data set, scaled, wherever its values lie.
///
/// Real numbers lie in columns once and for all. Bytes are too many for that: they stay where the
/// data set has them, and `gather` makes columns of those that are needed.
public struct SampleSet: Equatable, Sendable {
  private enum Storage: Equatable {
    case columns(Samples)
    /// Those at `indices` of all [… × featureCount].
    case bytes([UInt8], indices: [Int32])
  }

  public let featureCount: Int
  /// The class of each sample: [count].
  public let labels: [Int32]
  private let storage: Storage

  public var count: Int { labels.count }

  /// As many samples as are worked on at once where not all lie in columns.
  public static let pieceCount = 16 * Kernels.sampleBlock

  /// What a byte is multiplied by: black is 0 and white is 1.
  public static let byteScale = Float(1) / 255

  /// Takes some samples of a data set.
  ///
  /// - Parameter scaling: Of real numbers; that of bytes is always `byteScale`.
  public init(_ dataset: Dataset, indices: some Collection<Int>, scaling: Standardisation) {
    featureCount = dataset.featureCount
    labels = indices.map { dataset.labels[$0] }
    storage =
      switch dataset.values {
      case .real: .columns(Samples(dataset, indices: indices, scaling: scaling))
      case .bytes(let bytes): .bytes(bytes, indices: indices.map(Int32.init))
      }
  }

  /// Samples that lie in columns already.
  init(_ columns: Samples) {
    featureCount = columns.featureCount
    labels = Array(columns.labels[..<columns.count])
    storage = .columns(columns)
  }

  /// All samples in columns, if that is how they lie.
  public var columns: Samples? {
    if case .columns(let samples) = storage { samples } else { nil }
  }

  /// Some samples in columns.
  ///
  /// - Parameter positions: Indices below `count`, in any order; the same one may come again.
  public func gather(_ positions: [Int32], _ kernels: Kernels = .best) -> Samples {
    var samples = Samples()
    gather(positions.span, into: &samples, kernels)
    return samples
  }

  /// Puts some samples in columns, in memory that is used again.
  public func gather(_ positions: Span<Int32>, into samples: inout Samples, _ kernels: Kernels) {
    samples.resize(to: positions.count, featureCount: featureCount)
    for column in positions.indices { samples.labels[column] = labels[Int(positions[column])] }
    switch storage {
    case .columns(let all): samples.copy(positions, of: all)
    case .bytes(let bytes, let indices):
      let rows = positions.indices.map { indices[Int(positions[$0])] }
      samples.fill(from: bytes.span, rows: rows, kernels)
    }
  }

  /// Some samples in columns, pictures each shifted by a random number of pixels down and across;
  /// what comes in from beyond the edge is 0.
  ///
  /// - Parameters:
  ///   - most: The largest shift, in pixels; each from -most to most is as likely.
  ///   - shape: Of the pictures, which are bytes.
  func gather(
    _ positions: [Int32], shiftedBy most: Int, _ shape: ImageShape,
    _ stream: inout RandomStream, _ kernels: Kernels
  ) -> Samples {
    guard case .bytes(let bytes, let indices) = storage, most > 0 else {
      return gather(positions, kernels)
    }
    var samples = Samples()
    samples.resize(to: positions.count, featureCount: featureCount)
    var shifted = [UInt8](repeating: 0, count: positions.count * featureCount)
    let source = bytes.span
    var target = shifted.mutableSpan
    for (column, position) in positions.enumerated() {
      samples.labels[column] = labels[Int(position)]
      let down = stream.index(below: 2 * most + 1) - most
      let across = stream.index(below: 2 * most + 1) - most
      let from = Int(indices[Int(position)]) * featureCount
      let columns = max(0, across)..<max(0, across, shape.columns + min(0, across))
      for row in 0..<shape.rows where (0..<shape.rows).contains(row - down) {
        let (to, start) = (
          column * featureCount + row * shape.columns,
          from + (row - down) * shape.columns - across
        )
        for pixel in columns { target[to &+ pixel] = source[start &+ pixel] }
      }
    }
    samples.fill(from: shifted.span, rows: Array(0..<Int32(positions.count)), kernels)
    return samples
  }

  /// The number of pieces that it is worked on in.
  var pieceTotal: Int {
    columns == nil ? (count + Self.pieceCount - 1) / Self.pieceCount : min(count, 1)
  }

  /// One piece of the samples, in their order; only the last is no multiple of
  /// `Kernels.sampleBlock`.
  ///
  /// - Parameter room: Where it is put together, if it has to be.
  func withPiece(
    _ index: Int, _ room: inout Samples, _ kernels: Kernels, _ body: (Samples) -> Void
  ) {
    if let columns { return body(columns) }
    let first = index * Self.pieceCount
    let positions = Array(Int32(first)..<Int32(min(count, first + Self.pieceCount)))
    gather(positions.span, into: &room, kernels)
    body(room)
  }
}

extension Samples {
  /// Makes room for so many; padding is zero, all else what it was.
  fileprivate mutating func resize(to count: Int, featureCount: Int) {
    let stride = Kernels.paddedCount(count)
    if stride * featureCount != features.count {
      features = Array(repeating: 0, count: stride * featureCount)
    }
    if stride != labels.count { labels = Array(repeating: -1, count: stride) }
    for column in count..<stride { labels[column] = -1 }
    self.count = count
    self.featureCount = featureCount
    self.stride = stride
  }

  fileprivate mutating func copy(_ positions: Span<Int32>, of all: Samples) {
    let (from, to, featureCount) = (all.stride, stride, featureCount)
    let source = all.features.span
    var target = features.mutableSpan
    for feature in 0..<featureCount {
      for column in positions.indices {
        target[feature &* to &+ column] = source[feature &* from &+ Int(positions[column])]
      }
      for column in positions.count..<to { target[feature * to + column] = 0 }
    }
  }

  fileprivate mutating func fill(from bytes: Span<UInt8>, rows: [Int32], _ kernels: Kernels) {
    let (stride, featureCount) = (stride, featureCount)
    let rowCount = bytes.count / max(1, featureCount)
    precondition(rows.allSatisfy { $0 >= 0 && Int($0) < rowCount }, "There are such samples.")
    precondition(rows.count <= stride && features.count == featureCount * stride)
    // Unsafe: the kernel reads the rows, whose indices were checked, and writes all features.
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe ck_gather(
        kernels.level, bytes.baseAddress, Int64(featureCount), rows, Int64(rows.count),
        SampleSet.byteScale, &features, Int64(stride))
    }
  }
}
