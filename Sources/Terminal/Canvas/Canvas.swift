/// A rectangle of cells to draw on: [height × width], row by row.
///
/// A view is a function that returns one; tests compare its ``lines``.
public struct Canvas: Hashable, Sendable {
  public let width: Int
  public let height: Int
  private var cells: [Cell]

  public init(width: Int, height: Int, filledWith cell: Cell = .blank) {
    self.width = max(0, width)
    self.height = max(0, height)
    cells = Array(repeating: cell, count: self.width * self.height)
  }

  /// The cell in column x of row y; outside, reading gives a blank and writing does nothing.
  public subscript(x: Int, y: Int) -> Cell {
    get {
      contains(x, y) ? cells[y * width + x] : .blank
    }
    set {
      guard contains(x, y) else { return }
      detachHalves(x, y)
      switch newValue.character.cellWidth {
      case 1:
        cells[y * width + x] = newValue
      case 2 where x + 1 < width:
        detachHalves(x + 1, y)
        cells[y * width + x] = newValue
        cells[y * width + x + 1] = Cell(Cell.continuation, newValue.style)
      default:
        cells[y * width + x] = Cell(" ", newValue.style)
      }
    }
  }

  public func contains(_ x: Int, _ y: Int) -> Bool {
    x >= 0 && x < width && y >= 0 && y < height
  }

  /// Writes text to the right of (x, y), cut to `maxWidth` cells and to the canvas.
  ///
  /// Control characters are spelt out and invisible ones left out, so what stands to the right
  /// never moves. Returns the number of cells used.
  @discardableResult
  public mutating func write(
    _ text: some StringProtocol, x: Int, y: Int, style: Style = .plain, maxWidth: Int = .max
  ) -> Int {
    let limit = min(maxWidth, max(0, width - x))
    var used = 0
    for scalar in text.unicodeScalars {
      guard scalar.isSpeltOut else {
        guard put(scalar, style, x, y, &used, limit) else { return used }
        continue
      }
      for visible in scalar.visibleText.unicodeScalars {
        guard put(visible, style, x, y, &used, limit) else { return used }
      }
    }
    return used
  }

  /// Writes one character behind those that are there already.
  ///
  /// - Returns: false if there is no room for it.
  private mutating func put(
    _ character: Unicode.Scalar, _ style: Style, _ x: Int, _ y: Int, _ used: inout Int, _ limit: Int
  ) -> Bool {
    let cellWidth = character.cellWidth
    guard used + cellWidth <= limit else { return false }
    if cellWidth > 0 { self[x + used, y] = Cell(character, style) }
    used += cellWidth
    return true
  }

  /// Fills a rectangle with one cell.
  public mutating func fill(x: Int, y: Int, width: Int, height: Int, with cell: Cell) {
    for row in max(0, y)..<max(0, y, min(self.height, y + height)) {
      for column in max(0, x)..<max(0, x, min(self.width, x + width)) {
        self[column, row] = cell
      }
    }
  }

  public mutating func horizontalLine(
    x: Int, y: Int, width: Int, style: Style = .plain, glyphs: GlyphSet
  ) {
    fill(x: x, y: y, width: width, height: 1, with: Cell(glyphs.horizontal, style))
  }

  public mutating func verticalLine(
    x: Int, y: Int, height: Int, style: Style = .plain, glyphs: GlyphSet
  ) {
    fill(x: x, y: y, width: 1, height: height, with: Cell(glyphs.vertical, style))
  }

  /// Draws a frame with its title in the top edge, cut to leave the corner.
  ///
  /// The inside is left as it is. Nothing is drawn below 2 × 2 cells.
  public mutating func box(
    x: Int = 0, y: Int = 0, width: Int, height: Int, title: String = "",
    style: Style = .plain, titleStyle: Style? = nil, glyphs: GlyphSet
  ) {
    guard width >= 2, height >= 2 else { return }
    let right = x + width - 1
    let bottom = y + height - 1
    for row in [y, bottom] {
      horizontalLine(x: x + 1, y: row, width: width - 2, style: style, glyphs: glyphs)
    }
    for column in [x, right] {
      verticalLine(x: column, y: y + 1, height: height - 2, style: style, glyphs: glyphs)
    }
    self[x, y] = Cell(glyphs.topLeft, style)
    self[right, y] = Cell(glyphs.topRight, style)
    self[x, bottom] = Cell(glyphs.bottomLeft, style)
    self[right, bottom] = Cell(glyphs.bottomRight, style)
    if !title.isEmpty {
      write(
        " \(title) ", x: x + 2, y: y, style: titleStyle ?? style, maxWidth: max(0, width - 3))
    }
  }

  /// Copies another canvas so that its top left cell comes to (x, y).
  public mutating func paste(_ other: Canvas, x: Int, y: Int) {
    let columns = max(0, -x)..<max(0, -x, min(other.width, width - x))
    guard let first = columns.first, let last = columns.last else { return }
    for row in max(0, -y)..<max(0, -y, min(other.height, height - y)) {
      detachHalves(x + first, y + row)
      detachHalves(x + last, y + row)
      let start = row * other.width
      let target = (y + row) * width + x + first
      cells.replaceSubrange(
        target..<target + columns.count, with: other.cells[start + first...start + last])
      // A wide character that the edge cuts in two leaves a blank.
      if other[first, row].character == Cell.continuation {
        cells[(y + row) * width + x + first].character = " "
      }
      if other[last, row].character.cellWidth == 2 {
        cells[(y + row) * width + x + last].character = " "
      }
    }
  }

  /// Calls for each cell that another canvas of the same size does not have there; without one, for
  /// all.
  func forEachChange(since old: Canvas?, _ body: (_ x: Int, _ y: Int, Cell) -> Void) {
    let shown = old?.cells ?? []
    for row in 0..<height {
      for index in row * width..<(row + 1) * width {
        let cell = cells[index]
        if index < shown.count, shown[index] == cell { continue }
        body(index - row * width, row, cell)
      }
    }
  }

  /// Changes the style of every cell.
  mutating func mapStyles(_ change: (Style) -> Style) {
    for index in cells.indices { cells[index].style = change(cells[index].style) }
  }

  /// The rows as text without trailing blanks, which is what tests compare.
  public var lines: [String] {
    (0..<height).map { row in
      var line = String.UnicodeScalarView()
      for cell in cells[row * width..<(row + 1) * width]
      where cell.character != Cell.continuation {
        line.append(cell.character)
      }
      let end = line.lastIndex { $0 != " " }.map { line.index(after: $0) }
      return String(line[..<(end ?? line.startIndex)])
    }
  }

  /// Blanks the other half of a wide character of which one half is about to be overwritten.
  private mutating func detachHalves(_ x: Int, _ y: Int) {
    let index = y * width + x
    if cells[index].character == Cell.continuation, x > 0 {
      cells[index - 1].character = " "
    }
    if x + 1 < width, cells[index + 1].character == Cell.continuation {
      cells[index + 1].character = " "
    }
  }
}
