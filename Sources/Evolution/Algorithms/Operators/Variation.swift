/// Applies the chosen crossover and mutation to rows: [geneCount].
///
/// Holds the operators' scratch rows: made once for a chunk of candidates, so that breeding
/// a row allocates nothing.
struct Variation<Settings> {
  private let settings: Settings
  private let bounds: ClosedRange<Float>
  private let random: RandomSource
  /// One uniform number a gene.
  private var draws: [Float]
  /// What a mutation is made from, one number for each gene that mutates.
  private var steps: [Float]
  /// Spread factors of a crossover, or the genes that mutate.
  private var results: [Float]
  private var cuts: [Int] = []
  /// The genes that mutate.
  private var selected: [Int32]

  init(_ settings: Settings, _ space: SearchSpace, _ random: RandomSource) {
    self.settings = settings
    self.random = random
    bounds = space.bounds
    draws = Array(repeating: 0, count: space.geneCount)
    steps = draws
    results = draws
    selected = Array(repeating: 0, count: space.geneCount)
  }
}

extension Variation where Settings: CrossoverSettings {
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
}

extension Variation where Settings: MutationSettings {
  /// Mutates a row with the mutation rate, and in it each gene with the gene rate.
  ///
  /// - Returns: Whether a gene was drawn for it.
  mutating func mutate(_ genes: inout MutableSpan<Float>, individual: Int) -> Bool {
    var stream = random[.mutation, individual]
    guard stream.uniform() < settings.mutationRate else { return false }
    random.fill(&draws, with: .uniform, for: .mutationGenes, individual: individual)
    // Steps cost more than draws, so they are drawn for the selected genes only, side by side.
    let count = Kernels.select(draws, below: settings.geneRate, into: &selected)
    guard count > 0 else { return false }
    random.fill(
      &steps, count: count, with: settings.mutation.distribution, for: .mutationSteps,
      individual: individual)
    for index in 0..<count { results[index] = genes[Int(selected[index])] }
    apply(to: count)
    for index in 0..<count { genes[Int(selected[index])] = results[index] }
    return true
  }

  /// Mutates the first of `results`.
  private mutating func apply(to count: Int) {
    switch settings.mutation {
    case .gaussian, .cauchy:
      Mutation.add(steps, size: settings.mutationSize, to: &results, count: count)
    case .uniformReset:
      Mutation.reset(&results, count: count, draws: steps, within: bounds)
    case .polynomial:
      Mutation.polynomial(
        &results, count: count, draws: steps, index: settings.mutationIndex, within: bounds,
        room: &draws, kernels: random.kernels)
    }
  }
}

extension Variation where Settings: CrossoverSettings & MutationSettings {
  /// Makes one child of two parents out of a copy of the first: crossed with the second with the
  /// crossover rate, then mutated or not.
  ///
  /// - Parameter mate: A copy of the second parent; what it held is lost.
  /// - Returns: Whether the parents were crossed.
  mutating func vary(
    _ child: inout MutableSpan<Float>, with mate: inout MutableSpan<Float>, individual: Int
  ) -> Bool {
    let isCrossed = cross(&child, &mate, pair: individual)
    _ = mutate(&child, individual: individual)
    return isCrossed
  }
}
