import Evolution
import Foundation
import Testing

@Suite struct `A classification report` {
  /// One case that scikit-learn has computed.
  struct Reference: Decodable, CustomTestStringConvertible {
    let name: String
    let classes: Int
    let labels: [Int]
    let choices: [Int]
    let confusion: [[Int]]
    /// Precision, recall, F1 and support.
    let rows: [[Double]]
    let macro: [Double]
    let weighted: [Double]
    let accuracy: Double

    var testDescription: String { name }

    static var all: [Reference] {
      get throws {
        try JSONDecoder().decode(
          [Reference].self,
          from: Data(contents(of: "Tests/EvolutionTests/Fixtures/classification-report.json")))
      }
    }
  }

  @Test(arguments: try Reference.all)
  func `is that of scikit-learn`(reference: Reference) {
    var matrix = ConfusionMatrix(classCount: reference.classes)
    for (label, choice) in zip(reference.labels, reference.choices) {
      matrix.add(label, takenFor: choice)
    }
    let report = ClassificationReport(
      matrix, classNames: (0..<reference.classes).map { "\($0)" })
    #expect(matrix.counts == reference.confusion.flatMap { $0 })
    for (scores, row) in zip(report.classes, reference.rows) { expect(scores, row) }
    expect(report.macroAverage, reference.macro)
    expect(report.weightedAverage, reference.weighted)
    #expect(abs(report.accuracy - reference.accuracy) < 1e-12)
  }

  @Test func `names what was confused most, of equals in the order of the classes`() {
    var matrix = ConfusionMatrix(classCount: 3)
    for (label, choice) in [(2, 0), (1, 0), (1, 2), (1, 2), (0, 0), (0, 1)] {
      matrix.add(label, takenFor: choice)
    }
    #expect(
      matrix.confusions.map { [$0.label, $0.choice, $0.count] }
        == [[1, 2, 2], [0, 1, 1], [1, 0, 1], [2, 0, 1]])
  }

  @Test func `counts a sample without an answer as one that was not found`() {
    var matrix = ConfusionMatrix(classCount: 2)
    matrix.add(0, takenFor: nil)
    matrix.add(0, takenFor: 0)
    let report = ClassificationReport(matrix, classNames: ["a", "b"])
    #expect(report.accuracy == 0.5)
    #expect(report.classes[0].recall == 0.5)
    #expect(report.classes[0].precision == 1)
  }

  @Test func `of nothing is nothing`() {
    let report = ClassificationReport(
      ConfusionMatrix(classCount: 2), classNames: ["a", "b"])
    #expect(report.accuracy == 0)
    #expect(report.weightedAverage.f1 == 0)
  }

  @Test(arguments: [2, 3])
  func `agrees with the accuracy that the evaluation finds`(classCount: Int) {
    let (split, network, genes) = Self.classifier(classCount: classCount)
    let problem = Classification(split, network: network, measure: .accuracy)
    let train = Self.report(network, genes, split, .train)
    let test = Self.report(network, genes, split, .test)
    #expect(Float(train.accuracy) == problem.score(of: genes).accuracy)
    #expect(Float(test.accuracy) == problem.testAccuracy(of: genes))
    #expect(train.matrix.support.reduce(0, +) == split.trainIndices.count)
  }

  @Test func `does not depend on how many samples are asked about at a time`() {
    let (split, network, genes) = Self.classifier(classCount: 3)
    let whole = Predictions(network, genes: genes, of: split.train)
    #expect(whole.count == split.train.count)
    for count in [1, 63, 64, 400] {
      let some = Predictions(
        network, genes: genes, of: split.train.gather((0..<400).map(Int32.init)), count: count)
      #expect(some.probabilities[...] == whole.probabilities.prefix(count * 3))
    }
  }

  @Test func `takes the first of equally likely classes, and none where there is no number`() {
    let network = Network(inputCount: 1, hidden: [], classCount: 3, activation: .tanh)
    let genes: [Float] = [1, 1, 0, 0, 0, 0]
    let predictions = Predictions(network, genes: genes, count: 3) { sample, _ in
      [1, -1, .nan][sample]
    }
    #expect(predictions.choice(0) == 0)
    #expect(predictions.choice(1) == 2)
    #expect(predictions.choice(2) == nil)
    #expect(predictions.confidence(2).isNaN)
  }

  private func expect(_ scores: ClassificationReport.Scores, _ row: [Double]) {
    #expect(abs(scores.precision - row[0]) < 1e-12)
    #expect(abs(scores.recall - row[1]) < 1e-12)
    #expect(abs(scores.f1 - row[2]) < 1e-12)
    #expect(Double(scores.support) == row[3])
  }

  private static func report(
    _ network: Network, _ genes: [Float], _ split: Split, _ part: Split.Part
  ) -> ClassificationReport {
    ClassificationReport(
      Predictions(network, genes: genes, of: split[part]), labels: split[part].labels,
      classNames: split.dataset.classNames)
  }

  /// Overlapping blobs and a network that was never trained.
  private static func classifier(classCount: Int) -> (Split, Network, [Float]) {
    let random = RandomSource(seed: 3)
    var features = [Float](repeating: 0, count: 700 * 2)
    var stream = random[.split, 99]
    for index in features.indices { features[index] = stream.uniform() * 10 }
    let dataset = Dataset(
      featureNames: ["x", "y"], classNames: (0..<classCount).map { "\($0)" }, features: features,
      labels: (0..<700).map { Int32($0 % classCount) })
    let split = Split(dataset, share: 0.7, random)
    let network = Network(inputCount: 2, hidden: [5], classCount: classCount, activation: .tanh)
    let genes = (0..<network.geneCount).map { Float($0 * 7919 % 31) / 8 - 2 }
    return (split, network, genes)
  }
}
