import Evolution
import Laboratory
import Testing

@testable import Terminal

@Suite struct `What is told` {
  @Test(arguments: [(40, 10), (60, 18), (80, 24), (45, 40)], [Fixture.unicode, Fixture.ascii])
  func `stands in as many rows as it needs`(size: (Int, Int), capabilities: Capabilities) {
    var model = Fixture.model(width: size.0, height: size.1)
    let text =
      "mutation-rate is 0.12 (0 to 1), default 0.1. The share of genes that change when a child is made, "
      + "before anything else happens to it."
    _ = update(&model, .notice(text))
    #expect(told(model, capabilities) == text)
    #expect(Footer.entries(model, width: size.0 - 1, capabilities.glyphs).first?.keys == "?")
    #expect(compose(model, capabilities).lines[size.1 - 1].contains("? help"))
    model.press(.escape)
    let lines = compose(model, capabilities).lines
    #expect(!lines.contains { $0.contains("happens") }, "and no longer than it is told")
    #expect(model.layout.message?.height == 1)
  }

  @Test func `is broken within words that are longer than the screen`() {
    var model = Fixture.model(width: 40, height: 10)
    let path = "/" + String(repeating: "a-long-folder/", count: 6) + "g97-3.json"
    _ = update(&model, .notice("Saved in \(path)."))
    #expect(told(model, Fixture.unicode).filter { $0 != " " } == "Savedin\(path).")
  }

  @Test func `is cut where it would cover more than half of the screen`() {
    var model = Fixture.model(width: 40, height: 10)
    _ = update(&model, .notice(String(repeating: "word ", count: 200)))
    let lines = compose(model, Fixture.unicode).lines
    #expect(lines[8].hasSuffix("…") && lines[4].hasPrefix(" word word"))
    #expect(!lines[3].hasPrefix(" word"))
  }

  @Test func `covers no pane for long: what changed last has its line`() {
    let model = Fixture.model(width: 40, height: 10)
    let lines = compose(model, Fixture.unicode).lines
    #expect(lines[8].hasPrefix(" g110: hidden 3 → 4") && lines[8].hasSuffix("…"))
    #expect(lines[7].hasPrefix("└"))
  }

  @Test(arguments: [(40, 10, "data nosuch"), (60, 18, "restart x")])
  func `is as whole where a command or a value is wrong`(width: Int, height: Int, line: String) {
    var model = Fixture.model(width: width, height: height)
    model.press(":")
    _ = update(&model, .paste(line))
    model.press(.enter)
    let error = model.typing?.error ?? ""
    #expect(error.cellCount > width)
    let lines = compose(model, Fixture.unicode).lines
    let start = lines.lastIndex { $0.hasPrefix(" :\(line)") } ?? 0
    #expect(lines[(start + 1)...].map { $0.dropFirst() }.joined(separator: " ") == error)

    model = Fixture.model(width: 40, height: 10)
    model.press(.enter, "7", .enter)
    let value = compose(model, Fixture.unicode).lines
    #expect(value[6] + value[7] == " mutation-rate must lie between 0 and 1, but is 7.")
    #expect(value[8].hasPrefix(" mutation-rate = 7"))
  }

  @Test func `says why nothing is recorded`() {
    var snapshot = Fixture.snapshot()
    snapshot.recording = .failed(
      "/home/somebody/.local/state/evolab/circles-7.evo", reason: "No space left on device.")
    let model = Fixture.model(snapshot)
    #expect(
      told(model, Fixture.unicode)
        == "Not recording to circles-7.evo: No space left on device.")
  }

  @Test func `answers a key before it says what happened by itself`() {
    var model = Fixture.model()
    model.press(.down, .down, .right, "u", "U")
    let answer = "Done again: crossover-rate 0.7 → 0.71."
    #expect(model.toast?.text == answer)
    var snapshot = model.snapshot
    snapshot.generation = 130
    let last = snapshot.changes.count - 1
    snapshot.changes[last].before = Measures(best: 0.9, mean: 0.7, diversity: 0.1, test: nil)
    snapshot.changes[last].after = Measures(best: 0.904, mean: 0.68, diversity: 0.18, test: 0.9)
    _ = update(&model, .snapshot(snapshot))
    #expect(model.toast?.text == answer)
    for _ in 0..<6 { _ = update(&model, .tick) }
    #expect(model.toast?.text.hasPrefix("best +.004") == true, "then it has its turn")
    for _ in 0..<9 { _ = update(&model, .tick) }
    #expect(model.toast == nil && !model.needsTicks, "once")
  }

  @Test func `repeats no change that was just answered, but says what else it did`() {
    var snapshot = Fixture.snapshot()
    for (consequence, later) in [("", nil), ("300 networks cut", "g129: elitism 4 → 3 (")] {
      var model = Fixture.model()
      _ = model.set([.set("elitism", .number(3))], isTold: true)
      snapshot.generation = 129
      snapshot.changes =
        Fixture.snapshot().changes + [
          Change(
            generation: 129, name: "elitism", old: .number(4), new: .number(3),
            consequence: consequence)
        ]
      _ = update(&model, .snapshot(snapshot))
      #expect(model.toast?.text.hasPrefix("With the next generation: elitism") == true)
      for _ in 0..<6 { _ = update(&model, .tick) }
      #expect(model.toast?.text.hasPrefix(later ?? "-") ?? (later == nil))
    }
  }

  /// The rows from the lower edge of the panes on, without the footer.
  private func told(_ model: Model, _ capabilities: Capabilities) -> String {
    let lines = compose(model, capabilities).lines.dropLast()
    let isPane = { (line: String) in "└│|`+".contains(line.first ?? " ") || line.hasSuffix("/16") }
    let rows = lines.reversed().prefix { !isPane($0) && $0.hasPrefix(" ") }.reversed()
    return rows.map { $0.drop { $0 == " " } }.joined(separator: " ")
  }
}

