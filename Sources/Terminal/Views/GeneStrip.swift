import Evolution
import Laboratory

/// The genes in a row, as high as they are large, with their signs; below those of another
/// individual, and a mark where the two differ.
public struct GeneStrip: FramedView {
  let genes: [Float]
  let other: [Float]?
  let otherName: String
  private let name: String

  /// - Parameter other: Of the same length, or it is left out.
  init(genes: [Float], name: String, other: [Float]?, otherName: String) {
    self.genes = genes
    self.name = name
    self.other = other?.count == genes.count ? other : nil
    self.otherName = otherName
  }

  /// The shown individual and whom it is compared with: the marked one, or else its first parent or,
  /// where that is not known, the next best of the same shape.
  public init(_ model: Model) {
    let shown = model.compared?.shown ?? model.shownEntry
    if model.compared == nil, let shown, let parent = model.ancestry(of: shown)?.parent {
      self.init(
        genes: shown.genes, name: model.name(of: shown), other: parent, otherName: "its parent")
      return
    }
    let entries = model.snapshot.hallOfFame.entries
    let other =
      model.compared?.other
      ?? entries.first { entry in
        !(shown?.isSame(as: entry) ?? true) && entry.network == shown?.network
      }
    self.init(
      genes: shown?.genes ?? [], name: shown.map { model.name(of: $0) } ?? "",
      other: other?.genes, otherName: other.map { model.name(of: $0) } ?? "")
  }

  public var title: String { name.isEmpty ? "genes" : "genes of \(name)" }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    guard !genes.isEmpty else { return [Label("no champion yet", .dim)] }
    let count = Label("\(genes.count)", .dim)
    guard other != nil else { return [count] }
    return [Label("\(changedCount) unlike \(otherName)", .warning), count]
  }

  public func caption(_ glyphs: GlyphSet) -> [Label] {
    guard !genes.isEmpty else { return [] }
    let labels = [Label("+ positive", .positive), Label("- negative", .negative)]
    guard other != nil else { return labels }
    return [Label("below: \(otherName)"), Label("^ unlike ' nearly", .warning)] + labels
  }

  /// How many genes are not the same, bit for bit.
  var changedCount: Int {
    other.map { zip(genes, $0).count { $0.bitPattern != $1.bitPattern } } ?? 0
  }

  /// One row of signs.
  private enum Row {
    case bars, signs, otherBars, otherSigns, letters, otherLetters, changes
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    guard !genes.isEmpty, size.width > 0, size.height > 0 else { return canvas }
    let rows = rows(size.height)
    var group = group(rows.count, size)
    let isExplained = group > 1 && size.height > rows.count
    // The line that explains it takes room.
    if isExplained {
      group = self.group(rows.count, Size(width: size.width, height: size.height - 1))
    }
    let groups = stride(from: 0, to: genes.count, by: group).map { start in
      start..<min(start + group, genes.count)
    }
    let largest = (genes + (other ?? [])).reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
    for (index, group) in groups.enumerated() {
      let y = index / size.width * (rows.count + 1)
      for (row, kind) in rows.enumerated() {
        canvas[index % size.width, y + row] = cell(kind, group, largest, capabilities)
      }
    }
    if isExplained {
      canvas.write(
        "a cell: the largest of \(group) genes", x: 0, y: size.height - 1,
        style: capabilities.theme.style(.dim))
    }
    return canvas
  }

  /// How many genes a cell stands for: a power of two.
  private func group(_ rowCount: Int, _ size: Size) -> Int {
    let blocks = max(1, (size.height + 1) / (rowCount + 1))
    var group = 1
    while (genes.count + group - 1) / group > blocks * size.width { group *= 2 }
    return group
  }

  private func rows(_ height: Int) -> [Row] {
    guard other != nil else { return height >= 2 ? [.bars, .signs] : [.letters] }
    if height >= 5 { return [.bars, .signs, .otherBars, .otherSigns, .changes] }
    return height >= 3 ? [.letters, .otherLetters, .changes] : [.letters]
  }

  private func cell(
    _ row: Row, _ group: Range<Int>, _ largest: Float, _ capabilities: Capabilities
  ) -> Cell {
    func share(_ genes: [Float]) -> Float {
      let gene = genes[group].max { abs($0) < abs($1) } ?? 0
      return largest > 0 ? gene / largest : 0
    }
    let own = share(genes)
    let others = other.map(share) ?? 0
    let ink = WeightInk(capabilities)
    switch row {
    case .bars: return Cell(WeightInk.bar(own, capabilities.glyphs), ink.style(own))
    case .signs: return Cell(WeightInk.sign(own), ink.style(own))
    case .letters: return Cell(WeightInk.letter(own), ink.style(own))
    case .otherBars: return Cell(WeightInk.bar(others, capabilities.glyphs), ink.style(others))
    case .otherSigns: return Cell(WeightInk.sign(others), ink.style(others))
    case .otherLetters: return Cell(WeightInk.letter(others), ink.style(others))
    case .changes: return Cell(change(group, largest), capabilities.theme.style(.warning))
    }
  }

  /// `^` where a gene differs by a tenth of the largest, `'` where it differs at all.
  private func change(_ group: Range<Int>, _ largest: Float) -> Unicode.Scalar {
    guard let other else { return " " }
    let change = group.map { abs(genes[$0] - other[$0]) }.max() ?? 0
    return change > largest / 10 ? "^" : change > 0 ? "'" : " "
  }
}
