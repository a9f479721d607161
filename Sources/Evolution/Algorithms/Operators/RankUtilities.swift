/// What candidates count for by their rank alone, so that only the order of fitness matters.
enum RankUtilities {
  /// Of natural evolution strategies, best first; their sum is zero: [count].
  ///
  /// u_k = max(0, log(count / 2 + 1) - log k) / Σ max(0, …) - 1 / count (Wierstra et al., "Natural
  /// evolution strategies", Journal of Machine Learning Research 15, 2014).
  static func natural(_ count: Int, _ kernels: Kernels) -> [Float] {
    let logs = kernels.map([Float(count) / 2 + 1] + (1...count).map { Float($0) }, .log)
    let raw = logs.dropFirst().map { max(0, logs[0] - $0) }
    let sum = raw.reduce(0, +)
    return raw.map { $0 / sum - 1 / Float(count) }
  }

  /// From -0.5 for the worst to 0.5 for the best, in the order of the fitness: [fitness.count].
  ///
  /// Equal ones share the mean of their ranks; those that are not finite are equal and worst.
  static func centred(_ fitness: [Float]) -> [Float] {
    let order = Ranking.order(of: fitness)
    let ranked = fitness.map { $0.isFinite ? $0 : -.infinity }
    var ranks = [Float](repeating: 0, count: fitness.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, ranked[order[end]] == ranked[order[start]] { end += 1 }
      let middle = Float(start + end - 1) / 2
      for individual in order[start..<end] {
        ranks[individual] = 0.5 - middle / Float(max(order.count - 1, 1))
      }
      start = end
    }
    return ranks
  }
}
