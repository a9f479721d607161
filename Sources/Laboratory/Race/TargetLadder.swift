import Evolution

/// Easier targets on the way to the target, so that a run that missed it counts for how far it
/// came.
///
/// As COCO does it: the same for all algorithms, closer together the nearer the goal. Errors
/// and values go down in the steps of a coin box.
struct TargetLadder: Sendable {
  /// Easiest first; the last is the target itself.
  let targets: [Double]

  private static let errors = [
    0.5, 0.4, 0.3, 0.25, 0.2, 0.15, 0.125, 0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.025, 0.02, 0.015,
    0.0125, 0.01, 0.008, 0.006, 0.005, 0.004, 0.003, 0.0025, 0.002, 0.001,
  ]

  /// For a share of samples, 0…1: larger is better.
  init(accuracy target: Double) {
    targets = Self.errors.map { 1 - $0 }.filter { $0 < target } + [target]
  }

  /// For a value above zero: smaller is better.
  init(value target: Double) {
    var targets: [Double] = []
    var power = 100.0
    while power > target, targets.count < 1000 {
      targets += [power, power / 2, power / 5].filter { $0 > target }
      power /= 10
    }
    self.targets = targets + [target]
  }

  init(_ problem: Race.Problem, target: Double) {
    self = problem.kind == .data ? Self(accuracy: target) : Self(value: target)
  }
}
