/// A prefix code as DEFLATE has it: given by the lengths of its words, the shorter ones first.
struct HuffmanCode {
  /// Words of up to so many bits are found in one step.
  static let quickBits = 10

  /// By the next `quickBits` bits: the symbol times 16 plus the length of its word, or 0 where the
  /// word is longer or there is none.
  let quick: [UInt16]
  /// The number of words of each length: [16].
  private let counts: [Int]
  /// Ordered by their words.
  private let symbols: [UInt16]

  /// - Parameters:
  ///   - lengths: In bits, by symbol; 0 for one that does not appear, 15 at most.
  ///   - mayBeIncomplete: Whether there may be words that mean nothing, where there is at most one
  ///     that means something.
  /// - Returns: `nil` if there is no such code.
  init?(lengths: ArraySlice<UInt8>, mayBeIncomplete: Bool) {
    var counts = [Int](repeating: 0, count: 16)
    for length in lengths { counts[Int(length)] += 1 }
    let used = lengths.count - counts[0]
    counts[0] = 0
    // How many words of each length are still free.
    var left = 1
    for count in counts.dropFirst() {
      left = 2 * left - count
      guard left >= 0 else { return nil }
    }
    guard left == 0 || mayBeIncomplete && used <= 1 && used == counts[1] else { return nil }

    var starts = [Int](repeating: 0, count: 16)
    var words = [Int](repeating: 0, count: 16)
    for length in 1..<15 {
      starts[length + 1] = starts[length] + counts[length]
      words[length + 1] = (words[length] + counts[length]) << 1
    }
    var symbols = [UInt16](repeating: 0, count: used)
    var quick = [UInt16](repeating: 0, count: 1 << Self.quickBits)
    for (symbol, length) in lengths.enumerated() where length > 0 {
      let length = Int(length)
      symbols[starts[length]] = UInt16(symbol)
      starts[length] += 1
      let word = words[length]
      words[length] += 1
      guard length <= Self.quickBits else { continue }
      // The first bit of a word comes lowest.
      var reversed = 0
      for bit in 0..<length { reversed |= (word >> bit & 1) << (length - 1 - bit) }
      for entry in stride(from: reversed, to: quick.count, by: 1 << length) {
        quick[entry] = UInt16(symbol << 4 | length)
      }
    }
    self.counts = counts
    self.symbols = symbols
    self.quick = quick
  }

  /// The symbol that some bits begin with, in as many steps as its word has bits; `nil` for none.
  func search(_ bits: UInt64) -> (symbol: Int, length: Int)? {
    var bits = bits
    var (code, first, index) = (0, 0, 0)
    for length in 1..<16 {
      code |= Int(bits & 1)
      bits >>= 1
      if code - first < counts[length] {
        return (Int(symbols[index + code - first]), length)
      }
      index += counts[length]
      first = (first + counts[length]) << 1
      code <<= 1
    }
    return nil
  }
}
