/// What came of one trial, within its budget.
///
/// Evaluations are counted at the ends of generations: a target counts as reached with all the
/// evaluations of the generation that reached it, and a generation that ends beyond the budget
/// does not count at all.
public struct TrialResult: Codable, Equatable, Sendable {
  /// Whether the target was reached, which ends a trial.
  public internal(set) var isSolved = false
  /// Those that count; where it is solved, those it took.
  public internal(set) var generations = 0
  public internal(set) var evaluations = 0
  /// Wall-clock time until the last generation that counts.
  public internal(set) var seconds = 0.0
  /// Of the best individual; `nil` where none was finite.
  public internal(set) var fitness: Double?
  /// Of the same individual, 0…1; `nil` where nothing is classified, or where it was chosen by other
  /// samples.
  public internal(set) var trainAccuracy: Double?
  /// On the samples that it was chosen by, where these are not those that were learnt from.
  public internal(set) var validationAccuracy: Double?
  /// `nil` where nothing is held back.
  public internal(set) var testAccuracy: Double?
  /// Of all generations that count: 16 hexadecimal digits, as `evolab run` prints it.
  public internal(set) var digest = ""
  /// The evaluations at which each target of the ladder was reached, easiest first; those that
  /// were not are missing at the end.
  public internal(set) var hits: [Int] = []
  /// The best accuracy, or the best fitness where nothing is classified, at evaluations that
  /// grow by about a quarter each.
  public internal(set) var trajectory: [Point] = []

  public struct Point: Codable, Equatable, Sendable {
    public let evaluations: Int
    public let best: Double

    public init(evaluations: Int, best: Double) {
      self.evaluations = evaluations
      self.best = best
    }

    public init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      evaluations = try container.decode(Int.self)
      best = try container.decode(Double.self)
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      try container.encode(evaluations)
      try container.encode(best)
    }
  }

  /// The accuracy, or the fitness where nothing is classified: larger is better.
  public var quality: Double? { trainAccuracy ?? validationAccuracy ?? fitness }

  /// The same trial as any machine would have had it.
  public var withoutSeconds: Self {
    var result = self
    result.seconds = 0
    return result
  }
}
