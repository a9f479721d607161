/// The weights and learning rates of CMA-ES and its kin for n genes and lambda candidates.
///
/// Equation numbers are those of Hansen, "The CMA evolution strategy: a tutorial",
/// arXiv:1604.00772 (2016).
struct StrategyParameters: Equatable, Sendable {
  /// Of the candidates, best first; those of the better half add up to 1: [lambda].
  let weights: [Double]
  /// How many weights are positive.
  let mu: Int
  let muEff: Double
  let cSigma: Double
  let dSigma: Double
  let cc: Double
  let c1: Double
  let cMu: Double
  /// The length of a standard normal vector, E‖N(0, I)‖.
  let expectedLength: Double

  /// - Parameters:
  ///   - isActive: Whether the worse half has negative weights.
  ///   - boost: By how much faster than for a full matrix a covariance may be learnt.
  init(geneCount: Int, count: Int, isActive: Bool, boost: Double = 1) {
    let n = Double(geneCount)
    // A single candidate competes with the mean.
    let lambda = max(count, 2)
    let middle = logarithm(Double(lambda + 1) / 2)
    let raw = (1...lambda).map { middle - logarithm(Double($0)) }  // (49)
    mu = lambda / 2
    let muEff = Self.effectiveCount(raw[..<mu])
    self.muEff = muEff
    cSigma = (muEff + 2) / (n + muEff + 5)  // (55)
    dSigma = 1 + 2 * max(0, ((muEff - 1) / (n + 1)).squareRoot() - 1) + cSigma  // (55)
    cc = (4 + muEff / n) / (n + 4 + 2 * muEff / n)  // (56)
    let c1 = min(1, boost * 2 / ((n + 1.3) * (n + 1.3) + muEff))  // (57)
    let cMu = min(
      1 - c1, boost * 2 * (0.25 + muEff + 1 / muEff - 2) / ((n + 2) * (n + 2) + muEff))  // (58)
    (self.c1, self.cMu) = (c1, cMu)
    expectedLength = n.squareRoot() * (1 - 1 / (4 * n) + 1 / (21 * n * n))
    let negative = isActive ? Self.negativeSum(raw[mu...], muEff, n, c1, cMu) : 0
    let sums = (
      raw[..<mu].reduce(0, +), -raw[mu...].reduce(0) { $0 + min($1, 0) }
    )
    weights = raw.map { $0 >= 0 ? $0 / sums.0 : negative * $0 / sums.1 }  // (53)
  }

  /// (Σ w)² / Σ w²: how many equally weighted candidates would be worth as much.
  private static func effectiveCount(_ weights: ArraySlice<Double>) -> Double {
    let sum = weights.reduce(0, +)
    return sum * sum / weights.reduce(0) { $0 + $1 * $1 }
  }

  /// What the negative weights may add up to, so that the matrix stays positive: (50) to (52).
  private static func negativeSum(
    _ weights: ArraySlice<Double>, _ muEff: Double, _ n: Double, _ c1: Double, _ cMu: Double
  ) -> Double {
    guard cMu > 0 else { return 0 }
    let byRates = 1 + c1 / cMu  // (50)
    let byCount = 1 + 2 * effectiveCount(weights) / (muEff + 2)  // (51)
    let byDefiniteness = (1 - c1 - cMu) / (n * cMu)  // (52)
    return min(byRates, byCount, byDefiniteness)
  }
}

extension StrategyParameters {
  /// lambda, where nobody asks for another: 4 + ⌊3 log n⌋ (48).
  static func defaultCount(for geneCount: Int) -> Int {
    4 + Int(3 * logarithm(Double(max(geneCount, 1))))
  }
}
