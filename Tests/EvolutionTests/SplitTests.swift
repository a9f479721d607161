import Testing

@testable import Evolution

@Suite struct `A split` {
  @Test func `holds back its share of each class`() throws {
    let split = Split(try quantiles(), share: 0.7, RandomSource(seed: 2))
    #expect(split.train.count == 210 && split.test.count == 90)
    for label in 0..<3 as Range<Int32> {
      #expect(split.testIndices.count { split.dataset.labels[$0] == label } == 30)
    }
  }

  @Test func `uses each sample once`() throws {
    let split = Split(try quantiles(), share: 0.35, RandomSource(seed: 2))
    #expect((split.trainIndices + split.testIndices).sorted() == Array(0..<300))
    #expect(split.trainIndices == split.trainIndices.sorted())
  }

  @Test func `keeps nothing back at share 1 and a sample of each class at share 0`() throws {
    let whole = Split(try quantiles(), share: 1, RandomSource(seed: 2))
    #expect(whole.train.count == 300 && whole.test.count == 0)
    let least = Split(try quantiles(), share: 0, RandomSource(seed: 2))
    #expect(Set(least.trainIndices.map { least.dataset.labels[$0] }) == [0, 1, 2])
    #expect(least.train.count == 3)
  }

  @Test func `repeats itself for the same seed only`() throws {
    let set = try quantiles()
    let split = Split(set, share: 0.5, RandomSource(seed: 2))
    #expect(Split(set, share: 0.5, RandomSource(seed: 2)) == split)
    #expect(Split(set, share: 0.5, RandomSource(seed: 3)).trainIndices != split.trainIndices)
  }

  @Test func `holds each sample back as often as any other`() throws {
    let set = try quantiles()
    var held = [Int](repeating: 0, count: 300)
    for seed in 0..<60 as Range<UInt64> {
      for sample in Split(set, share: 0.5, RandomSource(seed: seed)).testIndices {
        held[sample] += 1
      }
    }
    // Half of 60 chances have a variance of 15 where Pearson expects 30, hence twice.
    let far = held.reduce(0.0) { $0 + Double(($1 - 30) * ($1 - 30)) / 15 }
    #expect(far > 200 && far < 400)
  }

  @Test func `scales the training part to mean 0 and deviation 1, and the test part alike`() {
    let set = Dataset(
      featureNames: ["x1", "x2"], classNames: ["0", "1"],
      features: [1, 5, 3, 5, 2, 9, 100, 5], labels: [0, 0, 1, 1])
    let scaling = Standardisation(set, indices: [0, 1])
    #expect(scaling.means == [2, 5])
    // The second feature never changes, so it is shifted only.
    #expect(scaling.deviations == [1, 1])
    let samples = Samples(set, indices: [2, 3], scaling: scaling)
    #expect(Array(samples.features[..<2]) == [0, 98])
    #expect(Array(samples.features[samples.stride..<samples.stride + 2]) == [4, 0])
    #expect(scaling.unscaled(scaling.scaled(100, feature: 0), feature: 0) == 100)
  }

  @Test func `never divides by a deviation that rounds to 0`() {
    var features = [Float](repeating: 0, count: 200)
    features[0] = .leastNonzeroMagnitude
    let set = Dataset(
      featureNames: ["x1"], classNames: ["0", "1"], features: features,
      labels: (0..<200).map { $0 % 2 })
    let split = Split(set, share: 1, RandomSource(seed: 1))
    #expect(split.train.columns?.features.allSatisfy { $0.isFinite } == true)
  }

  @Test func `pads rows with zeros, and labels with -1`() throws {
    let samples = try #require(
      Split(try quantiles(), share: 1, RandomSource(seed: 2)).train.columns)
    #expect(samples.stride % Kernels.sampleBlock == 0 && samples.stride >= 300)
    for feature in 0..<2 {
      let row = samples.features[feature * samples.stride..<(feature + 1) * samples.stride]
      #expect(row.dropFirst(300).allSatisfy { $0 == 0 })
    }
    #expect(samples.labels.dropFirst(300).allSatisfy { $0 == -1 })
  }

  private func quantiles() throws -> Dataset {
    var generator = GaussianQuantiles()
    generator.classes = 3
    return try generator.generate(count: 300, RandomSource(seed: 1))
  }
}
