import Evolution
import Laboratory

/// What is asked of the engine about descent, because it is shown.
extension Model {
  /// From whom an individual descends, where that was found.
  func ancestry(of entry: HallOfFame.Entry) -> Ancestry? {
    guard let ancestry = snapshot.ancestry, ancestry.generation == entry.generation,
      ancestry.individual == entry.individual
    else { return nil }
    return ancestry
  }

  /// Whose descent is shown, and not known yet.
  public var wantedAncestry: HallOfFame.Entry? {
    openedEntry.flatMap { ancestry(of: $0) == nil ? $0 : nil }
  }
}
