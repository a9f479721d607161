/// An algorithm that is shown the problem, instead of only comparing candidates by their fitness.
///
///     algorithm.ask(random)
///     algorithm.learn(from: problem, …)            // works on its networks
///     algorithm.breed(0..<count, into: &genes, …)  // shows them
///     algorithm.tell(&candidates, scores, random)
///
/// Candidates are networks that learn side by side, from different starts.
public protocol InformedAlgorithm: Algorithm {
  /// What it needs of a problem, as part of a sentence.
  static var need: String { get }

  /// Whether the problem has that.
  static func canLearn(from problem: any Problem) -> Bool

  /// Learns from the problem before the generation that was asked for is bred.
  ///
  /// - Parameter workers: Who may do independent pieces of it at the same time.
  /// - Returns: What it cost, in evaluations.
  /// - Precondition: `canLearn(from: problem)`
  mutating func learn(
    from problem: any Problem, _ workers: some Workers, _ random: RandomSource
  ) -> Int
}

extension InformedAlgorithm {
  public static func defaultCount(for space: SearchSpace) -> Int { 1 }
}

extension Algorithm {
  /// Whether it can train stages of convolution: gradients and probes are computed for dense layers
  /// only.
  public static var trainsConvolution: Bool { !(self is any InformedAlgorithm.Type) }

  /// Lets an informed algorithm learn, and does nothing with any other.
  ///
  /// - Returns: What it cost, in evaluations.
  public mutating func learnIfAble(
    from problem: any Problem, _ workers: some Workers, _ random: RandomSource
  ) -> Int {
    guard var method = self as? any InformedAlgorithm else { return 0 }
    let cost = method.learn(from: problem, workers, random)
    if let method = method as? Self { self = method }
    return cost
  }

  /// What the algorithm needs of a problem and this one has not, as part of a sentence.
  public static func unmetNeed(of problem: any Problem) -> String? {
    guard let type = self as? any InformedAlgorithm.Type else { return nil }
    return type.canLearn(from: problem) ? nil : type.need
  }
}

/// Those who do pieces of work at the same time.
public protocol Workers: Sendable {
  /// Whether somebody has asked to stop: what is worked on will not be used.
  var isCancelled: Bool { get }

  /// The results of all pieces, in their order: [count].
  func map<Result: Sendable>(
    _ count: Int, in problem: any Problem,
    _ work: @Sendable (_ index: Int, _ workspace: inout Workspace) -> Result
  ) -> [Result]
}
