/// The cyclic redundancy check of gzip files (RFC 1952, 8; ISO 3309).
struct CRC32 {
  private var state: UInt32 = ~0

  var value: UInt32 { ~state }

  mutating func add(_ bytes: Span<UInt8>) {
    let tables = Self.tables.span
    var state = state
    var index = 0
    // Eight bytes at a time: the k-th table says what a byte does k places further on.
    while index &+ 8 <= bytes.count {
      var sum: UInt32 = 0
      for place in 0..<8 {
        var byte = bytes[index &+ place]
        if place < 4 {
          byte ^= UInt8(truncatingIfNeeded: state &>> UInt32(truncatingIfNeeded: 8 &* place))
        }
        sum ^= tables[(7 &- place) &* 256 &+ Int(byte)]
      }
      state = sum
      index &+= 8
    }
    while index < bytes.count {
      state = tables[Int(UInt8(truncatingIfNeeded: state) ^ bytes[index])] ^ state >> 8
      index &+= 1
    }
    self.state = state
  }

  /// Eight tables: [8 × 256].
  private static let tables: [UInt32] = {
    var tables: [UInt32] = []
    for byte in 0..<256 as Range<UInt32> {
      var value = byte
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
      tables.append(value)
    }
    for index in 256..<8 * 256 {
      let before = tables[index - 256]
      tables.append(tables[Int(before & 0xFF)] ^ before >> 8)
    }
    return tables
  }()
}
