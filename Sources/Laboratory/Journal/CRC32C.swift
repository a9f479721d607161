/// The cyclic redundancy check of a line or a file: CRC-32C (Castagnoli, 1993), as in iSCSI.
struct CRC32C {
  private var state: UInt32 = ~0

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      state = Self.table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ state >> 8
    }
  }

  var value: UInt32 { ~state }

  /// Eight hexadecimal digits.
  static func hex(of bytes: some Sequence<UInt8>) -> String {
    var check = CRC32C()
    check.add(bytes)
    let digits = String(check.value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1
    }
  }
}
