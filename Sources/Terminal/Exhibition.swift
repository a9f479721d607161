import Evolution
import Laboratory

/// An individual that the gallery shows, and what it is there for.
public struct Exhibit: Equatable, Sendable {
  public let title: String
  /// The title where there is room for more.
  public let longTitle: String
  public let entry: HallOfFame.Entry

  public init(title: String, longTitle: String? = nil, entry: HallOfFame.Entry) {
    self.title = title
    self.longTitle = longTitle ?? title
    self.entry = entry
  }
}

/// The pictures of the gallery: computed when they change, drawn as often as needed.
struct Exhibition: Equatable, Sendable {
  let grid: Grid
  /// Of those exhibits that are seen, in their order; `nil` where there is no plane.
  let pictures: [Boundary?]
  /// Of the same; `nil` where the samples are no pictures.
  let thumbnails: [WeightThumbnail?]
  /// A function is the same for all.
  let landscape: Landscape?

  /// Which exhibits are seen, and where: a pure function of the size, their number and the selection.
  struct Grid: Equatable, Sendable {
    let columns: Int
    let rows: Int
    /// With the line of text below the picture, without the gap beside it.
    let tile: Size
    /// Indices of exhibits.
    let seen: Range<Int>

    static let leastTile = Size(width: 14, height: 7)

    init(_ size: Size, count: Int, selected: Int) {
      let least = Self.leastTile
      let mostColumns = max(1, (size.width + 1) / (least.width + 1))
      let mostRows = max(1, size.height / least.height)
      // As many as possible are seen, each as large as possible; of equals the fewest columns.
      let seenCount = min(count, mostColumns * mostRows)
      var best = (columns: mostColumns, rows: mostRows, tile: least, area: -1)
      for columns in 1...mostColumns {
        let rows = max(1, (seenCount + columns - 1) / columns)
        guard rows <= mostRows else { continue }
        let tile = Self.shaped(
          Size(width: (size.width + 1) / columns - 1, height: size.height / rows))
        let area = tile.width * (tile.height - 1)
        if area > best.area { best = (columns, rows, tile, area) }
      }
      (columns, rows, tile) = (best.columns, best.rows, best.tile)
      let first = max(0, min(selected / columns - rows + 1, (count - 1) / columns)) * columns
      seen = min(first, count)..<min(count, first + columns * rows)
    }

    /// What of some room a tile fills: a cell is about twice as high as wide, so a picture is from
    /// square to somewhat wider.
    private static func shaped(_ room: Size) -> Size {
      let height = max(1, room.height - 1)
      let width = min(room.width, max(leastTile.width, height * 5 / 2))
      return Size(width: width, height: min(room.height, max(2, width / 2 + 1)))
    }

    func place(_ index: Int) -> (x: Int, y: Int) {
      let place = index - seen.lowerBound
      return (place % columns * (tile.width + 1), place / columns * tile.height)
    }

    var picture: Size { Size(width: tile.width, height: tile.height - 1) }
  }
}

extension Model {
  /// For so many snapshots, a second or so, the exhibits of a run that goes on stay.
  private static let exhibitionRest = 15

  /// More would not be looked at.
  private static let exhibitLimit = 24

  /// Finds out what the gallery shows, and computes its pictures anew if they would look different.
  mutating func refreshExhibits() {
    // The first stays the first, whoever that is.
    let old =
      sight.exhibit > 0 && exhibits.indices.contains(sight.exhibit)
      ? exhibits[sight.exhibit].entry : nil
    guard let size = layout.rect(of: .gallery)?.inside.size else {
      exhibition = nil
      return
    }
    let hall = snapshot.hallOfFame.entries
    let lines = lineExhibits()
    let isOld = exhibitedHall != hall || !lines.isEmpty && lines != exhibits
    // While it runs the best change all the time, and nobody compares pictures that flicker.
    exhibitionRest = max(0, exhibitionRest - 1)
    if exhibits.isEmpty || isOld && (!snapshot.isRunning || exhibitionRest == 0) {
      exhibitionRest = Self.exhibitionRest
      exhibitedHall = hall
      exhibits = lines.isEmpty ? distinctExhibits() : lines
      // The selection stays with the same individual.
      sight.exhibit =
        exhibits.firstIndex { exhibit in old.map(exhibit.entry.isSame) ?? false }
        ?? min(sight.exhibit, max(0, exhibits.count - 1))
    }
    let grid = Exhibition.Grid(size, count: exhibits.count, selected: sight.exhibit)
    let before = exhibition
    exhibition = Exhibition(
      grid: grid,
      pictures: exhibits[grid.seen].map { exhibit in picture(of: exhibit, grid.picture, before) },
      thumbnails: exhibits[grid.seen].map { exhibit in
        thumbnail(of: exhibit, grid.picture, before)
      }, landscape: landscape(grid.picture, before))
  }

