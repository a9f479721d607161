import Evolution
import Testing

@testable import Laboratory
@testable import Terminal

@Suite struct `The pane of the network` {
  @Test func `draws nodes and lines where there is room, and a table where there is none`() {
    let network = Fixture.network
    #expect(NetworkPlan(network, Size(width: 70, height: 12), .braille) != nil)
    #expect(NetworkPlan(network, Size(width: 70, height: 12), .ascii) == nil)
    #expect(NetworkPlan(network, Size(width: 36, height: 3), .braille) == nil)
    #expect(NetworkPlan(network, Size(width: 70, height: 12), .braille)?.hasMaps == true)
    #expect(NetworkPlan(network, Size(width: 70, height: 8), .braille)?.hasMaps == false)
    let wide = Network(inputCount: 2, hidden: [11], classCount: 2, activation: .tanh)
    #expect(NetworkPlan(wide, Size(width: 70, height: 40), .braille) == nil)
  }

  @Test(arguments: 20...120)
  func `keeps all nodes inside and apart`(width: Int) {
    for height in 3...50 {
      for hidden in [[], [4], [8, 3], [10, 10, 10]] {
        let network = Network(inputCount: 3, hidden: hidden, classCount: 4, activation: .tanh)
        guard let plan = NetworkPlan(network, Size(width: width, height: height), .braille) else {
          continue
        }
        let areInside = plan.columns.enumerated().allSatisfy { index, column in
          column.rows.allSatisfy { (0..<height).contains($0) }
            && Set(column.rows).count == network.sizes[index]
            && column.x >= 0 && column.x + column.width <= width
        }
        let areApart = zip(plan.columns, plan.columns.dropFirst()).allSatisfy { left, right in
          left.x + left.width < right.x
        }
        #expect(areInside && areApart, "\(width)x\(height)")
      }
    }
  }

  @Test func `has each weight in its table with its sign`() {
    let lines = WeightLines(
      network: Fixture.network, genes: Fixture.genes, data: Fixture.ring(), width: 36,
      glyphs: .ascii
    ).lines.map { $0.map(\.text).joined() }
    #expect(lines[0].contains("x1") && lines[0].contains("x2") && lines[0].contains("bias"))
    #expect(lines[1].contains("-3.1") && lines[1].contains("-.70") && lines[1].contains("+3.3"))
    #expect(lines.contains { $0.hasPrefix(" out") })
    #expect(lines.count == 8)
    let narrow = WeightLines(
      network: Fixture.network, genes: Fixture.genes, data: nil, width: 8, glyphs: .braille
    ).lines.map { $0.map(\.text).joined() }
    #expect(narrow[1] == " h1 =-#")
  }

