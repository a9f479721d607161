/// Cumulative step-size adaptation: the step grows while the mean keeps going one way and
/// shrinks while it goes to and fro.
///
/// Hansen and Ostermeier, "Completely derandomized self-adaptation in evolution strategies",
/// Evolutionary Computation 9 (2001); equations as in Hansen, arXiv:1604.00772 (2016).
struct StepSizeControl: Codable, Equatable, Sendable {
  /// The step size sigma, in the initial deviations of the genes.
  private(set) var sigma: Double
  /// (1 - cSigma)^2g after g generations: how much the path still misses of its length.
  private var missing = 1.0

  init(sigma: Double) {
    self.sigma = sigma
  }

  /// - Parameters:
  ///   - square: The squared length of the path p_sigma, already updated.
  ///   - floor: The smallest step size.
  /// - Returns: Whether the path is of usual length, so that p_c may follow (h_sigma).
  mutating func adapt(
    toPathOfSquare square: Double, geneCount: Int, _ parameters: StrategyParameters, floor: Double
  ) -> Bool {
    let length = square.squareRoot()
    let change = parameters.cSigma / parameters.dSigma * (length / parameters.expectedLength - 1)
    multiply(by: exponential(min(change, 1)), floor: floor)  // (44)
    missing *= (1 - parameters.cSigma) * (1 - parameters.cSigma)
    let usual = (1.4 + 2 / (Double(geneCount) + 1)) * parameters.expectedLength
    return length < usual * (1 - missing).squareRoot()
  }

  mutating func multiply(by factor: Double, floor: Double) {
    sigma = max(min(sigma * factor, Self.most), floor, Double(StepLimits.least))
  }

  /// The floor may have been raised since.
  mutating func raise(to floor: Double) { sigma = max(sigma, floor) }

  /// The path began anew.
  mutating func forgetPath() { missing = 1 }

  /// Beyond this, candidates would soon be no numbers.
  private static let most = 1e6

  var isConsistent: Bool { sigma > 0 && sigma <= Self.most && (0...1).contains(missing) }

  func digest(into digest: inout Digest) {
    digest.add(sigma)
    digest.add(missing)
  }
}
