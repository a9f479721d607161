/// Tells from the fitness of past generations, and from the distribution, when a run is over.
///
/// The criteria of Hansen, "Benchmarking a BI-population CMA-ES on the BBOB-2009 function
/// testbed", GECCO workshops 2009, with genes in single precision.
struct Convergence: Codable, Equatable, Sendable {
  /// The best and the median fitness of past generations, newest last.
  @Packed private var bests: [Float] = []
  @Packed private var medians: [Float] = []

  init() {}

  private static let mostRemembered = 20_000

  /// Notes a generation.
  ///
  /// - Parameter ranked: The fitness of all, best first; what is not finite counts as worst.
  mutating func note(_ ranked: [Float], geneCount: Int) {
    bests.append(ranked[0])
    medians.append(ranked[ranked.count / 2])
    let bound = Self.bound(geneCount, ranked.count, bests.count)
    // Not one by one, so that the others need not move each time.
    if bests.count > bound + bound / 4 {
      bests.removeFirst(bests.count - bound)
      medians.removeFirst(medians.count - bound)
    }
  }

  private static func bound(_ geneCount: Int, _ count: Int, _ length: Int) -> Int {
    min(120 + 30 * geneCount / count + length / 5, mostRemembered)
  }

  /// Whether fitness no longer changes: TolFun, EqualFunValues and Stagnation.
  ///
  /// - Parameter ranked: The fitness of the last generation, best first.
  func isFlat(_ ranked: [Float], geneCount: Int) -> Bool {
    let recent = bests.suffix(10 + (30 * geneCount + ranked.count - 1) / ranked.count)
    let isLong = bests.count >= 10 + (30 * geneCount + ranked.count - 1) / ranked.count
    if isLong, Self.range(recent + ranked) <= 1e-12 { return true }
    return hasStagnated(geneCount, ranked.count)
  }

  /// Whether neither the best nor the median of late is better than it was long before.
  private func hasStagnated(_ geneCount: Int, _ count: Int) -> Bool {
    let length = Self.bound(geneCount, count, bests.count)
    guard bests.count >= length else { return false }
    return [bests, medians].allSatisfy { history in
      let window = history.suffix(length)
      let share = max(length * 3 / 10, 1)
      return Self.median(window.suffix(share)) <= Self.median(window.prefix(share))
    }
  }

  private static func range(_ values: [Float]) -> Float {
    let (least, most) = (values.min() ?? 0, values.max() ?? 0)
    return most == least ? 0 : most - least
  }

  private static func median(_ values: ArraySlice<Float>) -> Float {
    values.sorted()[values.count / 2]
  }

  /// Whether the distribution is too narrow to change any number (TolX), or changes nothing in some
  /// gene (NoEffectCoord), or has become so wide that it will not come back (TolXUp).
  ///
  /// - Parameters:
  ///   - mean: In the initial deviations of the genes: [geneCount].
  ///   - deviations: Of the distribution now, likewise: [geneCount].
  ///   - firstStep: The step size at the start.
  static func isExhausted(_ mean: [Double], deviations: [Double], firstStep: Double) -> Bool {
    if deviations.allSatisfy({ $0 < 1e-12 * firstStep }) { return true }
    if deviations.contains(where: { $0 > 1e4 * firstStep }) { return true }
    return zip(mean, deviations).contains { Float($0 + 0.2 * $1) == Float($0) }
  }

  var isConsistent: Bool {
    bests.count == medians.count && bests.count <= 2 * Self.mostRemembered
  }

  func digest(into digest: inout Digest) {
    digest.add(Kernels.digest(bests.span))
    digest.add(Kernels.digest(medians.span))
  }
}
