import Evolution
import Testing

@testable import Laboratory
@testable import Terminal

@Suite struct `The pane of pictures` {
  @Test func `is shown for pictures, and turns its pages with a key`() {
    var model = Fixture.model(Fixture.pictures())
    #expect(model.page == .samples)
    #expect(model.boundary == nil)
    for page in [Page.mistakes, .weights, .report, .samples] {
      model.press("v")
      #expect(model.page == page)
    }
    var table = Fixture.model()
    #expect(table.page == .boundary)
    table.press("v")
    #expect(table.page == .report)
    #expect(table.boundary == nil && table.mosaic?.report != nil)
    table.press("v")
    #expect(table.page == .boundary && table.boundary != nil && table.mosaic == nil)
    var function = Fixture.model(Fixture.bowl())
    function.press("v")
    #expect(function.mosaic == nil && function.pages(of: .boundary).isEmpty)
  }

  @Test func `shows the classes by turns, with what the network says of each`() throws {
    let model = Fixture.model(Fixture.pictures(), width: 140, height: 45)
    let mosaic = try #require(model.mosaic)
    let network = try #require(mosaic.subject.network)
    let answers = Predictions(
      network, genes: mosaic.subject.genes, of: mosaic.subject.data.train)
    for (place, tile) in mosaic.tiles.enumerated() {
      let position = mosaic.panel.positions[place]
      #expect(Int(mosaic.subject.data.train.labels[position]) == place % 3)
      #expect(
        tile.caption
          == .sample(
            label: place % 3, choice: answers.choice(position),
            confidence: answers.confidence(position)))
    }
    #expect(mosaic.tiles.count > 6)
  }

  @Test func `keeps its samples when the champion, its size or the lab's changes`() throws {
    var model = Fixture.model(Fixture.pictures())
    let before = try #require(model.mosaic)
    _ = update(&model, .snapshot(other(Fixture.pictures())))
    let after = try #require(model.mosaic)
    #expect(after.tiles.map(\.pixels) == before.tiles.map(\.pixels))
    #expect(after.tiles != before.tiles, "but the answers are others")
    _ = update(&model, .resize(width: 200, height: 60))
    #expect(model.mosaic?.panel == before.panel)
  }

  @Test func `looks again only when something has changed`() {
    var model = Fixture.model(Fixture.pictures())
    let before = model.mosaic
    var snapshot = model.snapshot
    snapshot.generation += 1
    snapshot.evaluations += 50
    _ = update(&model, .snapshot(snapshot))
    #expect(model.mosaic?.subject == before?.subject)
  }

  @Test func `asks large networks about fewer samples, and small ones about a thousand at most`() {
    let count = 5000
    let dataset = Dataset(
      pixels: Array(repeating: 7, count: count * 4), shape: ImageShape(rows: 2, columns: 2),
      classNames: ["a", "b"], labels: (0..<count).map { Int32($0 % 2) })
    let panel = Panel(Split(dataset, share: 1, RandomSource(seed: 1)), .train)
    #expect(panel.count == Panel.limit)
    // Spread over all of them.
    #expect((panel.positions.max() ?? 0) > count - 10)
    #expect(Set(panel.positions).count == panel.count)
    let small = Network(inputCount: 4, hidden: [3], classCount: 2, activation: .tanh)
    #expect(panel.affordableCount(small) == Panel.limit)
    let large = Network(inputCount: 4, hidden: [4096, 4096], classCount: 2, activation: .tanh)
    #expect(panel.affordableCount(large) == Kernels.sampleBlock)
  }

  @Test func `has the worst mistakes first`() throws {
    var model = Fixture.model(Fixture.pictures(), width: 140, height: 45)
    model.press("v")
    let mosaic = try #require(model.mosaic)
    #expect(mosaic.wrong > 2 && mosaic.asked == 84)
    let confidences = mosaic.tiles.compactMap { tile -> Float? in
      guard case .sample(let label, let choice, let confidence) = tile.caption else { return nil }
      #expect(choice != label)
      return confidence
    }
    #expect(confidences.count == min(mosaic.wrong, mosaic.grid.count))
    #expect(confidences == confidences.sorted(by: >))
  }

  @Test func `leaves mistakes in their places while they are among the worst`() {
    #expect(Mosaic.settled([5, 3, 8, 1], capacity: 3, before: []) == [5, 3, 8])
    #expect(Mosaic.settled([3, 8, 5, 1], capacity: 3, before: [5, 3, 8]) == [5, 3, 8])
    // 8 is no mistake any more: another takes its place, and the others stay where they are.
    #expect(Mosaic.settled([3, 1, 5], capacity: 3, before: [5, 8, 3]) == [5, 1, 3])
    // 9 and 7 are now the worst by far, and must be seen.
    #expect(Mosaic.settled([9, 7, 5, 3, 8], capacity: 3, before: [5, 8, 3]) == [5, 9, 7])
    #expect(Mosaic.settled([], capacity: 3, before: [5, 8]) == [])
    #expect(Mosaic.settled([4], capacity: 0, before: []) == [])
  }

  @Test func `shows the test part when it is asked to`() throws {
    var model = Fixture.model(Fixture.pictures())
    #expect(model.mosaic?.subject.part == .train)
    model.press("T")
    let mosaic = try #require(model.mosaic)
    #expect(mosaic.subject.part == .test)
    #expect(mosaic.panel.count == mosaic.subject.data.test.count)
    let canvas = compose(model, Fixture.unicode)
    #expect(canvas.lines.contains { $0.contains("test samples") })
  }

  @Test func `scrolls within what there is`() {
    var model = Fixture.model(Fixture.pictures(), width: 60, height: 18)
    model.press("1", .up)
    #expect(model.pageScroll == 0)
    model.press(.end)
    let last = model.pageScroll
    #expect(last > 0 && last == model.mosaic?.lastScroll)
    #expect(model.mosaic?.tiles.isEmpty == false)
    _ = update(&model, .resize(width: 200, height: 60))
    #expect(model.pageScroll <= model.mosaic?.lastScroll ?? 0)
    model.press("v")
    #expect(model.pageScroll == 0)
    model.press("v", "v", .down)
    #expect(model.pageScroll <= 1)
  }

  @Test func `shows the weights of each unit as it takes the pixels`() throws {
    var model = Fixture.model(Fixture.pictures(), width: 140, height: 45)
    model.press("v", "v")
    let mosaic = try #require(model.mosaic)
    #expect(mosaic.tiles.map(\.caption) == (0..<3).map { .unit($0, isOutput: true) })
    let genes = mosaic.subject.genes
    let largest = genes[48..<96].map(abs).max() ?? 1
    let tile = mosaic.tiles[1]
    let shape = mosaic.grid.picture
    #expect(shape.width % 6 == 0 && shape.height % 8 == 0)
    let factor = shape.width / 6
    #expect(abs(tile.pixels[0] - genes[48] / largest) < 1e-5)
    #expect(abs(tile.pixels[factor] - genes[49] / largest) < 1e-5)
    #expect(abs(tile.pixels[shape.width * factor] - genes[54] / largest) < 1e-5)
  }

  @Test func `shows the squares of a convolution as they are laid over the pixels`() throws {
    var snapshot = Fixture.pictures()
    let network = Network(
      inputCount: 48, hidden: [4], classCount: 3, activation: .relu,
      convolution: try Convolution(
        shape: ImageShape(rows: 8, columns: 6),
        stages: [Convolution.Stage(kernel: 3, channels: 5, isPooled: true)]))
    let genes = (0..<network.geneCount).map { Float($0 * 31 % 17) - 8 }
    snapshot.network = network
    snapshot.hallOfFame = HallOfFame()
    snapshot.hallOfFame.insert(
      HallOfFame.Entry(
        generation: 1, individual: 0, network: network, genes: genes,
        score: Score(fitness: 0.5, accuracy: 0.5), testAccuracy: nil, lastChange: ""))
    var model = Fixture.model(snapshot, width: 140, height: 45)
    #expect(model.mosaic?.tiles.isEmpty == false)
    model.press("v", "v")
    let mosaic = try #require(model.mosaic)
    #expect(mosaic.tiles.map(\.caption) == (0..<5).map { .unit($0, isOutput: false) })
    let width = mosaic.grid.picture.width
    #expect(width % 3 == 0 && mosaic.grid.picture.height == width)
    let square = genes[9..<18]
    let largest = square.map(abs).max() ?? 1
    #expect(abs(mosaic.tiles[1].pixels[0] - genes[9] / largest) < 1e-5)
    #expect(abs((mosaic.tiles[1].pixels.last ?? 0) - genes[17] / largest) < 1e-5)
    // Each weight is used many times over, so fewer samples are asked about.
    #expect(network.productCount > network.geneCount)
  }

  @Test func `shows bytes and real numbers alike`() throws {
    let real = try #require(Fixture.model(Fixture.pictures()).mosaic)
    let bytes = try #require(Fixture.model(Fixture.pictures(isBytes: true)).mosaic)
    for (left, right) in zip(real.tiles, bytes.tiles) {
      #expect(zip(left.pixels, right.pixels).allSatisfy { abs($0 - $1) < 0.03 })
    }
  }

  @Test func `makes pictures smaller and larger without changing how light they are`() {
    let shape = ImageShape(rows: 3, columns: 4)
    let pixels = (0..<12).map { Float($0 * 5 % 7) }
    let mean = pixels.reduce(0, +) / 12
    for (width, height) in [(4, 3), (8, 6), (2, 2), (3, 1), (7, 5)] {
      let other = pixels.resampled(shape, to: .init(width: width, height: height))
      #expect(other.count == width * height)
      #expect(abs(other.reduce(0, +) / Float(width * height) - mean) < 1e-4)
    }
    #expect(
      pixels.resampled(shape, to: .init(width: 8, height: 6))[0..<4] == [
        pixels[0], pixels[0], pixels[1], pixels[1],
      ])
  }

  @Test(arguments: [(38, 5), (30, 12), (40, 14), (82, 40), (118, 55)])
  func `finds a size for pictures`(size: (Int, Int)) {
    for side in [8, 28, 64] {
      let grid = MosaicGrid(
        Size(width: size.0, height: size.1), ImageShape(rows: side, columns: side), caption: 7)
      #expect(grid.count >= 3)
      #expect(grid.columns * (grid.tile.width + 1) - 1 <= size.0)
      #expect(grid.rows * grid.rowHeight(in: size.1) <= size.1)
    }
  }

  /// With other champions.
  private func other(_ snapshot: Snapshot) -> Snapshot {
    var snapshot = snapshot
    let champion = snapshot.hallOfFame.entries[0]
    snapshot.hallOfFame.insert(
      HallOfFame.Entry(
        generation: champion.generation + 1, individual: 0, network: champion.network,
        genes: champion.genes.map { $0 * 0.7 }, score: Score(fitness: 0.9, accuracy: 0.96),
        testAccuracy: nil, lastChange: ""))
    return snapshot
  }
}
