import Evolution
import FoundationEssentials
import Laboratory

/// What others reach, and what came of the runs.
struct ReproductionReport: Encodable {
  let name: String
  let summary: String
  let notes: [String]
  let program: String
  let machine: MachineUsed
  let seeds: [String]
  let others: [Other]
  let ours: [Row]

  struct MachineUsed: Encodable {
    let workers: Int
    let processor: String?
    let instructionSet: String
  }

  struct Other: Encodable {
    let method: String
    let testAccuracy: Double
    let seconds: Double?
    let source: String
  }

  /// A method with its runs, in the order of the seeds; those that were interrupted are left out.
  struct Row: Encodable {
    let method: String
    let settings: [String: String]
    let validationAccuracy: BenchReport.Spread?
    let testAccuracy: BenchReport.Spread?
    let seconds: BenchReport.Spread?
    let evaluations: BenchReport.Spread?
    let runs: [Attempt]

    init(_ method: Reproduction.Method, _ attempts: [Reproduction.Attempt]) {
      func spread(_ values: [Double]) -> BenchReport.Spread? {
        values.isEmpty ? nil : BenchReport.Spread(values)
      }
      self.method = method.name
      settings = Dictionary(
        uniqueKeysWithValues: method.experiment.table.lazy.filter { $0.name != "seed" }
          .map { ($0.name, $0.value.description) })
      validationAccuracy = spread(attempts.compactMap { $0.validationAccuracy.map(Double.init) })
      testAccuracy = spread(attempts.compactMap { $0.testAccuracy.map(Double.init) })
      seconds = spread(attempts.map(\.seconds))
      evaluations = spread(attempts.map { Double($0.evaluations) })
      runs = attempts.map(Attempt.init)
    }
  }

  struct Attempt: Encodable {
    let seed: String
    let validationAccuracy: Float?
    let testAccuracy: Float?
    let seconds: Double
    let generations: Int
    let evaluations: Int
    let geneCount: Int
    let digest: String
    let recording: String?

    init(_ attempt: Reproduction.Attempt) {
      seed = "\(attempt.seed)"
      validationAccuracy = attempt.validationAccuracy
      testAccuracy = attempt.testAccuracy
      seconds = attempt.seconds
      generations = attempt.generations
      evaluations = attempt.evaluations
      geneCount = attempt.geneCount
      digest = attempt.digest
      recording = attempt.recording
    }
  }

  init(_ reproduction: Reproduction, _ rows: [Row], seeds: [UInt64], _ machine: MachineUsed) {
    name = reproduction.name
    summary = reproduction.summary
    notes = reproduction.notes
    program = Journal.program
    self.machine = machine
    self.seeds = seeds.map { "\($0)" }
    others = reproduction.reported.map {
      Other(
        method: $0.method, testAccuracy: $0.testAccuracy, seconds: $0.seconds, source: $0.source)
    }
    ours = rows
  }

  var finishedCount: Int { ours.reduce(0) { $0 + $1.runs.count } }
  var isComplete: Bool { finishedCount == ours.count * seeds.count }

  var json: String { Self.json(self) }

  static func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
