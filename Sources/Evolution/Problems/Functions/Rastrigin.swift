/// The value is 10 n + Σ xᵢ² - 10 cos 2πxᵢ.
public enum Rastrigin: BenchmarkFunction {
  public static let summary = "A bowl full of dents: about ten to the power n local minima."
  public static let domain = 5.12

  public static func value(_ x: Span<Double>) -> Double {
    var sum = 0.0
    for i in x.indices { sum += x[i] * x[i] + 10 * (1 - Direction(turns: x[i]).cosine) }
    return sum
  }

  public static func gradient(_ x: Span<Double>, into gradient: inout MutableSpan<Double>) {
    for i in x.indices { gradient[i] = 2 * x[i] + 20 * .pi * Direction(turns: x[i]).sine }
  }
}
