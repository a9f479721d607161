/// The value is 1 + Σ xᵢ² / 4000 - Π cos(xᵢ / √i).
///
/// Griewank, Journal of Optimization Theory and Applications 34 (1981).
public enum Griewank: BenchmarkFunction {
  public static let summary = "A wide bowl with waves that depend on all coordinates together."
  public static let domain = 600.0

  public static func value(_ x: Span<Double>) -> Double {
    var sum = 0.0
    var product = 1.0
    for i in x.indices {
      sum += x[i] * x[i] / 4000
      product *= Direction(turns: x[i] / Double(i + 1).squareRoot() / (2 * .pi)).cosine
    }
    return sum + (1 - product)
  }
}
