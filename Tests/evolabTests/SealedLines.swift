/// Recordings that were changed by hand, and whose lines prove themselves all the same.
enum SealedLines {
  /// The lines with one of them changed and its CRC-32C made to fit.
  static func replaced(_ lines: [String], _ number: Int, _ old: String, _ new: String) -> String {
    var lines = lines
    let body = lines[number].dropLast(16).replacing(old, with: new)
    var check = ~UInt32(0)
    for byte in body.utf8 {
      check ^= UInt32(byte)
      for _ in 0..<8 { check = check & 1 == 1 ? check >> 1 ^ 0x82F6_3B78 : check >> 1 }
    }
    let digits = String(~check, radix: 16)
    let padded = String(repeating: "0", count: 8 - digits.count) + digits
    lines[number] = "\(body),\"c\":\"\(padded)\"}"
    return lines.joined(separator: "\n") + "\n"
  }
}
