import Evolution
import Laboratory
import Testing

@testable import Terminal

@Suite struct `Time travel` {
  /// A visit to generation 97 of the fixture's 128.
  private static func visit(isPlayed: Bool = false) -> Snapshot {
    let present = Fixture.snapshot()
    var past = present
    past.generation = 97
    past.isRunning = false
    past.course = Snapshot.Course(
      end: present.generation, history: present.history, changes: present.changes)
    if isPlayed { past.recording = .played("/state/evolab/run-7.evo") }
    return past
  }

  @Test func `steps back and on, and quick presses add up`() {
    var model = Fixture.model()
    #expect(model.press("[") == [.visit(127)])
    #expect(model.press("[") == [.visit(126)])
    #expect(model.press("]") == [.visit(127)])
    #expect(!model.isRunning)
    model = Fixture.model(Self.visit())
    #expect(model.press("}") == [.visit(110)])
    #expect(model.press("{") == [.visit(70)])
    #expect(model.press("{") == [.visit(0)])
  }

  @Test func `never leaves the run`() {
    var model = Fixture.model()
    #expect(model.press("]").isEmpty)
    var empty = Fixture.model(Fixture.emptySnapshot())
    #expect(empty.press("[", "{", "}").isEmpty)
    var past = Fixture.model(Self.visit())
    #expect(past.press("2", .home) == [.visit(0)])
    #expect(past.press(.home).isEmpty)
    #expect(past.press(.end) == [.visit(128)])
  }

  @Test func `in the past nothing is changed, but forked`() {
    var model = Fixture.model(Self.visit())
    #expect(model.isInPast)
    #expect(model.press(.right).isEmpty)
    #expect(model.toast?.text.contains("enter forks") == true)
    #expect(model.press(.enter) == [.fork])
    #expect(model.typing == nil)
    #expect(model.press(.escape) == [.visit(128)])
  }

  @Test func `a fork is where the keys before it lead, also before that is shown`() {
    var model = Fixture.model(Self.visit())
    #expect(model.press("}", "[", .enter) == [.visit(110), .visit(109), .fork])
    #expect(model.toast?.text.hasPrefix("A fork at generation 109:") == true)
  }

  @Test func `keys that are faster than the screen mean what they would on it`() {
    var present = Fixture.model()
    #expect(present.press("[", "n") == [.visit(127), .visit(128)], "no generation is bred")
    present = Fixture.model()
    #expect(present.press("[", .escape) == [.visit(127), .visit(128)])
    var past = Fixture.model(Self.visit())
    #expect(past.press(.escape, "n") == [.visit(128), .step(1)])
  }

  @Test func `enter forks only where it means nothing else`() {
    var model = Fixture.model(Self.visit())
    model.press("3")
    #expect(!model.canFork)
    #expect(model.press(.enter).isEmpty)
    #expect(model.openedEntry != nil)
    let line = compose(model, Fixture.unicode).lines[22]
    #expect(line.contains("esc returns") && !line.contains("enter forks"))
    model.press("4")
    #expect(compose(model, Fixture.unicode).lines[22].contains("enter forks here"))
    #expect(model.press("p", .enter).isEmpty)
    model = Fixture.model(Self.visit())
    model.held = Model.Held(name: "data", value: .choice("moons"), reason: "so")
    #expect(!model.canFork)
  }

  @Test func `in the tree enter goes to another run, and forks where none is selected`() {
    var snapshot = Self.forked()
    snapshot.course = Self.visit().course
    snapshot.generation = 97
    var model = Fixture.model(snapshot)
    model.press("B")
    #expect(model.press(.enter) == [.fork])
    model.press("B", "B", .up)
    let line = compose(model, Fixture.unicode).lines[22]
    #expect(line.contains("enter goes there") || !line.contains("forks"))
    #expect(model.press(.enter) == [.turnTo(branch: 1)])
    #expect(model.toast?.text.contains("paused: space goes on") == true)
  }

  @Test func `nothing is changed on the way to the past`() {
    var model = Fixture.model()
    #expect(model.press("[", .right) == [.visit(127)])
    #expect(model.toast?.text.contains("cannot be changed") == true)
    #expect(model.press("0", "R").isEmpty)
    #expect(model.toast?.text.contains("race begins in the present") == true)
    #expect(model.control?.target == .number(0.2))
  }

