import CKernels

extension Kernels {
  /// Lists the genes with `draws[gene] < rate`; how many there are.
  static func select(
    _ draws: [Float], below rate: Float, into indices: inout [Int32]
  ) -> Int {
    precondition(indices.count >= draws.count, "Each gene may be selected.")
    // Unsafe: the kernel reads the row and writes no more indices than it has genes.
    return unsafe Int(ck_select_below(draws, Int64(draws.count), rate, &indices))
  }

  /// Exchanges the genes of two rows where `draws[gene] < rate`.
  func swap(
    _ first: inout MutableSpan<Float>, _ second: inout MutableSpan<Float>, where draws: Span<Float>,
    below rate: Float
  ) {
    precondition(second.count == first.count && draws.count == first.count, "One number a gene.")
    // Unsafe: the kernel takes pointers to three rows of one length, which was checked.
    unsafe first.withUnsafeMutableBufferPointer { first in
      unsafe second.withUnsafeMutableBufferPointer { second in
        unsafe draws.withUnsafeBufferPointer { draws in
          guard let a = first.baseAddress, let b = second.baseAddress else { return }
          unsafe ck_swap_where(level, a, b, draws.baseAddress, Int64(first.count), rate)
        }
      }
    }
  }

  /// Sets a to (1 - g) a + g b and b to g a + (1 - g) b, with g = (1 + 2 alpha) draw - alpha.
  func blend(
    _ first: inout MutableSpan<Float>, _ second: inout MutableSpan<Float>, draws: Span<Float>,
    alpha: Float
  ) {
    precondition(second.count == first.count && draws.count == first.count, "One number a gene.")
    // Unsafe: the kernel takes pointers to three rows of one length, which was checked.
    unsafe first.withUnsafeMutableBufferPointer { first in
      unsafe second.withUnsafeMutableBufferPointer { second in
        unsafe draws.withUnsafeBufferPointer { draws in
          guard let a = first.baseAddress, let b = second.baseAddress else { return }
          unsafe ck_blend(level, a, b, draws.baseAddress, Int64(first.count), alpha)
        }
      }
    }
  }

  /// Raises the first `count` numbers, all positive, to one power: exp(exponent log x).
  func raise(_ values: inout [Float], count: Int, to exponent: Float) {
    replace(&values, count, by: .log)
    for index in 0..<count { values[index] = max(values[index] * exponent, -80) }
    replace(&values, count, by: .exp)
  }

  /// Replaces all numbers by their function values.
  func replace(_ values: inout [Float], by function: Function) {
    replace(&values, values.count, by: function)
  }

  /// Replaces the first `count` numbers by their function values.
  private func replace(_ values: inout [Float], _ count: Int, by function: Function) {
    precondition(count <= values.count, "There are so many.")
    // Unsafe: the kernel reads and writes exactly these numbers; it may do so in place.
    unsafe values.withUnsafeMutableBufferPointer { values in
      guard let start = values.baseAddress else { return }
      unsafe ck_map(level, function.code, start, start, Int64(count))
    }
  }
}
