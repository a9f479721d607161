/// The value is 10⁶ x₁² + Σ xᵢ² over the others.
public enum Discus: BenchmarkFunction {
  public static let summary = "One direction in which everything changes; the others hardly count."
  public static let domain = 5.0

  public static func value(_ x: Span<Double>) -> Double {
    var sum = 0.0
    for i in 1..<max(1, x.count) { sum += x[i] * x[i] }
    return 1e6 * (x[0] * x[0]) + sum
  }

  public static func gradient(_ x: Span<Double>, into gradient: inout MutableSpan<Double>) {
    for i in x.indices { gradient[i] = (i == 0 ? 2e6 : 2) * x[i] }
  }
}
