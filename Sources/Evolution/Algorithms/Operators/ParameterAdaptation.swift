/// A trial that did better than its target.
public struct TrialSuccess: Equatable, Sendable {
  /// The F and the CR that it was made with.
  public let weight: Float
  public let crossoverRate: Float
  /// By how much its fitness is the larger: > 0.
  public let improvement: Double
}

/// Around what a trial's F and CR are drawn, and among how many of the best its pbest.
public struct TrialMeans: Equatable, Sendable {
  public let weight: Float
  /// `nil` for a CR of zero.
  public let crossoverRate: Float?
  /// As a share of all members; at least two of them.
  public let bestShare: Float
}

/// How an adaptive differential evolution learns F and CR, and how many members it keeps.
public protocol ParameterAdaptation: Codable, Sendable {
  associatedtype Settings: Tunable

  /// As people write it: "JADE".
  static var title: String { get }
  static var defaultCount: Int { get }

  init(_ settings: Settings)

  /// What the next trial is drawn around; asked once for each of so many members, in order.
  func means(
    for count: Int, _ settings: Settings, _ stream: inout RandomStream
  ) -> TrialMeans

  /// Learns from one generation; there may be no success at all.
  mutating func learn(_ successes: [TrialSuccess], _ settings: Settings)

  /// How many rows the archive holds.
  func archiveCapacity(for count: Int, _ settings: Settings) -> Int

  /// How many members there are after so many evaluations; never more than before.
  func count(from first: Int, after evaluations: Int, _ settings: Settings) -> Int

  func digestState(into digest: inout Digest)

  /// Whether its parts go together: asked of one that was read from a file.
  var isConsistent: Bool { get }
}

extension ParameterAdaptation {
  public func count(from first: Int, after evaluations: Int, _ settings: Settings) -> Int { first }
}

extension [TrialSuccess] {
  /// Σ w x² / Σ w x, Lehmer's mean; `nil` where all are zero.
  func lehmerMean(
    of value: (Element) -> Float, weighedBy weight: (Element) -> Double = { _ in 1 }
  ) -> Float? {
    var (sum, sumOfSquares) = (0.0, 0.0)
    for success in self {
      let weighed = weight(success) * Double(value(success))
      sum += weighed
      sumOfSquares += weighed * Double(value(success))
    }
    return sum > 0 ? Float(sumOfSquares / sum) : nil
  }

  /// Σ w x / Σ w.
  func mean(
    of value: (Element) -> Float, weighedBy weight: (Element) -> Double = { _ in 1 }
  ) -> Float {
    var (sum, total) = (0.0, 0.0)
    for success in self {
      sum += weight(success) * Double(value(success))
      total += weight(success)
    }
    return Float(sum / total)
  }
}

/// Parameters that several adaptations have.
enum AdaptationParameters {
  static func archiveShare<Settings: Tunable>(
    _ path: any WritableKeyPath<Settings, Float> & Sendable
  ) -> Parameter<Settings> {
    Parameter(
      "archive-share", path, 0...5, .linear(0.1),
      help: "How many of those who lost to their trial are kept, as a share of the population.")
  }

  static func bestShare<Settings: Tunable>(
    _ path: any WritableKeyPath<Settings, Float> & Sendable
  ) -> Parameter<Settings> {
    Parameter(
      "best-share", path, 0...1, .linear(0.01),
      help: "Among how many of the best each trial follows one, as a share of all (p).")
  }

  static func memorySize<Settings: Tunable>(
    _ path: any WritableKeyPath<Settings, Int> & Sendable
  ) -> Parameter<Settings> {
    Parameter(
      "memory-size", path, 1...1000, .multiplicative(1.1, from: 1), effect: .restart,
      help: "How many generations with a success are remembered (H).")
  }
}
