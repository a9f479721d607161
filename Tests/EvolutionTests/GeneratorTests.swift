import Foundation
import Testing

@testable import Evolution

/// What every generator promises.
///
/// Seeds are fixed, so a test of chance gives the same answer each time; one right generator
/// in ten thousand would be refused.
@Suite struct `Every generator` {
  static let all: [any DatasetGenerator.Type] = [
    Moons.self, Circles.self, Blobs.self, GaussianQuantiles.self, HypercubeClusters.self, Xor.self,
    Spirals.self,
  ]

  @Test(arguments: all)
  func `repeats itself exactly for the same seed`(type: any DatasetGenerator.Type) throws {
    let generator = type.init()
    let first = try generator.generate(count: 101, RandomSource(seed: 5))
    #expect(try generator.generate(count: 101, RandomSource(seed: 5)) == first)
    #expect(try generator.generate(count: 101, RandomSource(seed: 6)) != first)
  }

  @Test(arguments: all)
  func `makes as many samples as asked for, of all classes`(type: any DatasetGenerator.Type) throws
  {
    for count in [2, 3, 4, 5, 7, 100, 1001] {
      for seed in 0..<20 as Range<UInt64> {
        let set = try type.init().generate(count: count, RandomSource(seed: seed))
        #expect(set.count == count)
        #expect(set.features.count == 2 * count && set.features.allSatisfy(\.isFinite))
        #expect(Set(set.labels).count == set.classCount)
        #expect(set.featureNames == ["x1", "x2"] && set.classNames == ["0", "1"])
      }
    }
  }

  @Test(arguments: all)
  func `gives the same points to all instruction sets`(type: any DatasetGenerator.Type) throws {
    let sets = try Kernels.supported.map {
      try type.init().generate(count: 200, RandomSource(seed: 1, kernels: $0))
    }
    #expect(sets.allSatisfy { $0 == sets[0] })
  }

  @Test(arguments: all)
  func `puts the rows in random order`(type: any DatasetGenerator.Type) throws {
    // How often each place holds class 0, over many seeds.
    var observed = [Int](repeating: 0, count: 10)
    for seed in 0..<400 as Range<UInt64> {
      let set = try type.init().generate(count: 10, RandomSource(seed: seed))
      for (place, label) in set.labels.enumerated() where label == 0 { observed[place] += 1 }
    }
    let mean = Double(observed.reduce(0, +)) / 10
    #expect(chiSquare(observed: observed, expected: Array(repeating: mean, count: 10)) > 1e-4)
  }

  @Test func `means the same by the same name`() {
    var known: [String: ParameterDescription] = [:]
    for type in Self.all {
      for description in type.parameterDescriptions {
        let first = known[description.name] ?? description
        #expect(first == description)
        known[description.name] = first
      }
    }
    #expect(
      known.keys.sorted() == [
        "centers", "classes", "clusters", "deviation", "difficulty", "factor", "flip",
        "informative", "noise", "separation", "spread", "turns", "variance",
      ])
  }
}

@Suite struct `Noise` {
  @Test(
    arguments: [Moons.self, Circles.self, Xor.self, Spirals.self] as [any DatasetGenerator.Type])
  func `is normal, independent and as wide as asked for`(type: any DatasetGenerator.Type) throws {
    let (right, up) = try residuals(type, noise: 0.25)
    #expect(kolmogorovSmirnov(right) { normalCDF($0 / 0.25) } > 1e-4)
    #expect(kolmogorovSmirnov(up) { normalCDF($0 / 0.25) } > 1e-4)
    #expect(abs(correlation(right, up)) < 4 / Double(right.count).squareRoot())
  }

  /// How far noise moves each point: without noise the rows stand in the same order.
  private func residuals(
    _ type: any DatasetGenerator.Type, noise: Double
  ) throws
    -> (right: [Double], up: [Double])
  {
    var generator = type.init()
    try generator.set("noise", to: .number(noise))
    let noisy = try generator.generate(count: 4000, RandomSource(seed: 3))
    try generator.set("noise", to: .number(0))
    let clean = try generator.generate(count: 4000, RandomSource(seed: 3))
    #expect(noisy.labels == clean.labels)
    return (
      zip(column(0, noisy), column(0, clean)).map(-), zip(column(1, noisy), column(1, clean)).map(-)
    )
  }
}

