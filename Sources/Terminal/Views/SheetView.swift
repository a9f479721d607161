import Evolution
import Laboratory

/// A list over the lower part of the screen: presets, pause rules, or the log of changes.
public struct SheetView: FramedView {
  let model: Model
  let sheet: Sheet

  public init(_ model: Model, _ sheet: Sheet) {
    self.model = model
    self.sheet = sheet
  }

  /// Where it lies: as low as it needs to be, above the message line.
  static func rect(_ model: Model) -> Rect {
    let size = model.size
    let room = max(3, size.height - 3)
    let wanted = model.sheetRowCount + (model.sheet == .pauses ? 2 : 5)
    let least = min(room, max(3, min(wanted, max(8, room * 3 / 4))))
    // A line or two of what lies behind say nothing.
    let height = room - least < 3 ? room : least
    return Rect(x: 0, y: size.height - 2 - height, width: size.width, height: height)
  }

  public var title: String {
    switch sheet {
    case .presets: "presets for \(model.snapshot.experiment.algorithm)"
    case .pauses: "pause when"
    case .log: "log of changes"
    }
  }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    let count = model.sheetRowCount
    return [Label(count > 0 ? "\(model.selectedRow + 1) of \(count)" : "", .dim)]
  }

  public func caption(_ glyphs: GlyphSet) -> [Label] {
    switch sheet {
    case .presets: [Label("enter applies", .dim), Label("u takes it back", .dim)]
    case .pauses: [Label("0 is off", .dim), Label("they change nothing but the pause", .dim)]
    case .log:
      [
        Label("\(Change.span) generations later", .dim),
        Label("after is not because: no proof", .dim),
      ]
    }
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    let theme = capabilities.theme
    let count = model.sheetRowCount
    guard count > 0 else {
      canvas.write("Nothing was changed yet.", x: 1, y: 0, style: theme.style(.dim))
      return canvas
    }
    let full = fullText(size, capabilities.glyphs)
    let rows = size.height - full.count
    for (row, line) in full.enumerated() {
      canvas.write(line, x: 1, y: rows + row, style: theme.style(.accent))
    }
    let first = HallOfFameTable.scroll(selected: model.selectedRow, rows: rows, count: count)
    for row in 0..<min(rows, count - first) {
      let index = first + row
      let isSelected = index == model.selectedRow
      switch sheet {
      case .presets: write(model.presets[index], isSelected, &canvas, row, capabilities)
      case .pauses: write(model.pauseControls[index], isSelected, &canvas, row, capabilities)
      case .log: write(model.changeGroups[index], isSelected, &canvas, row, capabilities)
      }
    }
    return canvas
  }

  /// All of the selected row, which may be cut in the list, where there is room for both.
  private func fullText(_ size: Size, _ glyphs: GlyphSet) -> [String] {
    guard size.height >= 5 else { return [] }
    let text: String
    switch sheet {
    case .pauses: return []
    case .presets where model.presets.indices.contains(model.selectedRow):
      text = model.presets[model.selectedRow].sentence
    case .log where model.changeGroups.indices.contains(model.selectedRow):
      let group = model.changeGroups[model.selectedRow]
      text = [group.sentence, group.first?.effectText ?? ""].joined(separator: " ")
    default: return []
    }
    let width = size.width - 2
    var lines = text.wrapped(width)
    // Mostly as many, so that the list stays where it is.
    let count = min(max(3, min(lines.count, 6)), size.height - 1)
    if lines.count > count {
      let rest = lines[(count - 1)...].joined(separator: " ")
      lines = lines.prefix(count - 1) + [rest.fitted(width, glyphs)]
    }
    return lines + Array(repeating: "", count: count - lines.count)
  }

  private func write(
    _ preset: Preset, _ isSelected: Bool, _ canvas: inout Canvas, _ row: Int,
    _ capabilities: Capabilities
  ) {
    let width = min(16, model.presets.map(\.name.cellCount).max() ?? 0)
    write(
      preset.name.fitted(width, capabilities.glyphs), preset.why, isSelected, &canvas, row,
      capabilities)
  }

  private func write(
    _ changes: [Change], _ isSelected: Bool, _ canvas: inout Canvas, _ row: Int,
    _ capabilities: Capabilities
  ) {
    let generations = model.changeGroups.last?.first?.generation ?? 0
    let head = "g\(changes.first?.generation ?? 0)".fitted("g\(generations)".count, .braille)
    let list = changes.map(\.summary).joined(separator: ", ")
    let effect = changes.first?.effectText ?? ""
    let consequence = changes.map(\.consequence).first { !$0.isEmpty } ?? ""
    write(
      head, [list, effect, consequence].filter { !$0.isEmpty }.joined(separator: "; "),
      isSelected, &canvas, row, capabilities)
  }

  private func write(
    _ head: String, _ text: String, _ isSelected: Bool, _ canvas: inout Canvas, _ row: Int,
    _ capabilities: Capabilities
  ) {
    let theme = capabilities.theme
    if isSelected { canvas[0, row] = Cell(capabilities.glyphs.marker, theme.style(.accent)) }
    let used = canvas.write(
      head, x: 1, y: row, style: isSelected ? theme.style(.selection) : .plain)
    let x = 1 + used + 2
    canvas.write(text.fitted(max(0, canvas.width - x), capabilities.glyphs), x: x, y: row)
  }

  private func write(
    _ rule: Control, _ isSelected: Bool, _ canvas: inout Canvas, _ row: Int,
    _ capabilities: Capabilities
  ) {
    let width = min(canvas.width, 38)
    let slider = Slider(
      control: rule, isSelected: isSelected, isFocused: true,
      typed: isSelected ? model.typing.flatMap { $0.purpose == .value ? $0.field : nil } : nil,
      nameWidth: 10, isOffAtZero: true)
    canvas.paste(slider.draw(Size(width: width, height: 1), capabilities), x: 0, y: row)
    let x = width + 1
    guard canvas.width - x > 20 else { return }
    canvas.write(
      rule.description.help.fitted(canvas.width - x, capabilities.glyphs), x: x, y: row,
      style: capabilities.theme.style(.dim))
  }
}

extension Preset {
  /// What it sets, which must not be cut, and why.
  fileprivate var sentence: String {
    let settings = settings.map { "\($0.name) \(Format.short($0.value))" }
    return "Sets \(settings.joined(separator: ", ")). \(why)"
  }
}

extension Change {
  /// How the run went after it: `best +.004, mean -.020, diversity +.08`; empty before that is
  /// known.
  var effectText: String {
    guard let before, let after else { return "" }
    let parts: [(String, Float?, Float?)] = [
      ("best", before.best, after.best), ("mean", before.mean, after.mean),
      ("diversity", before.diversity, after.diversity), ("test", before.test, after.test),
    ]
    return parts.compactMap { name, old, new in
      guard let old, let new else { return nil }
      return "\(name) \(Format.difference(new - old))"
    }.joined(separator: ", ")
  }
}