  @Test func `keeps whom one compares with where another run learns the same`() {
    var snapshot = Self.forked()
    var model = Fixture.model(snapshot, width: 120, height: 40)
    model.press("3", "j", "c")
    #expect(model.sight.marked != nil)
    snapshot.branch = 0
    snapshot.changes.append(
      Change(
        generation: 120, name: "elitism", old: .number(1), new: .number(2), consequence: ""))
    _ = update(&model, .snapshot(snapshot))
    #expect(model.sight.marked != nil)
    #expect(model.toast?.text.contains("elitism") != true, "it is no news there")
    snapshot.branch = 1
    snapshot.data = Split(Fixture.ring(), share: 0.6, RandomSource(seed: 2))
    _ = update(&model, .snapshot(snapshot))
    #expect(model.sight.marked == nil)
  }

  @Test func `a step in the past is a visit`() {
    var model = Fixture.model(Self.visit())
    #expect(model.press("n") == [.visit(98)])
    #expect(model.press("N") == [.visit(108)])
  }

  @Test(arguments: [(80, 24), (120, 40), (60, 18)])
  func `shows where it is: a time line, the status, a line through the curves`(
    width: Int, height: Int
  ) {
    let model = Fixture.model(Self.visit(), width: width, height: height)
    let lines = compose(model, Fixture.unicode).lines
    #expect(lines[0].contains("gen 97 of 128"))
    #expect(lines[0].contains("in the past"))
    let line = lines[height - 2]
    #expect(line.contains("gen 97 of 128") && line.contains("●") && line.contains("╵"))
    let chart = FitnessChart(model).draw(Size(width: 50, height: 8), Fixture.unicode).lines
    #expect(chart.contains { $0.contains("│") })
    let present = FitnessChart(Fixture.model()).draw(Size(width: 50, height: 8), Fixture.unicode)
    #expect(!present.lines.contains { $0.contains("│") })
  }

  @Test func `of what is followed ends with escape, which follows on`() {
    var snapshot = Self.visit(isPlayed: true)
    #expect(Fixture.model(snapshot).isBehind == false, "nobody writes it any more")
    snapshot.course?.isFollowed = true
    var model = Fixture.model(snapshot)
    #expect(compose(model, Fixture.unicode).lines[22].contains("esc follows on"))
    #expect(model.press(.escape) == [.visit(128), .run])
    #expect(model.isRunning)
    #expect(model.press(.escape).isEmpty, "it is on its way")
    snapshot.isRunning = true
    model = Fixture.model(snapshot)
    #expect(model.press(.escape).isEmpty)
  }

  @Test func `of a recording has its ends over the plane too`() {
    var model = Fixture.model(Self.visit(isPlayed: true))
    model.press("1")
    #expect(model.press(.home) == [.visit(0)])
    #expect(model.press(.end) == [.visit(128)])
    #expect(model.press("x", .home).isEmpty, "the cursor has ends of its own")
    var run = Fixture.model()
    #expect(run.press("1", .home).isEmpty)
  }

  @Test func `of a recording says so, and what is wrong with it`() {
    var snapshot = Self.visit(isPlayed: true)
    var model = Fixture.model(snapshot, width: 120, height: 40)
    #expect(!model.isInPast && model.canFork)
    #expect(compose(model, Fixture.ascii).lines[0].contains("recorded"))
    snapshot.course?.failure = "The replay differs at generation 98."
    model = Fixture.model(snapshot, width: 120, height: 40)
    #expect(compose(model, Fixture.ascii).text.contains("differs at generation 98"))
  }

  /// A run, two forks of it, and a fork of the first.
  private static func forked() -> Snapshot {
    var snapshot = Fixture.snapshot()
    let starts: [(Int?, Int)] = [(nil, 0), (0, 40), (0, 60), (1, 90)]
    snapshot.branches = starts.map { parent, start in
      Snapshot.Branch(
        parent: parent, start: start, generation: 128,
        champion: Fixture.hall(count: parent == nil ? 2 : 1).champion,
        history: snapshot.history, recording: .none)
    }
    snapshot.branch = 2
    return snapshot
  }