@Suite struct `Moons and circles` {
  @Test func `without noise are scikit-learn's points`() throws {
    var moons = Moons()
    moons.noise = 0
    expectSamePoints(moons.generate(count: 101, RandomSource(seed: 1)), try fixture("moons"))
    var circles = Circles()
    circles.noise = 0
    expectSamePoints(circles.generate(count: 101, RandomSource(seed: 1)), try fixture("circles"))
  }

  @Test func `have one point more in the second class if the number is odd`() {
    let random = RandomSource(seed: 1)
    #expect(classSizes(Moons().generate(count: 101, random)) == [50, 51])
    #expect(classSizes(Circles().generate(count: 101, random)) == [50, 51])
  }

  @Test func `can be as small as one point a class`() {
    var moons = Moons()
    moons.noise = 0
    let set = moons.generate(count: 2, RandomSource(seed: 1))
    #expect(points(set, label: 0) == [[1, 0]] && points(set, label: 1) == [[0, 0.5]])
  }

  @Test func `put the inner circle where the factor says`() {
    var circles = Circles()
    circles.noise = 0
    circles.factor = 0.3
    let set = circles.generate(count: 60, RandomSource(seed: 1))
    #expect(radii(set, label: 0).allSatisfy { abs($0 - 1) < 1e-7 })
    #expect(radii(set, label: 1).allSatisfy { abs($0 - 0.3) < 1e-7 })
  }
}

@Suite struct `A set of blobs` {
  @Test func `has centers uniform in the box`() throws {
    let (x, y) = try centers(seeds: 0..<400)
    #expect(kolmogorovSmirnov(x) { ($0 + 10) / 20 } > 1e-4)
    #expect(kolmogorovSmirnov(y) { ($0 + 10) / 20 } > 1e-4)
    #expect(abs(correlation(x, y)) < 4 / Double(x.count).squareRoot())
  }

  @Test func `is normal around its centers`() throws {
    var blobs = Blobs()
    blobs.centers = 3
    blobs.deviation = 2
    let set = try blobs.generate(count: 3000, RandomSource(seed: 8))
    blobs.deviation = 0
    let center = try blobs.generate(count: 3000, RandomSource(seed: 8))
    for feature in 0..<2 {
      let residuals = zip(column(feature, set), column(feature, center)).map(-)
      #expect(kolmogorovSmirnov(residuals) { normalCDF($0 / 2) } > 1e-4)
    }
  }

  @Test func `has classes of equal size, or else one more in the first`() throws {
    var blobs = Blobs()
    blobs.centers = 4
    #expect(classSizes(try blobs.generate(count: 102, RandomSource(seed: 1))) == [26, 26, 25, 25])
  }

  @Test func `takes its deviation from the difficulty`() throws {
    var preset = Blobs()
    preset.difficulty = 3
    var own = Blobs()
    own.deviation = 3
    let random = RandomSource(seed: 4)
    #expect(try preset.generate(count: 50, random) == own.generate(count: 50, random))
    #expect(!preset.isActive("deviation") && own.isActive("deviation"))
  }

  @Test func `needs a sample for each center`() throws {
    var blobs = Blobs()
    blobs.centers = 5
    #expect(throws: DatasetError.impossible("5 centers need at least 5 samples, not 3.")) {
      try blobs.generate(count: 3, RandomSource(seed: 1))
    }
  }

  /// The centers of two clusters for each seed.
  private func centers(seeds: Range<UInt64>) throws -> (x: [Double], y: [Double]) {
    var blobs = Blobs()
    blobs.deviation = 0
    var (x, y): ([Double], [Double]) = ([], [])
    for seed in seeds {
      let set = try blobs.generate(count: 2, RandomSource(seed: seed))
      x += column(0, set)
      y += column(1, set)
    }
    return (x, y)
  }
}

@Suite struct `A set of Gaussian quantiles` {
  @Test func `is rings of equal size that do not overlap`() throws {
    var generator = GaussianQuantiles()
    generator.classes = 3
    let set = try generator.generate(count: 302, RandomSource(seed: 2))
    #expect(classSizes(set) == [100, 100, 102])
    for inner in 0..<2 as Range<Int32> {
      let largest = radii(set, label: inner).max() ?? .nan
      let smallest = radii(set, label: inner + 1).min() ?? .nan
      #expect(largest < smallest)
    }
  }

