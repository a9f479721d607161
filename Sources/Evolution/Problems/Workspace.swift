/// Memory that one worker uses again and again while it evaluates.
public struct Workspace: Sendable {
  /// 64-byte aligned scratch is cut from this by the kernels' wrapper.
  var bytes: [UInt64]
  /// The shape of the network, as the kernels take it.
  let shape: KernelShape
  /// What the kernels write: as many as the largest call so far needed.
  var fitness: [Float] = []
  var correct: [Int32] = []
  /// Samples that were put together for one call.
  var gathered = Samples()
  /// For problems that calculate in Double.
  var numbers: [Double] = []

  init(byteCount: Int, shape: KernelShape) {
    bytes = Array(repeating: 0, count: Self.wordCount(byteCount))
    self.shape = shape
  }

  init(numberCount: Int) {
    self.init(byteCount: 0, shape: KernelShape())
    numbers = Array(repeating: 0, count: numberCount)
  }

  /// The memory of `gathered`, for whoever also needs the rest of this; to be put back afterwards.
  mutating func takeGathered() -> Samples {
    let taken = gathered
    gathered = Samples()
    return taken
  }

  /// Makes room for more scratch than it was made with.
  mutating func reserve(byteCount: Int) {
    let count = Self.wordCount(byteCount)
    if bytes.count < count { bytes = Array(repeating: 0, count: count) }
  }

  private static func wordCount(_ byteCount: Int) -> Int { (byteCount + 7) / 8 + 8 }

  mutating func reserve(_ count: Int) {
    guard fitness.count < count else { return }
    fitness = Array(repeating: 0, count: count)
    correct = Array(repeating: 0, count: count)
  }
}
