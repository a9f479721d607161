import Evolution

/// A search for good settings of one algorithm by another.
///
/// A candidate is worth the mean of some trials; each generation of candidates has seeds of its
/// own, the same for all of them, so that nobody wins by luck for long. The best few are tried
/// again on other seeds, and the winner is compared with the settings it started from on seeds and
/// data that nobody has seen.
public struct Tuning: Sendable {
  /// What is tuned, on what, with which budget; its stop rules are those of each trial.
  public var experiment: Experiment
  /// The names of what is tuned; empty means all active numbers.
  public var parameters: [String] = []
  /// The algorithm that searches.
  public var optimiser = "cma-es"
  /// Trials of each candidate.
  public var seedCount = 3
  /// Trials while searching: as many generations are bred as fit.
  public var trialCount = 600
  /// Candidates that are tried again, and on how many seeds each.
  public var finalistCount = 5
  public var finalSeedCount = 10
  /// Seeds on which the winner is compared with the start.
  public var confirmationCount = 20
  /// Decides the candidates; the seeds of trials follow from it.
  public var seed: UInt64 = 1

  public init(_ experiment: Experiment) {
    self.experiment = experiment
  }

  public static let seedRange = 1...1000
  public static let trialRange = 1...1_000_000

  /// The seeds of three kinds of trials never meet.
  enum Stage: UInt64 {
    case search = 1
    case final
    case confirmation

    /// The data stay the same while searching, and are drawn anew for each trial afterwards.
    func seeds(_ number: Int, of tuning: Tuning) -> Seeds {
      var stage = Digest(seed: tuning.seed)
      stage.add(Int(rawValue))
      let data = tuning.experiment.dataSeed
      return Seeds(
        run: stage.value &+ UInt64(number),
        data: self == .search ? data : data &+ rawValue &* 100_000 &+ UInt64(number))
    }
  }

  /// What is random about a trial.
  struct Seeds {
    let run: UInt64
    let data: UInt64
  }

  /// A setting of all that is tuned, and what it was worth.
  public struct Candidate: Sendable {
    public let values: [(name: String, value: ParameterValue)]
    /// The mean over its trials: 0…1 for the way to the target, 1…2 for having reached it with
    /// budget left.
    public let worth: Double
  }

  /// How far the search is.
  public struct Progress: Sendable {
    public var finishedTrials = 0
    public var totalTrials = 0
    /// The best so far.
    public var worth: Double?
  }

  /// What came of it.
  public struct Report: Sendable {
    /// The settings that were found, in a whole experiment.
    public let experiment: Experiment
    public let winner: Candidate
    public let generations: Int
    public let trials: Int
    /// On the same unseen seeds and data: [confirmationCount].
    public let before: [TrialResult]
    public let after: [TrialResult]
    /// Of `after` against `before`, by evaluations to the target.
    public let test: MannWhitney
    /// The probability that a trial of `after` ends better than one of `before`.
    public let effect: VarghaDelaney
  }
}
