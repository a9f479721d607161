/// Applies the chosen crossover and mutation to rows: [geneCount].
///
/// Holds the operators' scratch rows: made once for a chunk of candidates, so that breeding
/// a row allocates nothing.
struct Variation {
  private let settings: GeneticAlgorithm.Settings
  private let bounds: ClosedRange<Float>
  private let random: RandomSource
  /// One uniform number a gene.
  private var draws: [Float]
  /// What a mutation adds, or the uniform numbers that it is made from.
  private var steps: [Float]
  /// Spread factors of a crossover, or targets of a mutation.
  private var results: [Float]
  private var cuts: [Int] = []

  init(_ settings: GeneticAlgorithm.Settings, _ space: SearchSpace, _ random: RandomSource) {
    self.settings = settings
    self.random = random
    bounds = space.bounds
    draws = Array(repeating: 0, count: space.geneCount)
    steps = draws
    results = draws
  }

  /// Crosses two rows with the crossover rate.
  ///
  /// Equal rows are left alone: the children would be copies, but for rounding.
  ///
  /// - Returns: Whether they were crossed.
  mutating func cross(
    _ first: inout MutableSpan<Float>, _ second: inout MutableSpan<Float>, pair: Int
  ) -> Bool {
    var stream = random[.crossover, pair]
    guard stream.uniform() < settings.crossoverRate, !first.span.hasSameBits(as: second.span)
    else {
      return false
    }
    switch settings.crossover {
    case .onePoint: exchange(&first, &second, cutCount: 1, &stream)
    case .twoPoint: exchange(&first, &second, cutCount: 2, &stream)
    case .kPoint: exchange(&first, &second, cutCount: settings.crossoverPoints, &stream)
    case .uniform:
      random.fill(&draws, with: .uniform, for: .crossoverGenes, individual: pair)
      Crossover.exchange(
        &first, &second, where: draws, below: settings.swapRate, kernels: random.kernels)
    case .arithmetic:
      Crossover.average(&first, &second, share: stream.uniform())
    case .blend:
      random.fill(&draws, with: .uniform, for: .crossoverGenes, individual: pair)
      Crossover.spread(
        &first, &second, draws: draws, alpha: settings.blendAlpha, kernels: random.kernels)
    case .simulatedBinary:
      random.fill(&draws, with: .uniform, for: .crossoverGenes, individual: pair)
      Crossover.drawSpreads(
        draws, index: settings.crossoverIndex, into: &results, kernels: random.kernels)
      Crossover.spread(&first, &second, by: results)
    }
    return true
  }

  private mutating func exchange(
    _ first: inout MutableSpan<Float>, _ second: inout MutableSpan<Float>, cutCount: Int,
    _ stream: inout RandomStream
  ) {
    Crossover.draw(cutCount, cutsOf: first.count, into: &cuts, &stream)
    Crossover.exchange(&first, &second, between: cuts)
  }

  /// Mutates a row with the mutation rate, and in it each gene with the gene rate.
  ///
  /// - Returns: Whether a gene was drawn for it.
  mutating func mutate(_ genes: inout MutableSpan<Float>, individual: Int) -> Bool {
    var stream = random[.mutation, individual]
    guard stream.uniform() < settings.mutationRate else { return false }
    random.fill(&draws, with: .uniform, for: .mutationGenes, individual: individual)
    // Steps cost more than draws, and with a low rate few rows need any.
    guard isAnyDraw(below: settings.geneRate) else { return false }
    random.fill(
      &steps, with: settings.mutation.distribution, for: .mutationSteps, individual: individual)
    switch settings.mutation {
    case .gaussian, .cauchy:
      Mutation.add(
        steps, size: settings.mutationSize, to: &genes, where: draws,
        below: settings.geneRate, kernels: random.kernels)
    case .uniformReset:
      Mutation.reset(&steps, within: bounds)
      Mutation.replace(
        &genes, by: &steps, where: draws, below: settings.geneRate, kernels: random.kernels)
    case .polynomial:
      Mutation.drawTargets(
        of: genes.span, draws: steps, index: settings.mutationIndex, within: bounds,
        into: &results, kernels: random.kernels)
      Mutation.replace(
        &genes, by: &results, where: draws, below: settings.geneRate, kernels: random.kernels)
    }
    return true
  }

  private func isAnyDraw(below rate: Float) -> Bool {
    for draw in draws where draw < rate { return true }
    return false
  }
}

extension Mutation {
  /// The law of the numbers that it is made from.
  fileprivate var distribution: Distribution {
    switch self {
    case .gaussian: .normal
    case .cauchy: .cauchy
    case .uniformReset, .polynomial: .uniform
    }
  }
}
