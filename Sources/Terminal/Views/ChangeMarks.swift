import Laboratory

/// A mark below a plot for each generation with changes, with words where the next one leaves room.
struct ChangeMarks {
  /// The changes that fall in one cell.
  private struct Place {
    let x: Int
    var changes: [Change]

    /// What can be said of them, the longest first: no half words, and none left out uncounted.
    func texts(_ glyphs: GlyphSet) -> [String] {
      let generation = changes[0].generation
      let count = changes.count
      let details = [changes.map(\.summary), changes.map(\.name)].map {
        "g\(generation) \($0.joined(separator: ", "))"
      }
      return details
        + (count == 1
          ? ["g\(generation)"]
          : ["g\(generation) \(count) changes", "\(glyphs.isASCII ? "x" : "×")\(count)"])
    }
  }

  private let places: [Place]

  init(_ changes: [Change], generationsPerCell: Int) {
    var places: [Place] = []
    for change in changes {
      // Generations are numbered from 1, dots from 0.
      let x = (change.generation - 1) / max(1, generationsPerCell)
      if places.last?.x == x {
        places[places.count - 1].changes.append(change)
      } else {
        places.append(Place(x: x, changes: [change]))
      }
    }
    self.places = places
  }

  /// - Parameter generationsPerDot: Is told where nothing was changed.
  func draw(
    on canvas: inout Canvas, x: Int, y: Int, width: Int, generationsPerDot: Int,
    _ capabilities: Capabilities
  ) {
    let dim = capabilities.theme.style(.dim)
    let places = places.filter { $0.x >= 0 && $0.x < width }
    guard !places.isEmpty else {
      let unit = generationsPerDot == 1 ? "generation" : "generations"
      let words = ["a dot: \(generationsPerDot) \(unit)", "dot: \(generationsPerDot)"]
      canvas.write(words.first { $0.count <= width } ?? "", x: x, y: y, style: dim)
      return
    }
    let sign: Unicode.Scalar = capabilities.glyphs.isASCII ? "^" : "╵"
    for (index, place) in places.enumerated() {
      let end = index + 1 < places.count ? places[index + 1].x - 1 : width
      let text = place.texts(capabilities.glyphs).first { $0.cellCount <= end - place.x - 1 }
      // Where there is no room for words, several changes are counted by the mark itself.
      let count = place.changes.count
      let crowd = count > 9 ? Unicode.Scalar("9") : Unicode.Scalar(UInt8(0x30 + count))
      canvas[x + place.x, y] = Cell(
        text == nil && count > 1 ? crowd : sign, capabilities.theme.style(.warning))
      canvas.write(text ?? "", x: x + place.x + 1, y: y, style: dim)
    }
  }
}
