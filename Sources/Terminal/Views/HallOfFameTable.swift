import Evolution
import Laboratory

/// The best individuals ever, best first.
public struct HallOfFameTable: FramedView {
  let hall: HallOfFame
  let rows: [HallRow]
  let filter: String
  let sort: HallSort
  let selected: Int
  let isFocused: Bool
  /// Individuals are points of a function rather than networks.
  let isOfFunction: Bool
  /// The accuracy is not that on the samples that are learnt from.
  let isChosenByValidation: Bool

  public init(_ model: Model) {
    hall = model.snapshot.hallOfFame
    rows = model.hallRows
    filter = model.hall.filter
    sort = model.hall.sort
    selected = model.selectedEntry
    isFocused = model.focus == .hallOfFame
    isOfFunction = model.snapshot.function != nil
    isChosenByValidation = model.snapshot.choosesByValidation
  }

  /// That not all are shown is never left out.
  public var title: String { filter.isEmpty ? "hall of fame" : "hall /\(filter)" }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    let others = rows.count { $0.place == nil }
    let count = rows.count - others
    let place =
      isFocused && !rows.isEmpty
      ? "\(selected + 1) of \(rows.count)" : "\(count)/\(hall.capacity)"
    return [
      Label(place + (others == 0 ? "" : isFocused ? ", \(others)*" : " +\(others)*")),
      Label(sort == .fitness ? "" : "by \(sort.rawValue)", .warning),
    ]
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    let theme = capabilities.theme
    guard !rows.isEmpty else {
      let text = filter.isEmpty ? "No one yet." : "No one is like that; esc shows all."
      canvas.write(
        text.fitted(max(0, size.width - 1), capabilities.glyphs), x: 1, y: 0,
        style: theme.style(.dim))
      return canvas
    }
    let places = places(size.height)
    let columns = columns(size.width, places, capabilities.glyphs)
    let heading = columns.map { column in
      // The column by which it is sorted stands in capitals, unless it is the usual one.
      let isSorted = sort != .fitness && column.heading == sort.heading
      return column.cell(
        isSorted ? column.heading.uppercased() : column.heading, capabilities.glyphs)
    }.joined(separator: " ")
    canvas.write(" " + heading, x: 0, y: 0, style: theme.style(.dim))
    for (row, place) in places.enumerated() {
      let entry = rows[place]
      let isSelected = place == selected
      let cells = columns.map { $0.cell($0.value(entry), capabilities.glyphs) }
      let text =
        (cells.first ?? "") + (entry.isBookmarked && entry.place != nil ? "*" : " ")
        + cells.dropFirst().joined(separator: " ")
      let marker = isSelected ? String(Character(capabilities.glyphs.marker)) : " "
      canvas.write(
        (marker + text).fitted(size.width, capabilities.glyphs), x: 0, y: row + 1,
        style: isSelected && isFocused ? theme.style(.selection) : .plain)
    }
    return canvas
  }

  /// The indices of the entries that are shown below the heading, one a row.
  private func places(_ height: Int) -> Range<Int> {
    let lines = max(0, height - 1)
    let first = Self.scroll(selected: selected, rows: lines, count: rows.count)
    return first..<min(first + lines, rows.count)
  }

  /// The index of the entry in a row of a table so high.
  func entry(atRow row: Int, height: Int) -> Int? {
    let places = places(height)
    return row >= 1 && row <= places.count ? places.lowerBound + row - 1 : nil
  }

  /// The first row, so that the selected one is in the middle where possible.
  static func scroll(selected: Int, rows: Int, count: Int) -> Int {
    min(max(0, selected - rows / 2), max(0, count - rows))
  }

  private struct Column {
    let heading: String
    let width: Int
    var isText = false
    let value: (HallRow) -> String

    func cell(_ text: String, _ glyphs: GlyphSet) -> String {
      text.fitted(width, glyphs, toRight: !isText)
    }
  }

  /// As many columns as there is room for, the most telling first.
  ///
  /// - Parameter places: The indices of the entries that are shown.
  private func columns(_ width: Int, _ places: Range<Int>, _ glyphs: GlyphSet) -> [Column] {
    let generations = rows.map { "\($0.entry.generation)".count }.max() ?? 1
    var columns = [
      Column(heading: "#", width: 2) { row in row.place.map { "\($0 + 1)" } ?? "*" },
      Column(heading: "gen", width: max(3, generations)) { row in "\(row.entry.generation)" },
    ]
    if sort == .genes {
      columns.append(Column(heading: "genes", width: 5) { row in "\(row.entry.genes.count)" })
    }
    columns += isOfFunction ? valueColumns(glyphs) : networkColumns(isNarrow: width < 34, places)
    let used = columns.reduce(1) { $0 + $1.width + 1 }
    if width - used >= 11 {
      // Most have the same.
      let changes = Dictionary(
        uniqueKeysWithValues: Set(rows.map(\.entry.lastChange)).map {
          ($0, ShortChange.text($0, width - used, glyphs))
        })
      columns.append(
        Column(heading: "last change", width: width - used, isText: true) { row in
          changes[row.entry.lastChange] ?? ""
        })
    }
    var total = 1
    return columns.prefix { column in
      total += column.width + 1
      return total <= width + 1
    }
  }

  private func networkColumns(isNarrow: Bool, _ places: Range<Int>) -> [Column] {
    let shapes = hall.entries.compactMap(\.network?.shape.count).max() ?? 5
    let decimals = decimals(atMost: isNarrow ? 4 : 6, among: places)
    var columns = [
      Column(heading: isNarrow ? "fit." : "fitness", width: isNarrow ? 5 : 7) { row in
        row.isOld ? "old" : Format.fraction(row.entry.score.fitness, decimals: decimals)
      },
      Column(heading: isChosenByValidation ? "valid" : "train", width: 5) { row in
        row.isOld ? "data" : Format.fraction(row.entry.score.accuracy)
      },
    ]
    if hall.entries.contains(where: { $0.testAccuracy != nil }) {
      columns.append(
        Column(heading: "test", width: 5) { row in
          row.isOld ? "-" : Format.fraction(row.entry.testAccuracy)
        })
    }
    columns.append(
      Column(heading: "shape", width: min(14, max(5, shapes)), isText: true) { row in
        row.entry.network?.shape ?? ""
      })
    return columns
  }

  /// So many that neighbours that are shown are told apart, if there is room for that.
  private func decimals(atMost most: Int, among places: Range<Int>) -> Int {
    let fitness = rows[places].filter { !$0.isOld }.map(\.entry.score.fitness)
    return (3..<most).first { decimals in
      let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
      return zip(fitness, fitness.dropFirst()).allSatisfy { one, next in
        one == next || (Double(one) * scale).rounded() != (Double(next) * scale).rounded()
      }
    } ?? most
  }

  private func valueColumns(_ glyphs: GlyphSet) -> [Column] {
    let width = 20
    return [
      Column(heading: "value", width: 9) { row in
        row.isOld ? "old data" : Format.value(row.entry.score.fitness)
      },
      Column(heading: "at", width: width, isText: true) { row in
        Format.coordinates(row.entry.genes, width: width, glyphs)
      },
    ]
  }
}
