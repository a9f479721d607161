import Evolution
import Testing

@testable import Laboratory
@testable import Terminal

@Suite struct `A chart` {
  @Test func `of the fitness turns its axis, and says what that shows`() {
    var model = Fixture.model()
    model.press("2")
    #expect(FitnessChart(model).title == "fitness")
    model.press("o")
    #expect(FitnessChart(model).title == "fitness from 0")
    #expect(chart(model).last { $0.hasPrefix(" .0") || $0.hasPrefix(".0") } != nil)
    model.press("o")
    #expect(FitnessChart(model).title == "1-fitness, log")
    #expect(chart(model)[0].hasPrefix(" 1e0"))
    model.press("o")
    #expect(FitnessChart(model).title == "fitness")
    var function = Fixture.model(Fixture.bowl())
    function.press("o")
    #expect(FitnessChart(function).title == "value from 0")
    function.press("o")
    #expect(FitnessChart(function).title == "value, log")
  }

  @Test func `of the distance to 1 falls while the fitness rises`() {
    let axis = Axis(.logarithmic, isOfFunction: false)
    #expect(abs(axis.position(0.9) + 1) < 1e-5 && abs(axis.position(0.99) + 2) < 1e-4)
    #expect(axis.position(1) == Axis.perfect && axis.position(.nan).isNaN)
    #expect(axis.isFalling)
  }

  @Test func `leaves a beginning out that would take up the height`() throws {
    let climb = (0..<100).map { Float($0) < 3 ? Float($0) / 4 : 0.9 + Float($0) / 1000 }
    let limits = try #require(range(climb).limits)
    #expect(limits.lowerBound > 0.9 && limits.upperBound == climb[99])
    // What goes on rising is all shown, and so is a fall later on.
    #expect(range((0..<100).map { Float($0) / 100 }).limits == 0...0.99)
    var fallen = climb
    fallen[80] = 0.2
    #expect(range(fallen).limits?.lowerBound == 0.2)
    #expect(range([.nan, .nan]).limits == nil && range([0.5]).limits == 0.5...0.5)
  }

  @Test func `keeps its automatic axis for long`() {
    // Rises fast, then slowly, with some noise.
    let course = (0..<2000).map { generation -> Float in
      let share = Float(generation) / Float(generation + 8)
      return share * 0.95 + Float((generation * 7919) % 13) / 400
    }
    var seen: [ClosedRange<Double>] = []
    for count in 1...2000 {
      guard let limits = range(Array(course.prefix(count))).limits else { continue }
      let scale = ValueScale(covering: [limits.lowerBound, limits.upperBound])
      #expect(scale.low <= Double(limits.lowerBound) + 1e-5)
      #expect(scale.high >= Double(limits.upperBound) - 1e-5)
      if seen.last != scale.low...scale.high { seen.append(scale.low...scale.high) }
    }
    #expect(seen.count <= 24, "\(seen)")
    #expect((seen.last?.lowerBound ?? 0) >= 0.9)
  }

  @Test func `says that something lies below what is shown`() {
    var model = Fixture.model(
      made(fitness: [1] + Array(repeating: 0.95, count: 18) + [0.2], test: 0.9))
    model.press("2")
    let size = Size(width: 36, height: 8)
    let lines = FitnessChart(model).draw(size, Fixture.unicode).lines
    #expect(lines[6].hasPrefix("↓.9"))
    #expect(FitnessChart(model).draw(size, Fixture.ascii).lines[6].hasPrefix("v.9"))
    #expect(FitnessChart(model).caption(.braille).last?.text == "worst ↓")
    // Nothing of it is drawn at the edge.
    #expect(!FitnessChart(model).draw(size, Fixture.ascii).lines.contains { $0.contains("..") })
    model.press("o")
    let all = FitnessChart(model).draw(size, Fixture.unicode).lines
    #expect(!all.contains { $0.contains("↓") })
    #expect(FitnessChart(model).caption(.braille).last?.text == "⠒ ⠒worst")
  }

  @Test func `draws the test and the worst in other shapes than the legend's other lines`() throws {
    var model = Fixture.model(made(fitness: [1, 0.6, 0.1], test: 0.35))
    model.press("2", "o")
    for capabilities in [Fixture.unicode, Capabilities(colors: .mono, glyphs: .blocks)] {
      let lines = FitnessChart(model).draw(Size(width: 44, height: 9), capabilities).lines
      let legend = FitnessChart(model).caption(capabilities.glyphs).map(\.text)
      // Each curve is level: its row begins with what the legend has before its name.
      let rows = lines.map { String($0.dropFirst(3)) }
      let test = Stroke.dots.sample(capabilities.glyphs)
      let worst = Stroke.dashes.sample(capabilities.glyphs)
      #expect(legend.contains("\(test)test") && legend.contains("\(worst)worst"))
      let shapes = rows.compactMap { row -> String? in
        let cells = row.prefix(12).map { $0 == " " ? "." : "x" }.joined()
        return cells.contains("x") && row.last != "╵" ? cells : nil
      }
      #expect(Set(shapes).count >= 3 || capabilities.glyphs.hasBraille, "\(rows)")
      #expect(shapes.contains(capabilities.glyphs.hasBraille ? "x.x.x.x.x.x." : "xx..xx..xx.."))
    }
    let braille = FitnessChart(model).draw(Size(width: 44, height: 9), Fixture.unicode).lines
    let dots = braille.flatMap { $0.unicodeScalars }.filter {
      (0x2801..<0x2900).contains($0.value) && ($0.value - 0x2800).nonzeroBitCount == 1
    }
    #expect(dots.count > 20, "the test has a dot in each cell")
  }

