import Evolution
import Testing

@testable import Laboratory
@testable import Terminal

/// Hand-made snapshots: the same on every machine, since no library function is asked.
enum Fixture {
  /// A ring around a blob, with a champion that tells them nearly apart.
  static func snapshot() -> Snapshot {
    var experiment = Experiment()
    experiment.data = "circles"
    experiment.seed = 42
    experiment.parameters["noise"] = .number(0.1)
    let data = Split(ring(), share: 0.7, RandomSource(seed: 1))
    var snapshot = Snapshot(experiment: experiment, data: data, network: network)
    snapshot.generation = 128
    snapshot.evaluations = 38_400
    snapshot.seconds = 42
    snapshot.isRunning = true
    snapshot.generationsPerSecond = 24
    snapshot.evaluationsPerSecond = 7200
    snapshot.recording = .file("/state/evolab/run-7.evo")
    for generation in 0..<128 {
      let share = Float(generation) / Float(generation + 12)
      let best = 0.4 + 0.58 * share
      let mean = 0.3 + 0.5 * share - (generation % 7 == 0 ? 0.03 : 0)
      let worst = 0.1 + 0.2 * share + (generation % 5 == 0 ? 0.05 : 0)
      snapshot.statistics = statistics([best, mean, worst], spread: 1 - share * 0.8)
      if let statistics = snapshot.statistics {
        snapshot.history.add(statistics, accuracy: best, testAccuracy: best - 0.05)
      }
    }
    snapshot.hallOfFame = hall(count: 9)
    snapshot.controls = controls()
    snapshot.changes = [
      Change(
        generation: 70, name: "mutation-rate", old: .number(0.08), new: .number(0.12),
        consequence: ""),
      Change(
        generation: 110, name: "hidden", old: .number(3), new: .number(4),
        consequence: "300 networks grown, fitness kept"),
    ]
    return snapshot
  }

  /// Some algorithms on the same data, the second at its target.
  static func race(count: Int) -> Snapshot {
    var snapshot = snapshot()
    let names = ["ga", "random-search", "de", "pso", "es", "snes", "openai-es", "ga", "de"]
    let lanes = names.prefix(count).enumerated().map { index, name in
      var lane = Fixture.snapshot()
      lane.experiment.algorithm = name
      lane.evaluations = 7000 + index * 100
      lane.hallOfFame = hall(count: 9 - index)
      lane.changes = []
      if index == 1 { lane.stopReason = .target }
      return lane
    }
    snapshot.race = Snapshot.Race(lanes: lanes, leader: 1)
    return snapshot
  }

  /// A bowl with its minimum beside the middle and a few individuals.
  static func bowl() -> Snapshot {
    var snapshot = snapshot()
    snapshot.experiment.problem = "sphere"
    snapshot.experiment.parameters = [:]
    let function = FunctionProblem(Sphere.self, FunctionProblem.Settings(), RandomSource(seed: 1))
    snapshot.function = function
    (snapshot.data, snapshot.network) = (nil, nil)
    var population = Population(count: 5, geneCount: 2)
    population.genes = [-4, 3, 0, 1, 2, 2, 4.5, -3, -1, -1]
    snapshot.positions = Positions(of: population)
    snapshot.history = History()
    snapshot.hallOfFame = HallOfFame()
    for generation in 0..<40 {
      let value = Float(1 << (generation / 2))
      snapshot.statistics = statistics([-10 / value, -40 / value, -200])
      if let statistics = snapshot.statistics {
        snapshot.history.add(statistics, accuracy: .nan, testAccuracy: .nan)
      }
      snapshot.hallOfFame.insert(
        HallOfFame.Entry(
          generation: generation + 1, individual: 0, network: nil,
          genes: [1 / value, -2 / value], score: Score(fitness: -10 / value, accuracy: .nan),
          testAccuracy: nil, lastChange: ""))
    }
    snapshot.changes = []
    return snapshot
  }

