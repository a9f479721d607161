import Evolution
import Laboratory

/// What a pane shows, where it can show several things; a key goes from one to the next.
public enum Page: String, CaseIterable, Hashable, Sendable {
  /// The plane as the network divides it.
  case boundary
  /// Pictures, always the same ones, with what they are taken for.
  case samples
  /// Pictures that it is wrong about and most sure of.
  case mistakes
  /// The weights of the first layer as pictures.
  case weights
  /// Precision, recall, F1 and the confusion matrix.
  case report
  /// Where two champions give different answers.
  case disagreement

  /// The best, the mean and the worst of each generation.
  case fitness
  /// How far the individuals are apart, in their genes and in their fitness.
  case diversity
  /// How many individuals have which fitness.
  case histogram
  /// The runs and their forks.
  case branches

  /// The network with its weights.
  case network
  /// The weights in a row.
  case genes
}

extension Model {
  /// The pages that a pane has for the present problem; none where it shows but one thing.
  func pages(of pane: Pane) -> [Page] {
    switch pane {
    case .boundary:
      guard let data = snapshot.data else { return [] }
      let first: [Page] =
        data.dataset.imageShape == nil ? [.boundary] : [.samples, .mistakes, .weights]
      return first + (sight.marked == nil ? [] : [.disagreement]) + [.report]
    case .fitness:
      return [.fitness] + (hasPopulation ? [.diversity, .histogram] : [])
        + (snapshot.branches.isEmpty ? [] : [.branches])
    case .network: return snapshot.network == nil ? [] : [.network, .genes]
    case .hallOfFame, .controls, .gallery: return []
    }
  }

  /// The page that a pane shows: the one that was chosen last, where it exists.
  func page(of pane: Pane) -> Page? {
    let pages = pages(of: pane)
    return sight.pages[pane].flatMap { pages.contains($0) ? $0 : nil } ?? pages.first
  }

  /// The page of the first pane.
  public var page: Page { page(of: .boundary) ?? .boundary }

  /// Whose pages the key turns: the pane with the focus or, if it has none, the first.
  var turningPane: Pane { pages(of: focus).count > 1 ? focus : .boundary }

  mutating func turnPage() {
    let pane = turningPane
    let pages = pages(of: pane)
    guard let page = page(of: pane), let place = pages.firstIndex(of: page) else { return }
    sight.pages[pane] = pages[(place + 1) % pages.count]
    sight.scrolls[pane] = 0
  }

  /// The part of the data that pages other than the boundary are about.
  var shownPart: Split.Part { showsTestPoints && hasTestPoints ? .test : .train }
}
