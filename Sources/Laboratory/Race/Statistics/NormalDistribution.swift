import Evolution

/// The standard normal law.
public enum NormalDistribution {
  private static let sqrt2 = 2.0.squareRoot()
  private static let twoOverSqrtPi = 0x1.20DD750429B6Dp+0

  /// The probability of a value above `z`.
  public static func upperTail(_ z: Double) -> Double { erfc(z / sqrt2) / 2 }

  /// The complementary error function, to about 13 significant digits.
  public static func erfc(_ x: Double) -> Double {
    if x < 0 { return 2 - erfc(-x) }
    return x < 2 ? 1 - erf(x) : erfcByContinuedFraction(x)
  }

  /// erf x = 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)), whose terms all have one sign
  /// (Abramowitz and Stegun, 1964, 7.1.6).
  private static func erf(_ x: Double) -> Double {
    var term = x
    var sum = x
    var odd = 1.0
    while term > sum * 1e-17 {
      odd += 2
      term *= 2 * x * x / odd
      sum += term
    }
    return twoOverSqrtPi * exponential(-x * x) * sum
  }

  /// √π e^(x²) erfc x = 1 / (x + (1/2) / (x + 1 / (x + (3/2) / (x + …))))
  /// (Abramowitz and Stegun, 1964, 7.1.14), from its far end.
  private static func erfcByContinuedFraction(_ x: Double) -> Double {
    var denominator = x
    for half in stride(from: 100.0, through: 1, by: -1) { denominator = x + half / 2 / denominator }
    return twoOverSqrtPi / 2 * exponential(-x * x) / denominator
  }
}
