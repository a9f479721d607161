extension GeneticAlgorithm {
  /// What a person may turn in a genetic algorithm.
  public struct Settings: SelectionSettings, CrossoverSettings, MutationSettings {
    public var selection = Selection.tournament
    public var tournamentSize = 20
    /// Of linear ranking: the expected number of times that the best is drawn, in 1…2.
    public var selectionPressure: Float = 1.8
    public var truncationShare: Float = 0.3
    public var temperature: Float = 0.05
    public var crossover = Crossover.blend
    public var crossoverRate: Float = 0.3
    public var crossoverPoints = 3
    public var swapRate: Float = 0.5
    public var blendAlpha: Float = 0.5
    public var crossoverIndex: Float = 10
    public var mutation = Mutation.gaussian
    public var mutationRate: Float = 0.5
    public var geneRate: Float = 0.2
    public var mutationSize: Float = 0.4
    public var mutationIndex: Float = 20
    public var elitism = 2

    public init() {}

    public static let parameters: [Parameter<Self>] =
      selectionParameters + crossoverParameters + mutationParameters + [
        Parameter(
          "elitism", \.elitism, 0...100,
          help: "How many of the best live on unchanged; at most all but one.")
      ]
  }
}
