import CKernels

extension Kernels {
  /// Adds `size × steps[gene]` to each gene with `draws[gene] < rate`.
  func add(
    _ steps: Span<Float>, size: Float, to genes: inout MutableSpan<Float>, where draws: Span<Float>,
    below rate: Float
  ) {
    precondition(steps.count == genes.count && draws.count == genes.count, "One number a gene.")
    // Unsafe: the kernel takes pointers to three rows of one length, which was checked.
    unsafe genes.withUnsafeMutableBufferPointer { genes in
      unsafe steps.withUnsafeBufferPointer { steps in
        unsafe draws.withUnsafeBufferPointer { draws in
          guard let start = genes.baseAddress else { return }
          unsafe ck_mutate_add(
            level, start, draws.baseAddress, steps.baseAddress, Int64(genes.count), rate, size)
        }
      }
    }
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

  /// Raises positive numbers to one power, as exp(exponent log x).
  func raise(_ values: inout MutableSpan<Float>, to exponent: Float) {
    replace(&values, by: .log)
    for index in values.indices { values[index] = max(values[index] * exponent, -80) }
    replace(&values, by: .exp)
  }

  /// Replaces each number by its function value.
  private func replace(_ values: inout MutableSpan<Float>, by function: Function) {
    // Unsafe: the kernel reads and writes exactly the row; it may do so in place.
    unsafe values.withUnsafeMutableBufferPointer { values in
      guard let start = values.baseAddress else { return }
      unsafe ck_map(level, function.code, start, start, Int64(values.count))
    }
  }
}
