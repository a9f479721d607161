import Testing

@testable import Terminal

@Suite struct `The table of keys` {
  @Test(arguments: [
    [KeyBinding.Group.run, .time, .controls, .panes, .program], [.run, .race, .program], [.points],
  ])
  func `has every key once, in the run, in a race and for points`(groups: [KeyBinding.Group]) {
    let bindings = KeyBindings.table.filter { groups.contains($0.group) }
    // What enter does depends on what is seen, which the next test is about.
    let keys = bindings.flatMap { $0.strokes.flatMap(\.keys) }.filter { $0 != .enter }
    let repeated = Dictionary(grouping: keys) { $0 }.filter { $0.value.count > 1 }.keys
    #expect(repeated.isEmpty)
  }

  @Test func `lets enter and letters do what the footer says`() {
    var model = Fixture.model(width: 120, height: 40)
    #expect(KeyBindings.action(for: .enter, in: model) == .edit)
    model.press("3")
    #expect(KeyBindings.action(for: .enter, in: model) == .edit)
    #expect(KeyBindings.action(for: .enter, in: Fixture.model(Fixture.visit())) == .fork)
    var forked = Fixture.model(Fixture.forked())
    forked.press("B")
    #expect(KeyBindings.action(for: .enter, in: forked) == nil, "it is here already")
    forked.press(.up)
    #expect(KeyBindings.action(for: .enter, in: forked) == .turnToBranch)
    #expect(KeyBindings.action(for: "x", in: model) == .toggleCursor)
    model.press("d")
    #expect(KeyBindings.action(for: .enter, in: model) == .movePoint)
    #expect(KeyBindings.action(for: "x", in: model) == .addPoint(label: 1))
    #expect(KeyBindings.action(for: "o", in: model) == .addPoint(label: 0))
    #expect(KeyBindings.action(for: .backspace, in: model) == .removePoint)
    model.press("d")
    #expect(KeyBindings.action(for: "o", in: model) == .nextAxis)
  }

  @Test func `has every pane`() {
    let actions = KeyBindings.table.flatMap { $0.strokes.map(\.action) }
    for pane in Pane.allCases { #expect(actions.contains(.pane(pane))) }
  }

  @Test(arguments: GlyphSet.allCases)
  func `is all in the help`(glyphs: GlyphSet) {
    let help = HelpScreen.lines(glyphs, width: 200).map { $0.map(\.text).joined() }
    for binding in KeyBindings.table {
      let row = help.firstIndex { $0.hasSuffix(" " + binding.sentence) } ?? 0
      // Long names have a line of their own above the sentence.
      let text = help[max(0, row - 1)...row].joined()
      for key in binding.strokes.flatMap(\.keys) {
        #expect(text.contains(key.name(glyphs)), "\(binding.sentence)")
      }
    }
  }

  @Test(arguments: 2...200)
  func `gives a footer that fits and can always help and quit`(width: Int) {
    let footer = Footer(Fixture.model())
    for capabilities in [Fixture.unicode, Fixture.ascii] {
      let entries = Footer.entries(footer.model, width: width, capabilities.glyphs)
      #expect(entries.last?.keys == "q")
      guard width >= 16 else { continue }
      #expect(entries.first?.keys == "?")
      #expect(entries.map { $0.width + 2 }.reduce(-2, +) <= width)
    }
  }

  @Test func `offers only what is possible now`() {
    var model = Fixture.model(width: 200, height: 60)
    let words = { (model: Model) in
      Footer.entries(model, width: 300, .braille).map(\.word)
    }
    #expect(words(model).contains("tweak"))
    #expect(!words(model).contains("undo"))
    model.press(.right)
    #expect(words(model).contains("undo"))
    model.press("2")
    #expect(!words(model).contains("tweak"))
    model.press("?")
    #expect(words(model) == ["back", "scroll", "back"])
  }

  @Test func `works on a Cyrillic and a Greek layout`() {
    var model = Fixture.model()
    model.press(.right)
    #expect(KeyBindings.action(for: "й", in: model) == .quit)
    #expect(KeyBindings.action(for: "т", in: model) == .step(1))
    #expect(KeyBindings.action(for: "θ", in: model) == .undo)
    #expect(KeyBindings.action(for: "ζ", in: model) == .zoom)
  }
}
