import Evolution
import Laboratory

/// The best individuals that differ, side by side, each with what it makes of the plane.
///
/// The one selected is shown in the first pane while the gallery has the focus.
public struct LineageGallery: FramedView {
  let model: Model

  public init(_ model: Model) {
    self.model = model
  }

  public var title: String { "gallery" }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    let count = model.exhibits.count
    guard count > 0 else { return [] }
    return [
      Label(
        model.focus == .gallery ? "\(model.sight.exhibit + 1) of \(count)" : "\(count) that differ")
    ]
  }

  /// Of what the pictures are, where that is not the plane.
  public func caption(_ glyphs: GlyphSet) -> [Label] {
    guard let thumbnail = model.exhibition?.thumbnails.first ?? nil else { return [] }
    let count = thumbnail.pictures.count
    let words = count == 1 ? "weights of neuron 1" : "weights of neurons 1-\(count)"
    return [Label(words, .dim)] + MosaicView.weightSigns(glyphs)
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    guard let exhibition = model.exhibition, !model.exhibits.isEmpty else {
      canvas.write("No one yet.", x: 1, y: 0, style: capabilities.theme.style(.dim))
      return canvas
    }
    for (place, index) in exhibition.grid.seen.enumerated()
    where model.exhibits.indices.contains(index) && exhibition.pictures.indices.contains(place) {
      let exhibit = model.exhibits[index]
      let (x, y) = exhibition.grid.place(index)
      if let picture = exhibition.pictures[place] {
        canvas.paste(picture.picture(capabilities), x: x, y: y)
      } else if let thumbnail = exhibition.thumbnails[place] {
        canvas.paste(thumbnail.picture(capabilities), x: x, y: y)
      } else if let landscape = exhibition.landscape {
        canvas.paste(
          LandscapeView(model).picture(landscape, best: exhibit.entry, capabilities), x: x, y: y)
      } else {
        write(exhibit.entry, x: x, y: y, exhibition.grid.picture, on: &canvas, capabilities)
      }
      write(exhibit, index, x: x, y: y, exhibition.grid.tile, on: &canvas, capabilities)
    }
    return canvas
  }

  /// The line below a picture: who it is and how good.
  private func write(
    _ exhibit: Exhibit, _ index: Int, x: Int, y: Int, _ tile: Size, on canvas: inout Canvas,
    _ capabilities: Capabilities
  ) {
    let isSelected = index == model.sight.exhibit
    let marker = isSelected ? String(Character(capabilities.glyphs.marker)) : " "
    let quality =
      model.snapshot.function == nil
      ? Format.fraction(exhibit.entry.score.accuracy)
      : Format.value(exhibit.entry.score.fitness)
    let shape = exhibit.entry.network?.shape ?? ""
    let texts = [
      "\(exhibit.longTitle), \(quality) \(shape)", "\(exhibit.longTitle), \(quality)",
      "\(exhibit.title), \(quality)", exhibit.title,
    ]
    let text = texts.first { $0.cellCount < tile.width } ?? quality
    let isFocused = model.focus == .gallery
    canvas.write(
      (marker + text).fitted(tile.width, capabilities.glyphs), x: x, y: y + tile.height - 1,
      style: isSelected && isFocused ? capabilities.theme.style(.selection) : .plain)
  }

  /// Where there is no plane: what is known of it, in words.
  private func write(
    _ entry: HallOfFame.Entry, x: Int, y: Int, _ size: Size, on canvas: inout Canvas,
    _ capabilities: Capabilities
  ) {
    var lines = [
      "generation \(entry.generation)", "fitness \(Format.fraction(entry.score.fitness))",
    ]
    if let test = entry.testAccuracy { lines.append("test \(Format.fraction(test))") }
    if !entry.lastChange.isEmpty { lines.append("after \(entry.lastChange)") }
    for (row, line) in lines.prefix(size.height).enumerated() {
      canvas.write(
        line.fitted(size.width, capabilities.glyphs), x: x, y: y + row,
        style: capabilities.theme.style(.dim))
    }
  }
}
