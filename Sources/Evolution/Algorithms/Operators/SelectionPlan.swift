/// What a selection must know before a parent can be drawn: made once a generation.
struct SelectionPlan: Sendable {
  private enum Method {
    case tournament([Float], size: Int)
    case wheel(Wheel)
    /// Each of these is as likely.
    case members([Int])
    /// The parents of all pairs, one pair after another.
    case drawn([Int])
  }

  private let method: Method

  /// - Parameter fitness: As `Score.rankedFitness` gives it: [count].
  init(_ settings: GeneticAlgorithm.Settings, fitness: [Float], _ random: RandomSource) {
    switch settings.selection {
    case .tournament:
      method = .tournament(fitness, size: settings.tournamentSize)
    case .roulette:
      method = .wheel(Wheel(Selection.proportionalWeights(fitness)))
    case .linearRank:
      method = .wheel(
        Wheel(Selection.linearRankWeights(fitness, pressure: settings.selectionPressure)))
    case .boltzmann:
      method = .wheel(
        Wheel(
          Selection.boltzmannWeights(
            fitness, temperature: settings.temperature, kernels: random.kernels)))
    case .truncation:
      let order = Ranking.best(fitness.count, of: fitness)
      let kept = max(Int((Float(order.count) * settings.truncationShare).rounded()), 1)
      method = .members(order.isEmpty ? Array(fitness.indices) : Array(order.prefix(kept)))
    case .stochasticUniversal:
      var stream = random[.selection]
      let count = (fitness.count + 1) / 2 * 2
      method = .drawn(
        Selection.spin(Selection.proportionalWeights(fitness), count: count, &stream))
    }
  }

  /// The two parents of one pair of siblings; now and then the same one twice.
  func parents(ofPair pair: Int, _ random: RandomSource) -> (Int, Int) {
    var stream = random[.selection, pair]
    return switch method {
    case .tournament(let fitness, let size):
      (
        Selection.winner(of: fitness, size: size, &stream),
        Selection.winner(of: fitness, size: size, &stream)
      )
    case .wheel(let wheel):
      (wheel.draw(&stream), wheel.draw(&stream))
    case .members(let members):
      (members[stream.index(below: members.count)], members[stream.index(below: members.count)])
    case .drawn(let parents):
      (parents[2 * pair], parents[2 * pair + 1])
    }
  }
}
