/// An endless sequence of random numbers, fully determined by its key.
///
/// The key is four coordinates — seed, generation, individual, purpose — and no two keys
/// share a number, so results depend neither on the order of evaluation nor on the number
/// of workers.
///
/// Philox 4×32-10: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC'11.
public struct RandomStream: RandomNumberGenerator, Sendable {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var block: SIMD4<UInt32> = .zero
  private var unread = 0

  public init(seed: UInt64, generation: Int, individual: Int, purpose: RandomPurpose) {
    // Spelt-out initialisers: an array literal would make an array.
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    counter = SIMD4(
      0, UInt32(truncatingIfNeeded: individual), UInt32(truncatingIfNeeded: generation),
      purpose.rawValue)
  }

  /// The next 32 bits.
  public mutating func next32() -> UInt32 {
    if unread == 0 {
      block = Self.philox(counter, key: key)
      counter.x &+= 1
      unread = 4
    }
    unread -= 1
    return block[3 - unread]
  }

  public mutating func next() -> UInt64 {
    let low = UInt64(next32())
    return low | UInt64(next32()) << 32
  }

  /// A number in [0, 1), one of 2²⁴ equally spaced values.
  public mutating func uniform() -> Float {
    Float(next32() >> 8) * 0x1p-24
  }

  /// An integer in 0..<`bound`, without bias (Lemire, 2019).
  ///
  /// Written out rather than taken from the standard library, whose algorithm may change
  /// between Swift versions: recordings must replay for years.
  public mutating func index(below bound: Int) -> Int {
    precondition(bound > 0 && bound <= Int(UInt32.max), "Cannot choose from \(bound) things.")
    let range = UInt32(bound)
    var product = next32().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold {
        product = next32().multipliedFullWidth(by: range)
      }
    }
    return Int(product.high)
  }

  /// Puts the elements into a uniformly random order (Fisher and Yates; Durstenfeld, 1964).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, index(below: last + 1))
    }
  }

  /// Different integers in 0..<`bound`, each set of them equally likely: the first `count` of a
  /// shuffle, of which no more is made than is wanted.
  ///
  /// - Precondition: `count <= bound`
  public mutating func sample(_ count: Int, below bound: Int) -> [Int32] {
    precondition(count <= bound, "There are so many to choose from.")
    // Only looked up, so that its order does not matter.
    var moved: [Int: Int] = [:]
    return (0..<count).map { index in
      let chosen = index + self.index(below: bound - index)
      let value = moved[chosen] ?? chosen
      moved[chosen] = moved[index] ?? index
      return Int32(value)
    }
  }

  /// Ten rounds of multiply and exclusive-or: a keyed bijection of the counter.
  static func philox(_ counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    // Scalars rather than SIMD4: twice as fast, as measured on x86-64.
    var (a, b, c, d) = (counter.x, counter.y, counter.z, counter.w)
    var (left, right) = (key.x, key.y)
    for _ in 0..<10 {
      let first = a.multipliedFullWidth(by: 0xD251_1F53)
      let second = c.multipliedFullWidth(by: 0xCD9E_8D57)
      (a, b, c, d) = (second.high ^ b ^ left, second.low, first.high ^ d ^ right, first.low)
      left &+= 0x9E37_79B9
      right &+= 0xBB67_AE85
    }
    return SIMD4(a, b, c, d)
  }
}
