/// Where the probability of success lies with 95 % confidence, given some successes.
///
/// Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
/// the American Statistical Association 22 (1927); without a correction for continuity.
public struct WilsonInterval: Equatable, Sendable {
  public let lower: Double
  public let upper: Double

  /// The point of the normal law that 2.5 % lie above.
  private static let z = 1.959963984540054

  /// - Precondition: `total >= 1` and `successes` lies in 0…total.
  public init(successes: Int, of total: Int) {
    precondition(total >= 1 && (0...total).contains(successes), "A share lies within 0…1.")
    let n = Double(total)
    let share = Double(successes) / n
    let square = Self.z * Self.z
    let center = (share + square / (2 * n)) / (1 + square / n)
    let half =
      Self.z / (1 + square / n)
      * (share * (1 - share) / n + square / (4 * n * n)).squareRoot()
    lower = successes == 0 ? 0 : max(0, center - half)
    upper = successes == total ? 1 : min(1, center + half)
  }
}
