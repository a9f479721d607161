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

  /// - Parameters:
  ///   - fitness: As `Score.rankedFitness` gives it: [count].
  ///   - pairCount: How many pairs of parents will be asked for.
  init(
    _ settings: some SelectionSettings, fitness: [Float], pairCount: Int, _ random: RandomSource
  ) {
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
      method = .drawn(
        Selection.spin(Selection.proportionalWeights(fitness), count: 2 * pairCount, &stream))
    }
  }

  /// The number of words that a pair needs to draw lots, if it draws lots at all.
  var lotCount: Int { if case .tournament(_, let size) = method { 2 * size } else { 0 } }

  /// The two parents of one pair of siblings; now and then the same one twice.
  ///
  /// - Parameter lots: Room to work in: [lotCount].
  func parents(
    ofPair pair: Int, _ random: RandomSource, lots: inout [UInt32]
  ) -> (Int, Int) {
    switch method {
    case .tournament(let fitness, let size):
      random.fill(&lots, for: .selection, individual: pair)
      return (
        Selection.winner(of: fitness.span, lots: lots.span.extracting(0..<size)),
        Selection.winner(of: fitness.span, lots: lots.span.extracting(size..<2 * size))
      )
    case .wheel(let wheel):
      var stream = random[.selection, pair]
      return (wheel.draw(&stream), wheel.draw(&stream))
    case .members(let members):
      var stream = random[.selection, pair]
      return (
        members[stream.index(below: members.count)], members[stream.index(below: members.count)]
      )
    case .drawn(let parents):
      return (parents[2 * pair], parents[2 * pair + 1])
    }
  }
}
