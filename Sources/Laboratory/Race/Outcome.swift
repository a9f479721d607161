/// How a trial ended, best first: the one order that all comparisons go by.
///
/// Solved trials come first, the cheaper the better; then those that were not solved, by how good
/// their best individual was; then those that gave nothing finite. Equal ends are ties.
public struct Outcome: Comparable, Sendable {
  private let group: Int
  private let cost: Double

  /// - Parameter cost: What a solved trial is compared by.
  public init(_ result: TrialResult, cost: Race.Cost) {
    if result.isSolved {
      (group, self.cost) = (0, cost.of(result))
    } else if let quality = result.quality, !quality.isNaN {
      (group, self.cost) = (1, -quality)
    } else {
      (group, self.cost) = (2, 0)
    }
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.group, left.cost) < (right.group, right.cost)
  }
}

extension Race {
  /// What solved trials are compared by.
  public enum Cost: String, Codable, Sendable {
    case evaluations, seconds

    func of(_ result: TrialResult) -> Double {
      switch self {
      case .evaluations: Double(result.evaluations)
      case .seconds: result.seconds
      }
    }
  }

  /// Seconds where nothing but time is limited, or else evaluations, which are the same on every
  /// machine.
  public var cost: Cost {
    base.stop.evaluations == nil && base.stop.generations == nil ? .seconds : .evaluations
  }
}
