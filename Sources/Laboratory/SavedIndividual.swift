import Evolution
import FoundationEssentials

/// One individual as a file of its own: all that is needed to use its network elsewhere.
///
/// A JSON object:
///
///     "evolab"        "individual"
///     "format"        1; raised when an older reader could misread the file
///     "generation"    in which it arose, and its "individual" index there
///     "network"       "sizes" of the layers, inputs first, and the "activation" of the hidden ones;
///                     missing where the genes are the coordinates of a point
///     "genes"         the weights, layer by layer: into each unit, then the biases
///     "scaling"       a feature goes in as (value − means) ÷ deviations
///     "classes"       the names of the classes; two have one output, the logit of the second
///     "features"      the names of the features
///     "fitness", "accuracy", "testAccuracy"   as far as they are known
///     "settings"      those under which it arose, by the names of the flags
///     "note"          what somebody wrote beside it
public struct SavedIndividual: Codable, Equatable, Sendable {
  public var evolab = "individual"
  public var format = 1
  public let generation: Int
  public let individual: Int
  public let network: Network?
  public let genes: [Float]
  public let scaling: Scaling?
  public let classes: [String]?
  public let features: [String]?
  public let fitness: Float
  public let accuracy: Float?
  public let testAccuracy: Float?
  public let settings: [String: ParameterValue]
  public let note: String?

  /// How features become inputs of the network: [featureCount] each.
  public struct Scaling: Codable, Equatable, Sendable {
    public let means: [Float]
    public let deviations: [Float]
  }

  /// - Parameter note: What was written beside it; empty for nothing.
  public init(_ entry: HallOfFame.Entry, of snapshot: Snapshot, note: String) {
    generation = entry.generation
    individual = entry.individual
    network = entry.network
    genes = entry.genes
    let data = entry.network == nil ? nil : snapshot.data
    scaling = data.map {
      Scaling(means: $0.scaling.means, deviations: $0.scaling.deviations)
    }
    classes = data?.dataset.classNames
    features = data?.dataset.featureNames
    fitness = entry.score.fitness
    accuracy = entry.score.accuracy.isFinite ? entry.score.accuracy : nil
    testAccuracy = entry.testAccuracy
    var settings = Dictionary(snapshot.experiment.table.map { ($0.name, $0.value) }) { $1 }
    for (name, value) in snapshot.settings(at: entry.generation) { settings[name] = value }
    self.settings = settings
    self.note = note.isEmpty ? nil : note
  }

  /// As text, with the members in alphabetical order.
  public func json() throws -> String {
    let encoder = JournalCoding.encoder
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// How its file is called unless another name is given.
  public var fileName: String { "g\(generation)-\(individual).json" }

  /// Where it is saved if somebody names this: a file, whose name ends in `.json` in any case, or a
  /// folder, which gets a file of its usual name.
  public func path(for name: String) -> String {
    if name.hasSuffix("/") { return name + fileName }
    if File.isFolder(name) { return "\(name)/\(fileName)" }
    return name.hasSuffix(".json") ? name : name + ".json"
  }
}

extension Snapshot {
  /// The controls as they were when a generation was bred, in the order of the controls.
  ///
  /// What has vanished with its data since then is not among them.
  public func settings(at generation: Int) -> [(name: String, value: ParameterValue)] {
    controls.map { control in
      let later = changes.first { $0.generation > generation && $0.name == control.name }
      return (control.name, later?.old ?? control.value)
    }
  }
}

extension File {
  /// Writes a text to a new file; where `a.json` exists already, to `a-2.json` and so on.
  ///
  /// - Returns: The path that it was written to.
  public static func writeNew(_ text: String, to path: String) throws(Failure) -> String {
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let dot = path[slash...].lastIndex(of: ".") ?? path.endIndex
    var number = 1
    while true {
      let name = number == 1 ? path : "\(path[..<dot])-\(number)\(path[dot...])"
      do throws(Failure) {
        try File(name, .create).write(Array(text.utf8))
        return name
      } catch {
        guard error.exists, number < 10_000 else { throw error }
        number += 1
      }
    }
  }
}
