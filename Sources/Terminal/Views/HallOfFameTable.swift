import Evolution
import Laboratory

/// The best individuals ever, best first.
public struct HallOfFameTable: FramedView {
  let hall: HallOfFame
  let selected: Int
  let isFocused: Bool
  /// Individuals are points of a function rather than networks.
  let isOfFunction: Bool
  /// The accuracy is not that on the samples that are learnt from.
  let isChosenByValidation: Bool

  public init(_ model: Model) {
    hall = model.snapshot.hallOfFame
    selected = model.selectedEntry
    isFocused = model.focus == .hallOfFame
    isOfFunction = model.snapshot.function != nil
    isChosenByValidation = model.snapshot.choosesByValidation
  }

  public var title: String { "hall of fame" }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    let count = hall.entries.count
    return [
      Label(
        isFocused && count > 0 ? "\(selected + 1) of \(count)" : "\(count)/\(hall.capacity)")
    ]
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    let theme = capabilities.theme
    guard !hall.entries.isEmpty else {
      canvas.write("No one yet.", x: 1, y: 0, style: theme.style(.dim))
      return canvas
    }
    let columns = columns(size.width)
    let heading = columns.map { $0.cell($0.heading, capabilities.glyphs) }.joined(separator: " ")
    canvas.write(" " + heading, x: 0, y: 0, style: theme.style(.dim))
    let rows = max(0, size.height - 1)
    let first = Self.scroll(selected: selected, rows: rows, count: hall.entries.count)
    for row in 0..<min(rows, hall.entries.count - first) {
      let entry = hall.entries[first + row]
      let isSelected = first + row == selected
      let text = columns.map { $0.cell($0.value(first + row, entry), capabilities.glyphs) }
        .joined(separator: " ")
      let marker = isSelected ? String(Character(capabilities.glyphs.marker)) : " "
      canvas.write(
        (marker + text).fitted(size.width, capabilities.glyphs), x: 0, y: row + 1,
        style: isSelected && isFocused ? theme.style(.selection) : .plain)
    }
    return canvas
  }

  /// The first row, so that the selected one is in the middle where possible.
  static func scroll(selected: Int, rows: Int, count: Int) -> Int {
    min(max(0, selected - rows / 2), max(0, count - rows))
  }

  private struct Column {
    let heading: String
    let width: Int
    var isText = false
    let value: (Int, HallOfFame.Entry) -> String

    func cell(_ text: String, _ glyphs: GlyphSet) -> String {
      text.fitted(width, glyphs, toRight: !isText)
    }
  }

  /// As many columns as there is room for, the most telling first.
  private func columns(_ width: Int) -> [Column] {
    let generations = hall.entries.map { "\($0.generation)".count }.max() ?? 1
    var columns = [
      Column(heading: "#", width: 2) { place, _ in "\(place + 1)" },
      Column(heading: "gen", width: max(3, generations)) { _, entry in "\(entry.generation)" },
    ]
    columns += isOfFunction ? Self.valueColumns : networkColumns(isNarrow: width < 34)
    let used = columns.reduce(1) { $0 + $1.width + 1 }
    if width - used >= 11 {
      columns.append(
        Column(heading: "last change", width: width - used, isText: true) { _, entry in
          entry.lastChange
        })
    }
    var total = 1
    return columns.prefix { column in
      total += column.width + 1
      return total <= width + 1
    }
  }

  private func networkColumns(isNarrow: Bool) -> [Column] {
    let shapes = hall.entries.compactMap(\.network?.shape.count).max() ?? 5
    var columns = [
      Column(heading: isNarrow ? "fit." : "fitness", width: isNarrow ? 5 : 7) { _, entry in
        Format.fraction(entry.score.fitness)
      },
      Column(heading: isChosenByValidation ? "valid" : "train", width: 5) { _, entry in
        Format.fraction(entry.score.accuracy)
      },
    ]
    if hall.entries.contains(where: { $0.testAccuracy != nil }) {
      columns.append(
        Column(heading: "test", width: 5) { _, entry in Format.fraction(entry.testAccuracy) })
    }
    columns.append(
      Column(heading: "shape", width: min(14, max(5, shapes)), isText: true) { _, entry in
        entry.network?.shape ?? ""
      })
    return columns
  }

  private static var valueColumns: [Column] {
    [
      Column(heading: "value", width: 9) { _, entry in Format.value(entry.score.fitness) },
      Column(heading: "at", width: 20, isText: true) { _, entry in
        entry.genes.prefix(3).map { Format.fixed(Double($0), decimals: 3) }.joined(separator: " ")
      },
    ]
  }
}
