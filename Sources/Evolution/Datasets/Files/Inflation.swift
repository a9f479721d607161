/// Takes apart what was compressed by DEFLATE (Deutsch, RFC 1951, 1996).
///
/// Nothing that it reads is believed: it writes nowhere but into the room that it is given, and
/// reads nothing before or behind its input.
struct Inflation {
  enum Failure: Error, Equatable {
    case endsTooSoon
    /// What no compressor writes.
    case damaged
  }

  private let input: [UInt8]
  /// Where the next byte is read, once the bits in hand are used up.
  private var position: Int
  private var bits: UInt64 = 0
  private var bitCount = 0

  init(_ input: [UInt8], from position: Int) {
    self.input = input
    self.position = position
  }

  /// Writes what was compressed.
  ///
  /// - Returns: How many bytes that is; `nil` if they are more than there is room for, which is
  ///   then full.
  mutating func inflate(into output: inout MutableSpan<UInt8>) throws(Failure) -> Int? {
    var count = 0
    var isLast = false
    while !isLast {
      isLast = try take(1) == 1
      let next: Int?
      switch try take(2) {
      case 0: next = try copyStored(to: &output, at: count)
      case 1:
        guard let (literals, distances) = Self.fixedCodes else { throw .damaged }
        next = try expand(literals, distances, into: &output, at: count)
      case 2:
        let (literals, distances) = try readCodes()
        next = try expand(literals, distances, into: &output, at: count)
      default: throw .damaged
      }
      guard let next else { return nil }
      count = next
    }
    // Whole bytes that were read ahead are not ours.
    position -= bitCount / 8
    return count
  }

  /// Where the compressed data has ended.
  var end: Int { position }

  /// The next bits, the lowest first; 16 at most.
  private mutating func take(_ count: Int) throws(Failure) -> Int {
    while bitCount < count {
      guard position < input.count else { throw .endsTooSoon }
      bits |= UInt64(input[position]) << UInt64(bitCount)
      position += 1
      bitCount += 8
    }
    let taken = Int(bits & ((1 << UInt64(count)) - 1))
    bits >>= UInt64(count)
    bitCount -= count
    return taken
  }

  /// A block that could not be compressed (3.2.4).
  private mutating func copyStored(
    to output: inout MutableSpan<UInt8>, at start: Int
  ) throws(Failure) -> Int? {
    _ = try take(bitCount % 8)
    let count = try take(16)
    guard try take(16) == count ^ 0xFFFF else { throw .damaged }
    for index in start..<start + count {
      let byte = try take(8)
      guard index < output.count else { return nil }
      output[index] = UInt8(byte)
    }
    return start + count
  }

  /// The codes of a block that brings its own (3.2.7).
  private mutating func readCodes() throws(Failure) -> (HuffmanCode, HuffmanCode) {
    let literalCount = try take(5) + 257
    let distanceCount = try take(5) + 1
    let lengthCount = try take(4) + 4
    guard literalCount <= 286, distanceCount <= 30 else { throw .damaged }
    var lengths = [UInt8](repeating: 0, count: 19)
    for place in Self.lengthOrder.prefix(lengthCount) { lengths[place] = UInt8(try take(3)) }
    guard let code = HuffmanCode(lengths: lengths[...], mayBeIncomplete: false) else {
      throw .damaged
    }
    lengths = []
    while lengths.count < literalCount + distanceCount {
      let symbol = try takeSymbol(code)
      switch symbol {
      case 0..<16: lengths.append(UInt8(symbol))
      case 16:
        guard let last = lengths.last else { throw .damaged }
        lengths += Array(repeating: last, count: 3 + (try take(2)))
      case 17: lengths += Array(repeating: 0, count: 3 + (try take(3)))
      default: lengths += Array(repeating: 0, count: 11 + (try take(7)))
      }
    }
    // Without an end of the block, it would have none.
    guard lengths.count == literalCount + distanceCount, lengths[256] > 0,
      let literals = HuffmanCode(lengths: lengths[..<literalCount], mayBeIncomplete: true),
      let distances = HuffmanCode(lengths: lengths[literalCount...], mayBeIncomplete: true)
    else { throw .damaged }
    return (literals, distances)
  }

  private mutating func takeSymbol(_ code: HuffmanCode) throws(Failure) -> Int {
    while bitCount < 15, position < input.count {
      bits |= UInt64(input[position]) << UInt64(bitCount)
      position += 1
      bitCount += 8
    }
    guard let (symbol, length) = code.search(bits) else { throw .damaged }
    guard length <= bitCount else { throw .endsTooSoon }
    _ = try take(length)
    return symbol
  }

