import Evolution

/// The best network of a run, and the data that it has learnt.
public struct Champion: Sendable {
  public let network: Network
  /// The weights of the network: [geneCount].
  public let genes: [Float]
  public let split: Split
  /// The generation in which it arose.
  public let generation: Int
  public let kernels: Kernels

  /// - Throws: where nothing is classified, or nobody has a finite fitness.
  public init(_ session: Session) throws(ChampionError) {
    guard let split = session.problem.split else {
      throw .noClasses(problem: session.experiment.problem)
    }
    guard let entry = session.hallOfFame.champion, let network = entry.network,
      network.inputCount == split.dataset.featureCount,
      network.classCount == split.dataset.classCount
    else { throw .nobody }
    self.network = network
    genes = entry.genes
    generation = entry.generation
    self.split = split
    kernels = session.kernels
  }

  init(network: Network, genes: [Float], split: Split, generation: Int, kernels: Kernels) {
    self.network = network
    self.genes = genes
    self.split = split
    self.generation = generation
    self.kernels = kernels
  }

  /// How well it tells the classes apart.
  ///
  /// - Parameter part: `nil` is the test part, or the training part where nothing is held back.
  public func report(on part: Split.Part?) throws(ChampionError) -> Report {
    let part = part ?? (split.test.count == 0 ? .train : .test)
    guard split[part].count > 0 else { throw .empty(part) }
    let predictions = Predictions(network, genes: genes, of: split[part], kernels: kernels)
    return Report(
      part: part,
      scores: ClassificationReport(
        predictions, labels: split[part].labels, classNames: split.dataset.classNames))
  }

  /// What came out on one part of the data.
  public struct Report: Equatable, Sendable {
    public let part: Split.Part
    public let scores: ClassificationReport

    public init(part: Split.Part, scores: ClassificationReport) {
      self.part = part
      self.scores = scores
    }
  }
}

/// Why a run has no champion that could be asked.
public enum ChampionError: Error, Equatable {
  case noClasses(problem: String)
  case nobody
  /// The split keeps no samples for this part.
  case empty(Split.Part)
}

extension ChampionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noClasses(let problem):
      "This is a run on the function '\(problem)', where there are no classes to tell apart."
    case .nobody: "There is no champion yet: no network has been given a finite fitness."
    case .empty(.validation):
      "No samples were kept for validation. Ask for another part: --part train."
    case .empty:
      "Nothing was held back for a test. Ask for the training part: --part train."
    }
  }
}
