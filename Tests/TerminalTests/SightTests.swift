import Evolution
import Testing

@testable import Laboratory
@testable import Terminal

@Suite struct `Looking at the run` {
  @Test func `turns the pages of the pane with the focus`() {
    var model = Fixture.model()
    model.press("2", "v")
    #expect(model.page(of: .fitness) == .diversity && model.page == .boundary)
    model.press("v")
    #expect(model.page(of: .fitness) == .histogram)
    model.press("v")
    #expect(model.page(of: .fitness) == .fitness)
    model.press("5", "v")
    #expect(model.page(of: .network) == .genes && model.page == .boundary)
    // The controls have no pages.
    model.press("4", "v")
    #expect(model.page == .report && model.page(of: .network) == .genes)
  }

  @Test(arguments: [(40, 10), (60, 18), (80, 24), (45, 40), (120, 40), (200, 60)])
  func `reaches each pane by its digit and by tab, and zooms it`(size: (Int, Int)) {
    var model = Fixture.model(width: size.0, height: size.1)
    for pane in Pane.allCases {
      model.press(.character(Character("\(pane.rawValue)")))
      #expect(model.focus == pane)
      let isSlider = model.layout.kind == .small && pane == .controls
      #expect(model.layout.rect(of: pane) != nil || isSlider)
      model.press("z")
      #expect(model.layout.panes.map(\.pane) == [pane])
      model.press("z")
    }
    var seen: Set<Pane> = []
    for _ in Pane.allCases {
      model.press(.tab)
      seen.insert(model.focus)
    }
    #expect(seen.count == Pane.allCases.count)
  }

  @Test func `reads the plane with a cursor that stays inside`() throws {
    var model = Fixture.model()
    model.press("x")
    #expect(model.focus == .boundary)
    let start = try #require(model.sight.cursor)
    model.press(.left, "k", "L")
    #expect(model.sight.cursor == Sight.Cursor(column: start.column + 9, row: start.row - 1))
    let size = try #require(model.boundary?.plane.size)
    model.press("L", "L", "L", "L", "L", "G")
    #expect(model.sight.cursor == Sight.Cursor(column: size.width - 1, row: size.height - 1))
    #expect(model.axes == Plane.Axes())
    _ = update(&model, .resize(width: 60, height: 18))
    let small = try #require(model.boundary?.plane.size)
    let cursor = try #require(model.sight.cursor)
    #expect(cursor.column < small.width && cursor.row < small.height)
    model.press(.escape)
    #expect(model.sight.cursor == nil && model.reading == nil)
    model.press("x", "x")
    #expect(model.sight.cursor == nil)
  }

  @Test func `reads what the network says and the nearest sample`() throws {
    var model = Fixture.model(width: 120, height: 40)
    model.press("x")
    let boundary = try #require(model.boundary)
    let wrong = try #require(boundary.trainMarks.firstIndex { $0?.isWrong == true })
    let width = boundary.plane.size.width
    model.sight.cursor = Sight.Cursor(column: wrong % width, row: wrong / width)
    _ = update(&model, .tick)
    let reading = try #require(model.reading)
    #expect(reading.nearest.contains("wrong: taken for"))
    #expect(reading.place.hasPrefix("x1 "))
    let label = boundary.winners[wrong] == 1 ? "inner" : "outer"
    #expect(reading.answer.hasPrefix("P(\(label)) "))
    let lines = compose(model, Fixture.unicode).lines
    #expect(lines[38].contains(reading.answer) && lines[38].contains(reading.nearest))
    // Narrow screens keep what matters most.
    #expect(reading.text(24) == reading.answer)
  }

