/// Logistic regression: the best linear classifier, the least that a network must beat.
///
/// It has no hidden layer. The strength of its regularisation, C, is chosen by stratified k-fold
/// cross-validation from a grid, as `LogisticRegressionCV` of scikit-learn does: a generation tries
/// one C for each candidate, which shows the model that was fitted to all samples. When all have
/// been tried, the model of the C with the best mean accuracy on what was held back, the smallest
/// of equals, is the last. Multinomial for more than two classes (Cox, "The regression analysis of
/// binary sequences", Journal of the Royal Statistical Society B 20, 1958).
///
/// The loss is the regularised cross-entropy, whatever fitness is made of. Nothing is drawn at
/// random.
public struct LogisticRegression: GradientMethod {
  public static let title = "Logistic regression"
  public static var scoreMemory: ScoreMemory { .isUnused }

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// How many values of C have been tried.
  private(set) var triedCount = 0
  /// Where the next fits start, each part's and then that of all samples:
  /// [(foldCount + 1) × geneCount]; empty at the start.
  @Packed private var starts: [Double] = []
  /// The models that are shown: [count × geneCount].
  @Packed private var shown: [Float]
  /// The mean accuracy on what was held back, of each C tried: [triedCount].
  @Packed private(set) var accuracies: [Double] = []
  /// The model of the best C so far: [geneCount]; empty before the first.
  @Packed private(set) var best: [Double] = []
  private var account = PassAccount()
  /// What the accuracies were found with.
  private var usedSettings: Settings

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "A population has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
    usedSettings = settings
    shown = Array(repeating: 0, count: count * space.geneCount)
  }

  /// It is its own network: linear.
  public static func hiddenLayers(asked: [Int]) -> [Int] { [] }

  public static let need =
    "samples of several classes and at most \(mostNumbers / 1_000_000) million numbers in all"

  /// Those of all samples are kept in double precision, and once more for each fold.
  private static let mostNumbers = 5_000_000

  public static func canLearn(from problem: any Problem) -> Bool {
    guard let problem = problem as? Classification, problem.classifier.hidden.isEmpty else {
      return false
    }
    return problem.data.train.count * problem.data.train.featureCount <= mostNumbers
  }

  /// The C that has been chosen, once all have been tried.
  public var chosenC: Double? {
    triedCount == settings.cCount ? bestIndex.map { settings.grid[$0] } : nil
  }

  /// The first of the best.
  private var bestIndex: Int? {
    accuracies.indices.max {
      accuracies[$0] == accuracies[$1] ? $0 > $1 : accuracies[$0] < accuracies[$1]
    }
  }

  public mutating func ask(_ random: RandomSource) {}

  public mutating func learn(
    from problem: any Problem, _ workers: some Workers, _ random: RandomSource
  ) -> Int {
    guard let problem = problem as? Classification, problem.classifier.hidden.isEmpty else {
      preconditionFailure("The problem is a classification by a linear network.")
    }
    if usedSettings != settings { startAnew() }
    let tried = triedCount..<min(triedCount + count, settings.cCount)
    guard !tried.isEmpty else { return 0 }
    let trial = Trial(problem, settings)
    let results = trial.results(for: tried, from: starts, workers, in: problem)
    take(results, trial)
    return account.add(
      passes: results.reduce(0) { $0 + $1.passes }, sampleCount: problem.sampleCount)
  }

  /// Fits of consecutive values of C, each to all samples but one part, then to all.
  private mutating func take(_ fits: [Fit], _ trial: Trial) {
    let fitCount = trial.partCount + 1
    for first in stride(from: 0, to: fits.count, by: fitCount) {
      let ofOne = fits[first..<first + fitCount]
      let accuracy =
        ofOne.dropLast().reduce(0) { $0 + $1.accuracy } / Double(max(trial.partCount, 1))
      let isBest = accuracies.allSatisfy { $0 < accuracy }
      accuracies.append(accuracy)
      starts = ofOne.flatMap(\.parameters)
      let model = fits[first + fitCount - 1].parameters
      if isBest { best = model }
      let row = first / fitCount
      shown.replaceSubrange(
        row * space.geneCount..<(row + 1) * space.geneCount, with: model.map { Float($0) })
    }
    triedCount += fits.count / fitCount
    show(from: fits.count / fitCount)
  }

  /// Lets the candidates from one on show the best model.
  private mutating func show(from candidate: Int) {
    guard !best.isEmpty else { return }
    for row in candidate..<count {
      shown.replaceSubrange(
        row * space.geneCount..<(row + 1) * space.geneCount, with: best.map { Float($0) })
    }
  }

  private mutating func startAnew() {
    usedSettings = settings
    triedCount = 0
    accuracies = []
    best = []
    starts = []
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    let width = space.geneCount
    genes.copy(
      shown.span.extracting(candidates.lowerBound * width..<candidates.upperBound * width), to: 0)
    for row in candidates.indices { origins[row - candidates.lowerBound] = Origin() }
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    precondition(
      candidates.count == count && candidates.geneCount == space.geneCount
        && scores.count == count, "Those who were bred come back, each with a score.")
    if triedCount == settings.cCount { show(from: 0) }
  }

  public func score(ofParent parent: Int) -> Score { .unknown }

  /// Other data ask for another C.
  public mutating func rescore(_ evaluate: (Population) -> [Score]) { startAnew() }

  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    self.space = space
    shown = Array(repeating: 0, count: count * space.geneCount)
    startAnew()
  }

  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    self.count = count
    shown = Array(repeating: 0, count: count * space.geneCount)
    show(from: 0)
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(triedCount)
    digest.add(account.remainder)
    digest.add(Kernels.digest(starts.span))
    digest.add(Kernels.digest(accuracies.span))
    digest.add(Kernels.digest(best.span))
  }

  public var isConsistent: Bool {
    count >= 1 && account.isConsistent && shown.count == count * space.geneCount
      && triedCount == accuracies.count && triedCount <= usedSettings.cCount
      && best.count == (triedCount > 0 ? space.geneCount : 0)
      && starts.count.isMultiple(of: max(space.geneCount, 1)) && starts.isEmpty == best.isEmpty
  }
}