  @Test func `has squared radii that follow a chi-squared law`() throws {
    var generator = GaussianQuantiles()
    generator.variance = 2.5
    let set = try generator.generate(count: 4000, RandomSource(seed: 9))
    let squares = (radii(set, label: 0) + radii(set, label: 1)).map { $0 * $0 / 2.5 }
    #expect(kolmogorovSmirnov(squares) { 1 - exp(-$0 / 2) } > 1e-4)
    // Two classes part at the median of that law: 2 ln 2.
    let border = (squares.sorted()[1999] + squares.sorted()[2000]) / 2
    #expect(abs(border - 1.386294) < 0.1)
    for feature in 0..<2 {
      let values = column(feature, set)
      #expect(kolmogorovSmirnov(values) { normalCDF($0 / 2.5.squareRoot()) } > 1e-4)
    }
  }

  @Test func `has the distribution of scikit-learn's`() throws {
    let reference = try fixture("gaussian-quantiles")
    var generator = GaussianQuantiles()
    generator.classes = 3
    generator.difficulty = 2
    let set = try generator.generate(count: 3000, RandomSource(seed: 2))
    #expect(classSizes(reference) == [100, 100, 102])
    for label in 0..<3 as Range<Int32> {
      #expect(kolmogorovSmirnov(radii(set, label: label), radii(reference, label: label)) > 1e-4)
      for feature in 0..<2 {
        let ours = points(set, label: label).map { $0[feature] }
        let theirs = points(reference, label: label).map { $0[feature] }
        #expect(kolmogorovSmirnov(ours, theirs) > 1e-4)
      }
    }
  }

  @Test func `is only scaled by the difficulty`() throws {
    var generator = GaussianQuantiles()
    let small = try generator.generate(count: 200, RandomSource(seed: 2))
    generator.difficulty = 4
    let large = try generator.generate(count: 200, RandomSource(seed: 2))
    #expect(large.features == small.features.map { 2 * $0 } && large.labels == small.labels)
  }

  @Test func `needs a sample for each class`() throws {
    var generator = GaussianQuantiles()
    generator.classes = 4
    #expect(throws: DatasetError.impossible("4 classes need at least 4 samples, not 2.")) {
      try generator.generate(count: 2, RandomSource(seed: 1))
    }
  }
}

@Suite struct `A classification set` {
  /// Three statistics of many sets, against those of scikit-learn's sets.
  @Test(arguments: ["easy", "hard", "adjacent"])
  func `has the distribution of scikit-learn's`(setting: String) throws {
    let reference = try fixture("classification")
    let label = try #require(reference.classNames.firstIndex(of: setting))
    let theirs = points(reference, label: Int32(label))
    let ours = try (0..<150).map { seed in
      statistics(
        try generator(setting).generate(count: 200, RandomSource(seed: UInt64(seed + 1000))))
    }
    for statistic in 0..<3 {
      let (a, b) = (ours.map { $0[statistic] }, theirs.map { $0[statistic] })
      #expect(kolmogorovSmirnov(a, b) > 1e-4)
    }
  }

  @Test func `centers the classes at the corners`() throws {
    // A cloud stretched by an entry of -1…1 has variance 1/3 on average.
    for seed in 0..<20 as Range<UInt64> {
      let set = try generator("easy").generate(count: 2000, RandomSource(seed: seed))
      let feature = informativeColumn(set)
      let (left, right) = (points(set, label: 0), points(set, label: 1))
      #expect(abs(mean(left.map { $0[feature] }) + 1) < 0.15)
      #expect(abs(mean(right.map { $0[feature] }) - 1) < 0.15)
      let noise = column(1 - feature, set)
      #expect(kolmogorovSmirnov(noise) { normalCDF($0) } > 1e-4)
    }
  }

  @Test func `stretches clusters by numbers uniform on -1…1`() throws {
    var stretches: [Double] = []
    for seed in 0..<200 as Range<UInt64> {
      var easy = try generator("easy")
      easy.flip = 0
      let set = try easy.generate(count: 400, RandomSource(seed: seed))
      let feature = informativeColumn(set)
      for label in 0..<2 as Range<Int32> {
        stretches.append(variance(points(set, label: label).map { $0[feature] }).squareRoot())
      }
    }
    #expect(kolmogorovSmirnov(stretches) { min(max($0, 0), 1) } > 1e-4)
  }

