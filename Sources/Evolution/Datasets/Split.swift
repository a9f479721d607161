/// A data set cut into what is trained on and what is held back, both scaled alike.
///
/// The scaling is learnt from the training part only, so that the test part stays unseen.
public struct Split: Equatable, Sendable {
  public let dataset: Dataset
  /// Indices into the data set, in ascending order.
  public let trainIndices: [Int]
  /// Empty when nothing is held back.
  public let testIndices: [Int]
  public let scaling: Standardisation
  public let train: SampleSet
  public let test: SampleSet

  /// Holds back `1 - share` of each class, drawn at random but at least one sample of a
  /// class stays in the training part.
  ///
  /// - Parameter share: of the samples to train on, in 0…1; 1 keeps nothing back.
  public init(_ dataset: Dataset, share: Float, _ random: RandomSource) {
    let (train, test) = Self.drawn(dataset, share: share, random)
    self.init(dataset, train: train, test: test)
  }

  /// Holds back the data set's own test part: nothing where it brings none.
  public init(ownTestPartOf dataset: Dataset) {
    let trainCount = dataset.count - dataset.testCount
    self.init(
      dataset, train: Array(0..<trainCount), test: Array(trainCount..<dataset.count))
  }

  private init(_ dataset: Dataset, train: [Int], test: [Int]) {
    self.dataset = dataset
    trainIndices = train
    testIndices = test
    scaling =
      dataset.isBytes
      ? .ofBytes(featureCount: dataset.featureCount) : Standardisation(dataset, indices: train)
    self.train = SampleSet(dataset, indices: train, scaling: scaling)
    self.test = SampleSet(dataset, indices: test, scaling: scaling)
  }

  private static func drawn(
    _ dataset: Dataset, share: Float, _ random: RandomSource
  ) -> (train: [Int], test: [Int]) {
    var train: [Int] = []
    var test: [Int] = []
    var classes = [[Int]](repeating: [], count: dataset.classCount)
    for (sample, label) in dataset.labels.enumerated() { classes[Int(label)].append(sample) }
    for (label, var members) in classes.enumerated() where !members.isEmpty {
      var stream = random[.split, label]
      stream.shuffle(&members)
      let kept = Int((Float(members.count) * share).rounded()).clamped(to: 1...members.count)
      train += members[..<kept]
      test += members[kept...]
    }
    train.sort()
    test.sort()
    return (train, test)
  }
}
