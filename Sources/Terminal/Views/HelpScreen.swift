/// All keys, made from the table of bindings, and what the pictures mean.
public struct HelpScreen: FramedView {
  let scroll: Int

  public init(scroll: Int) {
    self.scroll = scroll
  }

  public var title: String { "help" }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    [Label(glyphs.isASCII ? "j k scroll" : "↑↓ scroll", .dim), Label("esc back", .dim)]
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    let lines = Self.lines(capabilities.glyphs, width: size.width)
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
    let glyphs = model.terminal.with(model.look).glyphs
    let lines = lines(glyphs, width: max(0, model.size.width - 2))
    return min(
      lines.firstIndex { $0.first?.text == commandTitle } ?? 0, lastScroll(model.size))
  }

  static func lines(_ glyphs: GlyphSet, width: Int) -> [[Label]] {
    var lines: [[Label]] = []
    let keyWidth = min(22, max(0, width / 3))
    for group in KeyBinding.Group.allCases {
      lines.append([Label(group.rawValue, .accent)])
      for binding in KeyBindings.table where binding.group == group {
        let keys = binding.strokes.map { stroke in
          stroke.keys.map { $0.name(glyphs) }.joined(separator: " ")
        }.joined(separator: ", ")
        let fitting = keys.cellCount <= keyWidth
        if !fitting { lines.append([Label("  " + keys, .key)]) }
        let wrapped = wrap(binding.sentence, width - keyWidth - 5)
        for (index, piece) in wrapped.enumerated() {
          let head = index == 0 && fitting ? keys : ""
          lines.append([
            Label("  " + head.fitted(keyWidth, glyphs) + " ", .key), Label(piece),
          ])
        }
      }
      lines.append([])
    }
    lines.append([Label(commandTitle, .accent)])
    for command in LineCommands.table {
      let fitting = command.usage.cellCount <= keyWidth
      if !fitting { lines.append([Label("  " + command.usage, .key)]) }
      for (index, piece) in wrap(command.sentence, width - keyWidth - 5).enumerated() {
        let head = index == 0 && fitting ? command.usage : ""
        lines.append([Label("  " + head.fitted(keyWidth, glyphs) + " ", .key), Label(piece)])
      }
    }
    lines.append([])
    lines.append([Label("What you see", .accent)])
    for sentence in legend(glyphs) {
      for (index, piece) in wrap(sentence, width - 4).enumerated() {
        lines.append([Label((index == 0 ? "  " : "    ") + piece)])
      }
    }
    return lines
  }

  private static func legend(_ glyphs: GlyphSet) -> [String] {
    let area = glyphs.isASCII ? "The row of +" : "The line"
    return [
      "Champion: the plane as the best network divides it. \(area) is where the classes are "
        + "equally probable; the ground leans to the likelier class.",
      "Letters are the training samples, one letter a class. A reversed capital is one that "
        + "the network gets wrong. T adds the held-back ones. With more than two classes, (a) "
        + "names the area of class a.",
      "x reads a place: what the network says there, and the nearest sample. i shows what one "
        + "inner neuron makes of the plane: the ground leans to where it is positive, the line is "
        + "its zero. e adds lines where the network becomes nearly sure.",
      "c in the hall of fame or the gallery marks one to compare with: hatched and reversed is "
        + "where the two disagree.",
      "Pictures: samples with what the champion takes them for and how surely, its worst mistakes, "
        + "its weights, its report: v turns the page. Samples stay the same while it learns.",
      "Fitness: larger is better. Best, mean and worst of each generation, and the champion's "
        + "accuracy on the test samples. Marks below are changes of settings, g110 that of "
        + "generation 110; a digit counts several. Without changes, a dot: 2 generations says how many "
        + "generations share a dot of the curves. o turns the axis: what there is to see, from 0, or the distance to 1 in powers "
        + "of ten, where lower is better. Further pages: diversity with the spread of the fitness, "
        + "and how many individuals have which fitness now.",
      "Hall of fame: the best individuals ever. Select one with the focus there, and its "
        + "picture and network are shown; enter shows the settings under which it arose and from "
        + "whom it descends. * is a bookmark.",
      "Network: solid lines and + are positive weights, dotted lines and - negative ones; bars are "
        + "as high as a weight is large; weak ones have no line. Each hidden neuron has a bar for its "
        + "effect on the next layer, and its bias. Genes: all weights in a row, and ^ where they "
        + "differ from another's.",
      "Gallery: the best of each line of descent that is alive, or the best who do not do the same; "
        + "arrows select whom the first pane shows. line 1: 38 % is the share of the population that "
        + "descends from one ancestor.",
      "Controls: a change waits for the next generation and keeps what was learnt.",
      "Coach: a line that names what it sees and what a would set. Esc sends it away, :coach off "
        + "for good.",
      "Twenty generations after a change a line says how the run went since; :log keeps them. What "
        + "comes after is not always because of it.",
      "Diversity: the spread of the genes over their size. At 0 % all individuals are the same; at 5 % "
        + "they are nearly so; at 100 % they have nothing in common.",
    ]
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
