import Evolution
import Laboratory
import Testing

@testable import Terminal

@Suite struct `A line that is typed` {
  @Test func `is edited with the keys of a shell`() {
    var field = TextField("set elitism 4")
    func press(_ keys: Key...) -> String {
      for key in keys where !field.press(key) { Issue.record("\(key) means nothing") }
      return field.text
    }
    #expect(press(.backspace, "5") == "set elitism 5")
    #expect(press(.control("a"), .delete, "g") == "get elitism 5")
    #expect(press(.end, .control("w")) == "get elitism ")
    #expect(press(.left, .left, .control("k")) == "get elitis")
    #expect(press(.home, .right, .control("u")) == "et elitis")
    #expect(press(.control("e"), .shiftLeft, "x") == "et xelitis")
    #expect(press(.control("a"), .shiftRight, "y") == "ety xelitis")
    let isTaken = field.press(.pageUp)
    #expect(!isTaken)
    #expect(press(.end, .control("u"), .backspace, .delete, .left) == "")
  }

  @Test func `takes a paste as one line of limited length`() {
    var field = TextField("ab")
    _ = field.press(.left)
    field.insert("1\n2\t3\u{1B}\u{7}é中")
    #expect(field.text == "a1 2 3é中b")
    field.insert(String(repeating: "x", count: 10_000))
    #expect(field.characters.count == TextField.limit)
  }

  @Test(arguments: 1...20)
  func `shows its cursor at any width`(width: Int) {
    var field = TextField("中文 and more letters")
    for _ in 0...field.characters.count {
      var canvas = Canvas(width: width, height: 1)
      canvas.write(field, x: 0, y: 0, width: width, style: .plain, .braille)
      let reversed = (0..<width).filter { canvas[$0, 0].style.attributes.contains(.reverse) }
      let isWide = field.cursor < 2
      #expect(!reversed.isEmpty || isWide && width == 1)
      _ = field.press(.left)
    }
  }

  @Test(arguments: [
    ("mutatoin-rate", "mutation-rate"), ("popluation", "population"), ("elit", "elitism"),
    ("Hidden", "hidden"), ("zzzzzz", nil),
  ])
  func `is compared with what there is`(word: String, meant: String?) {
    let words = Fixture.controls().map(\.name)
    #expect(Spelling.nearest(to: word, in: words) == meant)
  }
}

