/// What a generation is judged by where that is not all of the training part.
public struct Batch: Equatable, Sendable {
  /// The number of samples: all different, and drawn anew for each generation.
  public var count: Int
  /// By how many pixels each picture is shifted at most, each way, anew each time.
  public var shift: Int

  public init(count: Int, shift: Int = 0) {
    precondition(count >= 1 && shift >= 0, "There is something to be judged by.")
    self.count = count
    self.shift = shift
  }
}