  /// Small pictures of three signs, and a linear network that knows them but for some noise.
  static func pictures(isBytes: Bool = false) -> Snapshot {
    var snapshot = snapshot()
    snapshot.experiment.data = "signs"
    snapshot.experiment.parameters = [:]
    let data = Split(signs(isBytes: isBytes), share: 0.7, RandomSource(seed: 1))
    let network = Network(inputCount: 48, hidden: [], classCount: 3, activation: .tanh)
    (snapshot.data, snapshot.network) = (data, network)
    snapshot.hallOfFame = HallOfFame()
    let noise: [Float] = (0..<network.geneCount).map { Float($0 * 7919 % 13 - 6) / 60 }
    let genes = (0..<network.geneCount).map { gene -> Float in
      guard gene < 3 * 48 else { return 0 }
      return (sign(gene / 48, row: gene % 48 / 6, column: gene % 6) ? 0.12 : -0.1) + noise[gene]
    }
    snapshot.hallOfFame.insert(
      HallOfFame.Entry(
        generation: 97, individual: 3, network: network, genes: genes,
        score: Score(fitness: 0.81, accuracy: 0.952), testAccuracy: 0.917, lastChange: ""))
    return snapshot
  }

  /// A cross, a frame and a bar, 8 pixels high and 6 wide, with noise that is the same everywhere.
  static func signs(isBytes: Bool = false, names: [String] = ["cross", "frame", "bar"]) -> Dataset {
    var pixels: [UInt8] = []
    for sample in 0..<120 {
      for pixel in 0..<48 {
        let isSet = sign(sample % 3, row: pixel / 6, column: pixel % 6)
        let noise = (sample * 131 + pixel * 71 + sample * pixel * 17) % 97
        pixels.append(UInt8(isSet ? 255 - noise * 2 : noise * 2 + (noise > 85 ? 60 : 0)))
      }
    }
    let shape = ImageShape(rows: 8, columns: 6)
    return Dataset(
      featureNames: shape.pixelNames, classNames: names,
      values: isBytes ? .bytes(pixels) : .real(pixels.map { Float($0) / 16 }),
      labels: (0..<120).map { Int32($0 % 3) }, imageShape: shape)
  }

  private static func sign(_ label: Int, row: Int, column: Int) -> Bool {
    switch label {
    case 0: row == column || row == 7 - column || row + column == 5
    case 1: row == 1 || row == 6 || (column == 0 || column == 5) && (1...6).contains(row)
    default: column == 2 || column == 3
    }
  }

  /// Before the first generation.
  static func emptySnapshot() -> Snapshot {
    var snapshot = snapshot()
    let empty = Snapshot(
      experiment: snapshot.experiment, data: snapshot.data, network: snapshot.network)
    let controls = snapshot.controls
    snapshot = empty
    snapshot.controls = controls
    return snapshot
  }

  static let network = Network(inputCount: 2, hidden: [4], classCount: 2, activation: .tanh)

  /// Four straight edges around the blob, somewhat askew.
  static let genes: [Float] = [
    -3.1, -0.7, 0.9, -3.2, 3.3, 0.4, -0.6, 2.9, 3.3, 3.1, 3.6, 3.4, 2.1, 1.9, 2, 2.2, -5.3,
  ]

  static func hall(count: Int) -> HallOfFame {
    var hall = HallOfFame()
    for place in 0..<count {
      let less = Float(place) * 0.0125
      hall.insert(
        HallOfFame.Entry(
          generation: 121 - place * 11, individual: place, network: network,
          genes: genes.map { $0 * (1 - Float(place) * 0.06) },
          score: Score(fitness: 0.93 - less, accuracy: 0.982 - less), testAccuracy: 0.96 - less,
          lastChange: place < 2 ? "hidden 3 → 4" : place < 5 ? "mutation-rate 0.08 → 0.12" : ""))
    }
    return hall
  }

  /// Points of circles by rational numbers, pushed outwards and inwards in turn.
  static func ring() -> Dataset {
    var features: [Float] = []
    var labels: [Int32] = []
    for index in 0..<120 {
      let label = index % 2
      let t = Float(index / 2) / 15 - 2 + 0.013
      let push = 1 + Float((index * 37) % 11 - 5) * (label == 0 ? 0.03 : 0.11)
      let radius: Float = (label == 0 ? 1 : 0.42) * push
      let square = 1 + t * t
      let side: Float = index % 4 < 2 ? 1 : -1
      features += [side * radius * (1 - t * t) / square, radius * 2 * t / square]
      labels.append(Int32(label))
    }
    return Dataset(
      featureNames: ["x1", "x2"], classNames: ["outer", "inner"], features: features,
      labels: labels)
  }

