import Evolution
import Laboratory

/// What a person looks at, and how: it changes no run, and is no part of a recording.
struct Sight: Equatable, Sendable {
  /// The page of each pane that was chosen; ``Model/page(of:)`` is the one that is shown.
  var pages: [Pane: Page] = [:]
  /// Rows or lines above those that a pane shows.
  var scrolls: [Pane: Int] = [:]
  /// The cell of the plane that is read, if one is.
  var cursor: Cursor?
  /// The neuron that was chosen; ``Model/lens`` is what is seen.
  var lens = Lens.answer
  /// The individual that others are compared with, if one was marked.
  var marked: HallOfFame.Entry?
  /// The run as whose best it was marked, an index into the branches; `nil` for none.
  var markedRun: Int?
  /// Whether the lines are shown where the network becomes nearly sure.
  var hasSureLines = false
  var axis = AxisChoice.automatic
  /// An index into the exhibits of the gallery.
  var exhibit = 0

  /// What is done to the points, while they are edited.
  var editing: Editing?

  struct Editing: Equatable, Sendable {
    /// The sample that was taken up, an index into the data set.
    var held: Int?
  }

  /// A cell of the plane.
  struct Cursor: Equatable, Sendable {
    var column: Int
    var row: Int
  }
}

/// What the vertical axis of the fitness chart covers.
enum AxisChoice: CaseIterable, Hashable, Sendable {
  /// What there is to see.
  case automatic
  case fromZero
  /// The distance to the best possible.
  case logarithmic
}

extension Model {
  /// Rows or lines above those that the page of the first pane shows.
  public internal(set) var pageScroll: Int {
    get { sight.scrolls[.boundary] ?? 0 }
    set { sight.scrolls[.boundary] = newValue }
  }

  /// What up and down do, in a word; `nil` for nothing.
  var arrowHint: String? {
    switch focus {
    case .controls, .hallOfFame, .gallery: "select"
    case .boundary:
      movesCursor ? "move" : !showsPlane ? "scroll" : snapshot.coordinateCount > 2 ? "axes" : nil
    case .network: "scroll"
    case .fitness: nil
    }
  }

  var hasPopulation: Bool { snapshot.hasPopulation }

  var hasData: Bool { snapshot.data != nil }

  /// Whether there is a plane that a network divides.
  var hasPlane: Bool { snapshot.data.map { $0.dataset.imageShape == nil } ?? false }

  /// Whether a plane with a cursor can be seen.
  var canRead: Bool { helpScroll == nil && !isRacing && (hasPlane || snapshot.function != nil) }

  /// Whether the arrows move the cursor.
  var movesCursor: Bool { sight.cursor != nil && focus == .boundary && canRead && showsPlane }

  /// Whether the first pane shows a plane now.
  var showsPlane: Bool {
    snapshot.function != nil || hasPlane && (page == .boundary || page == .disagreement)
  }

  /// What can be seen of the shown network: its answer, then each hidden neuron.
  var lenses: [Lens] {
    guard hasPlane, let network = shownEntry?.network, network.convolution == nil else {
      return [.answer]
    }
    return [.answer]
      + network.hidden.enumerated().flatMap { layer, count in
        (0..<count).map { Lens.neuron(layer: layer, unit: $0) }
      }
  }

  /// What is seen of the shown network.
  var lens: Lens {
    guard case .neuron(let layer, let unit) = sight.lens else { return .answer }
    let hidden = shownEntry?.network?.hidden ?? []
    return hidden.indices.contains(layer) && unit < hidden[layer] ? sight.lens : .answer
  }

  /// The two individuals that are compared, if one was marked and there is another one.
  var compared: (shown: HallOfFame.Entry, other: HallOfFame.Entry)? {
    guard let marked = sight.marked else { return nil }
    let candidates = [shownEntry].compactMap(\.self) + snapshot.hallOfFame.entries.prefix(2)
    return candidates.first { !$0.isSame(as: marked) }.map { ($0, marked) }
  }

