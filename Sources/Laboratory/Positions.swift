import Evolution

/// Where the individuals of a generation are: the genes of some of them, for a picture.
public struct Positions: Equatable, Sendable {
  /// More individuals or genes than this would not be told apart.
  public static let limit = 256

  /// Row-major: [count × geneCount].
  public let genes: [Float]
  public let geneCount: Int

  /// Of the individuals at even distances, at most `limit`, their first genes.
  init(of population: Population) {
    let step = (population.count + Self.limit - 1) / Self.limit
    let width = min(population.geneCount, Self.limit)
    geneCount = width
    genes = stride(from: 0, to: population.count, by: max(1, step)).flatMap {
      population[$0].prefix(width)
    }
  }

  public var count: Int { geneCount > 0 ? genes.count / geneCount : 0 }
}
