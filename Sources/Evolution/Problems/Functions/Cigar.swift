/// The value is x₁² + 10⁶ Σ xᵢ² over the others.
public enum Cigar: BenchmarkFunction {
  public static let summary = "One direction in which almost nothing changes, to be followed far."
  public static let domain = 5.0

  public static func value(_ x: Span<Double>) -> Double {
    var sum = 0.0
    for i in 1..<max(1, x.count) { sum += x[i] * x[i] }
    return x[0] * x[0] + 1e6 * sum
  }

  public static func gradient(_ x: Span<Double>, into gradient: inout MutableSpan<Double>) {
    for i in x.indices { gradient[i] = (i == 0 ? 2 : 2e6) * x[i] }
  }
}
