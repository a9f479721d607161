import Evolution
import Laboratory
import Terminal

/// Runs all methods of a reproduction with all seeds, one after the other on all cores.
struct HeadlessReproduction {
  private let reproduction: Reproduction
  private let seeds: [UInt64]
  private let workers: Int
  private let kernels: Kernels
  private let folder: String?

  /// - Parameter folder: Where every run is recorded; `nil` for nowhere.
  /// - Throws: `JournalError` where a recording would stand in the way.
  init(
    _ reproduction: Reproduction, seeds: [UInt64], workers: Int, kernels: Kernels, folder: String?
  ) throws {
    self.reproduction = reproduction
    self.seeds = seeds
    self.workers = workers
    self.kernels = kernels
    self.folder = folder
    guard let folder else { return }
    do throws(File.Failure) {
      try File.makeFolder(folder)
    } catch { throw JournalError.unwritable(file: folder, error.reason) }
    for method in reproduction.methods {
      for seed in seeds {
        if let path = path(method, seed), File.exists(path) {
          throw JournalError.exists(file: path)
        }
      }
    }
  }

  /// A signal ends it between two generations: what was finished until then is reported.
  func report() throws -> ReproductionReport {
    var rows: [ReproductionReport.Row] = []
    for method in reproduction.methods {
      var attempts: [Reproduction.Attempt] = []
      for seed in seeds where Interruption.signal == nil {
        let number = rows.count * seeds.count + attempts.count + 1
        let name = "\(number) of \(reproduction.methods.count * seeds.count)"
        if let attempt = try attempt(method, seed, named: name) { attempts.append(attempt) }
      }
      rows.append(.init(method, attempts))
    }
    return ReproductionReport(
      reproduction, rows, seeds: seeds,
      .init(
        workers: workers, processor: Machine.processor,
        instructionSet: "\(kernels.instructionSet)"))
  }

  /// One run; `nil` if it was interrupted.
  private func attempt(
    _ method: Reproduction.Method, _ seed: UInt64, named name: String
  ) throws -> Reproduction.Attempt? {
    var run = try Run(
      reproduction.experiment(method, seed: seed), recordTo: path(method, seed), workers: workers,
      kernels: kernels)
    let ending = try HeadlessRun.drive(&run, named: name)
    try HeadlessRun.checkRecording(of: run)
    return ending.reason == .interrupted ? nil : .init(run, seconds: ending.seconds)
  }

  private func path(_ method: Reproduction.Method, _ seed: UInt64) -> String? {
    folder.map { "\($0)/\(reproduction.name)-\(method.slug)-\(seed).evo" }
  }
}