  @Test func `puts the columns in random order`() throws {
    let first = try (0..<200 as Range<UInt64>).count { seed in
      informativeColumn(try generator("easy").generate(count: 40, RandomSource(seed: seed))) == 0
    }
    #expect(chiSquare(observed: [first, 200 - first], expected: [100, 100]) > 1e-4)
  }

  @Test func `takes two of four corners at random`() throws {
    var adjacent = 0
    for seed in 0..<300 as Range<UInt64> {
      // Far apart, where the clouds are points by comparison.
      var generator = try generator("adjacent")
      generator.separation = 5
      generator.flip = 0
      let set = try generator.generate(count: 60, RandomSource(seed: seed))
      let same = (0..<2).count { feature in
        mean(points(set, label: 0).map { $0[feature] }).sign
          == mean(points(set, label: 1).map { $0[feature] }).sign
      }
      adjacent += same
    }
    #expect(chiSquare(observed: [adjacent, 300 - adjacent], expected: [200, 100]) > 1e-4)
  }

  @Test func `takes all four corners in order`() throws {
    // The class is the sign of the second informative feature: not exclusive or.
    var generator = HypercubeClusters()
    generator.separation = 5
    generator.flip = 0
    for seed in 0..<20 as Range<UInt64> {
      let set = try generator.generate(count: 200, RandomSource(seed: seed))
      let bySign = (0..<2).filter { feature in
        (0..<set.count).allSatisfy { (set.features[2 * $0 + feature] > 0) == (set.labels[$0] == 1) }
      }
      #expect(!bySign.isEmpty)
    }
  }

  @Test func `flips as many labels as asked for`() throws {
    var generator = HypercubeClusters()
    generator.flip = 0
    let clean = try generator.generate(count: 4000, RandomSource(seed: 4))
    generator.flip = 0.4
    let flipped = try generator.generate(count: 4000, RandomSource(seed: 4))
    #expect(flipped.features == clean.features)
    let wrong = zip(flipped.labels, clean.labels).count { $0 != $1 }
    // Half of the labels that are drawn anew are drawn as they were.
    #expect(chiSquare(observed: [wrong, 4000 - wrong], expected: [800, 3200]) > 1e-4)
  }

  @Test func `follows the presets of the difficulty, with two informative features from 3 on`()
    throws
  {
    let presets: [(Int, Float, Int, Int)] = [
      (1, 1, 1, 1), (2, 0.5, 1, 1), (4, 0.25, 2, 2), (3, 1 / 3, 2, 2), (5, 0.2, 2, 2),
    ]
    for (difficulty, separation, informative, clusters) in presets {
      var preset = HypercubeClusters()
      preset.difficulty = difficulty
      var own = HypercubeClusters()
      (own.separation, own.informative, own.clusters) = (separation, informative, clusters)
      let a = try preset.generate(count: 60, RandomSource(seed: 4))
      let b = try own.generate(count: 60, RandomSource(seed: 4))
      #expect(a.labels == b.labels)
      #expect(zip(a.features, b.features).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  @Test func `says when there are too few corners`() throws {
    var generator = HypercubeClusters()
    generator.classes = 3
    #expect(
      throws: DatasetError.impossible(
        "3 classes with 2 clusters each need 6 corners, but 2 informative features have only 4.")
    ) {
      try generator.generate(count: 100, RandomSource(seed: 1))
    }
    generator.clusters = 1
    #expect(classSizes(try generator.generate(count: 100, RandomSource(seed: 1))).count == 3)
  }

  private func generator(_ setting: String) throws -> HypercubeClusters {
    var generator = HypercubeClusters()
    if setting == "easy" { generator.difficulty = 1 }
    if setting == "hard" { generator.difficulty = 4 }
    if setting == "adjacent" { generator.clusters = 1 }
    return generator
  }

  /// The distance of the classes' means, the larger variance of the two columns, and the
  /// columns' correlation without its sign.
  private func statistics(_ set: Dataset) -> [Double] {
    let distances = (0..<2).map { feature in
      mean(points(set, label: 1).map { $0[feature] })
        - mean(points(set, label: 0).map { $0[feature] })
    }
    let (x, y) = (column(0, set), column(1, set))
    let distance = (distances[0] * distances[0] + distances[1] * distances[1]).squareRoot()
    return [distance, max(variance(x), variance(y)), abs(correlation(x, y))]
  }

