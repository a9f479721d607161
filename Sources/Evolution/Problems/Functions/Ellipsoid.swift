/// The value is Σ 10⁶⁽ⁱ⁻¹⁾⁄⁽ⁿ⁻¹⁾ xᵢ².
public enum Ellipsoid: BenchmarkFunction {
  public static let summary = "A bowl a thousand times longer one way than another."
  public static let domain = 5.0

  public static func value(_ x: Span<Double>) -> Double {
    let growth = growth(x.count)
    var weight = 1.0
    var sum = 0.0
    for i in x.indices {
      sum += weight * (x[i] * x[i])
      weight *= growth
    }
    return sum
  }

  public static func gradient(_ x: Span<Double>, into gradient: inout MutableSpan<Double>) {
    let growth = growth(x.count)
    var weight = 1.0
    for i in x.indices {
      gradient[i] = 2 * weight * x[i]
      weight *= growth
    }
  }

  /// From one coordinate's weight to the next one's.
  private static func growth(_ count: Int) -> Double {
    count > 1 ? exponential(logarithm(1e6) / Double(count - 1)) : 1
  }
}
