import ArgumentParser
import Evolution
import Laboratory
import Terminal

/// The lab on the screen, whatever is shown in it.
struct OpenLab {
  let look: LookFlags
  let workers: Int
  let kernels: Kernels
  /// Whether forks, and runs that are begun in it, are recorded in files of their own.
  var isRecorded = true
  /// Whether somebody else may still be writing what is shown.
  var isFollowed = false
  var isPaused = false
  var pace = Pace()
  var pauses = PauseRules()
  /// The algorithms of a race to begin with; none for none.
  var racers: [String] = []
  /// The generation to begin at; `nil` is where the run is.
  var start: Int?

  init(_ look: LookFlags, workers: Int?) throws {
    self.look = look
    self.workers = try Machine.workerCount(workers)
    kernels = try Machine.kernels()
  }

  /// Stays open until the person leaves, and names the recordings then.
  ///
  /// - Parameter make: All that can go wrong does so before the screen is taken, where it can be read.
  /// - Returns: The last picture.
  @discardableResult
  func show(_ make: @Sendable (_ workers: Int, Kernels) throws -> Run) throws -> Snapshot {
    let (workers, kernels, isRecorded) = (workers, kernels, isRecorded)
    let ending = try MainActor.assumeIsolated {
      let run = try make(workers, kernels)
      try check(run.session.experiment)
      let limit = pace.limit(isByBatches: (run.session.experiment.batch ?? 0) > 0)
      let makePath: @Sendable () throws -> String? = {
        isRecorded ? try DataFiles.newRecordingPath() : nil
      }
      let lab = try Lab(
        run, options: look.options, isFollowed: isFollowed, experimentText: ExperimentFile.text,
        makeRun: {
          try Run($0, table: $1, recordTo: makePath(), workers: workers, kernels: kernels)
        },
        makePath: makePath)
      return lab.run(
        paused: isPaused, speedLimit: limit, race: racers, pauses: pauses, from: start)
    }
    let isComplete = LabEnding.report(ending.snapshot)
    if let signal = ending.signal { Screen.die(bySignal: signal) }
    guard isComplete else { throw ExitCode(2) }
    return ending.snapshot
  }

  /// Refuses what this experiment can never come to.
  func check(_ experiment: Experiment) throws {
    do throws(PauseRuleError) { try pauses.check(usesData: experiment.usesData) } catch {
      throw ValidationError("--pause-on: \(error)")
    }
  }

  /// How fast it goes at first.
  struct Pace {
    /// Generations a second; `nil` is as fast as it can.
    private var limit: Int? = 50
    private var isGiven = false

    /// What suits whatever is shown.
    init() {}

    /// - Parameter text: What --speed says; `nil` where it is not given.
    init(_ text: String?) throws {
      guard let text else { return }
      isGiven = true
      limit = nil
      if text == "max" { return }
      guard let number = Int(text), (1...1000).contains(number) else {
        throw ValidationError("--speed must lie between 1 and 1000, or be max, but is '\(text)'.")
      }
      limit = number
    }

    /// Generations that are judged by batches are many and small.
    func limit(isByBatches: Bool) -> Int? { isByBatches && !isGiven ? nil : limit }
  }
}
