extension Float {
  /// A number as files write it — `5`, `-0.25`, `+1.5e-3` — rounded correctly.
  ///
  /// Neither words (`nan`, `inf`) nor hexadecimal digits are numbers here. What is too large
  /// is infinite. Most numbers take one exact multiplication; the rest goes to the standard
  /// library, which rounds the same but takes ten times as long.
  init?(decimal text: ArraySlice<UInt8>) {
    var index = text.startIndex
    /// The next byte, or a zero at the end.
    func next() -> UInt8 { index < text.endIndex ? text[index] : 0 }

    let isNegative = next() == UInt8(ascii: "-")
    if isNegative || next() == UInt8(ascii: "+") { index += 1 }
    var significand: UInt64 = 0
    var exponent = 0
    var digitCount = 0
    var isExact = true
    var isFraction = false
    while true {
      if let digit = next().decimalDigit {
        digitCount += 1
        if significand < 100_000_000_000_000_000 {
          significand = significand * 10 + UInt64(digit)
          if isFraction { exponent -= 1 }
        } else {
          isExact = false
        }
      } else if next() == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else {
        break
      }
      index += 1
    }
    guard digitCount > 0 else { return nil }

    if index < text.endIndex {
      guard next() | 0x20 == UInt8(ascii: "e") else { return nil }
      index += 1
      let isDown = next() == UInt8(ascii: "-")
      if isDown || next() == UInt8(ascii: "+") { index += 1 }
      guard index < text.endIndex else { return nil }
      var power = 0
      while index < text.endIndex {
        guard let digit = next().decimalDigit else { return nil }
        power = Swift.min(power * 10 + Int(digit), 100_000)
        index += 1
      }
      exponent += isDown ? -power : power
    }

    if isExact, significand < 1 << 53, abs(exponent) <= 22 {
      // Both factors are exact, so this is the correctly rounded Double (Clinger, 1990) …
      let value =
        exponent < 0
        ? Double(significand) / Self.power(-exponent) : Double(significand) * Self.power(exponent)
      // … and so the correct Float, unless it lies just between two of them.
      if value == 0 || (value > 0x1p-120 && value.bitPattern & 0x1FFF_FFFF != 0x1000_0000) {
        self = Float(isNegative ? -value : value)
        return
      }
    }
    self.init(String(decoding: text, as: UTF8.self))
  }

  /// 10 to the power of 0…22, which is exact.
  private static func power(_ exponent: Int) -> Double {
    var value = 1.0
    for _ in 0..<exponent { value *= 10 }
    return value
  }
}

extension UInt8 {
  fileprivate var decimalDigit: UInt8? {
    let digit = self &- UInt8(ascii: "0")
    return digit < 10 ? digit : nil
  }
}
