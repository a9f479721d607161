/// The share of all (run, target) pairs that were reached within a number of evaluations: the
/// empirical cumulative distribution of running times, as in COCO.
///
/// Hansen, Auger, Ros, Mersmann, Tušar and Brockhoff, "COCO: a platform for comparing continuous
/// optimizers in a black-box setting", Optimization Methods and Software 36 (2021).
public struct EmpiricalDistribution: Equatable, Sendable {
  /// A step: from so many evaluations on, so large a share is reached.
  public struct Step: Equatable, Sendable {
    public let evaluations: Int
    public let share: Double
  }

  /// With rising evaluations and shares.
  public let steps: [Step]

  /// - Parameters:
  ///   - hits: The evaluations at which each pair was reached, in any order; pairs that were
  ///     not reached are missing.
  ///   - total: The number of all pairs.
  public init(hits: [Int], of total: Int) {
    precondition(hits.count <= total, "No pair is reached twice.")
    let sorted = hits.sorted()
    var steps: [Step] = []
    for (index, hit) in sorted.enumerated()
    where index + 1 == sorted.count || sorted[index + 1] != hit {
      steps.append(Step(evaluations: hit, share: Double(index + 1) / Double(total)))
    }
    self.steps = steps
  }

  /// The share that is reached within so many evaluations.
  public func share(at evaluations: Double) -> Double {
    steps.last { Double($0.evaluations) <= evaluations }?.share ?? 0
  }
}
