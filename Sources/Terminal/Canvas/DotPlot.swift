/// Lines of dots in layers: in each cell only the front one is seen.
///
/// Merged dots of two lines would look like a third. A cell has as many dots as the glyphs can
/// show: 2 × 4 of braille, 1 × 2 half blocks.
struct DotPlot {
  let columns: Int
  let rows: Int
  private let glyphs: GlyphSet
  /// Of each cell, with the layer they belong to: [rows × columns].
  private var cells: [(layer: Int, dots: UInt8)]

  init(columns: Int, rows: Int, _ glyphs: GlyphSet = .braille) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    self.glyphs = glyphs
    cells = Array(repeating: (.max, 0), count: self.columns * self.rows)
  }

  var width: Int { columns * glyphs.dots.width }
  var height: Int { rows * glyphs.dots.height }

  /// Sets a dot; layer 0 is the front.
  mutating func set(_ x: Int, _ y: Int, layer: Int) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    let dots = glyphs.dots
    let cell = y / dots.height * columns + x / dots.width
    if layer < cells[cell].layer { cells[cell] = (layer, 0) }
    guard layer == cells[cell].layer else { return }
    // The dots of braille stand for those of larger ones.
    cells[cell].dots |= Braille.dot(x * 2 / dots.width, y * 4 / dots.height)
  }

  func draw(on canvas: inout Canvas, x: Int, y: Int, styles: [Style]) {
    for row in 0..<rows {
      for column in 0..<columns {
        let cell = cells[row * columns + column]
        guard styles.indices.contains(cell.layer),
          let character = glyphs.character(dots: cell.dots)
        else { continue }
        canvas[x + column, y + row] = Cell(character, styles[cell.layer])
      }
    }
  }
}
