/// The value is Σ 100 (xᵢ₊₁ - xᵢ²)² + (1 - xᵢ)².
///
/// Rosenbrock, Computer Journal 3 (1960). With one coordinate only the second term is left.
public enum Rosenbrock: BenchmarkFunction {
  public static let summary = "A long bent valley: easy to find, slow to follow to its end."
  public static let domain = 5.0
  public static let optimum = 1.0

  public static func value(_ x: Span<Double>) -> Double {
    guard x.count > 1 else { return (1 - x[0]) * (1 - x[0]) }
    var sum = 0.0
    for i in 0..<x.count - 1 {
      let bend = x[i + 1] - x[i] * x[i]
      let rest = 1 - x[i]
      sum += 100 * (bend * bend) + rest * rest
    }
    return sum
  }

  public static func gradient(_ x: Span<Double>, into gradient: inout MutableSpan<Double>) {
    guard x.count > 1 else {
      gradient[0] = -2 * (1 - x[0])
      return
    }
    for i in x.indices { gradient[i] = 0 }
    for i in 0..<x.count - 1 {
      let bend = x[i + 1] - x[i] * x[i]
      gradient[i] += -400 * bend * x[i] - 2 * (1 - x[i])
      gradient[i + 1] += 200 * bend
    }
  }
}
