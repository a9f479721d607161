import CKernels

/// How parents are chosen by their fitness.
///
/// All draw with replacement. One whose fitness is not finite is never chosen while another's
/// is, except by a tournament among such only.
public enum Selection: String, ParameterChoice {
  /// In proportion to fitness (Goldberg, "Genetic Algorithms in Search, Optimization, and
  /// Machine Learning", 1989).
  case roulette
  /// In proportion to the rank, on a straight line (Baker, "Adaptive selection methods for
  /// genetic algorithms", ICGA 1985).
  case linearRank = "linear-rank"
  /// In proportion to fitness, all parents by one spin of equally spaced pointers (Baker,
  /// "Reducing bias and inefficiency in the selection algorithm", ICGA 1987).
  case stochasticUniversal = "stochastic-universal"
  /// The best of some that were drawn at random (Goldberg and Deb, "A comparative analysis
  /// of selection schemes used in genetic algorithms", FOGA 1991).
  case tournament
  /// At random among a share of the best (Mühlenbein and Schlierkamp-Voosen, "Predictive
  /// models for the breeder genetic algorithm", Evolutionary Computation 1, 1993).
  case truncation
  /// In proportion to exp(fitness / temperature) (de la Maza and Tidor, "An analysis of
  /// selection procedures with particular attention paid to proportional and Boltzmann
  /// selection", ICGA 1993).
  case boltzmann
}

extension Selection {
  /// What roulette weighs an individual by: its fitness, in 0…: [fitness.count].
  ///
  /// Where some fitness is negative, all are measured from the worst (Goldberg's window).
  /// All equal weigh alike; one that is not finite weighs nothing.
  public static func proportionalWeights(_ fitness: [Float]) -> [Double] {
    var worst = 0.0
    for value in fitness where value.isFinite { worst = min(worst, Double(value)) }
    return orEqual(fitness.map { $0.isFinite ? Double($0) - worst : 0 }, fitness)
  }

  /// The expected number of times an individual is drawn, by its rank: [fitness.count].
  ///
  /// With n finite values, from 2 - `pressure` for the worst to `pressure` for the best; of
  /// equals, that with the smaller index ranks higher.
  ///
  /// - Parameter pressure: 1…2; 1 draws all alike.
  public static func linearRankWeights(_ fitness: [Float], pressure: Float) -> [Double] {
    let order = Ranking.best(fitness.count, of: fitness)
    var weights = [Double](repeating: 0, count: fitness.count)
    let slope = 2 * (Double(pressure) - 1) / Double(max(order.count - 1, 1))
    for (rank, individual) in order.enumerated() {
      weights[individual] = order.count == 1 ? 1 : Double(pressure) - slope * Double(rank)
    }
    return orEqual(weights, fitness)
  }

  /// exp((fitness - best) / temperature), in 0…1: [fitness.count].
  ///
  /// - Parameter temperature: > 0; the lower, the more the best are preferred.
  public static func boltzmannWeights(
    _ fitness: [Float], temperature: Float, kernels: Kernels
  ) -> [Double] {
    var best = -Float.infinity
    for value in fitness where value.isFinite { best = max(best, value) }
    let exponents = fitness.map { $0.isFinite ? max(($0 - best) / temperature, -100) : -100 }
    let weights = zip(kernels.map(exponents, .exp), fitness).map { weight, fitness in
      fitness.isFinite ? Double(weight) : 0
    }
    return orEqual(weights, fitness)
  }

  /// Weighs all finite alike where all weights are zero, and all where none is finite.
  private static func orEqual(_ weights: [Double], _ fitness: [Float]) -> [Double] {
    if weights.contains(where: { $0 > 0 }) { return weights }
    let anyFinite = fitness.contains(where: \.isFinite)
    return fitness.map { $0.isFinite || !anyFinite ? 1 : 0 }
  }

  /// Draws individuals by one spin of `count` equally spaced pointers, in random order.
  ///
  /// Each comes up ⌊e⌋ or ⌈e⌉ times, e = count × weight / sum of weights. They are shuffled
  /// since neighbours mate.
  public static func spin(
    _ weights: [Double], count: Int, _ stream: inout RandomStream
  ) -> [Int] {
    let wheel = Wheel(weights)
    let offset = stream.fraction()
    var drawn: [Int] = []
    drawn.reserveCapacity(count)
    var individual = 0
    for pointer in 0..<count {
      let position = (Double(pointer) + offset) / Double(count) * wheel.total
      while individual < wheel.last && wheel.sums[individual] <= position { individual += 1 }
      drawn.append(individual)
    }
    stream.shuffle(&drawn)
    return drawn
  }

  /// The winner of one tournament; of equals, the one drawn first.
  ///
  /// - Parameters:
  ///   - fitness: As `Score.rankedFitness` gives it, without NaN: [count].
  ///   - lots: Random 32-bit words, one for each who takes part: [size], size ≥ 1. A word
  ///     draws the individual ⌊word × count / 2³²⌋, as likely as any other but for a share of
  ///     count / 2³² at most.
  public static func winner(of fitness: Span<Float>, lots: Span<UInt32>) -> Int {
    precondition(!fitness.isEmpty && !lots.isEmpty, "Somebody takes part.")
    // Unsafe: the kernel reads exactly both spans.
    return unsafe fitness.withUnsafeBufferPointer { fitness in
      unsafe lots.withUnsafeBufferPointer { lots in
        guard let fitnesses = fitness.baseAddress, let first = lots.baseAddress else { return 0 }
        return unsafe Int(
          ck_winner(first, Int64(lots.count), fitnesses, Int64(fitness.count)))
      }
    }
  }
}

/// A roulette wheel: a slot for each individual, as wide as its weight.
public struct Wheel: Equatable, Sendable {
  /// Where each slot ends: [weights.count].
  let sums: [Double]
  /// The last slot that has any width.
  let last: Int
  var total: Double { sums[sums.count - 1] }

  /// - Precondition: no weight is negative or NaN, and one is above zero.
  public init(_ weights: [Double]) {
    var sum = 0.0
    var last = 0
    var sums: [Double] = []
    sums.reserveCapacity(weights.count)
    for (individual, weight) in weights.enumerated() {
      sum += weight
      sums.append(sum)
      if weight > 0 { last = individual }
    }
    precondition(sum > 0, "A wheel has a slot of some width.")
    self.sums = sums
    self.last = last
  }

  /// The slot where a ball comes to rest; never one of no width.
  public func draw(_ stream: inout RandomStream) -> Int {
    let position = stream.fraction() * total
    // The first slot that ends beyond the position.
    var (low, high) = (0, last)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > position { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension RandomStream {
  /// A number in [0, 1), one of 2⁵³: fine enough to tell ten thousand slots apart.
  fileprivate mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}
