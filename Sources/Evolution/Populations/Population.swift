/// Candidate solutions in one contiguous, row-major buffer: [count × geneCount].
public struct Population: Equatable, Sendable {
  /// The number of individuals.
  public let count: Int
  /// The number of genes of each individual.
  public let geneCount: Int
  /// All genes, individual after individual.
  public var genes: [Float]

  public init(count: Int, geneCount: Int) {
    self.count = count
    self.geneCount = geneCount
    genes = Array(repeating: 0, count: count * geneCount)
  }

  /// - Parameter rows: [count][geneCount]
  init(_ rows: [[Float]], geneCount: Int) {
    precondition(
      rows.allSatisfy { $0.count == geneCount }, "Each row has the genes of the new network.")
    count = rows.count
    self.geneCount = geneCount
    genes = Array(rows.joined())
  }

  /// The indices in `genes` that belong to one individual.
  public func row(_ individual: Int) -> Range<Int> {
    individual * geneCount..<(individual + 1) * geneCount
  }

  /// The genes of one individual: [geneCount].
  public subscript(individual: Int) -> ArraySlice<Float> { genes[row(individual)] }

  /// Takes over the genes of one individual of another population.
  mutating func copy(_ source: Int, to individual: Int, from other: Population) {
    precondition(other.geneCount == geneCount, "Both populations have the same genes.")
    let start = individual * geneCount
    var target = genes.mutableSpan
    target.copy(other.genes.span.extracting(other.row(source)), to: start)
  }

  /// Takes another population over, and leaves one of its shape in its place.
  mutating func exchange(with other: inout Population) {
    if count == other.count && geneCount == other.geneCount {
      swap(&self, &other)
    } else {
      self = other
    }
  }
}

extension Population: Codable {
  private enum CodingKeys: String, CodingKey {
    case count, geneCount, genes
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    count = try container.decode(Int.self, forKey: .count)
    geneCount = try container.decode(Int.self, forKey: .geneCount)
    genes = try container.decode(Packed<Float>.self, forKey: .genes).wrappedValue
    let (product, isTooLarge) = count.multipliedReportingOverflow(by: geneCount)
    guard count >= 0, geneCount >= 0, !isTooLarge, genes.count == product else {
      throw DecodingError.dataCorruptedError(
        forKey: .genes, in: container, debugDescription: "There must be count × geneCount genes.")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(count, forKey: .count)
    try container.encode(geneCount, forKey: .geneCount)
    try container.encode(Packed(wrappedValue: genes), forKey: .genes)
  }
}
