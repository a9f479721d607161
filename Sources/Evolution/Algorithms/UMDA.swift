/// Univariate marginal distribution algorithm: each gene has a mean and a deviation of its own,
/// those that it has among the best.
///
/// Mühlenbein and Paaß, "From recombination of genes to the estimation of distributions I", PPSN IV
/// (1996); for normal distributions, UMDA_c of Larrañaga and Lozano (editors), "Estimation of
/// Distribution Algorithms" (2001). Deviation: the guards of `GaussianModel`.
public struct UMDA: GaussianEstimation {
  public static let title = "Univariate marginal distribution"

  public var settings: Settings
  public var model: GaussianModel

  public static func defaultCount(for space: SearchSpace) -> Int { 50 }

  public init(space: SearchSpace, count: Int, settings: Settings) {
    self.settings = settings
    model = GaussianModel(space: space, count: count)
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    model.learn(candidates, scores, settings.plan)
  }
}

extension UMDA {
  /// What a person may turn in the univariate marginal distribution algorithm.
  public struct Settings: Tunable {
    public var selectionShare: Float = 0.2
    public var varianceGrowth: Float = 1.1
    public var minimumStep: Float = 0.0001
    public var maximumStep: Float = 10

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      EstimationParameters.share(\.selectionShare),
      EstimationParameters.growth(\.varianceGrowth),
      StepLimits.minimum(\.minimumStep),
      StepLimits.maximum(\.maximumStep),
    ]

    var plan: GaussianModel.Plan {
      GaussianModel.Plan(
        share: selectionShare, growth: varianceGrowth, steps: minimumStep...maximumStep,
        shrinkage: nil)
    }
  }
}
