import Evolution
import Laboratory

extension Model {
  /// The rows of the hall of fame that the filter lets pass, in the order that was chosen.
  var hallRows: [HallRow] {
    let entries = snapshot.hallOfFame.entries
    let kept = bookmarks
    var rows = entries.enumerated().map { place, entry in
      HallRow(
        place: place, entry: entry, isBookmarked: kept.contains { $0.entry.isSame(as: entry) })
    }
    if !kept.isEmpty {
      let task = Bookmark.Task(snapshot)
      rows += kept.filter { kept in !entries.contains { $0.isSame(as: kept.entry) } }.map {
        HallRow(place: nil, entry: $0.entry, isBookmarked: true, isOld: $0.task != task)
      }
    }
    if !hall.filter.isEmpty {
      let filter = HallFilter(hall.filter)
      rows = rows.filter { filter.admits($0.entry, text: $0.text + note(of: $0.entry)) }
    }
    let sort = hall.sort
    // By place where all is equal: Swift's sort need not be stable.
    return rows.enumerated().sorted { first, second in
      // What was scored on other data is no better than what is not.
      guard first.element.isOld == second.element.isOld else { return second.element.isOld }
      return sort.precedes(first.element.entry, second.element.entry)
        || !sort.precedes(second.element.entry, first.element.entry)
          && first.offset < second.offset
    }.map(\.element)
  }

  /// The first of the runs from which the present one comes.
  private var rootBranch: Int {
    var root = snapshot.branch
    while snapshot.branches.indices.contains(root), let parent = snapshot.branches[root].parent,
      parent < root
    {
      root = parent
    }
    return root
  }

  /// Those of this run, and of those that it has forks in common with.
  var bookmarks: [Bookmark] {
    let root = rootBranch
    return hall.bookmarks.filter { $0.root == root }
  }

  /// Bookmarks have the scores of the hall of fame as long as it lists them.
  mutating func refreshBookmarks() {
    adoptMarks()
    guard !hall.bookmarks.isEmpty else { return }
    let task = Bookmark.Task(snapshot)
    for place in hall.bookmarks.indices {
      let entry = hall.bookmarks[place].entry
      guard let news = snapshot.hallOfFame.entries.first(where: entry.isSame) else { continue }
      hall.bookmarks[place].entry = news
      hall.bookmarks[place].task = task
    }
  }

  /// Makes bookmarks of those that a recording names, as soon as the hall of fame lists them; once
  /// only, since they may be taken back.
  private mutating func adoptMarks() {
    guard !snapshot.bookmarks.isEmpty else { return }
    let root = rootBranch
    for mark in snapshot.bookmarks {
      let key = HallState.Mark(root: root, generation: mark.g, individual: mark.i)
      guard !hall.metMarks.contains(key),
        let entry = snapshot.hallOfFame.entries.first(where: {
          ($0.generation, $0.individual) == (mark.g, mark.i)
        })
      else { continue }
      hall.metMarks.insert(key)
      guard !isBookmarked(entry) else { continue }
      hall.bookmarks.append(
        Bookmark(entry: entry, note: mark.text, root: root, task: Bookmark.Task(snapshot)))
    }
  }

  /// The hall of fame of a new run: bookmarks stay with the runs that they belong to.
  mutating func resetHall() {
    let (bookmarks, metMarks) = (hall.bookmarks, hall.metMarks)
    hall = HallState()
    (hall.bookmarks, hall.metMarks) = (bookmarks, metMarks)
  }

  /// The generation before which it last came to mean something else how good somebody is; `nil` for
  /// never after another one.
  func lastTaskChange(since generation: Int) -> Int? {
    let data = snapshot.experiment.data
    let own =
      Catalog.dataset(data)?.parameterDescriptions ?? Catalog.problem(data)?.parameterDescriptions
      ?? []
    let names =
      ["data", "label", "samples", "data-seed", "problem", "fitness", "rotate", PointEdits.name]
      + own.map(\.name).filter { $0 != "drift" }
    return snapshot.changes.last { names.contains($0.name) && $0.generation > generation }?
      .generation
  }

  /// Whether it is a bookmark whose scores are those on other data.
  func hasOldScores(_ entry: HallOfFame.Entry) -> Bool {
    hallRows.contains { $0.isOld && $0.entry.isSame(as: entry) }
  }

  /// What was written beside a bookmarked individual.
  func note(of entry: HallOfFame.Entry) -> String {
    bookmarks.first { $0.entry.isSame(as: entry) }?.note ?? ""
  }

  func isBookmarked(_ entry: HallOfFame.Entry) -> Bool {
    bookmarks.contains { $0.entry.isSame(as: entry) }
  }

  /// The individual whose boundary is shown: the one that was opened, the one that the hall of
  /// fame selects while it has the focus, or the champion.
  public var shownEntry: HallOfFame.Entry? {
    if focus == .gallery, exhibits.indices.contains(sight.exhibit) {
      return exhibits[sight.exhibit].entry
    }
    if let opened = openedEntry { return opened }
    guard focus == .hallOfFame else { return snapshot.champion }
    let rows = hallRows
    return rows.indices.contains(selectedEntry) ? rows[selectedEntry].entry : snapshot.champion
  }

