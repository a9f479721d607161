/// All keys and commands, made from their tables, what the pictures mean and what the words mean.
///
/// What is looked at comes first.
public struct HelpScreen: FramedView {
  let scroll: Int
  let subject: HelpTopic.Subject?

  init(scroll: Int, about subject: HelpTopic.Subject?) {
    self.scroll = scroll
    self.subject = subject
  }

  public var title: String { "help" }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    [Label(glyphs.isASCII ? "j k scroll" : "↑↓ scroll", .dim), Label("esc back", .dim)]
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    let lines = Self.lines(capabilities.glyphs, width: size.width, about: subject)
    let first = min(max(0, scroll), max(0, lines.count - size.height))
    for (row, line) in lines.dropFirst(first).prefix(size.height).enumerated() {
      var x = 1
      for label in line {
        x += canvas.write(label.text, x: x, y: row, style: capabilities.theme.style(label.role))
      }
    }
    return canvas
  }

  /// How far a screen of this size can scroll.
  static func lastScroll(_ size: Size) -> Int {
    let height = max(1, size.height - 2)
    return GlyphSet.allCases.map {
      max(0, lines($0, width: max(0, size.width - 2)).count - height)
    }.max() ?? 0
  }

  private static let commandTitle = "Commands, typed after :"

  /// The line at which the commands begin.
  static func commandLine(_ model: Model) -> Int {
    let lines = lines(
      model.drawing.glyphs, width: max(0, model.size.width - 2), about: model.helpSubject)
    return min(
      lines.firstIndex { $0.first?.text == commandTitle } ?? 0, lastScroll(model.size))
  }

  /// - Parameter subject: The part about it stands first.
  static func lines(
    _ glyphs: GlyphSet, width: Int, about subject: HelpTopic.Subject? = nil
  ) -> [[Label]] {
    let topics = HelpTopic.all(glyphs)
    let isFirst = { (topic: HelpTopic) in subject != nil && topic.subject == subject }
    return lines(topics.filter(isFirst), width) + keys(glyphs, width) + commands(glyphs, width)
      + lines(topics.filter { !isFirst($0) }, width)
  }

  private static func keys(_ glyphs: GlyphSet, _ width: Int) -> [[Label]] {
    KeyBinding.Group.allCases.flatMap { group in
      [[Label(group.rawValue, .accent)]]
        + KeyBindings.table.filter { $0.group == group }.flatMap { binding in
          let keys = binding.strokes.map { stroke in
            stroke.keys.map { $0.name(glyphs) }.joined(separator: " ")
          }.joined(separator: ", ")
          return rows(keys, binding.sentence, glyphs, width)
        } + [[]]
    }
  }

  private static func commands(_ glyphs: GlyphSet, _ width: Int) -> [[Label]] {
    [[Label(commandTitle, .accent)]]
      + LineCommands.table.flatMap { rows($0.usage, $0.sentence, glyphs, width) } + [[]]
  }

  private static func lines(_ topics: [HelpTopic], _ width: Int) -> [[Label]] {
    topics.flatMap { topic in
      [[Label(topic.title, .accent)]]
        + topic.sentences.flatMap { sentence in
          wrap(sentence, width - 4).enumerated().map { index, piece in
            [Label((index == 0 ? "  " : "    ") + piece)]
          }
        } + [[]]
    }
  }

  /// What is typed, and beside it what it does; above it where it is long.
  private static func rows(
    _ head: String, _ sentence: String, _ glyphs: GlyphSet, _ width: Int
  ) -> [[Label]] {
    let headWidth = min(22, max(0, width / 3))
    let isFitting = head.cellCount <= headWidth
    let pieces = wrap(sentence, width - headWidth - 5).enumerated().map { index, piece in
      let text = index == 0 && isFitting ? head : ""
      return [Label("  " + text.fitted(headWidth, glyphs) + " ", .key), Label(piece)]
    }
    return (isFitting ? [] : [[Label("  " + head, .key)]]) + pieces
  }

  static func wrap(_ text: String, _ width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.cellCount + 1 + word.cellCount > max(8, width) {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return lines + [line]
  }
}