  /// A block of literals and repetitions (3.2.3 and 3.2.5).
  ///
  /// - Returns: Where its output ends; `nil` if there was no room for all of it.
  private mutating func expand(
    _ literals: HuffmanCode, _ distances: HuffmanCode, into output: inout MutableSpan<UInt8>,
    at start: Int
  ) throws(Failure) -> Int? {
    // All that changes with every symbol is at hand, and put back in the end.
    let source = input
    let input = source.span
    let quickLiterals = literals.quick.span
    let quickDistances = distances.quick.span
    let mask = UInt64(quickLiterals.count - 1)
    var (position, bits, bitCount, count) = (position, bits, bitCount, start)
    defer { (self.position, self.bits, self.bitCount) = (position, bits, bitCount) }
    while true {
      // A repetition takes 48 bits at most: 15 and 5 more for its length, 15 and 13 more for how
      // far away it is.
      while bitCount < 48, position < input.count {
        bits |= UInt64(input[position]) &<< UInt64(truncatingIfNeeded: bitCount)
        position &+= 1
        bitCount &+= 8
      }
      var entry = Int(quickLiterals[Int(truncatingIfNeeded: bits & mask)])
      if entry == 0 {
        guard let (symbol, length) = literals.search(bits) else { throw .damaged }
        entry = symbol << 4 | length
      }
      let symbol = entry &>> 4
      bits &>>= UInt64(truncatingIfNeeded: entry & 15)
      bitCount &-= entry & 15
      guard bitCount >= 0 else { throw .endsTooSoon }
      if symbol < 256 {
        guard count < output.count else { return nil }
        output[count] = UInt8(truncatingIfNeeded: symbol)
        count &+= 1
        continue
      }
      guard symbol > 256 else { return count }
      guard symbol < 286 else { throw .damaged }
      let (lengthBase, lengthBits) = Self.lengths[symbol - 257]
      let length = lengthBase + Int(bits & ((1 &<< lengthBits) - 1))
      bits &>>= lengthBits
      bitCount &-= Int(lengthBits)

      entry = Int(quickDistances[Int(truncatingIfNeeded: bits & mask)])
      if entry == 0 {
        guard let (symbol, length) = distances.search(bits) else { throw .damaged }
        entry = symbol << 4 | length
      }
      bits &>>= UInt64(truncatingIfNeeded: entry & 15)
      bitCount &-= entry & 15
      guard entry &>> 4 < 30 else { throw .damaged }
      let (distanceBase, distanceBits) = Self.distances[entry &>> 4]
      let distance = distanceBase + Int(bits & ((1 &<< distanceBits) - 1))
      bits &>>= distanceBits
      bitCount &-= Int(distanceBits)
      guard bitCount >= 0 else { throw .endsTooSoon }
      guard distance <= count else { throw .damaged }
      let room = output.count - count
      for _ in 0..<min(length, room) {
        output[count] = output[count &- distance]
        count &+= 1
      }
      guard length <= room else { return nil }
    }
  }

  /// The order in which the lengths of the lengths' words come (3.2.7).
  private static let lengthOrder = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]

  /// The shortest repetition of each symbol from 257 on, and how many bits tell how much longer
  /// it is (3.2.5).
  private static let lengths: [(base: Int, bits: UInt64)] = {
    var rows: [(base: Int, bits: UInt64)] = []
    var base = 3
    for symbol in 0..<28 {
      let bits = symbol < 8 ? 0 : UInt64(symbol / 4 - 1)
      rows.append((base, bits))
      base += 1 << bits
    }
    return rows + [(258, 0)]
  }()

  /// The least distance of each symbol, and how many bits tell how much farther it is (3.2.5).
  private static let distances: [(base: Int, bits: UInt64)] = {
    var rows: [(base: Int, bits: UInt64)] = []
    var base = 1
    for symbol in 0..<30 {
      let bits = symbol < 4 ? 0 : UInt64(symbol / 2 - 1)
      rows.append((base, bits))
      base += 1 << bits
    }
    return rows
  }()

  /// The codes of blocks that bring none (3.2.6).
  private static let fixedCodes: (HuffmanCode, HuffmanCode)? = {
    let lengths =
      Array(repeating: UInt8(8), count: 144) + Array(repeating: 9, count: 112)
      + Array(repeating: 7, count: 24) + Array(repeating: 8, count: 8)
    guard let literals = HuffmanCode(lengths: lengths[...], mayBeIncomplete: false),
      let distances = HuffmanCode(
        lengths: Array(repeating: 5, count: 32)[...], mayBeIncomplete: false)
    else { return nil }
    return (literals, distances)
  }()
}
