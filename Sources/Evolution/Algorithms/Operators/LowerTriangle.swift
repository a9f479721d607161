/// A lower triangular matrix, or the lower half of a symmetric one.
///
/// Column after column, each from the diagonal down: all loops go along a column, so that
/// they vectorise without a sum being reordered.
struct LowerTriangle: Codable, Equatable, Sendable {
  /// The number of rows and columns.
  let size: Int
  /// The columns: [size × (size + 1) / 2].
  @Packed private(set) var values: [Float]

  init(size: Int) {
    self.size = size
    values = Array(repeating: 0, count: size * (size + 1) / 2)
  }

  /// Where a column's diagonal element lies.
  private func start(_ column: Int) -> Int { column * size - column * (column - 1) / 2 }

  /// - Precondition: `row >= column`
  subscript(row: Int, column: Int) -> Float {
    get { values[start(column) + row - column] }
    set { values[start(column) + row - column] = newValue }
  }

  /// Adds weight v vᵀ.
  mutating func addSquare(of vector: [Float], weight: Float) {
    precondition(vector.count == size, "The vector has the matrix's size.")
    let (size, vector) = (size, vector.span)
    var all = values.mutableSpan
    var start = 0
    for column in 0..<size {
      var target = all._mutatingExtracting(start..<start + size - column)
      Self.add(
        weight * vector[column], vector.extracting(column..<size), to: &target)
      start += size - column
    }
  }

  private static func add(
    _ factor: Float, _ row: Span<Float>, to target: inout MutableSpan<Float>
  ) {
    precondition(row.count == target.count)
    for index in target.indices { target[index] += factor * row[index] }
  }

  /// Below this share of a variance, what other genes leave unexplained of it is rounding.
  static let leastShare: Float = 0x1p-16

  /// The lower triangle L with L Lᵀ = this symmetric matrix (Cholesky).
  ///
  /// Where a gene depends linearly on those before it, as with fewer samples than genes, it keeps
  /// the least share of its variance for itself, and nothing below it depends on that: the product
  /// is then the matrix plus a small diagonal.
  ///
  /// - Precondition: The diagonal is positive.
  func cholesky() -> LowerTriangle {
    var factor = self
    let variances = (0..<size).map { self[$0, $0] }
    var column = [Float](repeating: 0, count: size)
    for pivot in 0..<size {
      let rest = factor[pivot, pivot]
      let isDependent = !(rest > Self.leastShare * variances[pivot])
      let root = (isDependent ? Self.leastShare * variances[pivot] : rest).squareRoot()
      factor[pivot, pivot] = root
      let inverse = isDependent ? 0 : 1 / root
      for row in pivot + 1..<max(size, pivot + 1) {
        column[row] = factor[row, pivot] * inverse
        factor[row, pivot] = column[row]
      }
      if !isDependent { factor.subtractSquare(of: column.span, below: pivot) }
    }
    return factor
  }

  /// Subtracts c cᵀ from the columns right of the pivot.
  private mutating func subtractSquare(of column: Span<Float>, below pivot: Int) {
    let size = size
    var start = start(pivot + 1)
    var all = values.mutableSpan
    for other in pivot + 1..<max(size, pivot + 1) {
      var target = all._mutatingExtracting(start..<start + size - other)
      Self.add(-column[other], column.extracting(other..<size), to: &target)
      start += size - other
    }
  }

  /// Adds scale L z.
  func add(_ z: Span<Float>, scale: Float, to vector: inout MutableSpan<Float>) {
    precondition(z.count == size && vector.count == size, "The vectors have the matrix's size.")
    let all = values.span
    var start = 0
    for column in 0..<size {
      var target = vector._mutatingExtracting(column..<size)
      Self.add(scale * z[column], all.extracting(start..<start + size - column), to: &target)
      start += size - column
    }
  }

  /// The z with L z = the vector.
  func solve(_ vector: [Float]) -> [Float] {
    precondition(vector.count == size, "The vector has the matrix's size.")
    var z = vector
    var all = z.mutableSpan
    for column in 0..<size {
      all[column] /= self[column, column]
      let factor = -all[column]
      let start = start(column)
      var target = all._mutatingExtracting(column + 1..<size)
      Self.add(
        factor, values.span.extracting(start + 1..<start + size - column), to: &target)
    }
    return z
  }

  var isConsistent: Bool {
    (0...1 << 20).contains(size) && values.count == size * (size + 1) / 2
  }
}