  @Test func `cuts names so that they can be told apart`() {
    let iris = ["sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm"]
    func short(_ width: Int) -> [String] { ShortNames.fitted(iris, width, .braille) }
    #expect(short(15) == iris)
    #expect(short(7) == ["sep…len", "sep…wid", "pet…len", "pet…wid"])
    #expect(short(3) == ["s…l", "s…w", "p…l", "p…w"])
    #expect(ShortNames.fitted(iris, 7, .ascii)[0] == "sep~len")
    #expect(
      ShortNames.fitted(["feature100", "feature101"], 7, .braille) == ["fea…100", "fea…101"])
    #expect(ShortNames.fitted(["versicolor"], 5, .braille) == ["versi"])
    for width in 1...20 {
      #expect(short(width).allSatisfy { $0.cellCount <= width })
      #expect(width < 3 || Set(short(width)).count == 4)
    }
  }

  @Test func `heads each column with a name of its own`() {
    let names = ["sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm"]
    let data = Dataset(
      featureNames: names, classNames: ["a", "b"], features: (0..<40).map { Float($0 % 7) },
      labels: (0..<10).map { Int32($0 % 2) })
    func heads(_ hidden: [Int], _ width: Int) -> [[Substring]] {
      let network = Network(inputCount: 4, hidden: hidden, classCount: 2, activation: .tanh)
      let genes = (0..<network.geneCount).map { Float($0 % 5 - 2) }
      return WeightLines(
        network: network, genes: genes, data: data, width: width, glyphs: .braille
      ).lines.map { $0.map(\.text).joined().split(separator: " ") }
    }
    #expect(heads([3], 46)[0] == ["sep…le", "sep…wi", "pet…le", "pet…wi", "bias"])
    #expect(heads([3], 19)[0] == ["1", "2", "3", "4", "b"])
    // With room for two cells each.
    let many = heads([12], 44)
    #expect(many.contains { $0.contains("h9") && $0.contains("10") && $0.contains("12") })
  }

  @Test func `draws negative weights dotted and positive ones solid`() throws {
    // One input to each of two neurons, alike but for the sign.
    let network = Network(inputCount: 1, hidden: [2], classCount: 2, activation: .tanh)
    let genes: [Float] = [1, -1, 0, 0, 0, 0, 0]
    let plan = try #require(
      NetworkPlan(network, Size(width: 60, height: 9), .braille))
    var canvas = Canvas(width: 60, height: 9)
    NetworkDrawing(
      plan: plan, network: network, genes: genes, data: nil, lens: .answer, maps: nil
    ).draw(on: &canvas, Capabilities(colors: .mono, glyphs: .braille))
    func dots(_ rows: Range<Int>) -> Int {
      rows.reduce(0) { sum, row in
        sum
          + (0..<plan.columns[1].x).reduce(0) { sum, x in
            let value = canvas[x, row].character.value
            return (0x2800..<0x2900).contains(value)
              ? sum + (value - 0x2800).nonzeroBitCount : sum
          }
      }
    }
    let middle = plan.columns[0].rows[0]
    #expect(dots(0..<middle) > 2 * dots(middle + 1..<9) && dots(middle + 1..<9) > 0)
  }

  /// Stages, summaries and tables.
  private static func convolving() throws -> Network {
    Network(
      inputCount: 784, hidden: [32], classCount: 10, activation: .relu,
      convolution: try Convolution(
        shape: ImageShape(rows: 28, columns: 28),
        stages: [Convolution.Stage(kernel: 5, channels: 8, isPooled: true)]))
  }

  @Test(arguments: [8, 20, 36, 120])
  func `has as many lines as it says without writing them`(width: Int) throws {
    let plain = Network(inputCount: 30, hidden: [16, 3], classCount: 3, activation: .tanh)
    for network in [Fixture.network, plain, try Self.convolving()] {
      let lines = WeightLines(
        network: network, genes: Array(repeating: 1, count: network.geneCount), data: nil,
        width: width, glyphs: .braille)
      #expect(lines.lineCount == lines.lines.count)
    }
  }

  @Test func `sums up what is too large to be shown`() throws {
    let network = try Self.convolving()
    let genes = (0..<network.geneCount).map { Float($0 % 5 - 2) / 4 }
    let lines = WeightLines(
      network: network, genes: genes, data: nil, width: 78, glyphs: .braille
    ).lines.map { $0.map(\.text).joined() }
    #expect(lines[0].hasPrefix("stage 1: 5x5x8/2 from 1x28x28 to 8x12x12, 208 weights, rms "))
    #expect(lines[2].hasPrefix("layer 1: 1152 inputs, 32 neurons, 36896 weights"))
    #expect(lines.allSatisfy { $0.cellCount <= 78 })
  }

  @Test func `has the map of each neuron where there is room`() throws {
    let model = Fixture.model(width: 200, height: 60)
    let maps = try #require(model.neuronMaps)
    for unit in 0..<4 {
      let map = try #require(maps.map(layer: 0, unit: unit))
      #expect(map.plane.size == NetworkPlan.mapSize)
      #expect(Set(map.winners).count == 2)
    }
    #expect(maps.map(layer: 0, unit: 4) == nil && maps.map(layer: 1, unit: 0) == nil)
  }

  @Test func `has a strip of genes, and marks where another's differ`() {
    let genes: [Float] = [1, -0.5, 0.25, 0, -1, 0.9]
    var other = genes
    other[1] = 0.5
    other[4] = -0.98
    let strip = GeneStrip(genes: genes, name: "champion", other: other, otherName: "#2")
    #expect(strip.changedCount == 2)
    #expect(strip.note(.braille).map(\.text) == ["2 unlike #2", "6"])
    let lines = strip.draw(Size(width: 6, height: 5), Fixture.unicode).lines
    #expect(lines == ["█▄▂▁█▇", "+-+ -+", "█▄▂▁█▇", "+++ -+", " ^  '"])
    let low = strip.draw(Size(width: 6, height: 3), Fixture.unicode).lines
    #expect(low == ["#=+.=#", "##+.=#", " ^  '"])
    // Of another length there is nothing to compare.
    let alone = GeneStrip(genes: genes, name: "champion", other: [1], otherName: "#2")
    #expect(
      alone.draw(Size(width: 3, height: 5), Fixture.unicode).lines == [
        "█▄▂", "+-+", "", "▁█▇", " -+",
      ])
  }

  @Test func `puts genes together when there are many`() {
    let genes = (0..<1000).map { Float($0 == 700 ? -9 : 1) }
    let strip = GeneStrip(genes: genes, name: "", other: nil, otherName: "")
    let lines = strip.draw(Size(width: 50, height: 5), Fixture.unicode).lines
    #expect(lines.joined().contains("-"))
    #expect(lines[4] == "a cell: the largest of 32 genes")
  }
}
