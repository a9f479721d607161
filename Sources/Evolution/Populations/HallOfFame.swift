/// The best individuals ever seen, with what is needed to know where they came from.
public struct HallOfFame: Equatable, Sendable {
  /// How many have room, and how many of their genes together: large ones are kept in smaller number.
  static let limit = (entries: 50, genes: 1 << 20)

  /// One individual that was the best of its generation.
  public struct Entry: Equatable, Sendable {
    /// The generation in which it arose and its index there.
    public let generation: Int
    public let individual: Int
    /// Whose weights the genes are; `nil` where they are something else.
    public let network: Network?
    /// As many as the problem has: [geneCount].
    public let genes: [Float]
    public let score: Score
    /// `nil` when nothing is held back.
    public let testAccuracy: Float?
    /// The last change of a setting before it arose, as people write it; empty for none.
    public let lastChange: String

    public init(
      generation: Int, individual: Int, network: Network?, genes: [Float], score: Score,
      testAccuracy: Float?, lastChange: String
    ) {
      self.generation = generation
      self.individual = individual
      self.network = network
      self.genes = genes
      self.score = score
      self.testAccuracy = testAccuracy
      self.lastChange = lastChange
    }
  }

  /// Best first; of equals the older one first.
  public private(set) var entries: [Entry] = []

  public init() {}

  /// How many of such individuals have room.
  public var capacity: Int {
    let largest = entries.reduce(1) { max($0, $1.genes.count) }
    return (Self.limit.genes / largest).clamped(to: 1...Self.limit.entries)
  }

  /// The best ever.
  public var champion: Entry? { entries.first }

  /// Whether an individual of this fitness would be taken in.
  public func admits(_ fitness: Float) -> Bool {
    guard fitness.isFinite else { return false }
    guard entries.count >= capacity, let last = entries.last else { return true }
    return fitness > last.score.fitness
  }

  /// Takes an entry in, unless it is not good enough or is there already.
  public mutating func insert(_ entry: Entry) {
    guard admits(entry.score.fitness) else { return }
    let place =
      entries.firstIndex { $0.score.fitness < entry.score.fitness } ?? entries.endIndex
    // Equal genes have equal fitness, so a twin can only stand right before the place.
    for other in entries[..<place].reversed() {
      guard other.score.fitness == entry.score.fitness else { break }
      if other.genes == entry.genes { return }
    }
    entries.insert(entry, at: place)
    if entries.count > capacity { entries.removeLast(entries.count - capacity) }
  }

  /// Scores all entries anew, and sorts them.
  public mutating func rescore(_ evaluate: (Entry) -> Entry?) {
    let old = entries
    entries = []
    for entry in old.compactMap(evaluate) { insert(entry) }
  }
}

extension HallOfFame: Codable {
  public init(from decoder: any Decoder) throws {
    entries = try decoder.singleValueContainer().decode([Entry].self)
  }
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(entries)
  }
}

extension HallOfFame.Entry: Codable {
  private enum CodingKeys: String, CodingKey {
    case generation, individual, network, genes, scores, lastChange
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    generation = try container.decode(Int.self, forKey: .generation)
    individual = try container.decode(Int.self, forKey: .individual)
    network = try container.decodeIfPresent(Network.self, forKey: .network)
    genes = try container.decode(Packed<Float>.self, forKey: .genes).wrappedValue
    lastChange = try container.decode(String.self, forKey: .lastChange)
    let scores = try container.decode(Packed<Float>.self, forKey: .scores).wrappedValue
    guard scores.count == 3, genes.count == network?.geneCount ?? genes.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .scores, in: container, debugDescription: "Genes and scores do not fit.")
    }
    score = Score(fitness: scores[0], accuracy: scores[1])
    testAccuracy = scores[2].isNaN ? nil : scores[2]
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(generation, forKey: .generation)
    try container.encode(individual, forKey: .individual)
    try container.encodeIfPresent(network, forKey: .network)
    try container.encode(Packed(wrappedValue: genes), forKey: .genes)
    try container.encode(
      Packed(wrappedValue: [score.fitness, score.accuracy, testAccuracy ?? .nan]), forKey: .scores)
    try container.encode(lastChange, forKey: .lastChange)
  }
}
