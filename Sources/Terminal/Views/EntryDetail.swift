import Evolution
import Laboratory

/// One individual of the hall of fame: what it is, under which settings it arose, and from whom.
public struct EntryDetail: FramedView {
  let model: Model
  let entry: HallOfFame.Entry

  public init(_ model: Model, _ entry: HallOfFame.Entry) {
    self.model = model
    self.entry = entry
  }

  public var title: String { "g\(entry.generation) of the hall" }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    let count = model.hallRows.count
    return [Label("\(model.selectedEntry + 1) of \(count)")]
  }

  public func caption(_ glyphs: GlyphSet) -> [Label] {
    [Label(below, .accent), Label("esc: the list", .dim)]
  }

  /// How many lines there are below those that are seen, and the key that leads there.
  private var below: String {
    let last = lastScroll
    let left = last - min(model.hall.scroll, last)
    if left > 0 { return "\(left) lines below: page down" }
    return last > 0 ? "page up" : ""
  }

  /// How many lines there are that its pane has no room for.
  var lastScroll: Int {
    guard let size = model.layout.rect(of: .hallOfFame)?.inside.size else { return 0 }
    return max(0, Self.lines(model, entry, width: size.width - 2).count - size.height)
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    let lines = Self.lines(model, entry, width: size.width - 2, capabilities.glyphs)
    let first = min(max(0, model.hall.scroll), max(0, lines.count - size.height))
    for (row, line) in lines.dropFirst(first).prefix(size.height).enumerated() {
      canvas.write(
        line.text.fitted(max(0, size.width - 1), capabilities.glyphs), x: 1, y: row,
        style: capabilities.theme.style(line.role))
    }
    return canvas
  }

  static func lines(
    _ model: Model, _ entry: HallOfFame.Entry, width: Int, _ glyphs: GlyphSet = .braille
  ) -> [Label] {
    var lines = scores(model, entry, width, glyphs).map { Label($0) }
    if let generation = model.lastTaskChange(since: entry.generation) {
      let isOld = model.hasOldScores(entry)
      lines.append(
        Label(
          isOld ? "scores from before the data of g\(generation)" : "scored anew at g\(generation)",
          .warning))
    }
    let note = model.note(of: entry)
    if model.isBookmarked(entry) {
      lines.append(Label("* bookmarked" + (note.isEmpty ? "" : ": \(note)"), .accent))
    }
    lines.append(
      Label(
        "born g\(entry.generation) "
          + (entry.lastChange.isEmpty ? "before any change" : "after \(entry.lastChange)")))
    let then = model.snapshot.settings(at: entry.generation)
    let settings = model.controls.compactMap { control in
      then.first { $0.name == control.name }
    }
    let now = Dictionary(model.snapshot.controls.map { ($0.name, $0.value) }) { first, _ in first }
    let changed = settings.filter { now[$0.name] != $0.value }
    lines += changed.map { name, value in
      Label("\(name) \(Format.short(value)), now \(now[name].map(Format.short) ?? "-")", .warning)
    }
    lines += ancestry(model, entry, width).map { Label($0) }
    lines.append(Label(changed.isEmpty ? "settings then" : "other settings then", .dim))
    let same = settings.filter { now[$0.name] == $0.value }
    lines += wrapped(same.map { "\($0.name) \(Format.short($0.value))" }, width).map { Label($0) }
    return lines
  }

  private static func scores(
    _ model: Model, _ entry: HallOfFame.Entry, _ width: Int, _ glyphs: GlyphSet
  ) -> [String] {
    guard model.snapshot.function == nil else {
      let head = "value \(Format.value(entry.score.fitness)) at "
      return [head + Format.coordinates(entry.genes, width: width - head.cellCount, glyphs)]
    }
    let word = model.snapshot.choosesByValidation ? "valid" : "train"
    var scores =
      "fitness \(Format.fraction(entry.score.fitness))  \(word) "
      + Format.fraction(entry.score.accuracy)
    if let test = entry.testAccuracy { scores += "  test \(Format.fraction(test))" }
    guard let network = entry.network else { return [scores] }
    return [scores, "\(network.shape) \(network.activation.rawValue), \(entry.genes.count) genes"]
  }

  /// From whom it descends: how far back that is known, and the ancestors that were better than all
  /// before them.
  private static func ancestry(
    _ model: Model, _ entry: HallOfFame.Entry, _ width: Int
  ) -> [String] {
    guard let ancestry = model.ancestry(of: entry), let first = ancestry.ancestors.last else {
      return ["ancestry unknown"]
    }
    let births = ancestry.ancestors
    let counts = [Ancestor.Birth.crossover, .mutation].map { kind in
      "\(births.count { $0.birth == kind }) by \(kind.rawValue)"
    }
    let end =
      ancestry.isComplete
      ? "to a random one of g\(first.generation)" : "as far as g\(first.generation)"
    let change = model.lastTaskChange(since: 0) ?? 0
    var best = -Float.infinity
    let steps = births.reversed().filter { ancestor in
      defer { best = max(best, ancestor.fitness) }
      return ancestor.fitness > best
    }
    let isOfFunction = model.snapshot.function != nil
    let head = "ancestry: \(births.count) births back \(end), " + counts.joined(separator: ", ")
    return HelpScreen.wrap(head, width)
      + steps.reversed().prefix(stepLimit).map { ancestor in
        let worth =
          isOfFunction
          ? "value \(Format.value(ancestor.fitness))"
          : "fitness \(Format.fraction(ancestor.fitness))"
        return "  g\(ancestor.generation) \(worth)  \(ancestor.birth.rawValue)"
          + (ancestor.generation < change ? "  on the data then" : "")
      }
  }

  private static let stepLimit = 8

  /// Several to a line, as many as there is room for.
  private static func wrapped(_ parts: [String], _ width: Int) -> [String] {
    var lines: [String] = []
    for part in parts {
      if let last = lines.last, last.cellCount + 2 + part.cellCount <= width {
        lines[lines.count - 1] = "\(last), \(part)"
      } else {
        lines.append(part)
      }
    }
    return lines
  }
}
