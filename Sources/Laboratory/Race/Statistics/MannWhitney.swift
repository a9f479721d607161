/// Whether one of two samples tends to smaller values than the other: the U test, two-sided.
///
/// Mann and Whitney, "On a test of whether one of two random variables is stochastically larger
/// than the other", The Annals of Mathematical Statistics 18 (1947).
public struct MannWhitney: Equatable, Sendable {
  /// In how many pairs the first sample's value is the smaller one; ties count one half.
  public let u: Double
  /// The probability of a difference at least as large where there is none.
  public let p: Double
  /// Whether `p` is of U's exact law, or else of the normal law that it tends to.
  public let isExact: Bool

  /// Up to so many values in each sample, without ties among them, the law of U is counted out.
  public static let exactLimit = 30

  /// - Precondition: Both have values.
  public init<Value: Comparable>(_ a: [Value], _ b: [Value]) {
    precondition(!a.isEmpty && !b.isEmpty, "Nothing can be compared with no value.")
    let pairs = Double(a.count) * Double(b.count)
    u = Self.wins(of: a, over: b)
    let ties = Self.tieSizes(a + b)
    isExact = ties.isEmpty && max(a.count, b.count) <= Self.exactLimit
    let smaller = min(u, pairs - u)
    p =
      isExact
      ? min(1, 2 * Self.exactShare(upTo: Int(smaller), a.count, b.count))
      : Self.normalP(smaller, a.count, b.count, ties)
  }

  /// The number of pairs in which the first is smaller, ties counting one half.
  static func wins<Value: Comparable>(of a: [Value], over b: [Value]) -> Double {
    let b = b.sorted()
    var doubled = 0
    for value in a {
      let notAbove = partition(b) { $0 <= value }
      let below = partition(b) { $0 < value }
      doubled += 2 * (b.count - notAbove) + (notAbove - below)
    }
    return Double(doubled) / 2
  }

  /// How many elements of a sorted array come before the first that lacks the property.
  private static func partition<Value>(_ sorted: [Value], _ has: (Value) -> Bool) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if has(sorted[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// How often each value occurs that occurs more than once.
  private static func tieSizes<Value: Comparable>(_ values: [Value]) -> [Int] {
    let sorted = values.sorted()
    var sizes: [Int] = []
    var start = 0
    for end in 1...sorted.count where end == sorted.count || sorted[end] != sorted[start] {
      if end - start > 1 { sizes.append(end - start) }
      start = end
    }
    return sizes
  }

  /// The probability that U is at most `limit`, by counting arrangements: the largest value is
  /// of one sample or of the other, N(u; n, m) = N(u − m; n − 1, m) + N(u; n, m − 1).
  static func exactShare(upTo limit: Int, _ n: Int, _ m: Int) -> Double {
    // counts[k][u]: the arrangements of k values of the first among those of the second so far.
    var counts = Array(repeating: [Double](repeating: 0, count: limit + 1), count: n + 1)
    for k in 0...n { counts[k][0] = 1 }
    for second in 1...m {
      for k in 1...n {
        for u in stride(from: second, through: limit, by: 1) {
          counts[k][u] += counts[k - 1][u - second]
        }
      }
    }
    var all = 1.0
    for k in 1...n { all = all * Double(m + k) / Double(k) }
    return counts[n].reduce(0, +) / all
  }

  /// With corrections for ties and for continuity.
  private static func normalP(_ u: Double, _ n: Int, _ m: Int, _ ties: [Int]) -> Double {
    let (n, m) = (Double(n), Double(m))
    let count = n + m
    let tied = ties.reduce(0.0) { $0 + Double($1) * (Double($1) * Double($1) - 1) }
    let variance = n * m / 12 * (count + 1 - tied / (count * (count - 1)))
    // All values are equal.
    guard variance > 0 else { return 1 }
    let z = (n * m / 2 - u - 0.5) / variance.squareRoot()
    return min(1, 2 * NormalDistribution.upperTail(z))
  }
}
