import Evolution
import Laboratory

/// A classification report as programs read it.
struct ReportJSON: Encodable {
  /// `train` or `test`.
  let part: String
  let samples: Int
  let accuracy: Double
  let classes: [Row]
  let macroAverage: Row
  let weightedAverage: Row
  /// Rows are the classes of the samples, columns what they were taken for, in the order of
  /// `classes`.
  let confusion: [[Int]]
  /// The most frequent first.
  let mostConfused: [Pair]

  struct Row: Encodable {
    /// Missing for averages.
    let name: String?
    let precision: Double
    let recall: Double
    let f1: Double
    let support: Int

    init(_ name: String?, _ scores: ClassificationReport.Scores) {
      self.name = name
      precision = scores.precision
      recall = scores.recall
      f1 = scores.f1
      support = scores.support
    }
  }

  struct Pair: Encodable {
    let label: String
    let takenFor: String
    let count: Int
  }

  init(_ report: Champion.Report) {
    let scores = report.scores
    let matrix = scores.matrix
    part = report.part.rawValue
    samples = matrix.total
    accuracy = scores.accuracy
    classes = zip(scores.classNames, scores.classes).map(Row.init)
    macroAverage = Row(nil, scores.macroAverage)
    weightedAverage = Row(nil, scores.weightedAverage)
    confusion = (0..<matrix.classCount).map { label in
      (0..<matrix.classCount).map { matrix[label, $0] }
    }
    mostConfused = matrix.confusions.prefix(10).map {
      Pair(
        label: scores.classNames[$0.label], takenFor: scores.classNames[$0.choice],
        count: $0.count)
    }
  }
}