extension LogisticRegression {
  /// What came of fitting a model.
  private struct Fit: Sendable {
    let parameters: [Double]
    /// Of the samples held back; 0 where there are none.
    let accuracy: Double
    /// What it cost, in forward passes of single samples.
    let passes: Int
  }

  /// The samples as they are cut into parts, and all of them: one model to fit for each.
  private struct Trial: Sendable {
    /// Fitted to everything but one part, part by part; then to everything.
    private let fitted: [LogisticModel]
    /// The parts.
    private let heldBack: [LogisticModel]
    private let settings: Settings

    var partCount: Int { heldBack.count }

    init(_ problem: Classification, _ settings: Settings) {
      self.settings = settings
      let samples = problem.data.train
      // Of a single sample, nothing can be held back.
      let folds =
        samples.count < 2
        ? nil : Folds(samples.labels, count: settings.folds)
      func model(_ indices: [Int]) -> LogisticModel {
        LogisticModel(samples, indices: indices, outputCount: problem.classifier.outputCount)
      }
      heldBack = folds.map { folds in (0..<folds.count).map { model(folds.members(of: $0)) } } ?? []
      fitted =
        (folds.map { folds in (0..<folds.count).map { model(folds.others(than: $0)) } } ?? [])
        + [model(Array(0..<samples.count))]
    }

    /// All fits of one C after the other: [tried.count × (partCount + 1)].
    func results(
      for tried: Range<Int>, from starts: [Double], _ workers: some Workers,
      in problem: Classification
    ) -> [Fit] {
      let cs = settings.grid
      return workers.map(tried.count * fitted.count, in: problem) { index, _ in
        fit(index % fitted.count, c: cs[tried.lowerBound + index / fitted.count], from: starts)
      }
    }

    private func fit(_ index: Int, c: Double, from starts: [Double]) -> Fit {
      let model = fitted[index]
      let width = model.parameterCount
      let range = index * width..<(index + 1) * width
      let start =
        range.upperBound <= starts.count
        ? Array(starts[range]) : Array(repeating: 0, count: width)
      let search = LimitedMemoryBFGS(
        tolerance: Double(settings.tolerance), steps: settings.iterations)
      let (parameters, gradientCount) = search.minimum(from: start) { point, gradient in
        model.loss(point, &gradient, c: c)
      }
      let passes = PassAccount.passesOfGradient * gradientCount * model.count
      guard heldBack.indices.contains(index) else {
        return Fit(parameters: parameters, accuracy: 0, passes: passes)
      }
      let part = heldBack[index]
      return Fit(
        parameters: parameters,
        accuracy: Double(part.correctCount(parameters)) / Double(part.count),
        passes: passes + part.count)
    }
  }
}

extension LogisticRegression {
  /// What a person may turn in logistic regression.
  public struct Settings: Tunable {
    public var cCount = 10
    public var leastC: Float = 0.0001
    public var mostC: Float = 10_000
    public var folds = 5
    public var iterations = 100
    public var tolerance: Float = 0.0001

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      Parameter(
        "c-count", \.cCount, 1...100,
        help: "How many strengths of regularisation are tried, evenly spaced by their logarithm."),
      Parameter(
        "c-least", \.leastC, 0.000001...1_000_000, .multiplicative(10, from: 0.000001),
        help: "The smallest C that is tried: the strongest regularisation."),
      Parameter(
        "c-most", \.mostC, 0.000001...1_000_000, .multiplicative(10, from: 0.000001),
        help: "The largest C that is tried: the weakest regularisation."),
      Parameter(
        "folds", \.folds, 2...20,
        help: "How many parts the samples are cut into, each held back once."),
      Parameter(
        "iterations", \.iterations, 1...10_000, .multiplicative(1.25, from: 1),
        help: "The largest number of steps of a fit."),
      Parameter(
        "tolerance", \.tolerance, 0...1, .multiplicative(10, from: 0.000000001),
        help: "A fit ends when no slope of the loss is larger."),
    ]

    /// All values of C that are tried: [cCount], evenly spaced by their logarithms.
    var grid: [Double] {
      let (low, high) = (
        logarithm(Double(leastC)), logarithm(Double(mostC))
      )
      return (0..<cCount).map { index in
        let share = Double(index) / Double(max(cCount - 1, 1))
        return exponential(low + share * (high - low))
      }
    }
  }
}
