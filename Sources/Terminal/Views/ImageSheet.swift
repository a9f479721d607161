import Evolution

/// The first images of a data set side by side, each above the name of its class.
public struct ImageSheet {
  private let dataset: Dataset
  private let shape: ImageShape
  private let count: Int
  /// The darkest and the brightest pixel of what is shown.
  private let range: ClosedRange<Float>
  /// What is left of an image: rows and columns that are the background in all of them are not
  /// drawn.
  private let rows: Range<Int>
  private let columns: Range<Int>

  private static let gap = 2

  /// - Returns: `nil` if the samples are no images.
  public init?(_ dataset: Dataset, count: Int) {
    guard let shape = dataset.imageShape, dataset.count > 0, count > 0 else { return nil }
    self.dataset = dataset
    self.shape = shape
    self.count = min(count, dataset.count)
    let (low, high, rows, columns) = Self.frame(dataset, shape, self.count)
    range = low...high
    self.rows = rows
    self.columns = columns
  }

  /// The range of the values, and the rows and columns in which one of them is not the lowest.
  private static func frame(
    _ dataset: Dataset, _ shape: ImageShape, _ count: Int
  ) -> (Float, Float, Range<Int>, Range<Int>) {
    let images = (0..<count).map { dataset[$0] }
    var (low, high): (Float, Float) = dataset.isBytes ? (0, 255) : (.infinity, -.infinity)
    for value in images.joined() { (low, high) = (min(low, value), max(high, value)) }
    var isInk = [Bool](repeating: false, count: shape.pixelCount)
    for image in images {
      for (pixel, value) in image.enumerated() where value > low { isInk[pixel] = true }
    }
    let inked = isInk.indices.filter { isInk[$0] }
    let rows = inked.map { $0 / shape.columns }
    let columns = inked.map { $0 % shape.columns }
    guard let top = rows.min(), let bottom = rows.max(), let left = columns.min(),
      let right = columns.max()
    else { return (low, max(low, high), 0..<shape.rows, 0..<shape.columns) }
    return (low, high, top..<bottom + 1, left..<right + 1)
  }

  /// A heading, then as many images in a row as have room.
  public func picture(width: Int, _ capabilities: Capabilities) -> Canvas {
    // Images wider than the picture are drawn smaller.
    let scale = max(1, (columns.count + width - 1) / max(1, width))
    let cellColumns = (columns.count + scale - 1) / scale
    let cellRows = (rows.count + 2 * scale - 1) / (2 * scale)
    let across = max(1, min(count, (width + Self.gap) / (cellColumns + Self.gap)))
    let down = (count + across - 1) / across
    var canvas = Canvas(width: width, height: 1 + down * (cellRows + 2))
    canvas.write(
      "\(count) of \(dataset.count) images, \(shape), \(dataset.classCount) classes", x: 0, y: 0,
      maxWidth: width)
    for image in 0..<count {
      let x = image % across * (cellColumns + Self.gap)
      let y = 2 + image / across * (cellRows + 2)
      draw(
        image, x: x, y: y, scale: scale, Size(width: cellColumns, height: cellRows),
        capabilities, on: &canvas)
    }
    canvas.replaceUnknown(capabilities.glyphs)
    return canvas
  }

  private func draw(
    _ image: Int, x: Int, y: Int, scale: Int, _ size: Size, _ capabilities: Capabilities,
    on canvas: inout Canvas
  ) {
    let shades = Shades(capabilities.glyphs)
    let pixels = dataset[image]
    for row in 0..<size.height {
      for column in 0..<size.width {
        let upper = brightness(pixels, row: 2 * row, column: column, scale)
        let lower = brightness(pixels, row: 2 * row + 1, column: column, scale)
        canvas[x + column, y + row] = Cell(shades.character(upper: upper, lower: lower))
      }
    }
    canvas.write(
      dataset.classNames[Int(dataset.labels[image])], x: x, y: y + size.height,
      maxWidth: size.width + Self.gap - 1)
  }

  /// The mean of a square of pixels, as far as there are any, 0…1; beyond is the background.
  private func brightness(_ pixels: [Float], row: Int, column: Int, _ scale: Int) -> Float {
    var sum: Float = 0
    var count: Float = 0
    for y in rows.lowerBound + row * scale..<rows.lowerBound + (row + 1) * scale
    where rows.contains(y) {
      for x in columns.lowerBound + column * scale..<columns.lowerBound + (column + 1) * scale
      where columns.contains(x) {
        sum += pixels[y * shape.columns + x] - range.lowerBound
        count += 1
      }
    }
    let most = (range.upperBound - range.lowerBound) * count
    return most > 0 ? sum / most : 0
  }
}