  @Test func `calls classes that are numbers by their letters`() throws {
    var snapshot = Fixture.snapshot()
    let ring = Fixture.ring()
    let numbered = Dataset(
      featureNames: ring.featureNames, classNames: ["0", "1"],
      features: (0..<ring.count * 2).map { Float($0 * 37 % 101) / 50 - 1 }, labels: ring.labels)
    snapshot.data = Split(numbered, share: 1, RandomSource(seed: 1))
    var model = Fixture.model(snapshot, width: 120, height: 40)
    model.press("x")
    let reading = try #require(model.reading)
    #expect(reading.answer.hasPrefix("P(o) ") || reading.answer.hasPrefix("P(x) "))
    #expect(
      ["o (class 0)", "x (class 1)"].contains { reading.nearest.contains("sample: \($0), ") })
  }

  @Test func `reads the value of a function`() throws {
    var model = Fixture.model(Fixture.bowl())
    model.press("x", .left, .up)
    let plane = try #require(model.landscape?.plane)
    let cursor = try #require(model.sight.cursor)
    let point = plane.point(cursor.column, cursor.row)
    let function = try #require(model.snapshot.function)
    let value = Format.value(-Float(function.values(at: [point.x, point.y])[0]))
    #expect(model.reading?.answer == "value \(value)")
    #expect(model.hasPlane == false && KeyBindings.action(for: "e", in: model) == nil)
  }

  @Test func `shows the map of each inner neuron in turn`() throws {
    var model = Fixture.model()
    let answer = try #require(model.boundary)
    model.press("i")
    #expect(model.lens == .neuron(layer: 0, unit: 0))
    let map = try #require(model.boundary)
    #expect(map.levels != answer.levels && map.contour != answer.contour)
    #expect(DecisionBoundary(model).title == "h1 of layer 1")
    #expect(map.trainMarks.allSatisfy { $0?.isWrong != true })
    // tanh of a sum is negative where the sum is: on the side of the line that the weights say.
    let network = try #require(map.subject.network)
    let (width, height) = (map.plane.size.width, map.plane.size.height)
    for (column, row) in [(0, 0), (width - 1, 0), (0, height - 1), (width / 2, height / 2)] {
      let point = map.plane.point(column, row)
      let scaling = map.subject.data.scaling
      let sum =
        Fixture.genes[0] * scaling.scaled(point.x, feature: 0)
        + Fixture.genes[1] * scaling.scaled(point.y, feature: 1)
        + Fixture.genes[network.layers[0].bias(of: 0)]
      #expect((map.winners[row * width + column] == 1) == (sum > 0))
    }
    model.press("I")
    #expect(model.lens == .answer && model.boundary == answer)
    model.press("I")
    #expect(model.lens == .neuron(layer: 0, unit: 3))
    model.press("i")
    #expect(model.lens == .answer)
  }

  @Test func `compares two champions until it is told to end`() throws {
    var model = Fixture.model(width: 120, height: 40)
    #expect(KeyBindings.action(for: "c", in: model) == nil)
    model.press("3", "G", "c")
    let words = { (model: Model) in Footer.entries(model, width: 300, .braille).map(\.word) }
    #expect(words(model).contains("end comparison"))
    model.press(.up)
    #expect(words(model).contains("compare with this") && !words(model).contains("compare"))
    model.press("1")
    #expect(words(model).contains("end comparison"))
    #expect(model.page == .disagreement)
    #expect(DecisionBoundary(model).title == "champion vs #9")
    let boundary = try #require(model.boundary)
    let difference = try #require(boundary.difference)
    let cells = boundary.differs.count { $0 }
    #expect(cells > 0 && difference.planeShare > 0 && difference.planeShare < 0.5)
    let canvas = DecisionBoundary(model).draw(boundary.plane.size, Fixture.ascii)
    for (cell, differs) in boundary.differs.enumerated()
    where boundary.trainMarks[cell] == nil && boundary.winners[cell] >= 0 {
      let drawn = canvas[cell % canvas.width, cell / canvas.width]
      #expect(drawn.style.attributes.contains(.reverse) == differs)
    }
    // The samples that both were asked about, counted by hand.
    let data = boundary.subject.data
    let rival = try #require(boundary.subject.rival)
    let own = Predictions(
      rival.network, genes: boundary.subject.genes, of: data.train)
    let others = Predictions(rival.network, genes: rival.genes, of: data.train)
    let count = (0..<data.train.count).count { own.choice($0) != others.choice($0) }
    #expect(difference.samples == count && difference.sampleCount == data.train.count)
    model.press("c")
    #expect(model.page == .boundary && model.boundary?.differs.isEmpty == true)
  }

  @Test func `compares two champions by the pictures that they take for different things`() throws {
    var snapshot = Fixture.pictures()
    let champion = try #require(snapshot.champion)
    snapshot.hallOfFame.insert(
      HallOfFame.Entry(
        generation: 3, individual: 0, network: champion.network,
        genes: champion.genes.enumerated().map { $0.offset < 48 ? -$0.element : $0.element },
        score: Score(fitness: 0.5, accuracy: 0.5), testAccuracy: nil, lastChange: ""))
    var model = Fixture.model(snapshot, width: 140, height: 45)
    model.press("3", "G", "c", "1")
    #expect(model.page == .disagreement)
    let mosaic = try #require(model.mosaic)
    #expect(mosaic.asked == 84 && mosaic.wrong > 10 && !mosaic.tiles.isEmpty)
    for tile in mosaic.tiles {
      guard case .dispute(_, let choice, let other) = tile.caption else {
        Issue.record("no dispute")
        continue
      }
      #expect(choice != other)
    }
    let lines = compose(model, Fixture.ascii).lines
    #expect(lines.contains { $0.contains("\(mosaic.wrong) of 84 differ") })
    #expect(lines.contains { $0.contains("champion vs #2") })
    model.press("c")
    #expect(model.page == .samples)
  }

  @Test func `draws lines where the network becomes nearly sure`() throws {
    var model = Fixture.model()
    #expect(model.boundary?.sureLines.isEmpty == true)
    model.press("e")
    let boundary = try #require(model.boundary)
    let dots = boundary.sureLines.reduce(0) { $0 + $1.nonzeroBitCount }
    #expect(dots > 20)
    for (cell, line) in boundary.sureLines.enumerated() where line != 0 {
      // Neither surely one class nor open.
      #expect(boundary.levels[cell] != 0 && boundary.levels[cell] != 8 || line.nonzeroBitCount > 0)
    }
    model.press("e")
    #expect(model.boundary?.sureLines.isEmpty == true)
  }

  @Test func `selects in the gallery whom the first pane shows`() throws {
    var snapshot = Fixture.snapshot()
    var hall = HallOfFame()
    // The second does the same as the first; the third does the opposite.
    for (place, factor) in [Float(1), 1.001, -1].enumerated() {
      hall.insert(
        HallOfFame.Entry(
          generation: 9 - place, individual: place, network: Fixture.network,
          genes: Fixture.genes.map { $0 * factor },
          score: Score(fitness: 0.9 - Float(place) / 10, accuracy: 0.9), testAccuracy: nil,
          lastChange: ""))
    }
    snapshot.hallOfFame = hall
    var model = Fixture.model(snapshot, width: 200, height: 60)
    try #require(model.exhibits.map(\.title) == ["champion", "#3"])
    let behaviours = try #require(model.exhibition).pictures.compactMap { $0?.winners }
    #expect(Set(behaviours).count == 2)
    model.press("6", .right)
    #expect(model.sight.exhibit == 1)
    #expect(model.shownEntry == model.exhibits[1].entry)
    #expect(model.boundary?.subject.genes == model.exhibits[1].entry.genes)
    model.press(.left, .left)
    #expect(model.sight.exhibit == 0)
    model.press(.end)
    #expect(model.sight.exhibit == model.exhibits.count - 1)
    model.press("4")
    #expect(model.shownEntry == model.snapshot.champion)
  }

  @Test func `computes pictures anew only when they would change`() {
    var model = Fixture.model(width: 200, height: 60)
    model.press("x")
    let (exhibition, maps, reading) = (model.exhibition, model.neuronMaps, model.reading)
    var snapshot = model.snapshot
    snapshot.generation += 1
    _ = update(&model, .snapshot(snapshot))
    #expect(model.exhibition == exhibition && model.neuronMaps == maps)
    #expect(model.reading == reading && reading != nil && maps != nil)
    _ = update(&model, .resize(width: 80, height: 24))
    #expect(model.exhibition == nil && model.neuronMaps == nil)
  }

  @Test func `says of more than two features that the plane is a cut`() throws {
    var model = Fixture.model(flowers())
    func caption() -> [String] { DecisionBoundary(model).caption(.braille).map(\.text) }
    // Even the smallest one says what capitals are.
    #expect(caption() == ["a=set", "b=ver", "c=vir", "ABC=wrong", "cut"])
    let lines = compose(model, Fixture.unicode).lines
    #expect(lines.contains { $0.contains("ABC=wrong  cut ") })
    #expect(lines.contains { $0.contains("↑ sepal_width_cm") })
    #expect(lines.contains { $0.contains("sepal_length_cm →") })
    _ = update(&model, .resize(width: 200, height: 60))
    #expect(
      caption() == [
        "a=setosa", "b=versicolor", "c=virginica", "CAPITAL=wrong",
        "cut at the mean of the other 2",
      ])
    let circles = DecisionBoundary(Fixture.model())
    #expect(circles.caption(.braille).map(\.text) == ["o=outer", "x=inner", "CAPITAL=wrong"])
    #expect(!compose(Fixture.model(), Fixture.unicode).text.contains("x1 →"))
  }

  @Test func `reads on a cut what is seen, and judges the nearest by all it has`() throws {
    var model = Fixture.model(flowers(), width: 160, height: 40)
    model.press("x")
    let reading = try #require(model.reading)
    #expect(reading.answer.hasPrefix("P(") && reading.answer.hasSuffix(" on the cut"))
    #expect(reading.nearest.hasPrefix("nearest sample in the plane: "))
    #expect(reading.nearest.contains(" in all 4 dimensions"))
    let whole = reading.text(400)
    #expect(whole.contains("sepal_length_cm ") && whole.hasSuffix(reading.nearest))
    let less = reading.text(whole.cellCount - 1)
    #expect(less.contains("sep…len ") && less.hasSuffix(reading.nearest))
  }

  @Test func `keeps the shape of the plane in the gallery`() {
    for size in [(88, 22), (46, 20), (64, 30), (108, 30), (200, 60)] {
      for count in [1, 2, 5, 12, 24] {
        let grid = Exhibition.Grid(
          Size(width: size.0, height: size.1), count: count, selected: 0)
        // A cell is twice as high as wide.
        let shape = Float(grid.picture.width) / Float(grid.picture.height * 2)
        #expect((0.95...1.3).contains(shape), "\(size), \(count): \(grid.picture)")
        #expect(grid.seen.count >= min(count, 3))
      }
    }
    // A few are not drawn small.
    let few = Exhibition.Grid(Size(width: 88, height: 22), count: 5, selected: 0)
    #expect(few.picture.width >= 18 && few.seen.count == 5)
  }

  @Test func `shows in the gallery the weights of those that look at pictures`() throws {
    var model = Fixture.model(Fixture.pictures(), width: 200, height: 60)
    let exhibition = try #require(model.exhibition)
    let thumbnail = try #require(exhibition.thumbnails.first ?? nil)
    #expect(thumbnail.pictures.count == 3)
    #expect(thumbnail.pictures.allSatisfy { $0.map(abs).max() == 1 })
    #expect(Set(thumbnail.pictures).count == 3)
    let gallery = LineageGallery(model)
    #expect(gallery.caption(.braille).first?.text == "weights of neurons 1-3")
    let size = try #require(model.layout.rect(of: .gallery)).inside.size
    for capabilities in [Fixture.unicode, Fixture.ascii] {
      let text = gallery.draw(size, capabilities).text
      #expect(text.contains(capabilities.glyphs.isASCII ? "#" : "█"))
      #expect(text.contains("champion"))
    }
    // It is computed when the exhibits change, not when a generation has passed.
    var snapshot = model.snapshot
    snapshot.generation += 1
    _ = update(&model, .snapshot(snapshot))
    #expect(model.exhibition == exhibition)
    #expect(
      Fixture.model(width: 200, height: 60).exhibition?.thumbnails.allSatisfy { $0 == nil } == true)
  }

  @Test(arguments: [1, 3, 16, 100])
  func `fits thumbnails into any place`(count: Int) {
    for width in 0...60 {
      for height in 0...30 {
        for shape in [ImageShape(rows: 28, columns: 28), ImageShape(rows: 3, columns: 3)] {
          let grid = WeightThumbnail.Grid(Size(width: width, height: height), shape, count: count)
          let shown = min(count, grid.columns * grid.rows)
          let fits = (0..<shown).allSatisfy { index in
            let (x, y) = grid.place(index)
            return x + grid.picture.width <= width && y + (grid.picture.height + 1) / 2 <= height
          }
          #expect(fits, "\(width)x\(height)")
          #expect(shown > 0 || width < 8 || height < 4)
        }
      }
    }
  }

  @Test(arguments: 1...80)
  func `fits exhibits into any place`(width: Int) {
    for height in 1...40 {
      for count in [1, 3, 24] {
        for selected in [0, count - 1] {
          let grid = Exhibition.Grid(
            Size(width: width, height: height), count: count, selected: selected)
          let fits = grid.seen.allSatisfy { index in
            let (x, y) = grid.place(index)
            return x >= 0 && y >= 0 && x + grid.tile.width <= width
              && y + grid.tile.height <= height
          }
          #expect(fits && grid.seen.contains(selected), "\(width)x\(height)")
        }
      }
    }
  }

  /// Four features of three kinds, and somebody who tells them apart more or less.
  private func flowers() -> Snapshot {
    var snapshot = Fixture.snapshot()
    let cloud = Fixture.cloud(classCount: 3, featureCount: 4)
    let data = Dataset(
      featureNames: ["sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm"],
      classNames: ["setosa", "versicolor", "virginica"], features: cloud.features,
      labels: cloud.labels)
    let network = Network(inputCount: 4, hidden: [3], classCount: 3, activation: .tanh)
    (snapshot.data, snapshot.network) = (Split(data, share: 0.7, RandomSource(seed: 1)), network)
    snapshot.hallOfFame = HallOfFame()
    snapshot.hallOfFame.insert(
      HallOfFame.Entry(
        generation: 9, individual: 0, network: network,
        genes: (0..<network.geneCount).map { Float($0 * 7919 % 13 - 6) / 5 },
        score: Score(fitness: 0.6, accuracy: 0.6), testAccuracy: nil, lastChange: ""))
    return snapshot
  }
}
