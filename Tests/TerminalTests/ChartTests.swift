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
