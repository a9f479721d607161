/// Finds the lowest point of a smooth function by its gradients: L-BFGS.
///
/// Liu and Nocedal, "On the limited memory BFGS method for large scale optimization", Mathematical
/// Programming 45 (1989), Algorithm 2.1, with the scaling of their section 5, M3 (γ = sᵀy / yᵀy).
/// Deviation: steps are halved until the function falls enough, rather than until the slope is also
/// flat enough, and a step with sᵀy <= 0 is not remembered: enough for convex functions.
struct LimitedMemoryBFGS {
  /// How many steps are remembered.
  static let memory = 10

  /// Ends when no slope is larger.
  var tolerance: Double
  /// At most so many steps.
  var steps: Int

  /// Where it ended: [start.count], and how many gradients that took.
  ///
  /// - Parameter function: Writes the gradient at a point, [start.count], and returns the value.
  func minimum(
    from start: [Double], of function: (_ point: [Double], _ gradient: inout [Double]) -> Double
  ) -> (point: [Double], gradientCount: Int) {
    var point = start
    var gradient = [Double](repeating: 0, count: start.count)
    var value = function(point, &gradient)
    var count = 1
    var memory = Memory()
    for _ in 0..<steps {
      guard largest(gradient) > tolerance else { break }
      let direction = memory.direction(of: gradient)
      let slope = dot(direction, gradient)
      guard slope < 0 else { break }
      // Nothing is known of lengths at first: no gene moves by more than 1.
      var length = memory.isEmpty ? 1 / max(1, largest(gradient)) : 1
      var (next, nextGradient, nextValue) = (point, gradient, value)
      while true {
        for index in next.indices { next[index] = point[index] + length * direction[index] }
        nextValue = function(next, &nextGradient)
        count += 1
        if nextValue <= value + 1e-4 * length * slope { break }
        length /= 2
        // Nothing lower is left that doubles can tell apart.
        guard length > 1e-12 else { return (point, count) }
      }
      memory.add(step: difference(next, point), change: difference(nextGradient, gradient))
      (point, gradient, value) = (next, nextGradient, nextValue)
    }
    return (point, count)
  }

  /// The last steps, and how the gradient changed with each.
  private struct Memory {
    private var pairs: [(step: [Double], change: [Double], inverse: Double)] = []

    var isEmpty: Bool { pairs.isEmpty }

    mutating func add(step: [Double], change: [Double]) {
      let product = dot(step, change)
      guard product > 0, (1 / product).isFinite else { return }
      if pairs.count == LimitedMemoryBFGS.memory { pairs.removeFirst() }
      pairs.append((step, change, 1 / product))
    }

    /// Downwards: the gradient times the estimate of the inverse second derivative, negative.
    func direction(of gradient: [Double]) -> [Double] {
      var direction = gradient.map { -$0 }
      var shares: [Double] = []
      for pair in pairs.reversed() {
        let share = pair.inverse * dot(pair.step, direction)
        shares.append(share)
        for index in direction.indices { direction[index] -= share * pair.change[index] }
      }
      if let last = pairs.last {
        let scale = 1 / (last.inverse * dot(last.change, last.change))
        for index in direction.indices { direction[index] *= scale }
      }
      for (pair, share) in zip(pairs, shares.reversed()) {
        let rest = share - pair.inverse * dot(pair.change, direction)
        for index in direction.indices { direction[index] += rest * pair.step[index] }
      }
      return direction
    }
  }
}

private func largest(_ vector: [Double]) -> Double { vector.reduce(0) { max($0, abs($1)) } }

private func difference(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 - $1 } }

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for (x, y) in zip(a, b) { sum += x * y }
  return sum
}
