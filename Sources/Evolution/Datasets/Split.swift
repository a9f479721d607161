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
  public let train: Samples
  public let test: Samples

  /// Holds back `1 - share` of each class, drawn at random but at least one sample of a
  /// class stays in the training part.
  ///
  /// - Parameter share: of the samples to train on, in 0…1; 1 keeps nothing back.
  public init(_ dataset: Dataset, share: Float, _ random: RandomSource) {
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
    self.dataset = dataset
    trainIndices = train
    testIndices = test
    scaling = Standardisation(dataset, indices: train)
    self.train = Samples(dataset, indices: train, scaling: scaling)
    self.test = Samples(dataset, indices: test, scaling: scaling)
  }
}