  /// Several classes in as many features.
  static func cloud(classCount: Int, featureCount: Int) -> Dataset {
    let features = (0..<200 * featureCount).map { index in
      Float((index * 7919) % 101) / 25 + Float(index / featureCount % classCount)
    }
    return Dataset(
      featureNames: (1...featureCount).map { "x\($0)" },
      classNames: (0..<classCount).map { "class \($0)" }, features: features,
      labels: (0..<200).map { Int32($0 % classCount) })
  }

  static func statistics(_ fitness: [Float], spread: Float = 0.5) -> Statistics {
    var population = Population(count: fitness.count, geneCount: 1)
    population.genes = fitness.indices.map { 1 + spread * Float($0 - 1) }
    return Statistics(population, fitness.map { Score(fitness: $0, accuracy: $0) })
  }

  static func controls() -> [Control] {
    [
      choice("data", ["circles", "moons", "blobs"], "What is to be told apart."),
      choice("fitness", ["accuracy", "cross-entropy", "squared-error"], "What is maximised."),
      whole("population", 300, 2...1_000_000, .multiplicative(1.1, from: 2)),
      whole("hidden", 4, 1...64),
      choice("activation", ["tanh", "relu", "sin"], "What a hidden neuron does."),
      real("noise", 0.1, 0...1, .linear(0.01)),
      choice("selection", ["tournament", "rank", "roulette"], "How parents are chosen."),
      whole("tournament-size", 3, 1...64),
      control(
        "rank-pressure", .real(1...2, .linear(0.05)), .number(1.5), "Not used now.", active: false),
      choice("crossover", ["uniform", "one-point", "blend"], "How parents are mixed."),
      real("crossover-rate", 0.7, 0...1, .linear(0.01)),
      choice("mutation", ["gaussian", "cauchy"], "How genes are changed."),
      Control(
        description: description(
          "mutation-rate", .real(0...1, .multiplicative(1.1, from: 0.001)), .number(0.1),
          "The share of genes that change."),
        value: .number(0.12), pending: .number(0.2)),
      real("mutation-size", 0.3, 0...10, .multiplicative(1.1, from: 0.001)),
      whole("elitism", 4, 0...100),
      whole("immigrants", 0, 0...100),
    ]
  }

  static func description(
    _ name: String, _ kind: ParameterDescription.Kind, _ value: ParameterValue, _ help: String
  ) -> ParameterDescription {
    ParameterDescription(name: name, kind: kind, defaultValue: value, help: help)
  }

  static func control(
    _ name: String, _ kind: ParameterDescription.Kind, _ value: ParameterValue, _ help: String,
    active: Bool = true
  ) -> Control {
    Control(description: description(name, kind, value, help), value: value, isActive: active)
  }

  static func choice(_ name: String, _ words: [String], _ help: String) -> Control {
    control(name, .choice(words), .choice(words[0]), help)
  }

  static func real(
    _ name: String, _ value: Double, _ range: ClosedRange<Double>,
    _ step: ParameterDescription.Step
  ) -> Control {
    control(name, .real(range, step), .number(value), "A real number.")
  }

  static func whole(
    _ name: String, _ value: Int, _ range: ClosedRange<Int>,
    _ step: ParameterDescription.Step = .linear(1)
  ) -> Control {
    control(name, .integer(range, step), .number(Double(value)), "A whole number.")
  }

  static let unicode = Capabilities(colors: .indexed256, glyphs: .braille)
  static let ascii = Capabilities(colors: .mono, glyphs: .ascii)

  static func model(_ snapshot: Snapshot = snapshot(), width: Int = 80, height: Int = 24) -> Model {
    Model(snapshot: snapshot, size: Size(width: width, height: height))
  }
}

extension Model {
  /// Presses keys one after the other.
  @discardableResult
  mutating func press(_ keys: Key...) -> [Effect] {
    keys.flatMap { update(&self, .key($0)) }
  }
}

extension Snapshot: CustomTestStringConvertible {
  /// All of it would fill the log of the tests.
  public var testDescription: String { "\(experiment.subject) after generation \(generation)" }
}
