import Foundation

/// The probability that `values` lie at least this far from a law they do follow.
///
/// Kolmogorov and Smirnov's test of one sample, with Stephens' correction for small ones
/// (Journal of the Royal Statistical Society B 32, 1970).
///
/// - Parameter cdf: the share of the law below a value.
func kolmogorovSmirnov(_ values: [Double], _ cdf: (Double) -> Double) -> Double {
  let count = Double(values.count)
  var distance = 0.0
  for (rank, value) in values.sorted().enumerated() {
    let expected = cdf(value)
    distance = max(distance, Double(rank + 1) / count - expected, expected - Double(rank) / count)
  }
  return kolmogorovTail(distance: distance, count: count)
}

/// The probability that two samples of one law differ at least as much as `a` and `b` do.
func kolmogorovSmirnov(_ a: [Double], _ b: [Double]) -> Double {
  let (a, b) = (a.sorted(), b.sorted())
  var (i, j, distance) = (0, 0, 0.0)
  while i < a.count, j < b.count {
    let value = min(a[i], b[j])
    while i < a.count, a[i] == value { i += 1 }
    while j < b.count, b[j] == value { j += 1 }
    distance = max(distance, abs(Double(i) / Double(a.count) - Double(j) / Double(b.count)))
  }
  let count = Double(a.count) * Double(b.count) / Double(a.count + b.count)
  return kolmogorovTail(distance: distance, count: count)
}

/// The probability that counts with these expectations lie at least this far from them.
///
/// Pearson's test, with one degree of freedom less than there are cells.
func chiSquare(observed: [Int], expected: [Double]) -> Double {
  var statistic = 0.0
  for (observed, expected) in zip(observed, expected) {
    statistic += (Double(observed) - expected) * (Double(observed) - expected) / expected
  }
  return upperGamma(Double(observed.count - 1) / 2, statistic / 2)
}

/// The share of the standard normal law below `x`.
func normalCDF(_ x: Double) -> Double {
  erfc(-x / 2.0.squareRoot()) / 2
}

/// The tail of Kolmogorov's law.
private func kolmogorovTail(distance: Double, count: Double) -> Double {
  let root = count.squareRoot()
  let x = (root + 0.12 + 0.11 / root) * distance
  guard x > 0.1 else { return 1 }
  if x < 1.18 {
    // The series in 1/x, which converges where the other does not.
    let term = exp(-Double.pi * Double.pi / (8 * x * x))
    let sum = term + pow(term, 9) + pow(term, 25) + pow(term, 49)
    return 1 - (2 * Double.pi).squareRoot() / x * sum
  }
  let term = exp(-2 * x * x)
  return 2 * (term - pow(term, 4) + pow(term, 9))
}

/// The regularised upper incomplete gamma function Q(a, x).
private func upperGamma(_ a: Double, _ x: Double) -> Double {
  guard x > 0 else { return 1 }
  let scale = exp(a * log(x) - x - lgamma(a))
  if x < a + 1 {
    var (term, sum, n) = (1 / a, 1 / a, a)
    while term > sum * 1e-16 {
      n += 1
      term *= x / n
      sum += term
    }
    return 1 - sum * scale
  }
  // Lentz's way through the continued fraction.
  var b = x + 1 - a
  var c = Double.greatestFiniteMagnitude
  var d = 1 / b
  var fraction = d
  for i in 1...1000 {
    let numerator = -Double(i) * (Double(i) - a)
    b += 2
    d = 1 / (numerator * d + b)
    c = b + numerator / c
    fraction *= d * c
    if abs(d * c - 1) < 1e-15 { break }
  }
  return scale * fraction
}
