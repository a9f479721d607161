import ArgumentParser
import Evolution
import FoundationEssentials
import Laboratory

/// `evolab bench`: how fast, phase by phase, against the kernel's own ceiling.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure how fast it is, phase by phase.",
    discussion: """
      Without flags it times the reference job: circles (factor 0.5, noise 0.1), 500 samples, \
      all trained on, a 2-16-1 tanh network, a population of 1000. The rounds measure \
      everything in turn; medians and their ranges are printed.
      """)

  @OptionGroup var flags: ExperimentFlags

  @Option(help: "How often everything is measured, 1 to 100.")
  var rounds = 11

  @Flag(
    help: """
      One line for each algorithm, or for the one that is named: how long a generation takes \
      on one worker, and how much of that is the algorithm's own.
      """)
  var shares = false

  @Flag(
    help: """
      How fast networks of some shapes are computed on one core, against what it can multiply \
      and add, and how that grows with samples, population and width.
      """)
  var kernel = false

  @Flag(
    help: """
      How long it takes to go back in the run: it is bred for --generations (default 10000), and \
      then its past is visited everywhere.
      """)
  var rewind = false

  @Flag(
    help: """
      What the open lab costs a run: generations a second in the lab, drawn on a terminal that \
      takes everything, over those of as many without it, round by round. Then, how long a picture \
      takes; with --generations, after so many.
      """)
  var lab = false

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    guard (1...100).contains(rounds) else {
      throw ValidationError("--rounds must lie between 1 and 100, but is \(rounds).")
    }
    guard [shares, kernel, lab, rewind].count(where: { $0 }) <= 1 else {
      throw ValidationError("--shares, --kernel, --lab and --rewind exclude each other.")
    }
    if kernel { return try printKernel() }
    var experiment = try flags.experiment(from: nil)
    if flags.population == nil, flags.algorithm == nil { experiment.population = 1000 }
    if flags.split == nil { experiment.split = 1 }
    if shares { return try printShares(experiment) }
    if rewind { return try printRewind(experiment) }
    if lab { return try printLab(experiment) }
    let generations = experiment.stop.generations ?? 100
    let workers = try flags.workerCount()
    let benchmark = try Benchmark(
      experiment, workers: workers, kernels: try Machine.kernels(), generations: generations)
    let path = FileManager.default.temporaryDirectory.path + "/evolab-\(UUID().uuidString).evo"
    let results = try (0..<rounds).map { _ in try benchmark.round(recordTo: path) }
    let report = BenchReport(
      results, experiment: benchmark.experiment, sampleCount: benchmark.sampleCount,
      workers: workers, generations: generations,
      instructionSet: "\(try Machine.kernels().instructionSet)")
    print(json ? report.json : report.text)
  }

  private func printRewind(_ experiment: Experiment) throws {
    let benchmark = try RewindBenchmark(
      experiment, generations: experiment.stop.generations ?? 10_000, visits: 5 * rounds,
      workers: flags.workerCount(), kernels: try Machine.kernels())
    let report = RewindReport(benchmark)
    print(json ? report.json : report.text)
  }

  private func printKernel() throws {
    guard flags.isEmpty, flags.workers == nil else {
      throw ValidationError(
        "bench --kernel measures shapes of its own on one core: give no other flags than --rounds "
          + "and --json.")
    }
    let kernels = try Machine.kernels()
    let report = KernelReport(
      KernelBenchmark(kernels: kernels), rounds: rounds, instructionSet: "\(kernels.instructionSet)"
    )
    print(json ? report.json : report.text)
  }

  private func printLab(_ experiment: Experiment) throws {
    let workers = try flags.workerCount()
    let kernels = try Machine.kernels()
    let report = try MainActor.assumeIsolated {
      try LabReport(experiment, workers: workers, kernels: kernels, rounds: rounds)
    }
    print(json ? report.json : report.text)
  }

  /// Where no algorithm is named, those that this is nothing for are left out.
  private func printShares(_ base: Experiment) throws {
    let names = flags.algorithm.map { [$0] } ?? Catalog.algorithms.map(\.name)
    var rows: [OwnTime] = []
    for name in names {
      var experiment = base
      experiment.algorithm = name
      if flags.population == nil { experiment.population = nil }
      do {
        let benchmark = try Benchmark(
          experiment, workers: 1, kernels: try Machine.kernels(),
          generations: experiment.stop.generations ?? 100)
        rows.append(
          OwnTime(benchmark.experiment, try (0..<rounds).map { _ in try benchmark.phases() }))
      } catch ExperimentError.unsuited where flags.algorithm == nil {
        continue
      } catch ExperimentError.tooManyGenes where flags.algorithm == nil {
        continue
      }
    }
    print(json ? OwnTime.json(rows) : OwnTime.table(rows))
  }
}
