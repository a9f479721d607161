/// What can be chosen by name: one line for each.
///
/// Flags, sliders, the reference page and the tests that every entry must pass are made
/// from these lists.
public enum Catalog {
  /// The data sets that are generated, in the order in which the lab offers them.
  public static let datasets: [(name: String, type: any DatasetGenerator.Type)] = [
    ("circles", Circles.self),
    ("moons", Moons.self),
    ("blobs", Blobs.self),
    ("gaussian-quantiles", GaussianQuantiles.self),
    ("classification", HypercubeClusters.self),
    ("xor", Xor.self),
    ("spirals", Spirals.self),
  ]

  public static let algorithms: [(name: String, type: any Algorithm.Type)] = [
    ("ga", GeneticAlgorithm.self),
    ("steady-state-ga", SteadyStateGA.self),
    ("aging-ga", AgingGA.self),
    ("cosyne", CoSyNE.self),
    ("random-search", RandomSearch.self),
    ("ars", AugmentedRandomSearch.self),
    ("de", DifferentialEvolution.self),
    ("jade", AdaptiveDifferentialEvolution<JADE>.self),
    ("shade", AdaptiveDifferentialEvolution<SHADE>.self),
    ("l-shade", AdaptiveDifferentialEvolution<LSHADE>.self),
    ("pso", ParticleSwarm.self),
    ("es", EvolutionStrategy.self),
    ("cma-es", CMAES.self),
    ("sep-cma-es", SeparableCMAES.self),
    ("lm-ma-es", LMMAES.self),
    ("xnes", ExponentialNES.self),
    ("snes", SeparableNES.self),
    ("openai-es", OpenAIES.self),
    ("low-rank-es", LowRankES.self),
    ("pgpe", PGPE.self),
    ("annealing", Annealing.self),
    ("aco-r", AntColony.self),
    ("umda", UMDA.self),
    ("emna", EMNA.self),
    ("pbil", PBIL.self),
    ("sgd", GradientDescent<StochasticGradientDescent>.self),
    ("adam", GradientDescent<Adam>.self),
    ("rmsprop", GradientDescent<RMSProp>.self),
    ("logistic-regression", LogisticRegression.self),
  ]

  public static let problems: [(name: String, kind: ProblemKind)] = [
    ("classification", .classification),
    ("sphere", .function(Sphere.self)),
    ("ellipsoid", .function(Ellipsoid.self)),
    ("cigar", .function(Cigar.self)),
    ("discus", .function(Discus.self)),
    ("rosenbrock", .function(Rosenbrock.self)),
    ("rastrigin", .function(Rastrigin.self)),
    ("ackley", .function(Ackley.self)),
    ("griewank", .function(Griewank.self)),
    ("schwefel", .function(Schwefel.self)),
  ]

  public static func dataset(_ name: String) -> (any DatasetGenerator.Type)? {
    datasets.first { $0.name == name }?.type
  }

  public static func algorithm(_ name: String) -> (any Algorithm.Type)? {
    algorithms.first { $0.name == name }?.type
  }

  public static func problem(_ name: String) -> ProblemKind? {
    problems.first { $0.name == name }?.kind
  }
}

extension Algorithm {
  public static var parameterDescriptions: [ParameterDescription] {
    Settings.parameterDescriptions
  }
}
