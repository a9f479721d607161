/// The order of individuals by fitness: the largest first, ties by index.
public enum Ranking {
  /// The indices of the best individuals, best first: [min(count, eligible)].
  ///
  /// Those whose fitness is not finite are never among them.
  public static func best(_ count: Int, of fitness: [Float]) -> [Int] {
    guard count > 0 else { return [] }
    let keys = count <= mostInserted ? inserted(count, fitness) : sorted(count, fitness)
    return keys.map { Int(UInt32(truncatingIfNeeded: $0)) }
  }

  /// All indices, best first: [fitness.count].
  ///
  /// Those whose fitness is not finite come last, by index.
  public static func order(of fitness: [Float]) -> [Int] {
    best(fitness.count, of: fitness) + fitness.indices.filter { !fitness[$0].isFinite }
  }

  /// Up to so many, going once through all costs less than sorting them.
  private static let mostInserted = 16

  /// Fitness and index in one number, the better the smaller.
  private static func key(_ fitness: Float, _ individual: Int) -> UInt64 {
    // Adding zero makes -0 and +0 one value. Negative floats grow with their bits' decline.
    let bits = (fitness + 0).bitPattern
    let ascending = bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
    return UInt64(~ascending) << 32 | UInt64(UInt32(truncatingIfNeeded: individual))
  }

  /// By three digits of eleven bits, the lowest first: less than half the time of `sort`.
  private static func sorted(_ count: Int, _ fitness: [Float]) -> [UInt64] {
    var keys: [UInt64] = []
    keys.reserveCapacity(fitness.count)
    for individual in fitness.indices where fitness[individual].isFinite {
      keys.append(key(fitness[individual], individual))
    }
    var passed = keys
    for shift in stride(from: UInt64(32), to: 64, by: 11) {
      var starts = [Int](repeating: 0, count: 2049)
      for key in keys { starts[Int(key >> shift & 2047) + 1] += 1 }
      for digit in 1...2048 { starts[digit] += starts[digit - 1] }
      for key in keys {
        let digit = Int(key >> shift & 2047)
        passed[starts[digit]] = key
        starts[digit] += 1
      }
      swap(&keys, &passed)
    }
    keys.removeLast(max(keys.count - count, 0))
    return keys
  }

  /// One pass that keeps the best up to now in order.
  private static func inserted(_ count: Int, _ fitness: [Float]) -> [UInt64] {
    var keys: [UInt64] = []
    keys.reserveCapacity(count + 1)
    // What is not above this cannot enter: an equal one has a larger index.
    var threshold = -Float.infinity
    for individual in fitness.indices
    where fitness[individual] > threshold && fitness[individual].isFinite {
      let key = key(fitness[individual], individual)
      keys.insert(key, at: keys.firstIndex { $0 > key } ?? keys.count)
      if keys.count > count { keys.removeLast() }
      if keys.count == count {
        threshold = fitness[Int(UInt32(truncatingIfNeeded: keys[count - 1]))]
      }
    }
    return keys
  }
}
