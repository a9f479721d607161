import Evolution
import Laboratory
import Testing

@testable import Terminal

@Suite struct `A list over the panes` {
  @Test func `of presets applies one as a single step`() throws {
    var model = Fixture.model()
    model.press("p")
    #expect(model.sheet == .presets)
    let preset = try #require(model.presets.first { $0.name == "hard-moons" })
    let row = try #require(model.presets.firstIndex(of: preset))
    for _ in 0..<row { model.press(.down) }
    let text = compose(model, Fixture.unicode).text
    #expect(text.contains("hard-moons"))
    #expect(text.contains("Sets data moons, noise 0.35."), "all of the selected one is said")
    #expect(
      model.press(.enter) == [
        .commands([.set("data", .choice("moons")), .set("noise", .number(0.35))])
      ])
    #expect(model.sheet == nil)
    #expect(
      model.press("u") == [
        .commands([.set("data", .choice("circles")), .set("noise", .number(0.1))])
      ])
    #expect(model.press("u") == [])
  }

  @Test func `of pause rules turns them, off included`() {
    var model = Fixture.model()
    model.press("P")
    #expect(compose(model, Fixture.unicode).lines.contains { $0.contains("off") })
    #expect(model.press(.right) == [.setPauseRules(rules { $0.target = 0.95 })])
    #expect(model.press(.right) == [.setPauseRules(rules { $0.target = 0.96 })])
    #expect(model.press("0") == [.setPauseRules(PauseRules())])
    #expect(model.press(.down, .right) == [.setPauseRules(rules { $0.stagnation = 200 })])
    #expect(
      model.press(.enter, .control("u"), "7", .enter) == [
        .setPauseRules(rules { $0.stagnation = 7 })
      ])
    #expect(
      model.press(.end, .enter) == [
        .setPauseRules(rules { ($0.stagnation, $0.champion) = (7, true) })
      ])
    #expect(model.undoable.isEmpty, "they are no settings of the run")
    model.press(.escape)
    #expect(model.sheet == nil)
  }

  @Test func `is closed by its key and by escape, and never quits`() {
    var model = Fixture.model()
    for key: Key in ["p", "P"] {
      #expect(model.press(key, key, key, .escape, key, "q") == [])
      #expect(model.sheet == nil)
    }
    model.press("p", "P")
    #expect(model.sheet == .pauses)
  }

  @Test(arguments: [(40, 10), (60, 18), (80, 24), (45, 40), (120, 40)])
  func `draws at any size`(size: (Int, Int)) {
    for sheet in [Sheet.presets, .pauses, .log] {
      for glyphs in GlyphSet.allCases {
        var model = Fixture.model(width: size.0, height: size.1)
        model.open(sheet)
        let canvas = compose(model, Capabilities(colors: .mono, glyphs: glyphs))
        #expect(canvas.lines.allSatisfy { $0.cellCount <= size.0 })
        let title = SheetView(model, sheet).title
        #expect(canvas.lines.contains { $0.contains(title.prefix(10)) })
        #expect(canvas.lines[size.1 - 1].contains("?"), "the footer is not covered")
      }
    }
  }

  @Test(arguments: Fixture.model().presets.indices)
  func `of presets says all that the selected one sets on the smallest screen`(row: Int) {
    var model = Fixture.model(width: 40, height: 10)
    model.press("p")
    model.selectedRow = row
    let inside = compose(model, Fixture.unicode).lines.map { $0.drop { "│ ".contains($0) } }
      .map { $0.reversed().drop { "│ ".contains($0) }.reversed().map(String.init).joined() }
      .joined(separator: " ")
    let values = model.presets[row].settings.map { "\($0.name) \(Format.short($0.value))" }
    if values.count < 9 { #expect(inside.contains(values.joined(separator: ", "))) }
  }

  @Test func `leaves no line or two of a pane above it`() {
    for height in 10...40 {
      for sheet in [Sheet.presets, .pauses, .log] {
        var model = Fixture.model(width: 40, height: height)
        model.open(sheet)
        let top = SheetView.rect(model).y
        #expect(top == 1 || top >= 4, "\(height)")
      }
    }
  }

  @Test func `of pause rules takes no accuracy above 1`() {
    var model = Fixture.model()
    #expect(model.press("P", .enter, "2", .enter).isEmpty)
    #expect(model.typing?.error?.hasPrefix("target is an accuracy here") == true)
  }

  @Test func `says why it paused`() {
    var snapshot = Fixture.snapshot()
    snapshot.isRunning = false
    let sentences: [(PauseReason, String)] = [
      (.target(0.98), "Paused: the champion reached the target .98. Space goes on."),
      (.stagnation(200), "Paused: no better champion for 200 generations. Space goes on."),
      (.diversity(0.04), "Paused: the diversity fell to .04. Space goes on."),
      (.champion, "Paused: there is a better champion. Space goes on; P sets the rules."),
    ]
    for (reason, sentence) in sentences {
      snapshot.pauseReason = reason
      #expect(compose(Fixture.model(snapshot), Fixture.unicode).lines[22].contains(sentence))
    }
  }

  private func rules(_ change: (inout PauseRules) -> Void) -> PauseRules {
    var rules = PauseRules()
    change(&rules)
    return rules
  }
}

