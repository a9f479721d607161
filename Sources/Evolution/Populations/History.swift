/// The course of a run in bounded memory: each bucket holds 1, 2, 4, … generations.
///
/// When all buckets are full, neighbours are merged, so that old points never wander.
public struct History: Codable, Equatable, Sendable {
  public static let capacity = 512

  public struct Bucket: Codable, Equatable, Sendable {
    /// The largest, the mean and the smallest over the bucket's generations.
    public var best: Float
    public var mean: Float
    public var worst: Float
    /// Of the champion at the bucket's end, on the samples that it is chosen by.
    public var accuracy: Float
    /// Of the same; NaN when nothing is held back, or not looked at yet.
    public var testAccuracy: Float
    public var diversity: Float
    /// The number of generations merged here.
    public var count: Int

    public init(
      best: Float, mean: Float, worst: Float, accuracy: Float, testAccuracy: Float,
      diversity: Float, count: Int
    ) {
      self.best = best
      self.mean = mean
      self.worst = worst
      self.accuracy = accuracy
      self.testAccuracy = testAccuracy
      self.diversity = diversity
      self.count = count
    }
  }

  public private(set) var buckets: [Bucket] = []
  /// The number of generations that a full bucket holds: a power of two.
  public private(set) var bucketWidth = 1
  /// The number of generations added.
  public private(set) var count = 0

  public init() {}

  public mutating func add(_ statistics: Statistics, accuracy: Float, testAccuracy: Float) {
    add(
      Bucket(
        best: statistics.best, mean: statistics.mean, worst: statistics.worst,
        accuracy: accuracy, testAccuracy: testAccuracy, diversity: statistics.diversity,
        count: 1))
  }

  /// - Precondition: The bucket holds one generation.
  public mutating func add(_ bucket: Bucket) {
    precondition(bucket.count == 1, "Generations are added one by one.")
    count += 1
    if let last = buckets.last, last.count < bucketWidth {
      buckets[buckets.count - 1] = last.merged(with: bucket)
    } else {
      buckets.append(bucket)
    }
    if buckets.count == Self.capacity, buckets[buckets.count - 1].count == bucketWidth { halve() }
  }

  /// Whether it can go on: what was read from a file may be anything.
  public var isConsistent: Bool {
    let counts = 1...Int(UInt32.max)
    return buckets.count <= Self.capacity && counts.contains(bucketWidth)
      && (count == 0 || counts.contains(count))
      && buckets.allSatisfy { (1...bucketWidth).contains($0.count) }
  }

  private mutating func halve() {
    buckets = stride(from: 0, to: buckets.count, by: 2).map {
      buckets[$0].merged(with: buckets[$0 + 1])
    }
    bucketWidth *= 2
  }
}

extension History.Bucket {
  /// NaN on one side leaves the other.
  func merged(with next: Self) -> Self {
    let weight = Float(next.count) / Float(count + next.count)
    return Self(
      best: Float.maximum(best, next.best),
      mean: mean.isNaN ? next.mean : next.mean.isNaN ? mean : mean + (next.mean - mean) * weight,
      worst: Float.minimum(worst, next.worst), accuracy: next.accuracy,
      testAccuracy: next.testAccuracy, diversity: next.diversity, count: count + next.count)
  }
}
