/// The value is Σ xᵢ².
public enum Sphere: BenchmarkFunction {
  public static let summary = "The sum of squares: the easiest valley, the same in all directions."
  public static let domain = 5.0

  public static func value(_ x: Span<Double>) -> Double {
    var sum = 0.0
    for i in x.indices { sum += x[i] * x[i] }
    return sum
  }

  public static func gradient(_ x: Span<Double>, into gradient: inout MutableSpan<Double>) {
    for i in x.indices { gradient[i] = 2 * x[i] }
  }
}
