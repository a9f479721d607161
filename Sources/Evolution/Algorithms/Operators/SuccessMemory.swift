/// The means of F and CR of the last generations with a success.
struct SuccessMemory: Codable, Equatable, Sendable {
  @Packed private(set) var weights: [Float]
  /// NaN for a CR that stays zero: the terminal value of L-SHADE.
  @Packed private var storedRates: [Float]
  /// Where the next pair is written.
  private var slot = 0

  init(size: Int) {
    weights = Array(repeating: 0.5, count: size)
    storedRates = Array(repeating: 0.5, count: size)
  }

  /// `nil` for a CR that stays zero.
  func rate(_ slot: Int) -> Float? { storedRates[slot].isNaN ? nil : storedRates[slot] }

  func draw(_ stream: inout RandomStream) -> Int { stream.index(below: weights.count) }

  /// - Parameter rate: `nil` for a CR that stays zero from now on.
  mutating func write(weight: Float, rate: Float?) {
    weights[slot] = weight
    if !storedRates[slot].isNaN { storedRates[slot] = rate ?? .nan }
    slot = (slot + 1) % weights.count
  }

  func digestState(into digest: inout Digest) {
    digest.add(Kernels.digest(weights.span))
    digest.add(Kernels.digest(storedRates.span))
    digest.add(slot)
  }

  var isConsistent: Bool {
    storedRates.count == weights.count && weights.indices.contains(slot)
      && weights.allSatisfy { (0...1).contains($0) }
      && storedRates.allSatisfy { $0.isNaN || (0...1).contains($0) }
  }
}
