/// What an algorithm must know of the genes: how many, how they start, how far they may go.
public struct SearchSpace: Codable, Equatable, Sendable {
  public let geneCount: Int
  /// The standard deviation of each gene in a first population, around zero: [geneCount].
  public let initialDeviations: [Float]
  /// Where operators that need bounds (uniform reset, polynomial) stay within.
  public let bounds: ClosedRange<Float>

  public init(initialDeviations: [Float], bounds: ClosedRange<Float>) {
    geneCount = initialDeviations.count
    self.initialDeviations = initialDeviations
    self.bounds = bounds
  }
}
