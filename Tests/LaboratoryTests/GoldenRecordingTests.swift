import Evolution
import FoundationEssentials
import Testing

@testable import Laboratory

/// Recordings that were made once and are kept: whoever changes results sees it here.
///
/// A change on purpose raises `Journal.algorithmVersion` or `Journal.mathVersion`; the old
/// recordings stay, and are then refused instead of replayed. To make those of the present
/// version: `EVOLAB_BLESS=1 swift test --filter Golden`.
@Suite struct `A golden recording` {
  @Test(arguments: experiments.map(\.name))
  func `still replays`(name: String) throws {
    if ProcessInfo.processInfo.environment["EVOLAB_BLESS"] != nil { try record(name) }
    for kernels in Kernels.supported {
      var replay = try Replay(try JournalReader(Self.path(name)), workers: 2, kernels: kernels)
      while try replay.advance() {}
      #expect(replay.verifiedCount == 12)
    }
  }

  /// Made by the first version that had these algorithms, before some of them got more
  /// parameters: what is missing in a recording is as it was then.
  @Test(arguments: ["random-search", "de", "pso", "es", "snes", "openai-es"])
  func `of the first algorithms still replays`(algorithm: String) throws {
    var replay = try Replay(try JournalReader(Self.path(algorithm)))
    while try replay.advance() {}
    #expect(replay.verifiedCount == 60)
  }

  private static let experiments: [(name: String, settings: [(String, String)])] = [
    ("circles", []),
    (
      "blobs",
      [
        ("data", "blobs"), ("centers", "4"), ("hidden", "5,3"), ("activation", "relu"),
        ("selection", "roulette"), ("crossover", "simulated-binary"), ("mutation", "polynomial"),
      ]
    ),
    (
      "spirals",
      [
        ("data", "spirals"), ("hidden", "6"), ("activation", "sin"), ("fitness", "squared-error"),
        ("selection", "stochastic-universal"), ("crossover", "k-point"), ("mutation", "cauchy"),
      ]
    ),
    (
      "moons",
      [
        ("data", "moons"), ("hidden", "none"), ("fitness", "accuracy"), ("selection", "boltzmann"),
        ("crossover", "arithmetic"), ("mutation", "uniform-reset"),
      ]
    ),
    (
      "classification",
      [
        ("data", "classification"), ("classes", "3"), ("clusters", "1"), ("activation", "gaussian"),
        ("selection", "linear-rank"), ("crossover", "uniform"),
      ]
    ),
  ]

  private static func path(_ name: String) -> String {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
    return
      "\(folder)/Golden/algo\(Journal.algorithmVersion)-math\(Journal.mathVersion)-\(name).evo"
  }

  private func record(_ name: String) throws {
    guard let entry = Self.experiments.first(where: { $0.name == name }) else { return }
    var experiment = try smallExperiment()
    for (name, text) in entry.settings { try experiment.set(name, text: text) }
    File.remove(Self.path(name))
    var run = try Run(experiment, recordTo: Self.path(name))
    for generation in 0..<12 {
      if generation == 4, !experiment.hidden.isEmpty { try run.submit(.set("hidden", .number(9))) }
      if generation == 6 { try run.submit(.set("population", .number(26))) }
      if generation == 8 { try run.submit(.set("data-seed", .number(5))) }
      run.advance()
    }
    run.flush()
  }
}
