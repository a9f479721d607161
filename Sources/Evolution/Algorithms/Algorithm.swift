/// A search method that proposes candidates and learns from their fitness.
///
///     algorithm.ask(random)                       // plans the next generation
///     algorithm.breed(0..<count, into: &genes, …)  // by any number of workers
///     algorithm.tell(&candidates, scores, random)  // learns
///
/// All state is a value: a copy is a checkpoint, and a run can be forked from it.
public protocol Algorithm: Codable, Sendable {
  associatedtype Settings: Tunable

  /// As people write it: "Genetic algorithm".
  static var title: String { get }

  var settings: Settings { get set }

  /// Where it searches.
  var space: SearchSpace { get }

  /// The number of candidates of a generation.
  var count: Int { get }

  /// The number of candidates that suits a space, where nobody asks for another: at least 1.
  static func defaultCount(for space: SearchSpace) -> Int

  /// With fewer candidates than this it finds nothing: at least 1.
  static var leastCount: Int { get }

  /// The hidden layers of the network that it works with, where these are asked for.
  static func hiddenLayers(asked: [Int]) -> [Int]

  /// More genes than this need more memory or time than anybody has.
  static var mostGenes: Int { get }

  /// Numbers that a generation needs room for beside its candidates, where that depends on settings.
  static func room(_ settings: Settings, for problem: any Problem) -> Int

  /// - Precondition: `count >= 1`
  init(space: SearchSpace, count: Int, settings: Settings)

  /// What scores of earlier generations are to it.
  static var scoreMemory: ScoreMemory { get }

  /// The one whom it would name if it ended now, where that is none of the candidates: the mean of
  /// a distribution, for example. [geneCount]
  var incumbent: [Float]? { get }

  /// Those whom an ``Origin`` counts, as they are before a generation is bred; `nil` where nobody is
  /// kept, but a distribution, for example. [… × geneCount]
  var parentRows: Population? { get }

  /// Plans the next generation: whatever must be known before any row can be bred.
  mutating func ask(_ random: RandomSource)

  /// Writes the genes of some candidates of the next generation.
  ///
  /// A pure function of the state, the candidates' indices and the random source, so that
  /// workers can breed and evaluate a chunk each. Chunks begin at multiples of `broodSize`.
  ///
  /// - Parameters:
  ///   - genes: Row-major: [candidates.count × geneCount].
  ///   - origins: [candidates.count]
  func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource)

  /// Learns the scores of the candidates.
  ///
  /// - Parameter candidates: Those just bred. The algorithm may keep the buffer and leave
  ///   another of the same size in its place, so that nothing is copied.
  mutating func tell(_ candidates: inout Population, _ scores: [Score], _ random: RandomSource)

  /// The score of a parent, for candidates that are its copy; unknown where there is none.
  func score(ofParent parent: Int) -> Score

  /// What it has learnt up to now is worth this much under a changed problem.
  ///
  /// - Parameter evaluate: Gives the score of each row.
  mutating func rescore(_ evaluate: (Population) -> [Score])

  /// Turns every row of genes into one of another network: [old geneCount] → [new geneCount].
  mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow)

  /// Goes on with another number of candidates: new ones are mutated copies, the worst are
  /// dropped. New ones have no score until `rescore`.
  mutating func resize(to count: Int, _ random: RandomSource)

  /// Adds the bit patterns of all state that decides what comes next, but genes and scores.
  func digestState(into digest: inout Digest)

  /// Whether its parts go together: asked of an algorithm that was read from a file.
  var isConsistent: Bool { get }
}

extension Algorithm {
  public static var leastCount: Int { 1 }
  public static var scoreMemory: ScoreMemory { .decides }
  public var incumbent: [Float]? { nil }
  public var parentRows: Population? { nil }
  public static var mostGenes: Int { .max }
  public static func room(_ settings: Settings, for problem: any Problem) -> Int { 0 }
  public static func hiddenLayers(asked: [Int]) -> [Int] { asked }
  public var isConsistent: Bool { true }

  /// Those who were bred come back.
  func expectBred(_ candidates: Population, _ scores: [Score]) {
    precondition(
      candidates.count == count && candidates.geneCount == space.geneCount
        && scores.count == count, "Those who were bred come back, each with a score.")
  }
}

/// What scores of earlier generations are to an algorithm: it matters where each generation is
/// judged by other samples.
public enum ScoreMemory: Sendable {
  /// They decide who stays, so that all that is kept must be scored anew.
  case decides
  /// Nothing new is compared with them; but copies need a score.
  case isUnused
  /// They are of the generation at hand: `learn` has found them.
  case isFresh
}

/// Chunks of candidates begin at multiples of this, so that siblings are bred together.
public let broodSize = 16