  @Test func `shows the forks as a tree, and goes to the selected one`() {
    var model = Fixture.model(Self.forked(), width: 120, height: 40)
    model.press("B")
    let lines = BranchTree(model).draw(Size(width: 60, height: 6), Fixture.ascii).lines
    #expect(lines[0].hasPrefix(" run 1 g0-128 .930"))
    #expect(lines[1].hasPrefix(" `run 2 g40-128"))
    #expect(lines[2].hasPrefix("  `run 4 g90-128"))
    #expect(lines[3].hasPrefix(">`run 3 g60-128 .930 here"))
    #expect(model.press(.enter).isEmpty, "it is here already")
    model.press(.up)
    #expect(model.press(.enter) == [.turnTo(branch: 1)])
    model.press("B")
    #expect(!model.showsBranches)
  }

  @Test func `compares the best of two runs`() {
    var snapshot = Self.forked()
    snapshot.branches[0] = Snapshot.Branch(
      parent: nil, start: 0, generation: 128,
      champion: HallOfFame.Entry(
        generation: 121, individual: 0, network: Fixture.network,
        genes: Fixture.genes.map { -$0 }, score: Score(fitness: 0.5, accuracy: 0.5),
        testAccuracy: nil, lastChange: ""),
      history: snapshot.history, recording: .none)
    var model = Fixture.model(snapshot, width: 120, height: 40)
    model.press("B", "k", "k", "c")
    #expect(model.compared?.other.genes == Fixture.genes.map { -$0 })
    #expect(model.page == .disagreement)
    #expect(compose(model, Fixture.unicode).text.contains("best of run 1"))
    // It may be in this hall of fame as well, where its place is of no interest.
    var listed = snapshot
    listed.hallOfFame.insert(snapshot.branches[0].champion ?? Fixture.hall(count: 1).entries[0])
    var both = Fixture.model(listed, width: 120, height: 40)
    both.press("B", "k", "k", "c")
    #expect(both.toast?.text.hasPrefix("Comparing with best of run 1:") == true)
    #expect(DecisionBoundary(both).title == "champion vs best of run 1")
    model.press("c")
    #expect(model.compared == nil)
  }

  @Test func `lays other runs over this one in turn`() {
    var model = Fixture.model(Self.forked())
    var seen: [Int?] = []
    for _ in 0..<4 {
      model.press("O")
      seen.append(model.overlaidBranch)
    }
    #expect(seen == [0, 1, 3, nil])
    model.press("O")
    let chart = FitnessChart(model)
    #expect(chart.caption(.ascii).contains { $0.text == "r=run 1" })
  }
}

@Suite struct `A wish to run` {
  private static func paused(_ reason: PauseReason? = nil) -> Snapshot {
    var snapshot = Fixture.snapshot()
    snapshot.isRunning = false
    snapshot.pauseReason = reason
    return snapshot
  }

  @Test func `is over when a rule pauses at once`() {
    var model = Fixture.model(Self.paused())
    #expect(model.press("space") == [.run])
    #expect(model.isRunning)
    _ = update(&model, .snapshot(Self.paused(.champion)))
    #expect(!model.isRunning)
    #expect(model.press("space") == [.run])
  }

  @Test func `is forgotten when nothing comes of it`() {
    var model = Fixture.model(Self.paused())
    model.press("space")
    #expect(model.needsTicks)
    for _ in 0..<3 { _ = update(&model, .tick) }
    #expect(!model.isRunning && !model.needsTicks)
  }
}

@Suite struct `Editing points` {
  private static func model() -> Model {
    var model = Fixture.model(width: 120, height: 40)
    model.press("d")
    return model
  }

  private static func edits(_ effects: [Effect]) -> PointEdits? {
    guard case .command(.set("points", let value))? = effects.first else { return nil }
    return PointEdits(value.description)
  }

  @Test func `puts points of the class whose letter is pressed`() throws {
    var model = Self.model()
    let first = try #require(Self.edits(model.press("x")))
    #expect(first.added.map(\.label) == [1])
    model.press(.right)
    let second = try #require(Self.edits(model.press("o")))
    #expect(second.added.map(\.label) == [1, 0])
    #expect(second.added[0].point.x < second.added[1].point.x)
    #expect(second.added[0].point.y == second.added[1].point.y)
  }

