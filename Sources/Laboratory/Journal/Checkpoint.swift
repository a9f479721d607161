import Evolution
import FoundationEssentials

/// The whole state of a session between two generations, as a file beside the recording.
///
/// Losing it loses only time: everything in it follows from the recording.
struct Checkpoint: Codable {
  var algo = Journal.algorithmVersion
  var math = Journal.mathVersion
  let experiment: Experiment
  let generation: Int
  let evaluations: Int
  let algorithm: AnyAlgorithm
  let statistics: Statistics?
  let history: History
  let hallOfFame: HallOfFame
  let changes: [Change]
  let runDigest: Digest
  let lastImprovement: Int

  /// An algorithm with its name in the catalog, which says how to read it.
  struct AnyAlgorithm: Codable {
    let value: any Algorithm
    let name: String

    init(_ value: any Algorithm, name: String) {
      self.value = value
      self.name = name
    }

    private enum CodingKeys: String, CodingKey {
      case name, state
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      name = try container.decode(String.self, forKey: .name)
      guard let type = Catalog.algorithm(name) else {
        throw DecodingError.dataCorruptedError(
          forKey: .name, in: container, debugDescription: "There is no algorithm '\(name)'.")
      }
      func read<Method: Algorithm>(_ type: Method.Type) throws -> any Algorithm {
        try container.decode(type, forKey: .state)
      }
      value = try read(type)
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(value, forKey: .state)
    }
  }

  /// Its parts do not go together.
  struct Mismatch: Error {}

  /// Whether the algorithm is one like that which its experiment asks for.
  fileprivate func checkSize<Method: Algorithm>(as fresh: Method) throws {
    let counts = 1...max(1, Experiment.geneLimit / max(1, fresh.space.geneCount))
    // Sizes come first: an algorithm may multiply them to see whether it is consistent.
    guard let value = algorithm.value as? Method,
      value.space.geneCount == fresh.space.geneCount, counts.contains(value.count),
      value.isConsistent
    else { throw Mismatch() }
  }

  func bytes() throws -> [UInt8] { [UInt8](try JournalCoding.encoder.encode(self)) }

  init(bytes: [UInt8]) throws {
    self = try JournalCoding.decoder.decode(Self.self, from: Data(bytes))
  }

  init(_ session: Session) {
    experiment = session.experiment
    generation = session.generation
    evaluations = session.evaluations
    algorithm = AnyAlgorithm(session.algorithm, name: session.experiment.algorithm)
    statistics = session.statistics
    history = session.history
    hallOfFame = session.hallOfFame
    changes = session.changes
    runDigest = session.runDigest
    lastImprovement = session.lastImprovement
  }
}

extension Session {
  /// Goes on from a checkpoint.
  ///
  /// - Throws: if its parts do not go together.
  init(
    _ checkpoint: Checkpoint, table: Dataset?, tableName: String?, workers: Int, kernels: Kernels
  )
    throws
  {
    try self.init(
      checkpoint.experiment, table: table, tableName: tableName, workers: workers, kernels: kernels)
    try checkpoint.checkSize(as: algorithm)
    let counts = 0...Int(UInt32.max)
    guard counts.contains(checkpoint.generation), counts.contains(checkpoint.lastImprovement),
      (0...Int.max / 2).contains(checkpoint.evaluations), checkpoint.history.isConsistent
    else { throw Checkpoint.Mismatch() }
    generation = checkpoint.generation
    evaluations = checkpoint.evaluations
    algorithm = checkpoint.algorithm.value
    Self.applySettings(experiment, to: &algorithm)
    spare = Population(count: algorithm.count, geneCount: problem.space.geneCount)
    statistics = checkpoint.statistics
    history = checkpoint.history
    hallOfFame = checkpoint.hallOfFame
    changes = checkpoint.changes
    runDigest = checkpoint.runDigest
    lastImprovement = checkpoint.lastImprovement
  }
}
