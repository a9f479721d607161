/// How well each class is told apart, in the terms of information retrieval.
///
/// A ratio without a denominator is 0: the precision of a class that nothing was taken for, the
/// recall of one without samples, and the F1 of one with neither. All classes of the data count
/// in the macro average. Both are what scikit-learn's `classification_report` does when it is
/// given all labels and `zero_division=0`.
public struct ClassificationReport: Equatable, Sendable {
  /// What the classes are called: [classCount].
  public let classNames: [String]
  public let matrix: ConfusionMatrix
  /// One for each class: [classCount].
  public let classes: [Scores]
  /// Means over the classes, each counting alike.
  public let macroAverage: Scores
  /// Means over the classes, each counting as often as it has samples.
  public let weightedAverage: Scores

  public struct Scores: Equatable, Sendable {
    /// Of the samples that were taken for the class, the share that belongs to it.
    public let precision: Double
    /// Of the samples of the class, the share that was taken for it.
    public let recall: Double
    /// The harmonic mean of precision and recall.
    public let f1: Double
    /// The number of samples.
    public let support: Int
  }

  public init(_ matrix: ConfusionMatrix, classNames: [String]) {
    precondition(classNames.count == matrix.classCount, "Each class has a name.")
    self.matrix = matrix
    self.classNames = classNames
    let classes = (0..<matrix.classCount).map { Scores($0, of: matrix) }
    self.classes = classes
    macroAverage = Scores(meanOf: classes, matrix.total) { _ in 1 }
    weightedAverage = Scores(meanOf: classes, matrix.total) { Double($0.support) }
  }

  /// The share of the samples that were taken for what they are; 0 without samples.
  public var accuracy: Double { Double(matrix.correct).over(Double(matrix.total)) }
}

extension ClassificationReport {
  /// What predictions are worth.
  ///
  /// - Parameter labels: The classes of the same samples: [predictions.count].
  public init(_ predictions: Predictions, labels: some Collection<Int32>, classNames: [String]) {
    precondition(predictions.count == labels.count, "Each sample has a class.")
    var matrix = ConfusionMatrix(classCount: predictions.classCount)
    for (sample, label) in labels.enumerated() {
      matrix.add(Int(label), takenFor: predictions.choice(sample))
    }
    self.init(matrix, classNames: classNames)
  }
}

extension ClassificationReport.Scores {
  fileprivate init(_ label: Int, of matrix: ConfusionMatrix) {
    let right = Double(matrix[label, label])
    let taken = Double((0..<matrix.classCount).reduce(0) { $0 + matrix[$1, label] })
    let own = Double(matrix.support[label])
    precision = right.over(taken)
    recall = right.over(own)
    f1 = (2 * right).over(taken + own)
    support = matrix.support[label]
  }

  fileprivate init(meanOf classes: [Self], _ total: Int, weight: (Self) -> Double) {
    let weights = classes.map(weight)
    let sum = weights.reduce(0, +)
    func mean(_ score: (Self) -> Double) -> Double {
      zip(classes, weights).reduce(0) { $0 + score($1.0) * $1.1 }.over(sum)
    }
    precision = mean(\.precision)
    recall = mean(\.recall)
    f1 = mean(\.f1)
    support = total
  }
}

extension Double {
  /// The quotient, or 0 where nothing is to be divided by.
  fileprivate func over(_ divisor: Double) -> Double { divisor == 0 ? 0 : self / divisor }
}