  @Test func `names all changes of a generation, or counts them`() {
    let changes = ["alpha", "beta", "gamma"].map { name in
      Change(generation: 5, name: name, old: .number(1), new: .number(2), consequence: "")
    }
    #expect(marks(changes, width: 60).contains("╵g5 alpha 1 → 2, beta 1 → 2, gamma 1 → 2"))
    #expect(marks(changes, width: 30).contains("╵g5 alpha, beta, gamma"))
    #expect(marks(changes, width: 20).contains("╵g5 3 changes"))
    #expect(marks(changes, width: 5) == "    3")
    #expect(marks([changes[0]], width: 8) == "    ╵g5")
  }

  @Test func `of the diversity has the spread of the fitness below, where there is room`() {
    var model = Fixture.model(width: 120, height: 40)
    model.press("2", "v")
    let tall = DiversityChart(model).draw(Size(width: 40, height: 15), Fixture.ascii).lines
    #expect(tall[0].hasPrefix("1.0") && tall.dropFirst(7).contains { $0.contains("-") })
    #expect(tall.prefix(7).contains { $0.contains("*") })
    #expect(!tall.dropFirst(7).contains { $0.contains("*") })
    let low = DiversityChart(model).draw(Size(width: 40, height: 6), Fixture.ascii).lines
    #expect(low.contains { $0.contains("*") })
  }

  @Test func `of the population counts everybody`() throws {
    var snapshot = Fixture.snapshot()
    let scores: [Float] = (0..<100).map { $0 < 90 ? 0.9 : Float($0 - 90) / 20 } + [.nan]
    snapshot.statistics = Fixture.statistics(scores)
    let statistics = try #require(snapshot.statistics)
    let counts = try #require(statistics.histogram)
    #expect(counts.reduce(0, +) == 100 && counts[63] == 90)
    let view = FitnessHistogram(Fixture.model(snapshot))
    #expect(view.note(.braille).map(\.text) == ["100 individuals"])
    let lines = view.draw(Size(width: 32, height: 6), Fixture.unicode).lines
    #expect(lines[0].hasPrefix("9") && lines[0].hasSuffix("█"))
    #expect(lines[5].hasPrefix(".000") && lines[5].hasSuffix(".900"))
    // Whoever is alone is seen too.
    #expect(lines[4].hasPrefix("▁"))
    for width in 8...200 {
      #expect(FitnessHistogram.columns(counts, width: width).count <= width)
    }
  }

  @Test func `of one individual has no diversity`() {
    var snapshot = Fixture.snapshot()
    snapshot.experiment.population = 1
    snapshot.controls = [
      Control(
        description: Fixture.description(
          "population", .integer(1...9, .linear(1)), .number(1), "How many."), value: .number(1))
    ]
    var model = Fixture.model(snapshot)
    #expect(model.pages(of: .fitness) == [.fitness] && model.controls.isEmpty)
    let lines = compose(model, Fixture.unicode).lines
    #expect(!lines.contains { $0.contains("diversity") })
    snapshot.experiment.population = 2
    model = Fixture.model(snapshot)
    #expect(model.controls.count == 1)
  }

  private func range(_ positions: [Float]) -> CourseRange {
    CourseRange(
      courses: [CourseRange.Course(generationsPerBucket: 1, positions: positions)],
      count: positions.count)
  }

  /// A run in which nothing changes.
  private func made(fitness: [Float], test: Float) -> Snapshot {
    var snapshot = Fixture.snapshot()
    snapshot.history = History()
    for _ in 0..<80 {
      snapshot.history.add(Fixture.statistics(fitness), accuracy: test, testAccuracy: test)
    }
    snapshot.changes = []
    return snapshot
  }

  private func chart(_ model: Model) -> [String] {
    FitnessChart(model).draw(Size(width: 36, height: 8), Fixture.unicode).lines
  }

  private func marks(_ changes: [Change], width: Int) -> String {
    var canvas = Canvas(width: width, height: 1)
    ChangeMarks(changes, generationsPerCell: 1).draw(
      on: &canvas, x: 0, y: 0, width: width, generationsPerDot: 1, Fixture.unicode)
    return canvas.lines[0]
  }
}
