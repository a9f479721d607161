import CKernels

extension Kernels {
  /// The eigenvalues and eigenvectors of a symmetric matrix.
  struct Eigendecomposition: Equatable, Sendable {
    /// Ascending: [n].
    var values: [Double]
    /// Of length 1, one a row: [n × n].
    var vectors: [Double]
  }

  /// Reads the lower triangle of a matrix [n × n]; `nil` where its numbers are not finite or too
  /// large.
  func eigendecomposition(of matrix: [Double], _ n: Int) -> Eigendecomposition? {
    precondition(n >= 1 && matrix.count == n * n, "The matrix is square.")
    guard matrix.allSatisfy({ abs($0) < 1e150 }) else { return nil }
    var result = Eigendecomposition(
      values: Array(repeating: 0, count: n), vectors: Array(repeating: 0, count: n * n))
    var scratch = [Double](repeating: 0, count: Int(ck_eigen_scratch(Int64(n))))
    // Unsafe: the kernel reads and writes as much as was allocated just now.
    let hasConverged = unsafe ck_eigen(
      level, matrix, Int64(n), &result.values, &result.vectors, &scratch)
    return hasConverged != 0 ? result : nil
  }

  /// rows · matrix: [rowCount × depth] · [depth × n] → [rowCount × n].
  func product(_ rows: [Double], _ matrix: [Double], columns n: Int) -> [Double] {
    let depth = matrix.count / n
    let rowCount = rows.count / max(depth, 1)
    precondition(rows.count == rowCount * depth && matrix.count == depth * n, "Shapes match.")
    var result = [Double](repeating: 0, count: rowCount * n)
    // Unsafe: the kernel takes pointers to three matrices, whose sizes were checked.
    unsafe rows.withUnsafeBufferPointer { rows in
      unsafe matrix.withUnsafeBufferPointer { matrix in
        unsafe result.withUnsafeMutableBufferPointer { result in
          var product = unsafe ck_product_double(
            a: rows.baseAddress, aRow: Int64(depth), aColumn: 1, b: matrix.baseAddress,
            bStride: Int64(n), c: result.baseAddress, cStride: Int64(n), rows: Int64(rowCount),
            columns: Int64(n), depth: Int64(depth), keep: 0, isLower: 0)
          unsafe ck_multiply_double(level, &product)
        }
      }
    }
    return result
  }

  /// leftᵀ · right, both [n × n].
  func product(transposed left: [Double], _ right: [Double], _ n: Int) -> [Double] {
    var result = [Double](repeating: 0, count: n * n)
    addProduct(of: left, right, to: &result, n, keep: 0, isLower: false)
    return result
  }

  /// Sets the lower triangle of a matrix [n × n] to keep · matrix + leftᵀ · right.
  ///
  /// Both factors are [depth × n]. Some elements above the diagonal change too, or all of them
  /// unless `isLower`.
  func addProduct(
    of left: [Double], _ right: [Double], to matrix: inout [Double], _ n: Int, keep: Double,
    isLower: Bool = true
  ) {
    let depth = left.count / n
    precondition(
      left.count == depth * n && right.count == left.count && matrix.count == n * n,
      "Shapes match.")
    // Unsafe: the kernel takes pointers to three matrices, whose sizes were checked.
    unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right in
        unsafe matrix.withUnsafeMutableBufferPointer { matrix in
          var product = unsafe ck_product_double(
            a: left.baseAddress, aRow: 1, aColumn: Int64(n), b: right.baseAddress,
            bStride: Int64(n), c: matrix.baseAddress, cStride: Int64(n), rows: Int64(n),
            columns: Int64(n), depth: Int64(depth), keep: keep, isLower: isLower ? 1 : 0)
          unsafe ck_multiply_double(level, &product)
        }
      }
    }
  }

  /// rows += factors · matrix, in place: [rowCount × depth] · [depth × n].
  func addProduct(
    of factors: [Float], _ matrix: Span<Float>, to rows: inout MutableSpan<Float>, columns n: Int,
    keep: Float
  ) {
    let depth = matrix.count / n
    let rowCount = rows.count / n
    precondition(
      matrix.count == depth * n && rows.count == rowCount * n && factors.count == rowCount * depth,
      "Shapes match.")
    // Unsafe: the kernel takes pointers to three matrices, whose sizes were checked.
    unsafe factors.withUnsafeBufferPointer { factors in
      unsafe matrix.withUnsafeBufferPointer { matrix in
        unsafe rows.withUnsafeMutableBufferPointer { rows in
          var product = unsafe ck_product_float(
            a: factors.baseAddress, aRow: Int64(depth), aColumn: 1, b: matrix.baseAddress,
            bStride: Int64(n), c: rows.baseAddress, cStride: Int64(n), rows: Int64(rowCount),
            columns: Int64(n), depth: Int64(depth), keep: keep, isLower: 0)
          unsafe ck_multiply_float(level, &product)
        }
      }
    }
  }

  /// Scalar products of all rows of two matrices: [a × n], [b × n] → [a × b].
  func dots(_ left: Span<Float>, _ right: Span<Float>, columns n: Int) -> [Double] {
    let (rows, columns) = (left.count / n, right.count / n)
    precondition(left.count == rows * n && right.count == columns * n, "Shapes match.")
    var result = [Double](repeating: 0, count: rows * columns)
    // Unsafe: the kernel reads two matrices, whose sizes were checked, and writes a sum for each
    // pair of their rows.
    unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right in
        unsafe ck_dots(
          level, left.baseAddress, Int64(rows), right.baseAddress, Int64(columns), Int64(n),
          &result)
      }
    }
    return result
  }
}
