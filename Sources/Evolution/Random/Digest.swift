/// A 64-bit fingerprint of bit patterns in a fixed order.
///
/// Not for adversaries: it tells a divergence, not a forgery. The mixing step is that of
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
public struct Digest: Equatable, Hashable, Codable, Sendable {
  public private(set) var value: UInt64

  public init(seed: UInt64 = 0) {
    value = seed
  }

  public mutating func add(_ bits: UInt64) {
    var mixed = (value ^ bits) &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    value = mixed ^ mixed >> 31
  }

  public mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }
  public mutating func add(_ number: Float) { add(UInt64(number.bitPattern)) }
  public mutating func add(_ number: Double) { add(number.bitPattern) }

  public mutating func add(_ text: String) {
    add(text.utf8.count)
    for byte in text.utf8 { add(UInt64(byte)) }
  }

  /// Sixteen hexadecimal digits.
  public var hex: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
