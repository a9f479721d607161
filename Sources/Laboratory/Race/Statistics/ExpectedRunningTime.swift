/// How long it takes on average until a run succeeds, if one that failed is followed by another.
///
/// What all runs spent, over the number of those that succeeded (Hansen, Auger, Finck and Ros,
/// "Real-parameter black-box optimization benchmarking 2010: experimental setup", INRIA report RR-7215).
public enum ExpectedRunningTime {
  /// - Parameter runs: What each spent until it succeeded or ended.
  /// - Returns: `nil` where none succeeded.
  public static func of(_ runs: [(spent: Double, isSuccess: Bool)]) -> Double? {
    let successes = runs.count { $0.isSuccess }
    guard successes > 0 else { return nil }
    return runs.reduce(0) { $0 + $1.spent } / Double(successes)
  }
}
