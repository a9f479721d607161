/// The value is 418.98… n - Σ xᵢ sin √|xᵢ|, Schwefel's function 2.26.
///
/// Outside its domain the function would fall for ever: there it is that of the nearest
/// point within, plus the square of how far that is.
public enum Schwefel: BenchmarkFunction {
  public static let summary = "Its best valley lies far from the next best, near the edge."
  public static let domain = 500.0
  public static let optimum = 420.968_746_227_503_4

  public static func value(_ x: Span<Double>) -> Double {
    var sum = 0.0
    for i in x.indices {
      let inside = max(min(x[i], domain), -domain)
      let outside = x[i] - inside
      sum += depth - wave(inside) + outside * outside
    }
    return sum < 0 ? 0 : sum
  }

  public static func gradient(_ x: Span<Double>, into gradient: inout MutableSpan<Double>) {
    for i in x.indices {
      let inside = max(min(x[i], domain), -domain)
      let outside = x[i] - inside
      let root = abs(inside).squareRoot()
      let wave = Direction(turns: root / (2 * .pi))
      gradient[i] = outside == 0 ? -(wave.sine + root / 2 * wave.cosine) : 2 * outside
    }
  }

  /// x sin √|x| at the optimum, so that the least value is 0.
  private static var depth: Double { wave(optimum) }

  private static func wave(_ x: Double) -> Double {
    x * Direction(turns: abs(x).squareRoot() / (2 * .pi)).sine
  }
}
