/// Hands out the random numbers of one generation.
///
///     var random = source[.selection, individual]
///     let parent = random.index(below: count)
///
/// A stream gives numbers one by one; the `fill` functions give one for each gene, in
/// vectors. Both are keyed alike: an individual uses one of the two ways for a purpose.
public struct RandomSource: Sendable {
  public let seed: UInt64
  public let generation: Int
  let kernels: Kernels

  public init(seed: UInt64, generation: Int = 0, kernels: Kernels = .best) {
    self.seed = seed
    self.generation = generation
    self.kernels = kernels
  }

  /// The stream for one purpose and one individual of this generation.
  public subscript(purpose: RandomPurpose, individual: Int = 0) -> RandomStream {
    RandomStream(seed: seed, generation: generation, individual: individual, purpose: purpose)
  }

  /// The first number of a stream, in [0, 1), for a purpose that needs no other.
  func uniform(for purpose: RandomPurpose, individual: Int) -> Float {
    var stream = self[purpose, individual]
    return stream.uniform()
  }

  /// Fills with numbers of one distribution: values[i] is the number of gene i.
  public func fill(
    _ values: inout MutableSpan<Float>, with distribution: Distribution, for purpose: RandomPurpose,
    individual: Int = 0
  ) {
    kernels.fill(
      &values, with: distribution, seed: seed,
      counter: (
        UInt32(truncatingIfNeeded: individual), UInt32(truncatingIfNeeded: generation),
        purpose.rawValue
      ))
  }

  /// Fills an array with numbers of one distribution, in place.
  public func fill(
    _ values: inout [Float], with distribution: Distribution, for purpose: RandomPurpose,
    individual: Int = 0
  ) {
    var span = values.mutableSpan
    fill(&span, with: distribution, for: purpose, individual: individual)
  }

  /// Fills the first `count` values.
  func fill(
    _ values: inout [Float], count: Int, with distribution: Distribution,
    for purpose: RandomPurpose, individual: Int
  ) {
    var all = values.mutableSpan
    var span = all._mutatingExtracting(0..<count)
    fill(&span, with: distribution, for: purpose, individual: individual)
  }

  /// Fills with random 32-bit words.
  func fill(_ words: inout [UInt32], for purpose: RandomPurpose, individual: Int) {
    kernels.fill(
      &words, seed: seed,
      counter: (
        UInt32(truncatingIfNeeded: individual), UInt32(truncatingIfNeeded: generation),
        purpose.rawValue
      ))
  }

  /// An array of numbers of one distribution: [count].
  public func numbers(
    _ count: Int, of distribution: Distribution, for purpose: RandomPurpose, individual: Int = 0
  ) -> [Float] {
    var values = [Float](repeating: 0, count: count)
    fill(&values, with: distribution, for: purpose, individual: individual)
    return values
  }
}

/// A law that random numbers follow.
public enum Distribution: Sendable {
  /// Uniform on [0, 1): 2²⁴ equally spaced values.
  case uniform
  /// Standard normal (Box and Muller, 1958); its tails end at 5.8.
  case normal
  /// Standard Cauchy: the quotient of two standard normal numbers.
  case cauchy
}
