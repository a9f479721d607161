/// The value is 20 + e - 20 exp(-0.2 √(Σ xᵢ² / n)) - exp(Σ cos 2πxᵢ / n).
///
/// Ackley, "A connectionist machine for genetic hillclimbing" (1987), in n dimensions.
public enum Ackley: BenchmarkFunction {
  public static let summary = "A rippled plain with one deep funnel in the middle."
  public static let domain = 32.768

  public static func value(_ x: Span<Double>) -> Double {
    var squares = 0.0
    var waves = 0.0
    for i in x.indices {
      squares += x[i] * x[i]
      // Measured from the crest, so that nothing is lost near the minimum.
      waves += 1 - Direction(turns: x[i]).cosine
    }
    let count = Double(x.count)
    let funnel = 1 - exponential(-0.2 * (squares / count).squareRoot())
    let ripples = 1 - exponential(-waves / count)
    return 20 * funnel + exponential(1) * ripples
  }

  public static func gradient(_ x: Span<Double>, into gradient: inout MutableSpan<Double>) {
    var squares = 0.0
    var waves = 0.0
    for i in x.indices {
      squares += x[i] * x[i]
      waves += 1 - Direction(turns: x[i]).cosine
    }
    let count = Double(x.count)
    let radius = (squares / count).squareRoot()
    // The tip of the funnel is a kink.
    let funnel = radius > 0 ? 4 * exponential(-0.2 * radius) / (radius * count) : 0
    let ripples = exponential(1 - waves / count) * 2 * .pi / count
    for i in x.indices {
      gradient[i] = funnel * x[i] + ripples * Direction(turns: x[i]).sine
    }
  }
}
