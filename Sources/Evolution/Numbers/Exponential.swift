/// e to the power x, the same bits on every machine; the C library's last bits are not.
///
/// x = k ln 2 + r with |r| ≤ ln 2 / 2, where Taylor's series to the 13th power is within one
/// unit in the last place.
public func exponential(_ x: Double) -> Double {
  guard !x.isNaN else { return x }
  guard x < 709.79 else { return .infinity }
  guard x > -745.2 else { return 0 }
  let k = (x * 1.442_695_040_888_963_4).rounded()
  // The upper part of ln 2 has so few bits that its product with k is exact.
  let r = (x - k * 0x1.62e42fefa38p-1) - k * 0x1.ef35793c7673p-45
  var sum = 1.0 / 6_227_020_800
  sum = sum * r + 1.0 / 479_001_600
  sum = sum * r + 1.0 / 39_916_800
  sum = sum * r + 1.0 / 3_628_800
  sum = sum * r + 1.0 / 362_880
  sum = sum * r + 1.0 / 40320
  sum = sum * r + 1.0 / 5040
  sum = sum * r + 1.0 / 720
  sum = sum * r + 1.0 / 120
  sum = sum * r + 1.0 / 24
  sum = sum * r + 1.0 / 6
  sum = sum * r + 1.0 / 2
  let value = 1 + (r + r * r * sum)
  // In two steps, since 2ᵏ alone may be beyond what a Double can hold.
  let half = Int(k) / 2
  return value * powerOfTwo(half) * powerOfTwo(Int(k) - half)
}

/// The natural logarithm, the same bits on every machine: within two units in the last place.
///
/// x = m 2ᵏ with m within √½…√2, whose logarithm is 2 artanh((m - 1) / (m + 1)), a series of
/// odd powers.
public func logarithm(_ x: Double) -> Double {
  guard x > 0 else { return x == 0 ? -.infinity : .nan }
  guard x.isFinite else { return x }
  var (k, m) = (Double(x.exponent), x.significand)
  if m > 1.414_213_562_373_095_1 { (k, m) = (k + 1, m / 2) }
  let s = (m - 1) / (m + 1)
  let z = s * s
  var sum = 1.0 / 23
  sum = sum * z + 1.0 / 21
  sum = sum * z + 1.0 / 19
  sum = sum * z + 1.0 / 17
  sum = sum * z + 1.0 / 15
  sum = sum * z + 1.0 / 13
  sum = sum * z + 1.0 / 11
  sum = sum * z + 1.0 / 9
  sum = sum * z + 1.0 / 7
  sum = sum * z + 1.0 / 5
  sum = sum * z + 1.0 / 3
  let fraction = 2 * s + 2 * s * z * sum
  return k * 0x1.62e42fefa38p-1 + (fraction + k * 0x1.ef35793c7673p-45)
}

/// 2ᵏ for |k| ≤ 1022.
private func powerOfTwo(_ k: Int) -> Double {
  Double(bitPattern: UInt64(k + 1023) << 52)
}
