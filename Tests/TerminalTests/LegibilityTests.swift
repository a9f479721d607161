import Evolution
import Laboratory
import Testing

@testable import Terminal

@Suite struct `What is drawn without colours` {
  @Test func `shows the heights of a function as shades`() {
    let model = Fixture.model(Fixture.bowl())
    let lines = LandscapeView(model).draw(
      model.landscapeSize, Capabilities(colors: .mono, glyphs: .braille)
    )
    .lines
    for shade in ["▓", "▒", "░"] { #expect(lines.contains { $0.contains(shade) }) }
    let colored = LandscapeView(model).draw(model.landscapeSize, Fixture.unicode).lines
    #expect(!colored.contains { $0.contains("▓") })
  }

  @Test func `draws another run's curve with another stroke`() {
    var model = Fixture.model(Fixture.forked())
    model.press("O")
    #expect(FitnessChart(model).caption(.braille).contains { $0.text == "⠒⠒ ⠒run 1" })
  }

  @Test func `puts nothing before the sign of a number in ASCII`() {
    let lines = WeightLines(
      network: Fixture.network, genes: Fixture.genes, data: nil, width: 60, glyphs: .ascii)
    let text = lines.lines.map { $0.map(\.text).joined() }.joined(separator: "\n")
    #expect(text.contains("-3.1") && !text.contains(/[^ ][-+][0-9.]/))
    #expect(!lines.signs.hasBars && !lines.signs.hasLetters)
    let narrow = WeightLines(
      network: Fixture.network, genes: Fixture.genes, data: nil, width: 12, glyphs: .ascii)
    #expect(narrow.signs.hasLetters)
  }

  @Test func `names outputs for pictures as everywhere else`() {
    let data = Fixture.signs()
    let network = Network(inputCount: 48, hidden: [4], classCount: 3, activation: .tanh)
    let genes = [Float](repeating: 1, count: network.geneCount)
    let lines = WeightLines(network: network, genes: genes, data: data, width: 60, glyphs: .ascii)
    let text = lines.lines.map { $0.map(\.text).joined() }.joined(separator: "\n")
    for name in data.classNames { #expect(text.contains(" \(name) ")) }
  }

  @Test func `says which lines of a table are seen`() {
    var snapshot = Fixture.snapshot()
    snapshot.hallOfFame = HallOfFame()
    let network = Network(inputCount: 2, hidden: [40], classCount: 2, activation: .tanh)
    snapshot.hallOfFame.insert(
      HallOfFame.Entry(
        generation: 1, individual: 0, network: network,
        genes: [Float](repeating: 1, count: network.geneCount),
        score: Score(fitness: 0.5, accuracy: 0.5), testAccuracy: nil, lastChange: ""))
    let model = Fixture.model(snapshot, width: 120, height: 40)
    let words = NetworkView(model).caption(.ascii).map(\.text)
    #expect(words.first?.hasPrefix("lines 1-") == true)
  }
}

@Suite struct `The chart of a visited generation` {
  @Test func `names its best and mean, and marks where it is from the start on`() throws {
    var snapshot = Fixture.visit()
    snapshot.statistics = Fixture.statistics([0.75, 0.5, 0.25])
    let chart = FitnessChart(Fixture.model(snapshot))
    #expect(chart.note(.braille).map(\.text) == ["best .750", "mean .500"])
    snapshot.generation = 0
    let first = FitnessChart(Fixture.model(snapshot))
    #expect(first.note(.braille).map(\.text) == ["before the first generation"])
    let lines = first.draw(Size(width: 50, height: 8), Fixture.unicode).lines
    #expect(lines.contains { $0.contains("│") })
  }

  @Test func `labels changes by their generations and counts them`() {
    func marks(_ changes: [Change], width: Int) -> String {
      var canvas = Canvas(width: width, height: 1)
      ChangeMarks(changes, generationsPerCell: 1).draw(
        on: &canvas, x: 0, y: 0, width: width, generationsPerDot: 1, Fixture.unicode)
      return canvas.lines[0]
    }
    let three = ["elitism", "hidden", "noise"].map { name in
      Change(generation: 1, name: name, old: .number(1), new: .number(2), consequence: "")
    }
    #expect(marks(Array(three.prefix(1)), width: 6).hasPrefix("╵g1"))
    #expect(marks(three, width: 4).hasPrefix("╵×3"))
  }
}

extension Model {
  fileprivate var landscapeSize: Size { landscape?.plane.size ?? Size(width: 0, height: 0) }
}
