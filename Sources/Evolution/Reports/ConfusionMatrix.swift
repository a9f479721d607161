/// How often the samples of each class were taken for each class.
public struct ConfusionMatrix: Equatable, Sendable {
  public let classCount: Int
  /// Rows are the classes of the samples, columns what they were taken for:
  /// [classCount × classCount].
  public private(set) var counts: [Int]
  /// The samples of each class, those included that got no answer: [classCount].
  public private(set) var support: [Int]

  public init(classCount: Int) {
    self.classCount = classCount
    counts = Array(repeating: 0, count: classCount * classCount)
    support = Array(repeating: 0, count: classCount)
  }

  /// Counts one sample.
  ///
  /// - Parameter choice: What it was taken for; `nil` where there was no answer.
  public mutating func add(_ label: Int, takenFor choice: Int?) {
    support[label] += 1
    if let choice { counts[label * classCount + choice] += 1 }
  }

  /// The number of samples of one class that were taken for another, or the same.
  public subscript(label: Int, choice: Int) -> Int { counts[label * classCount + choice] }

  public var total: Int { support.reduce(0, +) }
  public var correct: Int { (0..<classCount).reduce(0) { $0 + self[$1, $1] } }

  /// Samples of one class that were taken for another.
  public struct Confusion: Equatable, Sendable {
    public let label: Int
    public let choice: Int
    public let count: Int
  }

  /// All that happened, the most frequent first, of equals in the order of the classes.
  public var confusions: [Confusion] {
    var list: [Confusion] = []
    for label in 0..<classCount {
      for choice in 0..<classCount where label != choice && self[label, choice] > 0 {
        list.append(Confusion(label: label, choice: choice, count: self[label, choice]))
      }
    }
    return list.sorted {
      ($1.count, $0.label, $0.choice) < ($0.count, $1.label, $1.choice)
    }
  }
}
