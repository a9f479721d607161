import Evolution
import Laboratory

/// The message line while something is typed: the text with its cursor, and what is wrong with it.
struct Prompt: View {
  let model: Model
  let typing: Model.Typing

  init?(_ model: Model) {
    guard let typing = model.typing else { return nil }
    self.model = model
    self.typing = typing
  }

  func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    let theme = capabilities.theme
    let glyphs = capabilities.glyphs
    let explanation = explanation
    for (row, line) in explanation.enumerated() {
      canvas.write(line, x: 1, y: row, style: theme.style(note.role))
    }
    let y = size.height - 1
    let note = explanation.isEmpty ? note : Label("")
    var x = canvas.write(head, x: 1, y: y, style: theme.style(.key), maxWidth: size.width - 1) + 1
    let width = note.text.isEmpty ? size.width - x : min(leastWidth, size.width - x)
    canvas.write(typing.field, x: x, y: y, width: width, style: theme.style(.warning), glyphs)
    x += width + 1
    guard size.width - x > 8 else { return canvas }
    canvas.write(
      note.text.fitted(size.width - x, glyphs), x: x, y: y, style: theme.style(note.role))
    return canvas
  }

  /// The text has what room it needs; what is said of it has the rest.
  private var leastWidth: Int {
    min(max(12, typing.field.characters.count + 1), model.size.width - 1)
  }

  /// What is wrong with a value, in rows above it, where it does not fit beside it.
  var explanation: [String] {
    guard typing.purpose == .value, let error = typing.error else { return [] }
    let room = model.size.width - head.cellCount - leastWidth - 2
    return error.cellCount <= room ? [] : error.spread(over: model.size, model.drawing.glyphs)
  }

  private var head: String {
    switch typing.purpose {
    case .command: ":"
    case .filter: "/"
    case .value: "\(subject?.name ?? "") = "
    }
  }

  private var subject: Control? {
    guard model.sheet == .pauses else { return model.control }
    let rules = model.pauseControls
    return rules.indices.contains(model.selectedRow) ? rules[model.selectedRow] : nil
  }

  private var note: Label {
    switch typing.purpose {
    // Errors and candidates have the line below.
    case .command: Label("")
    case .filter: Label("\(model.hallRows.count) shown", .dim)
    case .value:
      typing.error.map { Label($0, .failure) }
        ?? Label(subject?.description.hint ?? "", .dim)
    }
  }
}

/// The footer while a command is typed: what is wrong with it, what it can become, or its usage.
struct CommandHint: View {
  private let model: Model
  private let typing: Model.Typing

  init?(_ model: Model) {
    guard let typing = model.typing, typing.purpose == .command else { return nil }
    self.model = model
    self.typing = typing
  }

  func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    if typing.error == nil, let completion = typing.completion {
      draw(completion, &canvas, capabilities)
      return canvas
    }
    let style = capabilities.theme.style(typing.error == nil ? .dim : .failure)
    for (row, line) in lines.enumerated() {
      canvas.write(
        line.fitted(max(0, size.width - 1), capabilities.glyphs), x: 1, y: row, style: style)
    }
    return canvas
  }

  /// Its rows: more than one for what is wrong or expected, where it is too long for the screen.
  var lines: [String] {
    let usage = LineCommands.present(typing.text).map { "\($0.usage)  \($0.sentence)" }
    guard let text = typing.error ?? (typing.completion == nil ? usage : nil) else {
      return ["tab completes, up recalls, esc leaves: " + Self.names]
    }
    return text.spread(over: model.size, model.drawing.glyphs)
  }

  private static let names = LineCommands.table.map(\.name).joined(separator: " ")

  /// As many as there is room for, the present one among them, in reverse video and brackets.
  private func draw(
    _ completion: Completion, _ canvas: inout Canvas, _ capabilities: Capabilities
  ) {
    let theme = capabilities.theme
    let present = completion.index ?? 0
    let words = completion.candidates
    var first = 0
    func width(_ range: ClosedRange<Int>) -> Int {
      range.reduce(0) { $0 + words[$1].cellCount + 1 } + 3
    }
    while first < present, width(first...present) > canvas.width { first += 1 }
    var x = 1
    for index in first..<words.count {
      let isPresent = index == present
      let text = isPresent ? "[\(words[index])]" : words[index]
      guard x + text.cellCount <= canvas.width else { break }
      x += canvas.write(
        text, x: x, y: 0, style: isPresent ? theme.style(.selection) : theme.style(.dim))
      x += 1
    }
  }
}
