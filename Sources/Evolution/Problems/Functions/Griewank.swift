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
      product *= wave(x, i).cosine
    }
    return sum + (1 - product)
  }

  public static func gradient(_ x: Span<Double>, into gradient: inout MutableSpan<Double>) {
    // The product of the cosines of all other coordinates: of those before, then of those behind.
    var product = 1.0
    for i in x.indices {
      gradient[i] = product
      product *= wave(x, i).cosine
    }
    product = 1
    for i in x.indices.reversed() {
      let wave = wave(x, i)
      gradient[i] = x[i] / 2000 + gradient[i] * product * wave.sine / Double(i + 1).squareRoot()
      product *= wave.cosine
    }
  }

  private static func wave(_ x: Span<Double>, _ i: Int) -> Direction {
    Direction(turns: x[i] / Double(i + 1).squareRoot() / (2 * .pi))
  }
}
