/// A data set cut into what is trained on and what is held back, both scaled alike.
///
/// The scaling is learnt from the training part only, so that the test part stays unseen.
public struct Split: Equatable, Sendable {
  public let dataset: Dataset
  /// Indices into the data set, in ascending order.
  public let trainIndices: [Int]
  /// Empty when nothing is kept to choose the champion by.
  public let validationIndices: [Int]
  /// Empty when nothing is held back.
  public let testIndices: [Int]
  public let scaling: Standardisation
  public let train: SampleSet
  /// What the champion is chosen by; empty when nothing is kept for that.
  public let validation: SampleSet
  public let test: SampleSet

  /// Whether a part is kept to choose the champion by.
  public var choosesByValidation: Bool { validation.count > 0 }
  /// What the champion is chosen by: the part that is kept for that, or else the training part.
  public var choosing: SampleSet { choosesByValidation ? validation : train }

  /// Holds back `1 - share` of each class, drawn at random but at least one sample of a
  /// class stays in the training part.
  ///
  /// - Parameters:
  ///   - share: Of the samples to train on, in 0…1; 1 keeps nothing back.
  ///   - validation: The share of these that is kept to choose the champion by.
  public init(
    _ dataset: Dataset, share: Float, validation: Float = 0, _ random: RandomSource
  ) {
    let (train, test) = Self.drawn(dataset, dataset.labels.indices, share, for: .split, random)
    self.init(dataset, train: train, validation: validation, test: test, random)
  }

  /// Holds back the data set's own test part: nothing where it brings none.
  public init(ownTestPartOf dataset: Dataset, validation: Float = 0, _ random: RandomSource) {
    let trainCount = dataset.count - dataset.testCount
    self.init(
      dataset, train: Array(0..<trainCount), validation: validation,
      test: Array(trainCount..<dataset.count), random)
  }

  private init(
    _ dataset: Dataset, train: [Int], validation: Float, test: [Int], _ random: RandomSource
  ) {
    let (train, kept) =
      validation > 0
      ? Self.drawn(dataset, train, 1 - validation, for: .validation, random) : (train, [])
    self.dataset = dataset
    trainIndices = train
    validationIndices = kept
    testIndices = test
    scaling =
      dataset.isBytes
      ? .ofBytes(featureCount: dataset.featureCount) : Standardisation(dataset, indices: train)
    self.train = SampleSet(dataset, indices: train, scaling: scaling)
    self.validation = SampleSet(dataset, indices: kept, scaling: scaling)
    self.test = SampleSet(dataset, indices: test, scaling: scaling)
  }

  /// Other points in the same parts and on the same scale.
  ///
  /// - Parameters:
  ///   - kept: The samples of the old set that are left, in their order; those that are added come
  ///     after them.
  init(of dataset: Dataset, like old: Split, kept: [Int], addedCount: Int) {
    var places = [Int?](repeating: nil, count: old.dataset.count)
    for (place, sample) in kept.enumerated() { places[sample] = place }
    func moved(_ indices: [Int]) -> [Int] { indices.compactMap { places[$0] } }
    self.dataset = dataset
    trainIndices = moved(old.trainIndices) + (kept.count..<kept.count + addedCount)
    validationIndices = moved(old.validationIndices)
    testIndices = moved(old.testIndices)
    scaling = old.scaling
    train = SampleSet(dataset, indices: trainIndices, scaling: scaling)
    validation = SampleSet(dataset, indices: validationIndices, scaling: scaling)
    test = SampleSet(dataset, indices: testIndices, scaling: scaling)
  }

  /// Draws a share of each class, and at least one sample of it; the rest comes second.
  private static func drawn(
    _ dataset: Dataset, _ samples: some Sequence<Int>, _ share: Float, for purpose: RandomPurpose,
    _ random: RandomSource
  ) -> ([Int], [Int]) {
    var chosen: [Int] = []
    var rest: [Int] = []
    var classes = [[Int]](repeating: [], count: dataset.classCount)
    for sample in samples { classes[Int(dataset.labels[sample])].append(sample) }
    for (label, var members) in classes.enumerated() where !members.isEmpty {
      var stream = random[purpose, label]
      stream.shuffle(&members)
      let count = Int((Float(members.count) * share).rounded()).clamped(to: 1...members.count)
      chosen += members[..<count]
      rest += members[count...]
    }
    return (chosen.sorted(), rest.sorted())
  }
}

extension Split {
  /// A part of the data.
  public enum Part: String, CaseIterable, Sendable {
    /// What is learnt from.
    case train
    /// What the champion is chosen by, where that is something else.
    case validation
    /// What is held back.
    case test
  }

  public subscript(part: Part) -> SampleSet {
    switch part {
    case .train: train
    case .validation: validation
    case .test: test
    }
  }

  /// The samples of a part: indices into the data set, in ascending order.
  public func indices(of part: Part) -> [Int] {
    switch part {
    case .train: trainIndices
    case .validation: validationIndices
    case .test: testIndices
    }
  }

  /// A value as a network is shown it.
  func scaled(_ value: Float, feature: Int) -> Float {
    // A product, as the kernels make it: the quotient is not always the same.
    dataset.isBytes ? value * SampleSet.byteScale : scaling.scaled(value, feature: feature)
  }
}
