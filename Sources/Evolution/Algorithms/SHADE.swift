/// SHADE: F and CR are drawn around one of the last values that succeeded.
///
/// Tanabe and Fukunaga, "Success-history based parameter adaptation for differential evolution",
/// CEC 2013. A memory of H pairs of means is written in turn, one pair after each generation with
/// a success; each trial picks a pair at random. Successes weigh as much as they improved. How
/// many of the best a trial may follow is drawn for each, from two up to a share of all: p is uniform
/// in [2 / N, 0.2].
public struct SHADE: ParameterAdaptation {
  public static let title = "SHADE"
  public static let defaultCount = 30

  private(set) var memory: SuccessMemory

  public init(_ settings: Settings) {
    memory = SuccessMemory(size: settings.memorySize)
  }

  public func means(
    for count: Int, _ settings: Settings, _ stream: inout RandomStream
  ) -> TrialMeans {
    let slot = memory.draw(&stream)
    let (least, most) = (2 / Float(count), settings.largestBestShare)
    return TrialMeans(
      weight: memory.weights[slot], crossoverRate: memory.rate(slot),
      bestShare: least + stream.uniform() * max(most - least, 0))
  }

  public mutating func learn(_ successes: [TrialSuccess], _ settings: Settings) {
    guard let weight = successes.lehmerMean(of: \.weight, weighedBy: \.improvement) else { return }
    memory.write(
      weight: weight, rate: successes.mean(of: \.crossoverRate, weighedBy: \.improvement))
  }

  public func archiveCapacity(for count: Int, _ settings: Settings) -> Int {
    Int(settings.archiveShare * Float(count))
  }

  public func digestState(into digest: inout Digest) { memory.digestState(into: &digest) }
  public var isConsistent: Bool { memory.isConsistent }

  /// What a person may turn in SHADE.
  public struct Settings: Tunable {
    public var memorySize = 100
    public var largestBestShare: Float = 0.2
    public var archiveShare: Float = 1

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      AdaptationParameters.memorySize(\.memorySize),
      Parameter(
        "largest-best-share", \.largestBestShare, 0...1, .linear(0.01),
        help: "Among how many of the best a trial follows one at most, as a share of all."),
      AdaptationParameters.archiveShare(\.archiveShare),
    ]
  }
}
