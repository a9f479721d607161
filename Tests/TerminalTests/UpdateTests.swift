import Evolution
import Laboratory
import Testing

@testable import Terminal

@Suite struct `Updating the model` {
  @Test func `runs, pauses and steps`() {
    var model = Fixture.model()
    #expect(model.press(" ") == [.pause])
    #expect(!model.isRunning)
    #expect(model.press(" ") == [.run])
    #expect(model.press("n") == [.pause, .step(1)])
    #expect(model.press("N") == [.step(10)])
  }

  @Test func `quits with q and ctrl-c, but never with escape`() {
    var model = Fixture.model()
    #expect(model.press(.escape, .escape) == [])
    #expect(model.press("q") == [.quit])
    #expect(model.press("?", "q") == [])
    #expect(model.helpScroll == nil)
    #expect(model.press("?", .control("c")) == [.quit])
    model.press(.escape)
    #expect(model.press(.control("z"), .control("l"), "r") == [.suspend, .redraw, .restart])
  }

  @Test func `turns the selected control and shows it at once`() {
    var model = Fixture.model()
    #expect(model.control?.name == "mutation-rate")
    #expect(
      model.press(.right, .right) == [
        .command(.set("mutation-rate", .number(0.22))),
        .command(.set("mutation-rate", .number(0.242))),
      ])
    #expect(model.control?.target == .number(0.242))
    #expect(model.press(.down, .down, .down, "l") == [.command(.set("hidden", .number(5)))])
    #expect(model.press("L") == [.command(.set("hidden", .number(15)))])
    #expect(model.press("0") == [.command(.set("hidden", .number(3)))], "as the run began")
    #expect(model.press("0") == [.command(.set("hidden", .number(4)))], "the default")
  }

  @Test func `takes changes back with opposite ones`() {
    var model = Fixture.model()
    model.press(.down, .down, .right, .right)
    // Both were made before the engine took the first, so they are one change.
    #expect(model.press("u") == [.command(.set("crossover-rate", .number(0.7)))])
    #expect(model.press("u") == [])
    #expect(model.press("U") == [.command(.set("crossover-rate", .number(0.72)))])
    #expect(model.press(.control("r")) == [])
    #expect(model.press("u") == [.command(.set("crossover-rate", .number(0.7)))])
    model.press(.left)
    #expect(model.press("U") == [])
  }

  @Test func `says so where a key can do nothing`() {
    var model = Fixture.model()
    #expect(model.press("u").isEmpty)
    #expect(model.toast?.text == "There is nothing to undo.")
    #expect(model.press("U").isEmpty)
    #expect(model.toast?.text == "There is nothing to do again.")
    for _ in 0..<100 { model.press(.right) }
    #expect(model.control?.target == .number(1))
    #expect(model.toast?.text == "mutation-rate goes no further than 1.")
  }

  @Test func `takes turned points back to where the run began, whatever their drift`() {
    var snapshot = Fixture.snapshot()
    snapshot.changes.append(
      Change(generation: 44, name: "drift", old: .number(0.25), new: .number(0), consequence: ""))
    snapshot.changes.append(
      Change(
        generation: 90, name: "rotate", old: .number(10.750001907348633), new: .number(15.6),
        consequence: ""))
    snapshot.controls.append(
      Control(
        description: Fixture.description(
          "rotate", .real(0...360, .linear(5)), .number(0), "Turns."), value: .number(15.6)))
    snapshot.controls.append(Fixture.real("drift", 0, -10...10, .linear(0.05)))
    var model = Fixture.model(snapshot)
    while model.control?.name != "rotate" { model.press(.down) }
    #expect(model.press("0") == [.command(.set("rotate", .number(0)))])
    #expect(snapshot.changes.last?.summary == "rotate 10.75 → 15.6")
  }

  @Test func `says why a rule has paused the run, over what was told before`() {
    var model = Fixture.model()
    model.press("-")
    var snapshot = model.snapshot
    snapshot.isRunning = false
    snapshot.pauseReason = .target(0.9)
    _ = update(&model, .snapshot(snapshot))
    #expect(compose(model, Fixture.unicode).lines[22].contains("Paused: "))
  }

  @Test func `does not do again what an undo that was refused has not undone`() {
    var model = Fixture.model()
    model.press(.down, .down, .right)
    take(&model, "crossover-rate", 0.71)
    model.press("u")
    var snapshot = model.snapshot
    snapshot.refusal = "No."
    snapshot.isRunning = false
    _ = update(&model, .snapshot(snapshot))
    #expect(model.redoable.isEmpty)
  }

  @Test func `ends a comparison and a neuron's map with escape`() {
    var model = Fixture.model(width: 120, height: 40)
    model.press("3", "j", "c")
    #expect(model.toast?.text == "Comparing with #2: select another; c on #2, or esc, ends it.")
    model.press(.escape)
    #expect(model.sight.marked == nil)
    model.press("1", "i")
    #expect(model.lens != .answer)
    model.press(.escape)
    #expect(model.lens == .answer)
    model.press("i", "d")
    #expect(model.lens == .answer && model.editsPoints)
    model.press(.escape, "3", "c", "1", "c")
    #expect(model.sight.marked == nil)
  }

  @Test func `undoes one by one what the engine took one by one`() {
    var model = Fixture.model()
    model.press(.down, .down, .right)
    take(&model, "crossover-rate", 0.71)
    model.press(.right)
    take(&model, "crossover-rate", 0.72)
    #expect(model.press("u") == [.command(.set("crossover-rate", .number(0.71)))])
    #expect(model.press("u") == [.command(.set("crossover-rate", .number(0.7)))])
  }

  @Test func `forgets a wish that is refused`() {
    var model = Fixture.model()
    model.press(.down, .right)
    #expect(model.control?.target != model.control?.value)
    var snapshot = model.snapshot
    snapshot.refusal = "No."
    _ = update(&model, .snapshot(snapshot))
    #expect(model.control?.target == model.control?.value)
    #expect(model.press("u") == [])
    #expect(compose(model, Fixture.unicode).lines[22].contains("Refused: No."))
    model.press(.escape)
    #expect(!compose(model, Fixture.unicode).lines[22].contains("Refused: No."))
  }

  @Test func `reads typed values and says what is wrong with them`() {
    var model = Fixture.model()
    model.press(.enter, "0", ",", "5", "9", .backspace)
    #expect(model.typing?.text == "0,5")
    #expect(model.press(.enter) == [.command(.set("mutation-rate", .number(0.5)))])
    #expect(model.press(.enter, "7", .enter) == [])
    #expect(model.typing?.error == "mutation-rate must lie between 0 and 1, but is 7.")
    #expect(model.press("q", .escape) == [])
    #expect(model.typing == nil)
    #expect(model.press(.enter, .control("c")) == [.quit])
  }

  @Test func `completes words and takes pasted text where one types`() {
    var model = Fixture.model()
    _ = update(&model, .paste("qqq"))
    #expect(model == Fixture.model())
    while model.control?.name != "data" { model.press(.down) }
    model.press(.enter)
    _ = update(&model, .paste("mo\n"))
    #expect(model.press(.enter) == [.command(.set("data", .choice("moons")))])
  }

  @Test func `moves the focus and zooms`() {
    var model = Fixture.model()
    model.press(.tab)
    #expect(model.focus == .network)
    model.press(.tab, .tab)
    #expect(model.focus == .boundary)
    model.press(.backTab, .backTab, .backTab, .backTab)
    #expect(model.focus == .hallOfFame)
    model.press("z")
    #expect(model.layout.kind == .single)
    model.press("1")
    #expect(model.layout.rect(of: .boundary)?.size == Size(width: 80, height: 21))
    model.press(.escape)
    #expect(model.layout.kind == .compact)
  }

  @Test func `shows the entry that the hall of fame selects, and stays with it`() {
    var model = Fixture.model()
    model.press("3", "G")
    #expect(model.selectedEntry == 8)
    #expect(model.shownEntry == model.snapshot.hallOfFame.entries[8])
    model.press(.home, "j")
    let selected = model.shownEntry
    var snapshot = model.snapshot
    snapshot.hallOfFame.insert(
      HallOfFame.Entry(
        generation: 129, individual: 0, network: Fixture.network,
        genes: Fixture.genes.map { $0 * 2 }, score: Score(fitness: 0.99, accuracy: 1),
        testAccuracy: 1, lastChange: ""))
    _ = update(&model, .snapshot(snapshot))
    #expect(model.selectedEntry == 2)
    #expect(model.shownEntry == selected)
    model.press("1")
    #expect(model.shownEntry == snapshot.champion)
  }

  @Test func `computes a boundary only when it would change`() {
    var model = Fixture.model()
    let boundary = model.boundary
    var snapshot = model.snapshot
    snapshot.generation += 1
    _ = update(&model, .snapshot(snapshot))
    #expect(model.boundary == boundary)
    _ = update(&model, .resize(width: 120, height: 40))
    #expect(model.boundary?.plane.size == model.layout.rect(of: .boundary)?.inside.size)
    _ = update(&model, .resize(width: 20, height: 5))
    #expect(model.boundary == nil)
  }

  @Test func `changes the speed along a ladder`() {
    var model = Fixture.model()
    #expect(model.press("+") == [.setSpeed(nil)])
    #expect(model.press("-") == [.setSpeed(20)])
    #expect(model.press("-") == [.setSpeed(10)])
    #expect(model.press("=", "=", "=") == [.setSpeed(20), .setSpeed(50), .setSpeed(100)])
  }

  @Test func `lets a message go after some ticks`() {
    var model = Fixture.model()
    model.press("-")
    #expect(model.needsTicks)
    for _ in 0..<10 { _ = update(&model, .tick) }
    #expect(!model.needsTicks)
  }

  @Test func `looks at other features where there are more than two`() {
    var snapshot = Fixture.emptySnapshot()
    snapshot.data = Split(
      Fixture.cloud(classCount: 3, featureCount: 4), share: 1, RandomSource(seed: 1))
    var model = Fixture.model(snapshot)
    model.press("1", .right)
    #expect(model.axes == Plane.Axes(horizontal: 2, vertical: 1))
    model.press(.down, .down)
    #expect(model.axes == Plane.Axes(horizontal: 2, vertical: 0))
    model.press("4", .left)
    #expect(model.axes.horizontal == 2)
  }

  /// The next snapshot, in which a parameter has this value.
  private func take(_ model: inout Model, _ name: String, _ value: Double) {
    var snapshot = model.snapshot
    snapshot.generation += 1
    snapshot.controls = snapshot.controls.map { control in
      control.name == name
        ? Control(description: control.description, value: .number(value)) : control
    }
    _ = update(&model, .snapshot(snapshot))
  }
}
