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
    var canvas = Canvas(width: size.width, height: min(1, size.height))
    let theme = capabilities.theme
    let glyphs = capabilities.glyphs
    let head = head
    // The text has what room it needs; what is said of it has the rest.
    let least = min(max(12, typing.field.characters.count + 1), size.width - 1)
    var x = canvas.write(head, x: 1, y: 0, style: theme.style(.key), maxWidth: size.width - 1) + 1
    let width = note.text.isEmpty ? size.width - x : min(least, size.width - x)
    canvas.write(typing.field, x: x, y: 0, width: width, style: theme.style(.warning), glyphs)
    x += width + 1
    guard size.width - x > 8 else { return canvas }
    canvas.write(
      note.text.fitted(size.width - x, glyphs), x: x, y: 0, style: theme.style(note.role))
    return canvas
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
  let typing: Model.Typing

  init?(_ model: Model) {
    guard let typing = model.typing, typing.purpose == .command else { return nil }
    self.typing = typing
  }

  func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: min(1, size.height))
    let theme = capabilities.theme
    if let error = typing.error {
      canvas.write(
        error.fitted(max(0, size.width - 1), capabilities.glyphs), x: 1, y: 0,
        style: theme.style(.failure))
    } else if let completion = typing.completion {
      draw(completion, &canvas, capabilities)
    } else {
      canvas.write(
        usage.fitted(max(0, size.width - 1), capabilities.glyphs), x: 1, y: 0,
        style: theme.style(.dim))
    }
    return canvas
  }

  private var usage: String {
    guard let command = LineCommands.present(typing.text) else {
      return "tab completes, up recalls, esc leaves: "
        + LineCommands.table.map(\.name).joined(separator: " ")
    }
    return "\(command.usage)  \(command.sentence)"
  }

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
