/// What the evaluation of one individual gave.
public struct Score: BitwiseCopyable, Equatable, Sendable {
  /// Larger is better; NaN is worst of all and never wins.
  public var fitness: Float
  /// The share of the training samples that were classified correctly, in 0…1.
  public var accuracy: Float

  public init(fitness: Float, accuracy: Float) {
    self.fitness = fitness
    self.accuracy = accuracy
  }

  public static let unknown = Score(fitness: .nan, accuracy: .nan)

  /// The fitness with what is not finite below everything else: the one place where NaN ranks.
  public var rankedFitness: Float { fitness.isFinite ? fitness : -.infinity }
}

/// Where the genes of an individual come from.
public struct Origin: Equatable, Sendable {
  /// Indices into the parents; -1 where there was none.
  public var first: Int32
  public var second: Int32
  /// All genes equal those of `first`, so that its score holds here too.
  public var isCopy: Bool

  public init(first: Int = -1, second: Int = -1, isCopy: Bool = false) {
    self.first = Int32(first)
    self.second = Int32(second)
    self.isCopy = isCopy
  }

  /// All that it says, as one word for a fingerprint.
  public var bits: UInt64 {
    let parents = UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
    return isCopy ? ~parents : parents
  }
}
