/// L-SHADE: SHADE whose population shrinks along a line.
///
/// Tanabe and Fukunaga, "Improving the search performance of SHADE using linear population size
/// reduction", CEC 2014; numbers in brackets are its equations. After E of all evaluations,
///
///     count = (4 - first count) / all · E + first count (10)
///
/// and the worst leave. Means are Lehmer's, weighed by the improvement (7); a CR whose successes
/// were all zero stays zero. A search has no last evaluation here: their number is a setting,
/// and with four members it goes on.
public struct LSHADE: ParameterAdaptation {
  public static let title = "L-SHADE"
  public static let defaultCount = 60
  private static let leastCount = 4

  private(set) var memory: SuccessMemory

  public init(_ settings: Settings) {
    memory = SuccessMemory(size: settings.memorySize)
  }

  public func means(
    for count: Int, _ settings: Settings, _ stream: inout RandomStream
  ) -> TrialMeans {
    let slot = memory.draw(&stream)
    return TrialMeans(
      weight: memory.weights[slot], crossoverRate: memory.rate(slot),
      bestShare: settings.bestShare)
  }

  public mutating func learn(_ successes: [TrialSuccess], _ settings: Settings) {
    guard let weight = successes.lehmerMean(of: \.weight, weighedBy: \.improvement) else { return }
    memory.write(
      weight: weight, rate: successes.lehmerMean(of: \.crossoverRate, weighedBy: \.improvement))
  }

  public func archiveCapacity(for count: Int, _ settings: Settings) -> Int {
    Int((settings.archiveShare * Float(count)).rounded())
  }

  public func count(from first: Int, after evaluations: Int, _ settings: Settings) -> Int {
    guard first > Self.leastCount else { return first }
    let slope = Double(Self.leastCount - first) / Double(settings.reductionEvaluations)
    let count = (slope * Double(evaluations) + Double(first)).rounded()
    return Int(max(count, Double(Self.leastCount)))
  }

  public func digestState(into digest: inout Digest) { memory.digestState(into: &digest) }
  public var isConsistent: Bool { memory.isConsistent }

  /// What a person may turn in L-SHADE.
  public struct Settings: Tunable {
    public var reductionEvaluations = 60_000
    public var memorySize = 6
    public var bestShare: Float = 0.11
    public var archiveShare: Float = 2.6

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      Parameter(
        "reduction-evaluations", \.reductionEvaluations, 100...1_000_000_000,
        .multiplicative(1.1, from: 100),
        help: "After how many evaluations the population has shrunk to four."),
      AdaptationParameters.memorySize(\.memorySize),
      AdaptationParameters.bestShare(\.bestShare),
      AdaptationParameters.archiveShare(\.archiveShare),
    ]
  }
}
