import Evolution

/// The runs of an engine, their forks, and runs that were begun after them: all but one wait.
struct Branches {
  private(set) var all: [Branch]
  /// The index of the one that does not wait.
  private(set) var place = 0

  /// So many runs wait with their files open.
  private static let waitingRunLimit = 8

  init(_ first: Branch) { all = [first] }

  /// The one that does not wait.
  var current: Branch { all[place] }

  /// Goes on with another run.
  ///
  /// - Parameters:
  ///   - timeline: Its past, where it has one.
  ///   - start: The generation after which it leaves the present one; `nil` for a run of its own.
  mutating func adopt(
    _ next: consuming Run, _ timeline: Timeline? = nil, forkedAt start: Int? = nil
  ) {
    let origin = start.map { (branch: place, generation: $0) }
    all.append(Branch(next, timeline, origin: origin))
    use(all.count - 1)
  }

  /// Goes on with another branch, from where it was left.
  ///
  /// - Throws: why its recording cannot be gone on with; nothing has changed then.
  mutating func turn(to place: Int) throws {
    try all[place].reopen()
    use(place)
  }

  private mutating func use(_ place: Int) {
    self.place = place
    current.timeline.refresh()
    makeRoom()
  }

  /// Of the branches that wait, those that need most forget a part of their past, and the oldest
  /// runs that nobody has forked let go of their files.
  private func makeRoom() {
    let waiting = all.indices.filter { $0 != place }
    while all.reduce(0, { $0 + $1.timeline.bytes }) > 2 * Timeline.byteLimit,
      let largest = waiting.max(by: { all[$0].timeline.bytes < all[$1].timeline.bytes }),
      all[largest].timeline.marks.count > 1
    {
      all[largest].timeline.thin()
    }
    let forked = Set(all.compactMap(\.origin?.branch))
    let alone = waiting.filter { all[$0].origin == nil && !forked.contains($0) }
    for index in alone.dropLast(Self.waitingRunLimit) { all[index].close() }
  }
}
