import Evolution

/// A table that anyone can make anew: what others reach on a task, and what this program reaches.
///
/// The experiments are fixed values, so that with equal seeds all but the seconds is equal on every
/// machine.
public struct Reproduction: Equatable, Sendable {
  public let name: String
  /// The task, in a sentence.
  public let summary: String
  /// How what is run was chosen, and what is alike for all rows.
  public let notes: [String]
  /// What others reach, as they reported it or as was measured once.
  public let reported: [Report]
  /// What is run, each with every seed.
  public let methods: [Method]
  /// How many seeds are run unless another number is asked for.
  public let seedCount: Int
  /// Whether each seed draws a test part of its own, rather than all having that of the data set.
  public let drawsSplit: Bool

  /// A number from elsewhere.
  public struct Report: Equatable, Sendable {
    public let method: String
    /// The share of the test samples, 0…1.
    public let testAccuracy: Double
    /// `nil` where nobody says how long it took.
    public let seconds: Double?
    /// Who says so, and where.
    public let source: String

    init(_ method: String, _ testAccuracy: Double, seconds: Double? = nil, source: String) {
      self.method = method
      self.testAccuracy = testAccuracy
      self.seconds = seconds
      self.source = source
    }
  }

  /// An experiment under a name.
  public struct Method: Equatable, Sendable {
    public let name: String
    /// Its seed does not matter.
    public let experiment: Experiment

    /// The name in letters, digits and dashes, as files are called after it.
    public var slug: String {
      name.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.joined(separator: "-")
    }

    init(_ name: String, _ change: (inout Experiment) -> Void) {
      self.name = name
      var experiment = Experiment()
      change(&experiment)
      self.experiment = experiment
    }
  }

  public static let all: [Self] = [digits, mnist, mnistAlgorithms]
  public static let seedRange = 1...1000

  public static func named(_ name: String) -> Self? { all.first { $0.name == name } }

  /// The experiment of a method with one of the seeds.
  public func experiment(_ method: Method, seed: UInt64) -> Experiment {
    var experiment = method.experiment
    experiment.seed = seed
    if drawsSplit { experiment.dataSeed = seed }
    return experiment
  }
}
