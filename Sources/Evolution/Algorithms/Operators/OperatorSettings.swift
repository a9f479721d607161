/// Settings that say how parents are chosen: see `Selection`.
protocol SelectionSettings: Tunable {
  var selection: Selection { get set }
  var tournamentSize: Int { get set }
  /// Of linear ranking: the expected number of times that the best is drawn, in 1…2.
  var selectionPressure: Float { get set }
  var truncationShare: Float { get set }
  var temperature: Float { get set }
}

/// Settings that say how the genes of two parents are mixed: see `Crossover`.
protocol CrossoverSettings: Tunable {
  var crossover: Crossover { get set }
  var crossoverRate: Float { get set }
  var crossoverPoints: Int { get set }
  var swapRate: Float { get set }
  var blendAlpha: Float { get set }
  var crossoverIndex: Float { get set }
}

/// Settings that say how genes are changed at random: see `Mutation`.
protocol MutationSettings: Tunable {
  var mutation: Mutation { get set }
  var mutationRate: Float { get set }
  var geneRate: Float { get set }
  var mutationSize: Float { get set }
  var mutationIndex: Float { get set }
}

/// Rates are turned by a tenth of their value.
private let rateStep = ParameterDescription.Step.multiplicative(1.1, from: 0.001)

extension SelectionSettings {
  static var selectionParameters: [Parameter<Self>] {
    [
      Parameter("selection", \.selection, help: "How parents are chosen by their fitness."),
      Parameter(
        "tournament-size", \.tournamentSize, 1...100,
        help: "How many are drawn for a tournament; the best of them becomes a parent.",
        when: { $0.selection == .tournament }),
      Parameter(
        "selection-pressure", \.selectionPressure, 1...2, .linear(0.05),
        help: "How many times the best is drawn as often as the average.",
        when: { $0.selection == .linearRank }),
      Parameter(
        "truncation-share", \.truncationShare, 0.001...1, rateStep,
        help: "The share of the best that may become parents.",
        when: { $0.selection == .truncation }),
      Parameter(
        "temperature", \.temperature, 0.001...100, rateStep,
        help: "The difference in fitness that makes e = 2.72 times as many offspring.",
        when: { $0.selection == .boltzmann }),
    ]
  }
}

extension CrossoverSettings {
  static var crossoverParameters: [Parameter<Self>] {
    [
      Parameter(
        "crossover", \.crossover, help: "How the genes of two parents are mixed.",
        when: { $0.crossoverRate > 0 }),
      Parameter(
        "crossover-rate", \.crossoverRate, 0...1, rateStep,
        help: "The probability that two parents are crossed rather than copied."),
      Parameter(
        "crossover-points", \.crossoverPoints, 1...32, help: "How many cuts there are.",
        when: { $0.crosses(by: .kPoint) }),
      Parameter(
        "swap-rate", \.swapRate, 0...1, rateStep,
        help: "The probability that a gene changes places.", when: { $0.crosses(by: .uniform) }),
      Parameter(
        "blend-alpha", \.blendAlpha, 0...2, .linear(0.05),
        help: "How far beyond the parents a gene may lie, in their distances.",
        when: { $0.crosses(by: .blend) }),
      Parameter(
        "crossover-index", \.crossoverIndex, 0...100, .multiplicative(1.1, from: 0.1),
        help: "How near to their parents children stay (eta).",
        when: { $0.crosses(by: .simulatedBinary) }),
    ]
  }

  private func crosses(by crossover: Crossover) -> Bool {
    crossoverRate > 0 && self.crossover == crossover
  }
}

extension MutationSettings {
  static var mutationParameters: [Parameter<Self>] {
    [
      Parameter(
        "mutation", \.mutation, help: "How a gene is changed at random.",
        when: { $0.mutationRate > 0 && $0.geneRate > 0 }),
      Parameter(
        "mutation-rate", \.mutationRate, 0...1, rateStep,
        help: "The probability that an individual mutates."),
      Parameter(
        "gene-rate", \.geneRate, 0...1, rateStep,
        help: "The probability that a gene of a mutating individual is changed.",
        when: { $0.mutationRate > 0 }),
      Parameter(
        "mutation-size", \.mutationSize, 0...10, rateStep,
        help: "The standard deviation of a gaussian step, or the scale of a Cauchy one.",
        when: { $0.mutates(by: .gaussian) || $0.mutates(by: .cauchy) }),
      Parameter(
        "mutation-index", \.mutationIndex, 0...100, .multiplicative(1.1, from: 0.1),
        help: "How short polynomial steps are (eta).", when: { $0.mutates(by: .polynomial) }),
    ]
  }

  private func mutates(by mutation: Mutation) -> Bool {
    mutationRate > 0 && geneRate > 0 && self.mutation == mutation
  }
}