@Suite struct `The command line` {
  @Test func `sets one value or several`() {
    var model = Fixture.model()
    #expect(enter("set mutation-size .5", &model) == [set("mutation-size", 0.5)])
    #expect(enter(":set elitism=3 mutation-size 0.7", &model).count == 1)
    #expect(model.undoable.count == 2)
    #expect(
      enter("undo", &model) == [
        .commands([.set("elitism", .number(4)), .set("mutation-size", .number(0.5))])
      ])
    #expect(
      enter("redo", &model) == [
        .commands([.set("elitism", .number(3)), .set("mutation-size", .number(0.7))])
      ])
    #expect(enter("default mutation-rate", &model) == [set("mutation-rate", 0.1)])
    #expect(enter("set data moo", &model) == [.command(.set("data", .choice("moons")))])
    #expect(model.typing == nil)
  }

  @Test func `sets data with what only they have`() {
    var model = Fixture.model()
    #expect(
      enter("data moons noise=.2", &model) == [
        .commands([.set("data", .choice("moons")), .set("noise", .number(0.2))])
      ])
    // Circles lose their factor; undone, it is there again.
    var snapshot = model.snapshot
    snapshot.controls.append(Fixture.real("factor", 0.3, 0...1, .linear(0.01)))
    model = Fixture.model(snapshot)
    _ = enter("data moons", &model)
    #expect(
      model.press("u") == [
        .commands([.set("data", .choice("circles")), .set("factor", .number(0.3))])
      ])
    #expect(model.press("U") == [.command(.set("data", .choice("moons")))])
  }

  @Test(arguments: [
    ("set mutatoin-rate 1", "There is no setting 'mutatoin-rate'. Did you mean 'mutation-rate'?"),
    ("set mutation-rate 7", "mutation-rate must lie between 0 and 1, but is 7."),
    ("set mutation-rate", "mutation-rate needs a value."),
    ("set data moon5", "There is no data 'moon5'. Did you mean 'moons'?"),
    ("data moons nose=.2", "'moons' has no setting 'nose'. Did you mean 'noise'?"),
    ("sett", "There is no command ':sett'. Did you mean 'set'?"),
    ("s", "':s' may be any of :set, :stop, :step, :speed, :sort, :save."),
    ("qqqqqq", "There is no command ':qqqqqq'. :help lists all."),
    ("speed 5000", "A whole number from 1 to 1000 is expected, but this is '5000'."),
    ("goto 999", "A whole number from 0 to 128 is expected, but this is '999'."),
    ("preset hard-mons", "There is no preset 'hard-mons'. Did you mean 'hard-moons'?"),
    ("pause taget=.9", "There is no pause rule 'taget'. Did you mean 'target'?"),
    (
      "pause target=2",
      "target is an accuracy here, which must be above 0 and at most 1, but is 2.0."
    ),
    (
      "data sphere",
      "This lab learns data; to minimise a function, start evolab --problem sphere."
    ),
    ("undo x", "A whole number from 1 to 1000 is expected, but this is 'x'."),
    ("sort colour", "There is no column 'colour'. Known: fitness, generation, train, test, genes."),
    ("race ga,des", "There is no algorithm 'des'. Did you mean 'de'?"),
    ("restart x", "A seed is a whole number from 0 to 18446744073709551615, but this is 'x'."),
    ("coach maybe", "Say :coach on or :coach off."),
  ])
  func `says in place what is wrong`(line: String, sentence: String) {
    var model = Fixture.model(width: 120, height: 40)
    let before = model.snapshot
    #expect(enter(line, &model) == [])
    #expect(model.typing?.error == sentence)
    #expect(model.typing?.text == line, "it can be mended")
    #expect(model.snapshot == before && model.undoable.isEmpty)
    let lines = compose(model, Fixture.unicode).lines
    #expect(lines[39].contains(sentence))
    #expect(lines[38].hasPrefix(" :\(line)"))
    model.press("x")
    #expect(model.typing?.error == nil)
  }

  @Test func `says how to learn data where a function is minimised`() {
    var snapshot = Fixture.bowl()
    snapshot.controls = [Fixture.choice("problem", ["sphere", "ackley"], "What is minimised.")]
    var model = Fixture.model(snapshot)
    #expect(enter("data moons", &model) == [])
    #expect(
      model.typing?.error
        == "This lab minimises a function; to learn data, start evolab --data moons.")
    #expect(enter("data ackley", &model) == [.command(.set("problem", .choice("ackley")))])
    #expect(enter("pause target=2", &model).count == 1, "a function may be stopped at any value")
  }

  @Test func `takes back and makes again as many changes as are asked for`() {
    var model = Fixture.model()
    _ = enter("set elitism 3", &model)
    _ = enter("set mutation-size .5", &model)
    _ = enter("set crossover-rate .5", &model)
    #expect(
      enter("undo 2", &model) == [set("crossover-rate", 0.7), set("mutation-size", 0.3)])
    #expect(model.toast?.text == "Undone: 2 changes.")
    #expect(enter("undo 9", &model) == [set("elitism", 4)])
    #expect(enter("undo 3", &model) == [])
    #expect(model.toast?.text == "There is nothing to undo.")
    #expect(enter("redo 3", &model).count == 3)
  }

  @Test func `offers what is typed most where nothing is typed yet`() {
    var model = Fixture.model()
    model.press(":", .tab)
    #expect(model.typing?.text == "set ")
  }

  @Test func `does what keys do`() {
    var model = Fixture.model()
    #expect(enter("stop", &model) == [.pause])
    #expect(enter("run", &model) == [.run])
    #expect(enter("step 5", &model) == [.pause, .step(5)])
    #expect(enter("speed 20", &model) == [.setSpeed(20)])
    #expect(enter("speed max", &model) == [.setSpeed(nil)])
    #expect(enter("goto 97", &model) == [.visit(97)])
    #expect(enter("restart", &model) == [.restart])
    #expect(enter("restart 7", &model) == [.restartWith(seed: 7)])
    #expect(enter("race ga,de", &model) == [.startRace(["ga", "de"])])
    #expect(enter("zoom", &model) == [] && model.isZoomed)
    #expect(enter("help", &model) == [] && model.helpScroll == HelpScreen.commandLine(model))
    #expect(compose(model, Fixture.unicode).text.contains("Commands, typed after :"))
    model.press(.escape)
    #expect(enter("quit", &model) == [.quit])
    #expect(enter("log", &model) == [] && model.sheet == .log)
    model.press(.escape)
    #expect(enter("get elitism", &model) == [])
    #expect(
      model.toast?.text == "elitism is 4 (0 to 100), default 4. A whole number.")
  }

  @Test func `completes names, and cycles through what there is`() {
    var model = Fixture.model()
    model.press(":", "d", "e", .tab)
    #expect(model.typing?.text == "default ")
    model.press("m", "u", "t", .tab)
    #expect(model.typing?.text == "default mutation-rate")
    #expect(compose(model, Fixture.ascii).lines[23].contains("[mutation-rate] mutation-size"))
    model.press(.tab)
    #expect(model.typing?.text == "default mutation-size")
    model.press(.backTab, .backTab)
    #expect(model.typing?.text == "default mutation")
    model.press(.control("u"))
    for letter in "set data m" { model.press(.character(letter)) }
    model.press(.tab)
    #expect(model.typing?.text == "set data moons ")
    model.press("n", "o", .tab)
    #expect(model.typing?.text == "set data moons noise ")
    model.press(.control("u"))
    for letter in "data spirals tu" { model.press(.character(letter)) }
    model.press(.tab)
    #expect(model.typing?.text == "data spirals turns=")
    model.press(.control("u"))
    for letter in "race ga,j" { model.press(.character(letter)) }
    model.press(.tab)
    #expect(model.typing?.text == "race ga,jade ")
  }

  @Test func `remembers what was typed`() {
    var model = Fixture.model()
    _ = enter("step 1", &model)
    _ = enter("step 2", &model)
    _ = enter("step 2", &model)
    model.press(":", "x", .up)
    #expect(model.typing?.text == "step 2")
    model.press(.up)
    #expect(model.typing?.text == "step 1")
    model.press(.up)
    #expect(model.typing?.text == "step 1")
    model.press(.down, .down)
    #expect(model.typing?.text == "x")
    model.press(.escape)
    #expect(model.typing == nil)
  }

  @Test func `takes letters for letters, a paste for text, and leaves with escape`() {
    var model = Fixture.model()
    #expect(model.press(":", "q", " ", "?", "r") == [])
    #expect(model.typing?.text == "q ?r")
    _ = update(&model, .paste("\nqq"))
    #expect(model.typing?.text == "q ?r qq" || model.typing?.text == "q ?rqq")
    #expect(model.press(.control("c")) == [.quit])
    model.press(.escape)
    #expect(model.typing == nil)
    model.press(":", .backspace)
    #expect(model.typing == nil)
  }

  @Test func `keeps to what is possible in a race`() {
    var model = Fixture.model(Fixture.race(count: 3))
    #expect(enter("set elitism 3", &model) == [])
    #expect(
      model.typing?.error == ":set is not possible in a race. R goes back to the run.")
    model.press(.escape)
    #expect(enter("race", &model) == [.endRace])
  }

  @Test(arguments: GlyphSet.allCases)
  func `is all in the help`(glyphs: GlyphSet) {
    let help = HelpScreen.lines(glyphs, width: 200).map { $0.map(\.text).joined() }
    for command in LineCommands.table {
      let hasBoth = help.enumerated().contains { row, line in
        line.hasSuffix(" " + command.sentence)
          && help[max(0, row - 1)...row].joined().contains(command.usage)
      }
      #expect(hasBoth, "\(command.name)")
    }
    #expect(Set(LineCommands.table.map(\.name)).count == LineCommands.table.count)
  }

  private func enter(_ line: String, _ model: inout Model) -> [Effect] {
    if model.typing != nil { model.press(.escape) }
    model.press(":")
    _ = update(&model, .paste(line))
    return model.press(.enter)
  }

  private func set(_ name: String, _ value: Double) -> Effect {
    .command(.set(name, .number(value)))
  }
}
