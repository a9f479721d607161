/// The temperature of an annealing, from the first moves to the last re-heating.
///
/// A temperature is held for a number of moves, then the next one is taken. It has the unit of the
/// fitness. The k-th after a start at T₀, with alpha the cooling factor:
///
///     geometric    T_k = alpha T_(k-1)                        Kirkpatrick, Gelatt, Vecchi (1983)
///     linear       T_k = T₀ (1 - (1 - alpha) k), then 0
///     logarithmic  T_k = T₀ log 2 / log(2 + k)                after Geman and Geman (1984)
///     adaptive     T_k = T_(k-1) exp(-0.7 T_(k-1) / deviation)  Huang, Romeo and
///                  Sangiovanni-Vincentelli (1986)
///
/// with the deviation of the fitness at T_(k-1); the adaptive one at most halves the temperature.
struct Cooling: Codable, Equatable, Sendable {
  /// What the schedule depends on.
  struct Plan {
    let schedule: Annealing.Schedule
    /// The share of a temperature that is left: alpha.
    let factor: Float
    /// Temperatures without a better fitness until it is heated again; 0 for never.
    let patience: Int
    /// What it is heated to, as a share of the first temperature.
    let reheating: Float
  }

  /// So many worsening moves say how hot it must be at first.
  static let firstMoves = 10

  /// The very first temperature; nil until it is known.
  private(set) var first: Float?
  /// The temperature after the last heating: T₀.
  private(set) var start: Float = 0
  /// 0 until the first one is known: nothing worse is accepted.
  private(set) var temperature: Float = 0
  /// The number of temperatures since the last heating: k.
  private(set) var level = 0
  private(set) var heatingCount = 0
  /// Moves at this temperature.
  private(set) var moveCount = 0
  /// Of the fitness at this temperature.
  private var sums = Sums()
  /// By how much the first moves were worse.
  private var losses = Sums()
  /// The best fitness since the problem last changed; nil without any.
  private(set) var best: Float?
  /// Temperatures since it last rose.
  private(set) var stagnation = 0

  private struct Sums: Codable, Equatable {
    var count = 0
    var sum = 0.0
    var squares = 0.0

    mutating func add(_ value: Float) {
      count += 1
      sum += Double(value)
      squares += Double(value) * Double(value)
    }

    var mean: Double { count > 0 ? sum / Double(count) : 0 }
    var deviation: Double {
      count > 0 ? max(squares / Double(count) - mean * mean, 0).squareRoot() : 0
    }
  }

  /// Takes note of a candidate's fitness.
  mutating func meet(_ fitness: Float) {
    guard fitness.isFinite, fitness > best ?? -.infinity else { return }
    best = fitness
    stagnation = 0
  }

  /// Takes note of a move of one chain, and of the fitness of its state afterwards.
  ///
  /// - Parameter loss: By how much the move was worse; not above 0 for one that was not.
  mutating func count(loss: Float, fitness: Float) {
    moveCount += 1
    if fitness.isFinite { sums.add(fitness) }
    if first == nil, loss > 0, loss.isFinite { losses.add(loss) }
  }

  /// Starts at a given temperature.
  mutating func begin(at temperature: Float) {
    first = temperature
    heat(to: temperature)
    heatingCount = 0
  }

  /// Starts where a move as bad as the first ones is accepted with a probability chi, once there
  /// were enough of them: T₀ = mean loss / log(1 / chi).
  ///
  /// The rule is that of Johnson et al., "Optimization by simulated annealing: an experimental
  /// evaluation, part I", Operations Research 37 (1989).
  mutating func begin(accepting chi: Float, _ kernels: Kernels) {
    guard first == nil, losses.count >= Self.firstMoves else { return }
    let logarithm = -kernels.map([chi], .log)[0]
    let temperature = Float(min(losses.mean, 1e30)) / max(logarithm, 1e-6)
    begin(at: max(temperature, .leastNormalMagnitude))
  }

  private mutating func heat(to temperature: Float) {
    start = temperature
    self.temperature = temperature
    level = 0
    stagnation = 0
    heatingCount += 1
    leave()
  }

  /// Goes over to the next temperature, or back to a higher one.
  mutating func advance(_ plan: Plan, _ kernels: Kernels) {
    guard let first else { return leave() }
    stagnation += 1
    if plan.patience > 0, stagnation >= plan.patience { return heat(to: plan.reheating * first) }
    level += 1
    temperature = next(plan, kernels)
    leave()
  }

  private func next(_ plan: Plan, _ kernels: Kernels) -> Float {
    switch plan.schedule {
    case .geometric: return plan.factor * temperature
    case .linear: return start * max(1 - (1 - plan.factor) * Float(level), 0)
    case .logarithmic:
      let logs = kernels.map([2, 2 + Float(level)], .log)
      return start * (logs[0] / logs[1])
    case .adaptive:
      let deviation = Float(sums.deviation)
      guard deviation > 0 else { return 0.5 * temperature }
      let exponent = max(-0.7 * temperature / deviation, -80)
      return temperature * max(kernels.map([exponent], .exp)[0], 0.5)
    }
  }

  /// Begins to count anew.
  private mutating func leave() {
    moveCount = 0
    sums = Sums()
  }

  /// Goes on with another problem: the temperature stays.
  mutating func forgetFitness() {
    best = nil
    stagnation = 0
    leave()
  }

  func digest(into digest: inout Digest) {
    digest.add(temperature)
    digest.add(start)
    for count in [level, heatingCount, moveCount, stagnation, losses.count] { digest.add(count) }
    digest.add(sums.sum)
    digest.add(losses.sum)
  }

  /// Whether a file may have held it.
  var isConsistent: Bool {
    let counts = [level, heatingCount, moveCount, stagnation, losses.count, sums.count]
    return counts.allSatisfy { (0...Int.max / 2).contains($0) }
      && temperature >= 0 && start >= 0 && (first ?? 0) >= 0
  }
}
