/// Pure random search: every generation is a first one.
///
/// What the others must beat.
///
/// Brooks, "A discussion of random methods for seeking maxima", Operations Research 6 (1958).
public struct RandomSearch: Algorithm {
  public static let title = "Random search"
  public static var scoreMemory: ScoreMemory { .isUnused }

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace

  public static func defaultCount(for space: SearchSpace) -> Int { 50 }

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "A population has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
  }

  public mutating func ask(_ random: RandomSource) {}

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    space.scatter(candidates, into: &genes, &origins, spread: settings.searchSpread, random)
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {}

  public func score(ofParent parent: Int) -> Score { .unknown }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {}

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    self.space = space
  }

  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    self.count = count
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
  }

  public var isConsistent: Bool { count >= 1 }
}

extension RandomSearch {
  /// What a person may turn in random search.
  public struct Settings: Tunable {
    public var searchSpread: Float = 1

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      Parameter(
        "search-spread", \.searchSpread, 0.01...10, .multiplicative(1.1, from: 0.01),
        help: "How far genes lie from zero, in the standard deviations of a first population.")
    ]
  }
}