  /// `champion`, or the place in the hall of fame, or the generation of one that left it.
  func name(of entry: HallOfFame.Entry) -> String {
    // It may also be in this hall of fame, where its place changes.
    if let run = sight.markedRun, sight.marked?.isSame(as: entry) ?? false {
      return "best of run \(run + 1)"
    }
    guard let place = snapshot.hallOfFame.entries.firstIndex(where: entry.isSame) else {
      let branch = snapshot.branches.firstIndex { $0.champion.map(entry.isSame) ?? false }
      return branch.map { "best of run \($0 + 1)" } ?? "g\(entry.generation)"
    }
    return place == 0 ? "champion" : "#\(place + 1)"
  }
}

extension HallOfFame.Entry {
  /// Whether it is the same individual, whatever it is worth now.
  func isSame(as other: Self) -> Bool {
    // Runs that part have others at the same place.
    generation == other.generation && individual == other.individual && genes == other.genes
  }
}

/// What the keys do that only change what is looked at.
extension Model {
  mutating func toggleCursor() {
    guard sight.cursor == nil else {
      sight.cursor = nil
      sight.editing = nil
      return
    }
    focus = .boundary
    if !showsPlane { sight.pages[.boundary] = .boundary }
    let size = layout.rect(of: .boundary)?.inside.size ?? Layout.leastSize
    sight.cursor = Sight.Cursor(column: size.width / 2, row: size.height / 2)
  }

  mutating func moveCursor(columns: Int = 0, rows: Int = 0) {
    sight.cursor?.column += columns
    sight.cursor?.row += rows
    keepCursorInside(layout.rect(of: .boundary)?.inside.size ?? Layout.leastSize)
  }

  mutating func keepCursorInside(_ size: Size) {
    guard let cursor = sight.cursor, size.width > 0, size.height > 0 else { return }
    sight.cursor = Sight.Cursor(
      column: min(max(0, cursor.column), size.width - 1),
      row: min(max(0, cursor.row), size.height - 1))
  }

  mutating func turnLens(by steps: Int) {
    let lenses = lenses
    let place = (lenses.firstIndex(of: lens) ?? 0) + steps
    sight.lens = lenses[(place % lenses.count + lenses.count) % lenses.count]
    if page != .boundary { sight.pages[.boundary] = .boundary }
  }

  /// Marks the selected individual as the one to compare with, or ends that.
  mutating func toggleComparison() {
    let selected = comparable
    if let selected, !(sight.marked?.isSame(as: selected) ?? false) {
      sight.marked = selected
      sight.markedRun = focus == .fitness ? selectedBranch : nil
      sight.pages[.boundary] = .disagreement
      let name = name(of: selected)
      tell("Comparing with \(name): select another; c on \(name), or esc, ends it.")
    } else if sight.marked != nil {
      endComparison()
    }
  }

  mutating func endComparison() {
    sight.marked = nil
    sight.pages[.boundary] = nil
    tell("No longer comparing.")
  }

  /// Whom others can be compared with, because it is selected: an entry of the hall of fame or the
  /// gallery, or the champion of another run.
  var comparable: HallOfFame.Entry? {
    switch focus {
    case .hallOfFame, .gallery: shownEntry
    case .fitness where showsBranches && selectedBranch != snapshot.branch:
      snapshot.branches.indices.contains(selectedBranch)
        ? snapshot.branches[selectedBranch].champion : nil
    default: nil
    }
  }

  mutating func turnAxis() {
    let choices = FitnessChart.choices(self)
    let place = choices.firstIndex(of: sight.axis) ?? 0
    sight.axis = choices[(place + 1) % choices.count]
  }

  /// Scrolls or selects in those panes that only show something.
  mutating func look(by rows: Int) {
    switch focus {
    case .network:
      let last = NetworkView(self).lastScroll(layout.rect(of: .network)?.inside.size)
      sight.scrolls[.network] = min(max(0, (sight.scrolls[.network] ?? 0) + rows), last)
    case .gallery:
      sight.exhibit = min(max(0, sight.exhibit + rows), max(0, exhibits.count - 1))
    case .boundary, .fitness, .hallOfFame, .controls: break
    }
  }
}
