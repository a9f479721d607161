/// Estimation of multivariate normal algorithm: the best say how genes vary together.
///
/// EMNA_global of Larrañaga, Lozano and Bengoetxea, "Estimation of distribution algorithms based
/// on multivariate normal and Gaussian networks", technical report EHU-KZAA-IK-1-01 (2001).
/// The covariance matrix has n² / 2 entries and takes n³ / 6 multiplications a generation: above
/// `mostCorrelatedGenes`, they vary independently, as with `UMDA`.
///
/// Deviations: the guards of `GaussianModel`. Covariances are shrunk towards independent genes
/// (Ledoit and Wolf, "A well-conditioned estimator for large-dimensional covariance matrices",
/// Journal of Multivariate Analysis 88, 2004, with a diagonal target and a fixed intensity), which
/// makes the matrix of fewer samples than genes positive definite. Without, `LowerTriangle` copes
/// with singular ones.
public struct EMNA: GaussianEstimation {
  public static let title = "Estimation of multivariate normal"

  /// The largest number of genes that may vary together.
  public static let mostCorrelatedGenes = 512

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
    let isFull = model.space.geneCount <= Self.mostCorrelatedGenes
    model.learn(
      candidates, scores,
      GaussianModel.Plan(
        share: settings.selectionShare, growth: settings.varianceGrowth,
        steps: settings.minimumStep...settings.maximumStep,
        shrinkage: isFull ? settings.shrinkage : nil))
  }
}

extension EMNA {
  /// What a person may turn in the estimation of multivariate normal algorithm.
  public struct Settings: Tunable {
    public var selectionShare: Float = 0.2
    public var shrinkage: Float = 0.1
    public var varianceGrowth: Float = 1.1
    public var minimumStep: Float = 0.0001
    public var maximumStep: Float = 10

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      EstimationParameters.share(\.selectionShare),
      Parameter(
        "shrinkage", \.shrinkage, 0...1, .linear(0.05),
        help: "What covariances are reduced by: 0 for those of the selected, 1 for none. Above "
          + "\(EMNA.mostCorrelatedGenes) genes there are none."),
      EstimationParameters.growth(\.varianceGrowth),
      StepLimits.minimum(\.minimumStep),
      StepLimits.maximum(\.maximumStep),
    ]
  }
}
