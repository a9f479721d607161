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
  for factorial in [
    479_001_600, 39_916_800, 3_628_800, 362_880, 40320, 5040, 720, 120, 24, 6, 2,
  ] {
    sum = sum * r + 1 / Double(factorial)
  }
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
  for odd in stride(from: 21.0, through: 3, by: -2) { sum = sum * z + 1 / odd }
  let fraction = 2 * s + 2 * s * z * sum
  return k * 0x1.62e42fefa38p-1 + (fraction + k * 0x1.ef35793c7673p-45)
}

/// 2ᵏ for |k| ≤ 1022.
private func powerOfTwo(_ k: Int) -> Double {
  Double(bitPattern: UInt64(k + 1023) << 52)
}
