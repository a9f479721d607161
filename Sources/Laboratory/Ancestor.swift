/// One of those from whom an individual descends.
public struct Ancestor: Equatable, Sendable {
  /// The generation in which it arose and its index there.
  public let generation: Int
  public let individual: Int
  public let fitness: Float
  /// What made it of its own parents, in a word or two; empty where that is not known.
  public let how: String

  public init(generation: Int, individual: Int, fitness: Float, how: String) {
    self.generation = generation
    self.individual = individual
    self.fitness = fitness
    self.how = how
  }
}
