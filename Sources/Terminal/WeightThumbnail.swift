import Evolution

/// The weights of a network's first neurons as small pictures, for those that look at pictures.
///
/// The same neurons stand in the same places for everybody, so that relatives can be compared.
struct WeightThumbnail: Equatable, Sendable {
  /// All that decides what it looks like.
  struct Subject: Equatable, Sendable {
    let network: Network
    let genes: [Float]
    /// Of the samples.
    let shape: ImageShape
    /// In cells.
    let size: Size
  }

  let subject: Subject
  let grid: Grid
  /// Row by row, -1…1: [count][height × width].
  let pictures: [[Float]]

  init(_ subject: Subject) {
    self.subject = subject
    let weights = WeightPictures(subject.network, subject.shape)
    let grid = Grid(subject.size, weights.shape, count: weights.genes.count)
    self.grid = grid
    pictures = weights.genes.prefix(grid.columns * grid.rows).map { range in
      let picture = Array(subject.genes[range]).resampled(weights.shape, to: grid.picture)
      let largest = picture.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
      return largest > 0 ? picture.map { $0 / largest } : picture
    }
  }

  /// How many pictures of which size: the fewest and largest of which six fit, or else as many as
  /// there are or fit.
  struct Grid: Equatable, Sendable {
    let columns: Int
    let rows: Int
    /// In pixels, of which a cell holds two, one above the other.
    let picture: MosaicGrid.PixelSize

    private static let (wanted, leastSide) = (6, 8)

    init(_ size: Size, _ shape: ImageShape, count: Int) {
      let longest = max(shape.columns, shape.rows, 1)
      let sides = stride(
        from: max(Self.leastSide, size.width, size.height * 2), through: Self.leastSide, by: -1)
      let grids = sides.map { side in
        Self(
          size,
          MosaicGrid.PixelSize(
            width: max(1, shape.columns * side / longest),
            height: max(1, shape.rows * side / longest)))
      }
      self =
        grids.first { $0.columns * $0.rows >= min(count, Self.wanted) }
        ?? grids.max { $0.columns * $0.rows < $1.columns * $1.rows }
        ?? Self(size, MosaicGrid.PixelSize(width: 1, height: 1))
    }

    private init(_ size: Size, _ picture: MosaicGrid.PixelSize) {
      self.picture = picture
      columns = (size.width + 1) / (picture.width + 1)
      rows = size.height / ((picture.height + 1) / 2)
    }

    /// Where a picture stands, in cells.
    func place(_ index: Int) -> (x: Int, y: Int) {
      (
        index % max(1, columns) * (picture.width + 1),
        index / max(1, columns) * ((picture.height + 1) / 2)
      )
    }
  }

  func picture(_ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: subject.size.width, height: subject.size.height)
    let painter = PixelPainter(capabilities)
    for (index, pixels) in pictures.enumerated() {
      let (x, y) = grid.place(index)
      painter.paint(pixels, grid.picture, isSigned: true, on: &canvas, x: x, y: y)
    }
    return canvas
  }
}
