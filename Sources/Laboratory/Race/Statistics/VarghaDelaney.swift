/// The size of a difference between two samples: A₁₂, the probability that a value of the first
/// is smaller than one of the second, ties counting one half.
///
/// Vargha and Delaney, "A critique and improvement of the CL common language effect size
/// statistics of McGraw and Wong", Journal of Educational and Behavioral Statistics 25 (2000).
/// What is compared here is a cost, so above 0.5 the first sample is the better one.
public struct VarghaDelaney: Equatable, Sendable {
  public let a12: Double

  /// - Precondition: Both have values.
  public init<Value: Comparable>(_ a: [Value], _ b: [Value]) {
    precondition(!a.isEmpty && !b.isEmpty, "Nothing can be compared with no value.")
    a12 = MannWhitney.wins(of: a, over: b) / (Double(a.count) * Double(b.count))
  }

  /// The words of the paper: small from 0.56, medium from 0.64, large from 0.71, and as far
  /// below one half.
  public enum Size: String, Codable, Sendable {
    case negligible, small, medium, large
  }

  public var size: Size {
    // Sums of halves over a product: what should be 0.56 may be a last bit off.
    switch max(a12, 1 - a12) + 1e-12 {
    case 0.71...: .large
    case 0.64...: .medium
    case 0.56...: .small
    default: .negligible
    }
  }
}