  /// The column in which the means of classes 0 and 1 differ most.
  private func informativeColumn(_ set: Dataset) -> Int {
    let distances = (0..<2).map { feature in
      abs(
        mean(points(set, label: 1).map { $0[feature] })
          - mean(points(set, label: 0).map { $0[feature] }))
    }
    return distances[0] > distances[1] ? 0 : 1
  }
}

@Suite struct `Exclusive or` {
  @Test func `is the truth table without spread and noise`() {
    var xor = Xor()
    xor.noise = 0
    xor.spread = 0
    let set = xor.generate(count: 4, RandomSource(seed: 1))
    #expect(Set(points(set, label: 0)) == [[0, 0], [1, 1]])
    #expect(Set(points(set, label: 1)) == [[0, 1], [1, 0]])
  }

  @Test func `fills squares uniformly`() {
    var xor = Xor()
    xor.noise = 0
    xor.spread = 1
    let set = xor.generate(count: 4000, RandomSource(seed: 2))
    for feature in 0..<2 {
      #expect(kolmogorovSmirnov(column(feature, set)) { ($0 + 0.5) / 2 } > 1e-4)
    }
    let right = set.labels.indices.allSatisfy { sample in
      let isOne = (set.features[2 * sample] > 0.5) != (set.features[2 * sample + 1] > 0.5)
      return set.labels[sample] == (isOne ? 1 : 0)
    }
    #expect(right)
  }
}

@Suite struct `A set of spirals` {
  @Test func `is the benchmark's with three turns and 194 samples`() throws {
    var spirals = Spirals()
    spirals.noise = 0
    spirals.turns = 3
    let benchmark = try Dataset(csv: contents(of: "datasets/two_spirals.csv"), file: "benchmark")
    expectSamePoints(try spirals.generate(count: 194, RandomSource(seed: 1)), benchmark)
  }

  @Test func `has an arm for each class, turned by equal angles`() throws {
    var spirals = Spirals()
    spirals.noise = 0
    spirals.classes = 3
    let set = try spirals.generate(count: 91, RandomSource(seed: 1))
    #expect(classSizes(set) == [31, 30, 30])
    for label in 0..<3 as Range<Int32> {
      let outermost = radii(set, label: label).max() ?? .nan
      #expect(abs(outermost - 6.5) < 1e-6)
    }
    // The outer ends add up to nothing.
    let ends = (0..<3 as Range<Int32>).compactMap { label in
      points(set, label: label).max { radius($0) < radius($1) }
    }
    #expect(abs(ends.map { $0[0] }.reduce(0, +)) < 1e-5)
    #expect(abs(ends.map { $0[1] }.reduce(0, +)) < 1e-5)
  }
}

/// Each point of one set lies where a point of the same class of the other lies.
private func expectSamePoints(_ set: Dataset, _ reference: Dataset) {
  #expect(classSizes(set) == classSizes(reference))
  for label in 0..<Int32(set.classCount) {
    var missing = points(reference, label: label)
    for point in points(set, label: label) {
      // The data set has 24 bits, and a few points are tiny instead of 0.
      let match = missing.firstIndex {
        abs($0[0] - point[0]) < 1e-6 && abs($0[1] - point[1]) < 1e-6
      }
      if let match { missing.remove(at: match) }
    }
    #expect(missing.isEmpty)
  }
}

private func column(_ feature: Int, _ set: Dataset) -> [Double] {
  (0..<set.count).map { Double(set.features[2 * $0 + feature]) }
}

private func points(_ set: Dataset, label: Int32) -> [[Double]] {
  set.labels.indices.filter { set.labels[$0] == label }.map { set[$0].map(Double.init) }
}

private func radius(_ point: [Double]) -> Double {
  (point[0] * point[0] + point[1] * point[1]).squareRoot()
}

private func radii(_ set: Dataset, label: Int32) -> [Double] {
  points(set, label: label).map(radius)
}

private func classSizes(_ set: Dataset) -> [Int] {
  (0..<Int32(set.classCount)).map { label in set.labels.count { $0 == label } }
}

private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

private func variance(_ values: [Double]) -> Double {
  let mean = mean(values)
  return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
}

private func correlation(_ a: [Double], _ b: [Double]) -> Double {
  let (meanA, meanB) = (mean(a), mean(b))
  let products = zip(a, b).map { ($0 - meanA) * ($1 - meanB) }
  return mean(products) / (variance(a) * variance(b)).squareRoot()
}