  /// The entry that was opened, while it exists.
  var openedEntry: HallOfFame.Entry? {
    guard let key = hall.opened else { return nil }
    return snapshot.hallOfFame.entries.first(where: key.isOf)
      ?? bookmarks.first { key.isOf($0.entry) }?.entry
  }

  mutating func filterHall(_ text: String) {
    let selected = selectedKey
    hall.filter = text.trimmed
    select(selected)
  }

  mutating func sortHall(by sort: HallSort) {
    let selected = selectedKey
    hall.sort = sort
    hall.opened = nil
    focus = .hallOfFame
    select(selected)
    tell("Hall of fame by \(sort.rawValue).")
  }

  /// The next order; in an opened entry and elsewhere too, since the list comes to the front.
  mutating func sortHallByNext() {
    let all = HallSort.allCases
    let place = all.firstIndex(of: hall.sort) ?? 0
    sortHall(by: all[(place + 1) % all.count])
  }

  private var selectedKey: EntryKey? {
    let rows = hallRows
    return rows.indices.contains(selectedEntry) ? EntryKey(rows[selectedEntry].entry) : nil
  }

  /// Keeps the selection on the same individual where it is still listed.
  func row(of key: EntryKey?) -> Int? {
    key.flatMap { key in hallRows.firstIndex { key.isOf($0.entry) } }
  }

  private mutating func select(_ key: EntryKey?) {
    selectedEntry = row(of: key) ?? 0
  }

  /// Keeps the selection on the same individual when others come in or drop out.
  mutating func followEntry(before: [HallRow]) {
    let rows = hallRows
    if selectedEntry > 0 || hall.sort != .fitness, before.indices.contains(selectedEntry) {
      selectedEntry = row(of: EntryKey(before[selectedEntry].entry)) ?? selectedEntry
    }
    selectedEntry = min(selectedEntry, max(0, rows.count - 1))
    if openedEntry == nil { hall.opened = nil }
  }

  /// Shows the selected entry with its settings and its ancestry, or the list again.
  mutating func toggleEntry() {
    let rows = hallRows
    hall.scroll = 0
    if hall.opened != nil {
      hall.opened = nil
    } else if rows.indices.contains(selectedEntry) {
      hall.opened = EntryKey(rows[selectedEntry].entry)
    }
  }

  /// In an opened entry, the one above or below.
  mutating func moveInHall(by rows: Int) {
    let all = hallRows
    selectedEntry = min(max(0, selectedEntry + rows), max(0, all.count - 1))
    if hall.opened != nil, all.indices.contains(selectedEntry) {
      hall.opened = EntryKey(all[selectedEntry].entry)
      hall.scroll = 0
    }
  }

  /// Keeps the shown individual, or lets go of it.
  ///
  /// - Parameter text: What to write beside it; `nil` switches the bookmark.
  mutating func bookmark(_ text: String?) -> [Effect] {
    guard let entry = shownEntry else { return [] }
    let name = "g\(entry.generation)"
    func effect(_ text: String, isOff: Bool = false) -> [Effect] {
      [
        .mark(
          Journal.Mark(
            generation: entry.generation, individual: entry.individual, text: text, isOff: isOff))
      ]
    }
    if let place = hall.bookmarks.firstIndex(where: { $0.entry.isSame(as: entry) }) {
      guard let text else {
        hall.bookmarks.remove(at: place)
        selectedEntry = min(selectedEntry, max(0, hallRows.count - 1))
        tell("\(name) is no bookmark any more.")
        return effect("", isOff: true)
      }
      hall.bookmarks[place].note = text
    } else {
      hall.bookmarks.append(
        Bookmark(
          entry: entry, note: text ?? "", root: rootBranch, task: Bookmark.Task(snapshot)))
    }
    tell("\(name) is bookmarked and kept: * in the hall of fame; w saves it.")
    return effect(text ?? "")
  }

  /// Writes the shown individual, or the experiment, to a new file.
  ///
  /// - Parameter path: `nil` is a file beside the recording.
  mutating func save(to path: String?) throws(CommandError) -> [Effect] {
    if let path, path.hasSuffix(".toml") {
      return [.saveExperiment(snapshot.experiment, path: path)]
    }
    guard let entry = shownEntry else { throw CommandError("There is nobody to save yet.") }
    let saved = SavedIndividual(entry, of: snapshot, note: note(of: entry))
    guard let path else { return [.save(saved, path: defaultPath(saved))] }
    return [.save(saved, path: path)]
  }

  private func defaultPath(_ saved: SavedIndividual) -> String {
    guard case .file(let path) = snapshot.recording else { return saved.fileName }
    let base = path.hasSuffix(".evo") ? String(path.dropLast(4)) : path
    return "\(base)-\(saved.fileName)"
  }
}

extension HallRow {
  /// As the table writes it, with all columns.
  var text: String {
    [
      "\(entry.generation)", Format.fraction(entry.score.fitness),
      Format.fraction(entry.score.accuracy), Format.fraction(entry.testAccuracy),
      entry.network?.shape ?? "", entry.lastChange, isBookmarked ? "*" : "", "",
    ].joined(separator: " ")
  }
}