@Suite struct `The top line` {
  @Test(arguments: [80, 110, 200])
  func `names the algorithm`(width: Int) {
    for name in ["ga", "cma-es", "logistic-regression"] {
      var snapshot = Fixture.snapshot()
      snapshot.experiment.algorithm = name
      let line = top(Fixture.model(snapshot, width: width))
      #expect(line.contains("│ \(name) │"), "\(line)")
    }
    #expect(top(Fixture.model(width: 200)).contains("split 70/30 │ ga │ seed 42 │ gen 128"))
  }

  @Test func `tells no speed before one is measured`() {
    var snapshot = Fixture.snapshot()
    (snapshot.generationsPerSecond, snapshot.evaluationsPerSecond) = (0, 0)
    let line = top(Fixture.model(snapshot, width: 200))
    #expect(line.contains("▶ running") && !line.contains("gen/s") && !line.contains("evals/s"))
    snapshot.recording = .played("/tmp/a.evo")
    snapshot.course = Snapshot.Course(end: 128, history: snapshot.history, changes: [])
    snapshot.course?.isFollowed = true
    #expect(top(Fixture.model(snapshot, width: 200)).contains("▶ waiting"))
    snapshot.generation = 100
    #expect(top(Fixture.model(snapshot, width: 200)).contains("▶ running"))
  }

  @Test func `tells how long a run takes, but not how long a recording is looked at`() {
    var snapshot = Fixture.snapshot()
    #expect(top(Fixture.model(snapshot, width: 200)).hasSuffix("0:42"))
    snapshot.recording = .played("/tmp/a.evo")
    #expect(!top(Fixture.model(snapshot, width: 200)).contains("0:42"))
  }

  private func top(_ model: Model) -> String { compose(model, Fixture.unicode).lines[0] }
}

@Suite struct `The order of the controls` {
  @Test func `is that of what people turn for a genetic algorithm`() {
    let names = Fixture.model().controls.map(\.name)
    #expect(
      names.prefix(9) == [
        "mutation-rate", "mutation-size", "crossover-rate", "hidden", "population",
        "tournament-size", "elitism", "noise", "data",
      ])
  }

  @Test(arguments: Catalog.algorithms.map(\.name).filter { !$0.contains("ga") && $0 != "cosyne" })
  func `has what belongs to the algorithm first, as the catalog has it`(name: String) {
    let own = Catalog.algorithm(name)?.parameterDescriptions ?? []
    var snapshot = Fixture.snapshot()
    snapshot.experiment.algorithm = name
    snapshot.controls =
      ["data", "noise", "population", "hidden"].map { Fixture.whole($0, 3, 1...9) }
      + own.reversed().map { Control(description: $0, value: $0.defaultValue) }
    let names = Fixture.model(snapshot).controls.map(\.name)
    let ordered = own.filter { $0.effect != .restart } + own.filter { $0.effect == .restart }
    #expect(names == ordered.map(\.name) + ["hidden", "population", "noise", "data"])
    #expect(name != "cma-es" || names.first != "initial-step", "which begins a new population")
  }
}

@Suite struct `The help` {
  @Test(arguments: Pane.allCases)
  func `begins with the pane that has the focus`(pane: Pane) {
    var model = Fixture.model(width: 110, height: 34)
    model.focus = pane
    model.press("?")
    let names: [Pane: String] = [
      .boundary: "the champion", .fitness: "the fitness", .hallOfFame: "the hall of fame",
      .controls: "the controls", .network: "the network", .gallery: "the gallery",
    ]
    let lines = compose(model, Fixture.unicode).lines
    #expect(lines[1].contains("What you see: \(names[pane] ?? "")"))
    model.press(.end)
    let all = HelpScreen.lines(.braille, width: 108, about: model.helpSubject)
    #expect(all.count == HelpScreen.lines(.braille, width: 108).count, "and says all the rest")
    #expect(model.helpScroll == HelpScreen.lastScroll(model.size))
  }

  @Test func `begins with the race where there is one`() {
    var model = Fixture.model(Fixture.race(count: 3))
    model.press("?")
    #expect(compose(model, Fixture.unicode).lines[1].contains("What you see: the race"))
  }

  @Test(arguments: [
    "Fitness", "Diversity", "Spread", "Line", "Unlike", "No proof", "Champion", "Generation",
    "Elitism", "Seed",
  ])
  func `says what a word means`(word: String) {
    let lines = HelpScreen.lines(.ascii, width: 100).map { $0.map(\.text).joined() }
    #expect(lines.contains { $0.hasPrefix("  \(word)") && $0.contains(":") })
  }
}
