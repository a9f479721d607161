import Evolution
import Laboratory

/// What is asked of the engine about descent, because it is shown.
extension Model {
  /// From whom an individual descends, where that was found.
  func ancestry(of entry: HallOfFame.Entry) -> Ancestry? {
    guard let ancestry = snapshot.ancestry, ancestry.generation == entry.generation,
      ancestry.individual == entry.individual,
      ancestry.genes.map({ $0 == Kernels.digest(entry.genes.span) }) ?? true
    else { return nil }
    return ancestry
  }

  /// Whose descent is shown, and not known yet.
  public var wantedAncestry: HallOfFame.Entry? {
    let showsGenes = layout.rect(of: .network) != nil && page(of: .network) == .genes
    guard let entry = openedEntry ?? (showsGenes ? shownEntry : nil) else { return nil }
    return ancestry(of: entry) == nil ? entry : nil
  }

  /// Whether the lines of descent are shown.
  public var wantsLineages: Bool { !isRacing && layout.rect(of: .gallery) != nil }
}
