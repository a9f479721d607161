import Evolution
import Testing

@testable import Laboratory
@testable import Terminal

@Suite struct `A view` {
  @Test(arguments: 1...80)
  func `draws at any size`(height: Int) {
    var model = Fixture.model(Fixture.emptySnapshot())
    // All narrow ones, where there is least room, and every so many of the others.
    let narrow = height <= 30 ? Array(1...64) : []
    for width in narrow + Array(stride(from: 1 + height % 29, through: 250, by: 29)) {
      _ = update(&model, .resize(width: width, height: height))
      let canvas = compose(model, height % 2 == 0 ? Fixture.unicode : Fixture.ascii)
      #expect(canvas.width == width && canvas.height == height)
    }
  }

  @Test(arguments: [(40, 10), (60, 18), (80, 24), (45, 40), (120, 40)])
  func `draws the strangest snapshots`(size: (Int, Int)) {
    for snapshot in Self.strange() {
      for focus in Pane.allCases {
        var model = Fixture.model(snapshot, width: size.0, height: size.1)
        model.focus = focus
        model.press("T")
        for glyphs in GlyphSet.allCases {
          let lines = compose(model, Capabilities(colors: .eight, glyphs: glyphs)).lines
          #expect(lines.count == size.1)
          let isClean = lines.allSatisfy { line in
            line.cellCount <= size.0 && line.unicodeScalars.allSatisfy { $0.value >= 0x20 }
          }
          #expect(isClean)
        }
      }
    }
  }

  @Test(arguments: [
    (40, 10), (41, 11), (60, 18), (80, 24), (45, 40), (97, 33), (140, 45), (200, 60), (250, 80),
  ])
  func `draws pictures of any shape at any size`(size: (Int, Int)) {
    for snapshot in Self.strangePictures() {
      var model = Fixture.model(snapshot, width: size.0, height: size.1)
      model.press("1")
      for page in model.pages(of: .boundary) {
        model.press("v")
        for key: Key in [.down, .end, .pageUp, "T", "z"] {
          model.press(key)
          for glyphs in GlyphSet.allCases {
            let lines = compose(model, Capabilities(colors: .sixteen, glyphs: glyphs)).lines
            #expect(lines.count == size.1)
            #expect(lines.allSatisfy { $0.cellCount <= size.0 }, "\(page)")
          }
        }
      }
    }
  }

