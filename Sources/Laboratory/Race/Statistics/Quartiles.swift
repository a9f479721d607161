/// The median of a sample and the quartiles around it.
///
/// The definition is number 7 of Hyndman and Fan ("Sample quantiles in statistical packages",
/// The American Statistician 50, 1996), the default of R and NumPy: linear between neighbours.
public struct Quartiles: Equatable, Sendable {
  public let lower: Double
  public let median: Double
  public let upper: Double

  /// - Parameter values: In any order; infinite ones stand for what was never reached. NaN is
  ///   left out.
  /// - Returns: `nil` where there is no value.
  public init?(_ values: [Double]) {
    let sorted = values.filter { !$0.isNaN }.sorted()
    guard !sorted.isEmpty else { return nil }
    lower = Self.quantile(0.25, ofSorted: sorted)
    median = Self.quantile(0.5, ofSorted: sorted)
    upper = Self.quantile(0.75, ofSorted: sorted)
  }

  private static func quantile(_ share: Double, ofSorted values: [Double]) -> Double {
    let place = Double(values.count - 1) * share
    let below = Int(place)
    let rest = place - Double(below)
    // Also where both neighbours are infinite, whose difference is no number.
    guard rest > 0, values[below] != values[below + 1] else { return values[below] }
    return values[below] + rest * (values[below + 1] - values[below])
  }
}
