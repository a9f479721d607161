import Evolution
import Laboratory

/// Going back and forth in a run or a recording, and forking it.
extension Model {
  /// Whether what is shown is not the present of a run.
  var isInPast: Bool {
    guard let course = snapshot.course else { return false }
    return !isPlaying && snapshot.generation < course.end
  }

  /// Whether what is shown is a part of a longer course.
  var showsCourse: Bool { snapshot.course != nil }

  /// Whether there is more than one run.
  var hasForks: Bool { snapshot.branches.count > 1 }

  /// Whether what is shown is a recording.
  var isPlaying: Bool { if case .played = snapshot.recording { true } else { false } }

  /// Whether a recording that somebody else may still be writing is paused before its end.
  var isBehind: Bool {
    guard isPlaying, snapshot.course?.isFollowed == true, !isRunning else { return false }
    return destination < lastGeneration
  }

  var canTravel: Bool { !isRacing && lastGeneration > 0 }

  /// Whether enter forks: it opens what the hall of fame selects, answers what waits for it, and goes
  /// to another run that the tree of forks selects.
  var canFork: Bool {
    guard showsCourse, !isRacing, held == nil, sheet == nil, !editsPoints else { return false }
    return focus != .hallOfFame && focus != .gallery && !canTurnToBranch
  }

  /// Whether the tree of forks has the focus and selects another run than the present one.
  var canTurnToBranch: Bool {
    !isRacing && focus == .fitness && showsBranches && selectedBranch != snapshot.branch
      && snapshot.branches.indices.contains(selectedBranch)
  }

  /// Of the run, or of the recording.
  var lastGeneration: Int { snapshot.course?.end ?? snapshot.generation }

  /// All changes of the run or the recording, oldest first.
  var allChanges: [Change] { snapshot.course?.changes ?? snapshot.changes }

  /// The generation that is shown as soon as it is there.
  private var destination: Int { wishes.visit?.value ?? snapshot.generation }

  /// Whether what is shown is past, or soon will be.
  var isOrGoesInPast: Bool { isInPast || !isPlaying && wishes.visit != nil }

  /// Whether the keys so far end in the past of a run, wherever the screen still is.
  var leadsToPast: Bool { !isPlaying && destination < lastGeneration }

  mutating func scrub(by generations: Int) -> [Effect] { visit(destination + generations) }

  /// - Parameter step: -1 for the change before, 1 for the next one; where there is none, the start or
  ///   the end.
  mutating func scrub(toChange step: Int) -> [Effect] {
    let places = allChanges.map(\.generation)
    let here = destination
    let next =
      step < 0 ? places.last { $0 < here } ?? 0 : places.first { $0 > here } ?? lastGeneration
    return visit(next)
  }

  mutating func returnToPresent() -> [Effect] { visit(lastGeneration) }

  /// To the newest generation of what is followed, and on with it.
  mutating func followOn() -> [Effect] {
    let way = returnToPresent()
    wish(running: true)
    tell("Follows on from the newest generation.")
    return way + [.run]
  }

  mutating func visit(_ generation: Int) -> [Effect] {
    let target = min(max(0, generation), lastGeneration)
    guard target != destination else { return [] }
    wishes.visit = Wishes.Wish(value: target)
    wish(running: isRunning ? false : nil)
    return [.visit(target)]
  }

  /// - Parameter generation: Where; `nil` is what is shown, or about to be.
  mutating func fork(at generation: Int? = nil) -> [Effect] {
    tell("A fork at generation \(generation ?? destination): what you change now is its own.")
    overlaidBranch = snapshot.branch
    readRefusal = nil
    return [.fork]
  }

  /// Whether the tree of forks is what the pane of the fitness shows.
  var showsBranches: Bool { page(of: .fitness) == .branches }

  mutating func toggleBranches() {
    let opens = !showsBranches
    sight.pages[.fitness] = opens ? .branches : .fitness
    guard opens else { return }
    selectedBranch = snapshot.branch
    focus = .fitness
  }

  /// The branch after the one that is overlaid, without the present one; none after the last.
  mutating func overlayNext() {
    let others = snapshot.branches.indices.filter { $0 != snapshot.branch }
    let next = others.first { $0 > overlaidBranch ?? -1 }
    overlaidBranch = next
    tell(
      next.map { "Run \($0 + 1) is laid over run \(snapshot.branch + 1)." }
        ?? "No other run is laid over this one.")
  }

  /// The run that is laid over this one, if there is such a run.
  var overlay: (name: String, history: History)? {
    guard let overlaidBranch, overlaidBranch != snapshot.branch,
      snapshot.branches.indices.contains(overlaidBranch)
    else { return nil }
    return ("run \(overlaidBranch + 1)", snapshot.branches[overlaidBranch].history)
  }

  /// Whether the first and the last are generations.
  var movesInTime: Bool {
    guard helpScroll == nil, !isRacing, canTravel else { return false }
    // A plane without a cursor has no first and no last of its own.
    let isOverPlane = isPlaying && focus == .boundary && showsPlane && !movesCursor
    return focus == .fitness && !showsBranches || isOverPlane
  }

  /// Up and down where the fitness or the tree of forks has the focus.
  mutating func moveInTime(by rows: Int) {
    guard showsBranches else { return }
    selectedBranch = min(max(0, selectedBranch + rows), max(0, snapshot.branches.count - 1))
  }

  mutating func turnToSelectedBranch() -> [Effect] {
    guard canTurnToBranch else { return [] }
    tell("Run \(selectedBranch + 1) as it was left, paused: space goes on.")
    return [.turnTo(branch: selectedBranch)]
  }
}
