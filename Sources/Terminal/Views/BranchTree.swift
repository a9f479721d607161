import Evolution
import Laboratory

/// The runs and their forks as a tree: what each left where, and how far it came.
public struct BranchTree: FramedView {
  let branches: [Snapshot.Branch]
  let present: Int
  let selected: Int
  let overlaid: Int?
  let isFocused: Bool
  private let isOfFunction: Bool

  public init(_ model: Model) {
    branches = model.snapshot.branches
    present = model.snapshot.branch
    selected = model.selectedBranch
    overlaid = model.overlaidBranch
    isFocused = model.focus == .fitness
    isOfFunction = model.snapshot.function != nil
  }

  public var title: String { "runs and forks" }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    [Label(branches.count == 1 ? "1 run" : "\(branches.count) runs")]
  }

  public func caption(_ glyphs: GlyphSet) -> [Label] {
    [
      Label("enter goes there", .dim), Label("O overlays", .dim),
      Label("c compares champions", .dim),
    ]
  }

  /// A branch and how deep it stands below the run of its own that it comes from.
  private struct Row {
    let branch: Int
    let depth: Int
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    let rows = Self.rows(branches)
    let place = rows.firstIndex { $0.branch == selected } ?? 0
    let first = HallOfFameTable.scroll(selected: place, rows: size.height, count: rows.count)
    for line in 0..<min(size.height, rows.count - first) {
      let row = rows[first + line]
      let isSelected = row.branch == selected
      let marker = isSelected ? String(Character(capabilities.glyphs.marker)) : " "
      let text = marker + text(row, capabilities.glyphs)
      let style = capabilities.theme.style(isSelected && isFocused ? .selection : .text)
      canvas.write(
        text.fitted(size.width, capabilities.glyphs), x: 0, y: line,
        style: row.branch == present ? style.adding(.bold) : style)
    }
    return canvas
  }

  private func text(_ row: Row, _ glyphs: GlyphSet) -> String {
    let branch = branches[row.branch]
    let twig = row.depth == 0 ? "" : String(repeating: " ", count: row.depth - 1) + glyphs.twig
    var words = ["\(twig)run \(row.branch + 1)"]
    words.append("g\(branch.start)\(glyphs.isASCII ? "-" : "–")\(branch.generation)")
    if let score = branch.champion?.score {
      words.append(isOfFunction ? Format.value(score.fitness) : Format.fraction(score.fitness))
    }
    if row.branch == present { words.append("here") }
    if row.branch == overlaid { words.append("overlaid") }
    return words.joined(separator: " ")
  }

  /// Each branch below the one that it left, in the order in which they began.
  private static func rows(_ branches: [Snapshot.Branch]) -> [Row] {
    func below(_ parent: Int?, _ depth: Int) -> [Row] {
      branches.indices.filter { branches[$0].parent == parent }.flatMap {
        [Row(branch: $0, depth: depth)] + below($0, depth + 1)
      }
    }
    return below(nil, 0)
  }
}

extension GlyphSet {
  /// Before what hangs on something above it.
  fileprivate var twig: String { isASCII ? "`" : "└" }
}
