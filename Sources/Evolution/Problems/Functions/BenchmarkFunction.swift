/// A function to be minimised by real numbers: one file for each, one line in the catalog.
///
/// Its least value is 0, and lies at `optimum` in every coordinate.
public protocol BenchmarkFunction: Sendable {
  /// One sentence: what makes it hard.
  static var summary: String { get }

  /// People look for the minimum within -domain…domain in each coordinate.
  static var domain: Double { get }

  /// The coordinate of the minimum, the same in each dimension.
  static var optimum: Double { get }

  /// - Parameter x: [dimension], at least one.
  static func value(_ x: Span<Double>) -> Double

  /// Writes the gradient of the value; where it has a kink, one of those beside it.
  ///
  /// - Parameters:
  ///   - x: [dimension]
  ///   - gradient: [dimension]
  static func gradient(_ x: Span<Double>, into gradient: inout MutableSpan<Double>)
}

extension BenchmarkFunction {
  public static var optimum: Double { 0 }
}