  private func picture(
    of exhibit: Exhibit, _ size: Size, _ before: Exhibition?
  ) -> Boundary? {
    guard hasPlane, let data = snapshot.data else { return nil }
    var subject = Boundary.Subject(exhibit.entry, data: data, axes: axes, size: size)
    subject.hasSamples = false
    let known = before?.pictures.first { $0?.subject == subject }
    return known ?? Boundary(subject, before: nil)
  }

  /// Where the samples are pictures: the first weights as such.
  private func thumbnail(
    of exhibit: Exhibit, _ size: Size, _ before: Exhibition?
  ) -> WeightThumbnail? {
    let entry = exhibit.entry
    guard let data = snapshot.data, let shape = data.dataset.imageShape, entry.isFor(data),
      let network = entry.network
    else { return nil }
    let subject = WeightThumbnail.Subject(
      network: network, genes: entry.genes, shape: shape, size: size)
    return before?.thumbnails.first { $0?.subject == subject } ?? WeightThumbnail(subject)
  }

  private func landscape(_ size: Size, _ before: Exhibition?) -> Landscape? {
    guard let function = snapshot.function, size.width > 0, size.height > 0 else { return nil }
    let subject = Landscape.Subject(function: function, axes: axes, size: size)
    return before?.landscape?.subject == subject ? before?.landscape : Landscape(subject)
  }

  /// The best of each line of descent; nobody where there is but one, or none is known.
  private func lineExhibits() -> [Exhibit] {
    guard let lineages = snapshot.lineages, lineages.lines.count > 1,
      lineages.generation <= snapshot.generation,
      lineages.lines[0].best.genes.count == snapshot.champion?.genes.count
    else { return [] }
    return lineages.lines.enumerated().map { index, line in
      let percent = Int((line.share * 100).rounded())
      let title = "line \(index + 1): \(percent) %"
      return Exhibit(
        title: title, longTitle: "\(title) of the population", entry: line.best)
    }
  }

  /// The best of those who do the same, best first.
  private func distinctExhibits() -> [Exhibit] {
    var seen: [(network: Network?, behaviour: [Int32])] = []
    var exhibits: [Exhibit] = []
    for entry in snapshot.hallOfFame.entries where exhibits.count < Self.exhibitLimit {
      let behaviour = behaviour(of: entry)
      if let behaviour {
        let isKnown = seen.contains { $0.network == entry.network && $0.behaviour == behaviour }
        guard !isKnown else { continue }
        seen.append((entry.network, behaviour))
      }
      exhibits.append(Exhibit(title: name(of: entry), entry: entry))
    }
    return exhibits
  }

  /// The classes that a network sees on a coarse plane; `nil` where that would cost too much.
  private func behaviour(of entry: HallOfFame.Entry) -> [Int32]? {
    guard hasPlane, let data = snapshot.data, let network = entry.network, entry.isFor(data),
      network.productCount <= Self.behaviourLimit
    else { return nil }
    let plane = Plane(data.dataset, axes: axes, size: Size(width: 8, height: 4))
    let field = Field(network, entry.genes, plane, scaling: data.scaling)
    return (0..<32).map { field.winner($0 % 8, $0 / 8) }
  }

  /// Products of a weight and an input for one point.
  private static let behaviourLimit = 2000
}
