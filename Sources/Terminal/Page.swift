import Evolution
import Laboratory

/// What the first pane shows of the champion; a key goes from one page to the next.
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
}

extension Model {
  /// The pages that there are for the present problem; none for a function.
  var pages: [Page] {
    guard let data = snapshot.data else { return [] }
    return data.dataset.imageShape == nil
      ? [.boundary, .report] : [.samples, .mistakes, .weights, .report]
  }

  /// The page that is shown: the one that was chosen last, where it exists.
  public var page: Page {
    let pages = pages
    return wantedPage.flatMap { pages.contains($0) ? $0 : nil } ?? pages.first ?? .boundary
  }

  /// The page after the one that is shown.
  var nextPage: Page {
    let pages = pages
    guard let place = pages.firstIndex(of: page) else { return .boundary }
    return pages[(place + 1) % pages.count]
  }

  /// The part of the data that pages other than the boundary are about.
  var shownPart: Split.Part { showsTestPoints && hasTestPoints ? .test : .train }
}
