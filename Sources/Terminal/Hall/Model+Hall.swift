import Evolution
import Laboratory

extension Model {
  /// The rows of the hall of fame that the filter lets pass, in the order that was chosen.
  var hallRows: [HallRow] {
    let entries = snapshot.hallOfFame.entries
    let kept = Set(hall.bookmarks.map { EntryKey($0.entry) })
    var rows = entries.enumerated().map { place, entry in
      HallRow(place: place, entry: entry, isBookmarked: kept.contains(EntryKey(entry)))
    }
    if !kept.isEmpty {
      let present = Set(entries.map(EntryKey.init))
      rows += hall.bookmarks.filter { !present.contains(EntryKey($0.entry)) }.map {
        HallRow(place: nil, entry: $0.entry, isBookmarked: true)
      }
    }
    if !hall.filter.isEmpty {
      let filter = HallFilter(hall.filter)
      rows = rows.filter { filter.admits($0.entry, text: $0.text + note(of: $0.entry)) }
    }
    let sort = hall.sort
    // By place where all is equal: Swift's sort need not be stable.
    return rows.enumerated().sorted { first, second in
      sort.precedes(first.element.entry, second.element.entry)
        || !sort.precedes(second.element.entry, first.element.entry)
          && first.offset < second.offset
    }.map(\.element)
  }

  /// What was written beside a bookmarked individual.
  func note(of entry: HallOfFame.Entry) -> String {
    hall.bookmarks.first { EntryKey($0.entry) == EntryKey(entry) }?.note ?? ""
  }

  func isBookmarked(_ entry: HallOfFame.Entry) -> Bool {
    hall.bookmarks.contains { EntryKey($0.entry) == EntryKey(entry) }
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
    return snapshot.hallOfFame.entries.first { EntryKey($0) == key }
      ?? hall.bookmarks.first { EntryKey($0.entry) == key }?.entry
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
    hallRows.firstIndex { EntryKey($0.entry) == key }
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
    if let place = hall.bookmarks.firstIndex(where: { EntryKey($0.entry) == EntryKey(entry) }) {
      guard let text else {
        hall.bookmarks.remove(at: place)
        selectedEntry = min(selectedEntry, max(0, hallRows.count - 1))
        tell("\(name) is no bookmark any more.")
        return []
      }
      hall.bookmarks[place].note = text
    } else {
      hall.bookmarks.append(Bookmark(entry: entry, note: text ?? ""))
    }
    tell("\(name) is bookmarked and kept: * in the hall of fame; w saves it.")
    return [
      .mark(
        Journal.Mark(
          generation: entry.generation, individual: entry.individual, text: text ?? ""))
    ]
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
    return [.save(saved, path: path.hasSuffix(".json") ? path : path + ".json")]
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
