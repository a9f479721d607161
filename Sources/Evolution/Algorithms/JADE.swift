/// JADE: F and CR are drawn around means that move towards what succeeded.
///
/// Zhang and Sanderson, "JADE: adaptive differential evolution with optional external archive",
/// IEEE Transactions on Evolutionary Computation 13 (2009), with the archive. With S the values
/// of the trials that did better than their target:
///
///     mean of CR = (1 - c) mean of CR + c · arithmetic mean of S_CR
///     mean of F  = (1 - c) mean of F  + c · Lehmer's mean of S_F
public struct JADE: ParameterAdaptation {
  public static let title = "JADE"
  public static let defaultCount = 30

  private(set) var weightMean: Float = 0.5
  private(set) var rateMean: Float = 0.5

  public init(_ settings: Settings) {}

  public func means(
    for count: Int, _ settings: Settings, _ stream: inout RandomStream
  ) -> TrialMeans {
    TrialMeans(weight: weightMean, crossoverRate: rateMean, bestShare: settings.bestShare)
  }

  public mutating func learn(_ successes: [TrialSuccess], _ settings: Settings) {
    guard let weight = successes.lehmerMean(of: \.weight) else { return }
    let c = settings.adaptationRate
    rateMean = min((1 - c) * rateMean + c * successes.mean(of: \.crossoverRate), 1)
    weightMean = min((1 - c) * weightMean + c * weight, 1)
  }

  public func archiveCapacity(for count: Int, _ settings: Settings) -> Int {
    Int(settings.archiveShare * Float(count))
  }

  public func digestState(into digest: inout Digest) {
    digest.add(weightMean)
    digest.add(rateMean)
  }

  public var isConsistent: Bool {
    (0...1).contains(weightMean) && (0...1).contains(rateMean)
  }

  /// What a person may turn in JADE.
  public struct Settings: Tunable {
    public var bestShare: Float = 0.05
    public var adaptationRate: Float = 0.1
    public var archiveShare: Float = 1

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      AdaptationParameters.bestShare(\.bestShare),
      Parameter(
        "adaptation-rate", \.adaptationRate, 0...1, .linear(0.05),
        help: "How fast the means of F and CR move towards what succeeded (c)."),
      AdaptationParameters.archiveShare(\.archiveShare),
    ]
  }
}
