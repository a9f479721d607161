import ArgumentParser
import Laboratory

/// The stop rules that mean the same wherever a run goes on from; those that count from somewhere are
/// declared where it is said from where.
struct OtherStopFlags: ParsableArguments {
  @Option(help: "Stop when the champion's accuracy reaches this, 0 to 1: see 'evolab help run'.")
  var target: String?

  @Option(help: "Stop after so many generations without a better champion.")
  var stagnation: String?

  /// All rules that were given.
  ///
  /// - Throws: what is wrong with one of them.
  func rules(generations: String?, evaluations: String?, seconds: String?) throws -> StopRules {
    var experiment = Experiment()
    let given = [
      ("generations", generations), ("evaluations", evaluations), ("seconds", seconds),
      ("target", target), ("stagnation", stagnation),
    ]
    for (name, text) in given {
      if let text { try experiment.set(name, text: text) }
    }
    _ = try experiment.resolved()
    return experiment.stop
  }
}
