import Evolution
import Laboratory

/// What a person has made of the hall of fame: what is shown of it, in which order, and what is
/// kept whatever becomes of it.
struct HallState: Equatable, Sendable {
  /// As it was typed; empty for everything.
  var filter = ""
  var sort = HallSort.fitness
  /// The entry whose settings and ancestry are shown; it is also the one of the boundary.
  var opened: EntryKey?
  /// The first line of what is shown of it.
  var scroll = 0
  var bookmarks: [Bookmark] = []
  /// The marks of recordings whose individuals were met, and are bookmarks or were.
  var metMarks: Set<Mark> = []

  /// A mark of a recording, and the run that it belongs to.
  struct Mark: Hashable, Sendable {
    let root: Int
    let generation: Int
    let individual: Int
  }
}

/// By what an individual is known, whatever place it has.
struct EntryKey: Hashable, Sendable {
  let generation: Int
  let individual: Int
  /// Of the genes: runs that part have others at the same place.
  let genes: UInt64

  init(_ entry: HallOfFame.Entry) {
    generation = entry.generation
    individual = entry.individual
    genes = Kernels.digest(entry.genes.span)
  }

  /// Whether it is that of an individual.
  func isOf(_ entry: HallOfFame.Entry) -> Bool {
    generation == entry.generation && individual == entry.individual && self == EntryKey(entry)
  }
}

/// An individual that is kept, with what was written beside it.
struct Bookmark: Equatable, Sendable {
  var entry: HallOfFame.Entry
  var note: String
  /// The run from which that run comes in which it was found, an index into the branches.
  let root: Int
  /// What its scores are about.
  var task: Task

  struct Task: Equatable, Sendable {
    let data: Split?
    let function: FunctionProblem?
    let measure: Classification.Measure

    init(_ snapshot: Snapshot) {
      data = snapshot.data
      function = snapshot.function
      measure = snapshot.experiment.fitness
    }
  }
}

/// The order of the hall of fame.
public enum HallSort: String, CaseIterable, Sendable {
  case fitness, generation, train, test, genes

  /// What stands above the column by which it is sorted.
  var heading: String {
    switch self {
    case .generation: "gen"
    default: rawValue
    }
  }

  /// Whether the first of two stands above the second; equal ones keep their order.
  func precedes(_ first: HallOfFame.Entry, _ second: HallOfFame.Entry) -> Bool {
    func ranked(_ value: Float?) -> Float { value.flatMap { $0.isNaN ? nil : $0 } ?? -.infinity }
    return switch self {
    case .fitness: ranked(first.score.fitness) > ranked(second.score.fitness)
    case .generation: first.generation > second.generation
    case .train: ranked(first.score.accuracy) > ranked(second.score.accuracy)
    case .test: ranked(first.testAccuracy) > ranked(second.testAccuracy)
    case .genes: first.genes.count < second.genes.count
    }
  }
}

/// One row of the hall of fame as it is shown.
struct HallRow: Equatable, Sendable {
  /// Its place by fitness, from 0; `nil` where it has been pushed out and is kept as a bookmark.
  let place: Int?
  let entry: HallOfFame.Entry
  let isBookmarked: Bool
  /// Its scores are those on other data.
  var isOld = false
}