  @Test func `takes the nearest away, and undo brings it back`() throws {
    var model = Self.model()
    let edits = try #require(Self.edits(model.press(.backspace)))
    #expect(edits.removed.count == 1)
    model.press(.escape)
    #expect(Self.edits(model.press("u")) == PointEdits())
  }

  @Test func `takes a point up and puts it down elsewhere`() throws {
    var model = Self.model()
    #expect(model.press(.enter).isEmpty)
    model.press(.right, .right)
    let edits = try #require(Self.edits(model.press(.enter)))
    #expect(edits.moved.count == 1 && edits.removed.isEmpty)
    #expect(model.sight.editing?.held == nil)
  }

  @Test func `counts in the frame in which points are not turned`() throws {
    var snapshot = Fixture.snapshot()
    snapshot.controls.append(
      Control(
        description: Fixture.description(
          "rotate", .real(0...360, .linear(5)), .number(0), "Turns."), value: .number(90)))
    var model = Fixture.model(snapshot, width: 120, height: 40)
    model.press("d", .right, .right, .right, .right, .right)
    let turned = try #require(Self.edits(model.press("x"))).added[0].point
    let data = try #require(snapshot.data)
    let back = data.turned(turned, PlaneTurn(degrees: 90))
    var still = Fixture.model(width: 120, height: 40)
    still.press("d", .right, .right, .right, .right, .right)
    let plain = try #require(Self.edits(still.press("x"))).added[0].point
    #expect(abs(back.x - plain.x) < 1e-4 && abs(back.y - plain.y) < 1e-4)
  }

  @Test func `come back with the samples to which they were done`() {
    var snapshot = Fixture.snapshot()
    snapshot.points = PointEdits("-3 +0.5,0.5,1") ?? PointEdits()
    snapshot.controls.append(Fixture.whole("samples", 40, 2...1000))
    var model = Fixture.model(snapshot)
    #expect(model.set([.set("samples", .number(60))]).count == 1)
    snapshot.points = PointEdits()
    snapshot.controls = snapshot.controls.map {
      $0.name == "samples" ? Fixture.whole("samples", 60, 2...1000) : $0
    }
    _ = update(&model, .snapshot(snapshot))
    #expect(
      model.press("u") == [
        .commands([
          .set("samples", .number(40)), .set("points", .choice("-3 +0.5,0.5,1")),
        ])
      ])
    #expect(model.target(of: "points") == .choice("-3 +0.5,0.5,1"))
  }

  @Test func `lets go of a point that was taken up when the points change`() {
    var model = Self.model()
    model.press("x", .enter)
    #expect(model.sight.editing?.held == nil, "the points are about to change")
    var snapshot = model.snapshot
    snapshot.points = PointEdits(model.target(of: "points")?.description ?? "") ?? PointEdits()
    _ = update(&model, .snapshot(snapshot))
    model.press(.enter)
    #expect(model.sight.editing?.held != nil)
    model.press("u")
    #expect(model.sight.editing?.held == nil)
  }

  @Test func `are no more than there can be`() {
    var snapshot = Fixture.snapshot()
    for place in 0..<PointEdits.limit {
      snapshot.points.add(PointEdits.Point(x: Float(place), y: 0), label: 0)
    }
    var model = Fixture.model(snapshot, width: 120, height: 40)
    model.press("d")
    #expect(model.press("x").isEmpty)
    #expect(model.toast?.text.contains("500 edited points are the most") == true)
  }

  @Test func `is only for planes, and ends with esc`() {
    var pictures = Fixture.model(Fixture.pictures())
    pictures.press("d")
    #expect(!pictures.editsPoints)
    #expect(pictures.toast?.text == "Points can be edited where data have two features.")
    var model = Self.model()
    #expect(model.editsPoints)
    model.press(.escape)
    #expect(!model.editsPoints)
    model.press("d")
    #expect(Footer.entries(model, width: 100, .braille).last?.word == "done")
    #expect(model.press("q").isEmpty, "a slip ends nothing but that")
    #expect(!model.editsPoints && model.sight.cursor == nil)
    #expect(model.press("q") == [.quit])
    // The letters mean again what they meant.
    model.press("x")
    #expect(model.sight.cursor != nil && model.sight.editing == nil)
  }
}
