import Evolution

/// What the curves of a course cover, without a beginning that would take up the height.
///
/// A run often rises, or falls, in its first generations by more than in all others. Where the
/// beginning ends is found out anew only when the run is twice as long, so that the axis stands
/// still in between, but for what is new.
struct CourseRange {
  /// Where a curve stands for each bucket of a history.
  struct Course {
    let generationsPerBucket: Int
    /// What is not finite has no place.
    let positions: [Float]
  }

  let courses: [Course]
  /// The generations of the course.
  let count: Int

  /// From the first generation that counts on; `nil` where nothing is finite.
  var limits: ClosedRange<Float>? {
    // The largest power of two that fits.
    let known = 1 << (Int.bitWidth - 1 - max(1, count).leadingZeroBitCount)
    guard var chosen = range(0..<known) else { return all }
    var start = 0
    for share in [16, 8, 4] where known >= share {
      guard let rest = range(known / share..<known),
        rest.upperBound - rest.lowerBound < (chosen.upperBound - chosen.lowerBound) * 2 / 3
      else { continue }
      (chosen, start) = (rest, known / share)
    }
    return range(start..<count)
  }

  /// Of all generations.
  var all: ClosedRange<Float>? { range(0..<count) }

  /// Of some generations, rounded to whole buckets.
  private func range(_ generations: Range<Int>) -> ClosedRange<Float>? {
    var (low, high) = (Float.infinity, -Float.infinity)
    for course in courses {
      let width = course.generationsPerBucket
      let end = min(course.positions.count, (generations.upperBound + width - 1) / width)
      let start = min(end, (generations.lowerBound + width - 1) / width)
      for position in course.positions[start..<end] where position.isFinite {
        low = min(low, position)
        high = max(high, position)
      }
    }
    return low <= high ? low...high : nil
  }
}
