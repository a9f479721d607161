import Laboratory

/// The course of a run or a recording as a line, with a mark for each change and a knob for the
/// generation that is shown: in the place of the message while the past is visited.
public struct TimeLine: View {
  let model: Model

  public init(_ model: Model) {
    self.model = model
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: min(1, size.height))
    let theme = capabilities.theme
    let glyphs = capabilities.glyphs
    guard let course = model.snapshot.course else { return canvas }
    let words = words(course, size.width, glyphs)
    let used = canvas.write(" " + words.text + " ", x: 0, y: 0, style: theme.style(words.role))
    let bar = Rect(x: used, y: 0, width: size.width - used - 1, height: 1)
    guard bar.width >= 8, course.end > 0 else { return canvas }
    func column(_ generation: Int) -> Int {
      bar.x + min(max(0, generation), course.end) * (bar.width - 1) / course.end
    }
    let knob = column(model.snapshot.generation)
    for x in bar.x..<bar.x + bar.width {
      let isPast = x < knob
      canvas[x, 0] = Cell(
        isPast ? glyphs.barFilled : glyphs.barEmpty, theme.style(isPast ? .accent : .dim))
    }
    for change in course.changes {
      canvas[column(change.generation), 0] = Cell(
        glyphs.isASCII ? "^" : "╵", theme.style(.warning))
    }
    canvas[knob, 0] = Cell(glyphs.knob, theme.style(.titleFocused))
    return canvas
  }

  private func words(_ course: Snapshot.Course, _ width: Int, _ glyphs: GlyphSet) -> Label {
    if let failure = course.failure {
      return Label(failure.fitted(min(failure.cellCount, width - 2), glyphs), .failure)
    }
    let place = "gen \(model.snapshot.generation) of \(course.end)"
    let change = model.snapshot.changes.last { $0.generation == model.snapshot.generation }
    let acted = change.map { ": \($0.summary)" } ?? ""
    let enter = model.canFork ? "enter forks here" : model.canTurnToBranch ? "enter goes there" : ""
    let back = model.isInPast ? "esc returns" : model.isBehind ? "esc follows on" : ""
    let ways = [[enter, back], [back], []].map { words in
      words.filter { !$0.isEmpty }.joined(separator: ", ")
    }.map { $0.isEmpty ? "" : "; \($0)" }
    // What there is room for beside a line that can still be read.
    let texts = ways.map { place + acted + $0 } + [place]
    return Label(texts.first { $0.cellCount + 20 <= width } ?? place, .text)
  }
}

extension Model {
  /// Whether the time line stands where the message would.
  var showsTimeLine: Bool {
    snapshot.course != nil && toast == nil && refusal == nil && typing == nil
  }
}