@Suite struct `A change on the screen` {
  @Test func `to data with other inputs waits for enter`() {
    var model = Fixture.model(withTable())
    while model.control?.name != "data" { model.press(.down) }
    #expect(model.press(.left) == [])
    #expect(
      compose(model, Fixture.unicode).lines[22].contains(
        "digits8x8 has 64 inputs: enter starts a new population, esc keeps this one"))
    model.press("z")
    #expect(model.held == nil, "whoever goes elsewhere keeps what there is")
    #expect(model.press(.left) == [])
    #expect(compose(model, Fixture.unicode).text.contains("digits8x8 ▸ new"))
    model.press(.escape, "z")
    #expect(model.press(.left) == [])
    #expect(model.press(.escape) == [])
    #expect(model.held == nil && model.control?.pending == nil)
    #expect(model.press(.left, .up) == [], "whoever goes elsewhere keeps what there is")
    #expect(model.held == nil)
    model.press(.down, .left)
    #expect(model.press(.enter) == [.command(.set("data", .choice("digits8x8")))])
    #expect(
      model.press("u") == [
        .commands([.set("data", .choice("circles")), .set("noise", .number(0.1))])
      ], "with the noise that only they have")
  }

  @Test func `to data with the same inputs does not`() {
    var model = Fixture.model(withTable())
    while model.control?.name != "data" { model.press(.down) }
    #expect(model.press(.right) == [.command(.set("data", .choice("moons")))])
  }

  @Test func `goes back to where the run began, and then to the default`() {
    var snapshot = Fixture.snapshot()
    snapshot.changes = [
      Change(
        generation: 70, name: "mutation-rate", old: .number(0.08), new: .number(0.12),
        consequence: "")
    ]
    var model = Fixture.model(snapshot)
    #expect(model.press("0") == [.command(.set("mutation-rate", .number(0.08)))])
    #expect(
      model.toast?.text == "mutation-rate 0.08: what this run began with; 0 again: the default 0.1."
    )
    #expect(model.press("0") == [.command(.set("mutation-rate", .number(0.1)))])
    #expect(model.toast?.text == "mutation-rate 0.1: the default.")
  }

  @Test func `is told when it takes effect, with all that changed together`() {
    var model = Fixture.model()
    var snapshot = model.snapshot
    snapshot.generation = 129
    for (name, new) in [("mutation-rate", 0.2), ("elitism", 7.0)] {
      snapshot.changes.append(
        Change(
          generation: 129, name: name, old: .number(0.1), new: .number(new), consequence: ""))
    }
    _ = update(&model, .snapshot(snapshot))
    #expect(model.toast?.text == "g129: mutation-rate 0.1 → 0.2, elitism 0.1 → 7")
  }

  @Test func `is looked back at, and said to prove nothing`() {
    var snapshot = Fixture.snapshot()
    var model = Fixture.model(snapshot)
    snapshot.generation = 130
    let last = snapshot.changes.count - 1
    snapshot.changes[last].before = Measures(best: 0.9, mean: 0.7, diversity: 0.1, test: nil)
    snapshot.changes[last].after = Measures(best: 0.904, mean: 0.68, diversity: 0.18, test: 0.9)
    _ = update(&model, .snapshot(snapshot))
    #expect(
      model.toast?.text
        == "best +.004 mean -.02 div +.08 since hidden 4 (20 gen., no proof)"
    )
    model.press(.escape)
    model.open(.log)
    #expect(compose(model, Fixture.unicode).text.contains("best +.004"))
    _ = update(&model, .snapshot(snapshot))
    #expect(model.toast == nil, "once")
  }

  @Test func `is looked back at with what fell inside, and never too long for the line`() {
    let snapshot = Fixture.snapshot()
    func change(_ generation: Int, _ name: String) -> Change {
      Change(
        generation: generation, name: name, old: .number(0.5), new: .number(0.55),
        consequence: "", before: Measures(best: 0.9, mean: 0.7, diversity: 0.1, test: 0.8),
        after: Measures(best: 0.901, mean: 0.698, diversity: 0.09, test: 0.803))
    }
    let group = [change(50, "mutation-rate"), change(50, "noise"), change(50, "elitism")]
    let effect = "best +.001 mean -.002 div -.01 test +.003"
    #expect(
      group.hindsight(group, width: 78) == effect + " since 3 changes (20 gen., no proof)")
    let all = group + [change(60, "noise"), change(70, "noise")]
    #expect(
      group.hindsight(all, width: 100)
        == effect + " since 3 changes (20 gen., 1 more inside, no proof)")
    let one = [change(50, "mutation-rate")]
    #expect(one.hindsight(one, width: 78) == effect + " since mutation-rate .55 (no proof)")
    #expect(one.hindsight(one, width: 60)?.hasPrefix(effect) == true)
    #expect(snapshot.changes.first?.summary == "mutation-rate 0.08 → 0.12")
  }

  private func withTable() -> Snapshot {
    var snapshot = Fixture.snapshot()
    let words = ["circles", "moons", "digits8x8"]
    snapshot.controls = snapshot.controls.map { control in
      guard control.name == "data" else { return control }
      return Control(
        description: Fixture.choice("data", words, "").description, value: .choice("circles"),
        newPopulations: ["digits8x8": "digits8x8 has 64 inputs"])
    }
    return snapshot
  }
}

extension Canvas {
  var text: String { lines.joined(separator: "\n") }
}