  @Test(arguments: [(40, 10), (60, 18), (80, 24), (45, 40), (120, 40), (200, 60)])
  func `draws whatever is looked at, in whatever way`(size: (Int, Int)) {
    let keys: [Key] = [
      "1", "2", "3", "4", "5", "6", .tab, "x", "i", "I", "c", "e", "o", "v", "T", "z", .up, .down,
      .left, .right, "H", "L", .home, .end, .escape,
    ]
    var number: UInt32 = UInt32(size.0)
    for snapshot in Self.strange() + Self.strangePictures().prefix(4) + [Fixture.bowl()] {
      var model = Fixture.model(snapshot, width: size.0, height: size.1)
      for step in 0..<16 {
        // Numbers that are the same everywhere (Numerical Recipes, ranqd1).
        number = number &* 1_664_525 &+ 1_013_904_223
        model.press(keys[Int(number >> 16) % keys.count])
        guard step % 4 == 0 else { continue }
        for glyphs in GlyphSet.allCases {
          let lines = compose(model, Capabilities(colors: .mono, glyphs: glyphs)).lines
          #expect(lines.count == size.1)
          #expect(
            lines.allSatisfy { line in
              line.cellCount <= size.0 && line.unicodeScalars.allSatisfy { $0.value >= 0x20 }
            })
        }
      }
    }
  }

  @Test func `of the controls explains the selected one without cutting words`() throws {
    var model = Fixture.model()
    while model.control?.name != "mutation-rate" { model.press(.down) }
    let narrow = Label(String(repeating: "word ", count: 30), .dim)
    #expect(narrow.text.shortened(12, .braille) == "word word…")
    #expect("word".shortened(3, .ascii) == nil && "word".shortened(4, .ascii) == "word")
    model.press("z")
    let lines = compose(model, Fixture.unicode).lines.joined(separator: "\n")
    #expect(lines.contains("mutation-rate (0 to 1), default 0.1"))
    #expect(lines.contains("The share of genes that change."))
    for control in model.controls { #expect(lines.contains(control.name)) }
  }

  @Test func `of a slider names its unit once, where there is room`() {
    let epochs = Control(
      description: ParameterDescription(
        name: "epochs", kind: .integer(1...9, .linear(1)), unit: "epochs",
        defaultValue: .number(1), help: ""),
      value: .number(5))
    func text(_ width: Int) -> String {
      Slider(control: epochs, isSelected: false, isFocused: false, typed: nil, nameWidth: 6)
        .draw(Size(width: width, height: 1), Fixture.unicode).lines[0]
    }
    #expect(text(39).hasSuffix(" 5 epochs"))
    #expect(text(39).hasPrefix(" epochs ━"))
    #expect(text(12).hasSuffix(" 5"))
  }

  @Test func `of a paused run tells its limit of speed`() {
    var snapshot = Fixture.snapshot()
    snapshot.isRunning = false
    var model = Fixture.model(snapshot)
    model.press("-")
    let status = compose(model, Fixture.unicode).lines[0]
    #expect(status.contains("paused (at most"))
  }

  @Test func `of a slider is its text`() {
    let rate = Fixture.real("rate", 0.5, 0...1, .linear(0.1))
    #expect(lines(of: rate) == [" rate   ━━━━━━━━●──────── 0.5"])
    let pending = Control(
      description: rate.description, value: .number(0.5), pending: .number(0.75))
    #expect(lines(of: pending) == [" rate   ━━━━━━━━━━━━●──── 0.5   → 0.75"])
    let unused = Control(description: rate.description, value: .number(0), isActive: false)
    #expect(lines(of: unused) == [" rate   ●················ 0      unused"])
    #expect(lines(of: Fixture.choice("data", ["moons"], "")) == [" data   ◂ moons ▸"])
  }

  @Test func `of the boundary shows letters, and wrong ones as reversed capitals`() throws {
    let model = Fixture.model()
    let boundary = try #require(model.boundary)
    let canvas = DecisionBoundary(model).draw(boundary.plane.size, Fixture.unicode)
    #expect(boundary.trainMarks.contains { $0?.isWrong == true })
    for (cell, mark) in boundary.trainMarks.enumerated() {
      guard let mark else { continue }
      let drawn = canvas[cell % canvas.width, cell / canvas.width]
      #expect(drawn.character.properties.isUppercase == mark.isWrong)
      #expect(drawn.style.attributes.contains(.reverse) == mark.isWrong)
    }
  }

  @Test func `of the boundary keeps tints that are nearly right`() throws {
    let model = Fixture.model()
    let old = try #require(model.boundary)
    var snapshot = model.snapshot
    var hall = HallOfFame()
    let champion = try #require(snapshot.champion)
    hall.insert(
      HallOfFame.Entry(
        generation: 1, individual: 1, network: champion.network,
        genes: champion.genes.map { $0 + 0.002 }, score: champion.score, testAccuracy: nil,
        lastChange: ""))
    snapshot.hallOfFame = hall
    var next = model
    _ = update(&next, .snapshot(snapshot))
    #expect(next.boundary?.subject != old.subject)
    #expect(next.boundary?.levels == old.levels)
  }

  @Test func `of the contour is one dot wide`() throws {
    let boundary = try #require(Fixture.model(width: 200, height: 60).boundary)
    let dots = boundary.contour.reduce(0) { $0 + $1.nonzeroBitCount }
    let cells = boundary.contour.count { $0 != 0 }
    #expect(cells > 50)
    #expect(dots < cells * 4)
  }

  @Test func `of the fitness loses no peak when many generations share a dot`() {
    var history = History()
    for generation in 0..<5000 {
      let best: Float = generation == 3210 ? 0.98 : 0.2
      history.add(Fixture.statistics([best, 0.1, 0.1]), accuracy: 1, testAccuracy: .nan)
    }
    var snapshot = Fixture.emptySnapshot()
    snapshot.history = history
    let chart = FitnessChart(Fixture.model(snapshot))
    let unicode = chart.draw(Size(width: 30, height: 9), Fixture.unicode).lines
    #expect(unicode[0].unicodeScalars.contains { $0.value > 0x2800 && $0.value < 0x2900 })
    let ascii = chart.draw(Size(width: 30, height: 9), Fixture.ascii).lines
    #expect(ascii[0].contains("*"))
  }

  @Test func `names the samples by which the champion is chosen`() {
    var snapshot = Fixture.snapshot()
    func status() -> String {
      StatusBar(Fixture.model(snapshot)).draw(Size(width: 120, height: 1), Fixture.unicode).lines[0]
    }
    func hall() -> String {
      HallOfFameTable(Fixture.model(snapshot)).draw(Size(width: 40, height: 4), Fixture.unicode)
        .lines[0]
    }
    func legend() -> String {
      FitnessChart(Fixture.model(snapshot)).caption(.braille).map(\.text).joined()
    }
    #expect(!status().contains("valid"))
    #expect(hall().contains("train") && legend().contains("⠂⠂⠂test"))
    snapshot.data = Split(Fixture.ring(), share: 0.7, validation: 0.2, RandomSource(seed: 1))
    #expect(status().contains("gen 128 valid .982"))
    #expect(hall().contains("valid") && !hall().contains("train"))
    #expect(legend().contains("⠂⠂⠂valid"))
  }

  @Test func `of a data set has a letter for each class`() {
    let picture = ScatterPlot.picture(
      of: Fixture.ring(), Size(width: 50, height: 16), Fixture.ascii)
    let text = picture.lines.joined(separator: "\n")
    #expect(text.contains("o=outer  x=inner"))
    #expect(picture.lines[15] == " across: x1 -2.3 to 2.41   up: x2 -1.29 to 1.27")
  }

  @Test(arguments: [
    (Float.nan, "-"), (0.982, ".982"), (1, "1.000"), (-0.5, "-.500"), (-1.5, "-1.500"),
    (.infinity, "-"), (123456, "123456"),
  ])
  func `writes fractions short`(value: Float, text: String) {
    #expect(Format.fraction(value) == text)
  }

  @Test(arguments: [
    (0.0, "0"), (24, "24"), (7.25, "7.3"), (2100, "2.1 k"), (531_000, "531 k"),
    (999_600, "1.0 M"), (1_234_567, "1.2 M"), (1e13, "> 1 T"), (.nan, "-"),
  ])
  func `writes quantities in three digits`(value: Double, text: String) {
    #expect(Format.quantity(value) == text)
  }

  private func lines(of control: Control) -> [String] {
    Slider(control: control, isSelected: false, isFocused: false, typed: nil, nameWidth: 6)
      .draw(Size(width: 39, height: 1), Fixture.unicode).lines
  }

  /// No champion, one for other data, NaN, a pixel, a line, large pictures of bytes, odd names.
  static func strangePictures() -> [Snapshot] {
    func snapshot(_ rows: Int, _ columns: Int, hidden: [Int] = [3], gene: Float = 0.1) -> Snapshot {
      var snapshot = Fixture.pictures()
      let shape = ImageShape(rows: rows, columns: columns)
      let pixels = (0..<30 * shape.pixelCount).map { UInt8(truncatingIfNeeded: $0 * 37) }
      let data = Dataset(
        pixels: pixels, shape: shape,
        classNames: ["\u{1B}[31m", "猫🐈", String(repeating: "long ", count: 20)],
        labels: (0..<30).map { Int32($0 % 3) })
      snapshot.data = Split(data, share: 0.7, RandomSource(seed: 1))
      let network = Network(
        inputCount: shape.pixelCount, hidden: hidden, classCount: 3, activation: .tanh)
      snapshot.network = network
      snapshot.hallOfFame = HallOfFame()
      snapshot.hallOfFame.insert(
        HallOfFame.Entry(
          generation: 1, individual: 0, network: network,
          genes: Array(repeating: gene, count: network.geneCount),
          score: Score(fitness: 0.5, accuracy: 0.5), testAccuracy: nil, lastChange: ""))
      return snapshot
    }
    var foreign = Fixture.pictures()
    foreign.hallOfFame = Fixture.hall(count: 2)
    var nobody = Fixture.pictures()
    nobody.hallOfFame = HallOfFame()
    return [
      foreign, nobody, snapshot(1, 1), snapshot(1, 64), snapshot(64, 1, hidden: []),
      snapshot(28, 28, hidden: [70]), snapshot(9, 7, gene: .nan), snapshot(9, 7, gene: 1e30),
      snapshot(9, 7, gene: 0),
    ]
  }

  /// Nothing evaluated, NaN, ten classes, 64 features, a million generations, odd names.
  static func strange() -> [Snapshot] {
    var many = Fixture.snapshot()
    many.data = Split(
      Fixture.cloud(classCount: 10, featureCount: 64), share: 0.7, RandomSource(seed: 1))
    let wide = Network(inputCount: 64, hidden: [3], classCount: 10, activation: .sin)
    many.network = wide
    many.hallOfFame = HallOfFame()
    many.hallOfFame.insert(
      HallOfFame.Entry(
        generation: 999_999, individual: 0, network: wide,
        genes: (0..<wide.geneCount).map { Float($0 % 7) - 3 },
        score: Score(fitness: 0.5, accuracy: 0.5), testAccuracy: nil, lastChange: ""))
    many.generation = 1_000_000
    many.evaluations = 1_000_000_000

    var broken = Fixture.snapshot()
    broken.statistics = Fixture.statistics([.nan, .infinity, .nan])
    broken.history = History()
    for _ in 0..<40 {
      broken.history.add(
        Fixture.statistics([.nan, .nan, .nan]), accuracy: .nan, testAccuracy: .nan)
    }
    broken.hallOfFame = HallOfFame()
    broken.generationsPerSecond = .nan
    broken.stopReason = .stagnation
    broken.isRunning = false
    broken.recording = .failed("/x/\u{1B}[2Jrun.evo", reason: "No space left on device.")

    var named = Fixture.snapshot()
    named.experiment.data = "/data/\u{1B}]0;title\u{7}数据集" + String(repeating: "long ", count: 40)
    named.data = Split(
      Dataset(
        featureNames: ["a\nb"], classNames: ["\u{9B}31m", "猫🐈‍⬛"],
        features: [1, 2, .nan, .infinity, 2, 2], labels: [0, 1, 0, 1, 0, 1]),
      share: 1, RandomSource(seed: 1))
    named.refusal = "\u{1B}[31mRed\u{1B}[0m\n" + String(repeating: "word ", count: 60)
    named.controls.append(
      Fixture.control(
        "数据集-с-очень-длинным-именем\u{7}", .choice(["\u{1B}x", "b"]), .choice("b"), "\u{1B}"))
    return [Fixture.emptySnapshot(), many, broken, named]
  }
}
