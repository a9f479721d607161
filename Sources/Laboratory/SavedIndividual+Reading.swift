import Evolution
import FoundationEssentials

extension SavedIndividual {
  /// Reads one from a file; `nil` where that holds something else.
  ///
  /// - Throws: `SavedIndividualError` where the file cannot be read, or is not whole.
  public init?(contentsOf path: String) throws(SavedIndividualError) {
    let bytes: [UInt8]
    do throws(File.Failure) {
      let file = try File(path, .read)
      // Recordings begin in another way, and may be large.
      let start = try file.read(from: 0, 2)
      guard start.first == UInt8(ascii: "{"), start.last != UInt8(ascii: "\"") else { return nil }
      bytes = try file.readAll()
    } catch { throw .unreadable(file: path, error.reason) }
    do {
      self = try JournalCoding.decoder.decode(Self.self, from: Data(bytes))
    } catch { throw .damaged(file: path) }
    guard evolab == "individual", format == 1 else { throw .damaged(file: path) }
  }

  /// Its network as the champion of the run in which it arose, with the data of then.
  ///
  /// - Throws: `ExperimentError` or `DatasetError` where those are not to be had any more, and
  ///   `SavedIndividualError` where they are others.
  public func champion(of path: String, kernels: Kernels = .best) throws -> Champion {
    guard let network else { throw SavedIndividualError.noNetwork(file: path) }
    var experiment = Experiment()
    // The data first: what else there is to set depends on them.
    for name in ["data", "problem", "algorithm"] + settings.keys.sorted() {
      if let value = settings[name] { try experiment.set(name, to: value) }
    }
    let session = try Session(
      experiment, table: try DataFiles.load(experiment, besides: path), kernels: kernels)
    guard let split = session.problem.split, session.problem.network == network,
      genes.count == network.geneCount,
      scaling == Scaling(means: split.scaling.means, deviations: split.scaling.deviations),
      classes == split.dataset.classNames
    else { throw SavedIndividualError.otherData(file: path) }
    return Champion(
      network: network, genes: genes, split: split, generation: generation, kernels: kernels)
  }
}

/// Why a saved individual cannot be used.
public enum SavedIndividualError: Error, Equatable {
  case unreadable(file: String, String)
  case damaged(file: String)
  case noNetwork(file: String)
  case otherData(file: String)
}

extension SavedIndividualError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let file, let reason): "Cannot read \(file): \(reason)."
    case .damaged(let file):
      "\(file) is neither a recording nor an individual that the lab has saved."
    case .noNetwork(let file): "\(file) holds the coordinates of a point, and no network."
    case .otherData(let file):
      "The data are no longer those for which \(file) was saved: it cannot be asked about them."
    }
  }
}
