import Foundation
import Testing

@testable import Evolution

@Suite struct `Eigendecomposition` {
  @Test(arguments: [1, 2, 3, 7, 8, 9, 33, 40])
  func `gives vectors that the matrix only stretches, at right angles`(n: Int) throws {
    let matrix = randomSymmetric(n)
    let parts = try #require(Kernels.best.eigendecomposition(of: matrix, n))
    #expect(zip(parts.values, parts.values.dropFirst()).allSatisfy { $0 <= $1 })
    for i in 0..<n {
      let vector = Array(parts.vectors[i * n..<(i + 1) * n])
      for row in 0..<n {
        let image = (0..<n).reduce(0) { $0 + matrix[row * n + $1] * vector[$1] }
        #expect(abs(image - parts.values[i] * vector[row]) < 1e-13 * Double(n))
      }
      for j in 0...i {
        let product = (0..<n).reduce(0) { $0 + vector[$1] * parts.vectors[j * n + $1] }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-13)
      }
    }
  }

  /// The second difference matrix has the eigenvalues 2 - 2 cos(k pi / (n + 1)).
  @Test func `finds a known spectrum`() throws {
    let n = 37
    var matrix = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      matrix[i * n + i] = 2
      if i > 0 { matrix[i * n + i - 1] = -1 }
    }
    let values = try #require(Kernels.best.eigendecomposition(of: matrix, n)).values
    for (k, value) in values.enumerated() {
      #expect(abs(value - (2 - 2 * cos(Double(k + 1) * .pi / Double(n + 1)))) < 1e-14)
    }
  }

  /// The Hilbert matrix of order 8: its condition number is 1.5257575538e10.
  @Test func `finds small eigenvalues beside large ones`() throws {
    let n = 8
    let matrix = (0..<n * n).map { 1 / Double($0 / n + $0 % n + 1) }
    let values = try #require(Kernels.best.eigendecomposition(of: matrix, n)).values
    #expect(abs(values[n - 1] / values[0] / 1.525757556e10 - 1) < 1e-5)
  }

  @Test func `can do with zero, with equal eigenvalues and with a single direction`() throws {
    let n = 19
    let zero = [Double](repeating: 0, count: n * n)
    let nothing = try #require(Kernels.best.eigendecomposition(of: zero, n))
    #expect(nothing.values.allSatisfy { $0 == 0 })
    #expect((0..<n).allSatisfy { nothing.vectors[$0 * n + $0] == 1 })

    let ones = try #require(
      Kernels.best.eigendecomposition(of: zero.map { _ in 1 }, n))
    #expect(abs(ones.values[n - 1] - Double(n)) < 1e-13)
    #expect(ones.values.dropLast().allSatisfy { abs($0) < 1e-13 })
    for huge in [Double.nan, .infinity, 1e200] {
      #expect(Kernels.best.eigendecomposition(of: zero.map { _ in huge }, n) == nil)
    }
  }

  @Test(arguments: [5, 16, 45])
  func `gives the same bits in every instruction set`(n: Int) {
    let matrix = randomSymmetric(n)
    let all = Kernels.supported.map { $0.eigendecomposition(of: matrix, n) }
    #expect(all.allSatisfy { $0 == all[0] } && all[0] != nil)
  }

  private func randomSymmetric(_ n: Int) -> [Double] {
    var stream = RandomStream(seed: UInt64(n), generation: 0, individual: 0, purpose: .dataset)
    var matrix = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0...i {
        matrix[i * n + j] = Double(stream.uniform()) - 0.5
        matrix[j * n + i] = matrix[i * n + j]
      }
    }
    return matrix
  }
}

@Suite struct `Products of matrices` {
  @Test(arguments: Kernels.supported, [(1, 1, 1), (3, 5, 7), (9, 4, 40), (17, 33, 19)])
  func `add in the order of the rows`(kernels: Kernels, shape: (Int, Int, Int)) {
    let (rows, depth, columns) = shape
    let (a, b) = (numbers(rows * depth), numbers(depth * columns))
    let c = kernels.product(a.map(Double.init), b.map(Double.init), columns: columns)
    for row in 0..<rows {
      for column in 0..<columns {
        let sum = (0..<depth).reduce(0.0) {
          $0 + Double(a[row * depth + $1]) * Double(b[$1 * columns + column])
        }
        #expect(c[row * columns + column] == sum)
      }
    }
    var floats = numbers(rows * columns)
    let before = floats
    var span = floats.mutableSpan
    kernels.addProduct(of: a, b.span, to: &span, columns: columns, keep: 0.5)
    for index in before.indices {
      let (row, column) = (index / columns, index % columns)
      let sum = (0..<depth).reduce(0.5 * before[index]) {
        $0 + a[row * depth + $1] * b[$1 * columns + column]
      }
      #expect(floats[index] == sum)
    }
  }

  @Test(arguments: [1, 7, 8, 21])
  func `leave the same bits on and below the diagonal and above it`(n: Int) {
    let rows = numbers(5 * n).map(Double.init)
    let all = Kernels.supported.map { kernels in
      var matrix = numbers(n * n).map(Double.init)
      kernels.addProduct(of: rows, rows, to: &matrix, n, keep: 0.5)
      return matrix
    }
    let start = numbers(n * n).map(Double.init)
    for i in 0..<n {
      for j in 0...i {
        let sum = (0..<5).reduce(0.5 * start[i * n + j]) {
          $0 + rows[$1 * n + i] * rows[$1 * n + j]
        }
        #expect(all[0][i * n + j] == sum)
      }
    }
    #expect(all.allSatisfy { $0 == all[0] })
  }

  @Test(arguments: [1, 15, 16, 1030])
  func `multiply rows with rows alike in every instruction set`(n: Int) {
    let (left, right) = (numbers(3 * n), numbers(2 * n))
    let all = Kernels.supported.map { $0.dots(left.span, right.span, columns: n) }
    #expect(all.allSatisfy { $0 == all[0] })
    for index in 0..<6 {
      let exact = (0..<n).reduce(0.0) {
        $0 + Double(left[index / 2 * n + $1]) * Double(right[index % 2 * n + $1])
      }
      #expect(abs(all[0][index] - exact) < 1e-5 * Double(n).squareRoot())
    }
  }

  private func numbers(_ count: Int) -> [Float] {
    RandomSource(seed: 3).numbers(count, of: .normal, for: .dataset)
  }
}
