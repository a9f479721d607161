/// What an algorithm must know of the genes: how many, how they start, how far they may go.
public struct SearchSpace: Codable, Equatable, Sendable {
  /// The standard deviation of each gene in a first population, around zero: [geneCount].
  @Packed public private(set) var initialDeviations: [Float]
  /// Where operators that need bounds (uniform reset, polynomial) stay within.
  public let bounds: ClosedRange<Float>

  public init(initialDeviations: [Float], bounds: ClosedRange<Float>) {
    self.initialDeviations = initialDeviations
    self.bounds = bounds
  }

  public var geneCount: Int { initialDeviations.count }
}

extension SearchSpace {
  /// Of the steps that lead from an individual to a mutated copy of it, where the algorithm has
  /// no step size of its own: [geneCount].
  var growthDeviations: [Float] { initialDeviations.map { 0.1 * $0 } }

  /// Writes individuals of a first population: normal around zero.
  ///
  /// - Parameter spread: By how much wider than usual.
  func scatter(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    _ origins: inout MutableSpan<Origin>, spread: Float = 1, _ random: RandomSource
  ) {
    var row = [Float](repeating: 0, count: geneCount)
    for (index, candidate) in candidates.enumerated() {
      random.fill(&row, with: .normal, for: .initialization, individual: candidate)
      for gene in row.indices { row[gene] *= spread * initialDeviations[gene] }
      genes.copy(row.span, to: index * geneCount)
      origins[index] = Origin()
    }
  }
}
