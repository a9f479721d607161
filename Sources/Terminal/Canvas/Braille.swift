/// The characters with 2 × 4 dots.
enum Braille {
  /// The bit of the dot in column x and row y, counted over the whole canvas.
  static func dot(_ x: Int, _ y: Int) -> UInt8 {
    switch (x & 1, y & 3) {
    case (0, 0): 0x01
    case (0, 1): 0x02
    case (0, 2): 0x04
    case (0, _): 0x40
    case (_, 0): 0x08
    case (_, 1): 0x10
    case (_, 2): 0x20
    default: 0x80
    }
  }

  static func scalar(_ dots: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(0x2800 + UInt32(dots)) ?? " "
  }
}

/// Lines of dots in layers: in each cell only the front one is seen.
///
/// Merged dots of two lines would look like a third.
struct DotPlot {
  let columns: Int
  let rows: Int
  /// Of each cell, with the layer they belong to: [rows × columns].
  private var cells: [(layer: Int, dots: UInt8)]

  init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    cells = Array(repeating: (.max, 0), count: self.columns * self.rows)
  }

  var width: Int { columns * 2 }
  var height: Int { rows * 4 }

  /// Sets a dot; layer 0 is the front.
  mutating func set(_ x: Int, _ y: Int, layer: Int) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    let cell = y / 4 * columns + x / 2
    if layer < cells[cell].layer { cells[cell] = (layer, 0) }
    if layer == cells[cell].layer { cells[cell].dots |= Braille.dot(x, y) }
  }

  func draw(on canvas: inout Canvas, x: Int, y: Int, styles: [Style]) {
    for row in 0..<rows {
      for column in 0..<columns {
        let cell = cells[row * columns + column]
        guard cell.dots != 0, styles.indices.contains(cell.layer) else { continue }
        canvas[x + column, y + row] = Cell(Braille.scalar(cell.dots), styles[cell.layer])
      }
    }
  }
}
