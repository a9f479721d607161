import ArgumentParser
import Laboratory
import Terminal

/// The lab on a recording, which it reads and never writes.
struct PlayedLab {
  let file: String
  var workers: Int?
  let look: LookFlags
  /// Whether somebody else may still be writing it: it is then shown from its newest checkpoint on.
  var isFollowed = false
  var isPaused = false
  /// Generations a second at first; `nil` is as fast as it can.
  var speedLimit: Int?
  /// The generation to begin at; `nil` is the first, or that of the checkpoint.
  var start: Int?

  /// Stays open until the person leaves.
  ///
  /// - Throws: what was found to be wrong with the recording.
  func open() throws {
    let workers = try Machine.workerCount(workers)
    let kernels = try Machine.kernels()
    let ending = try MainActor.assumeIsolated {
      let run = try Run(
        playing: file, fromCheckpoint: isFollowed, workers: workers, kernels: kernels)
      if let start, start > run.lastGeneration {
        throw JournalError.tooShort(file: file, last: run.lastGeneration, asked: start)
      }
      // Forks, and runs that are begun here, are recorded in files of their own.
      let makePath: @Sendable () throws -> String? = { try DataFiles.newRecordingPath() }
      let lab = try Lab(
        run, options: look.options, isFollowed: isFollowed, experimentText: ExperimentFile.text,
        makeRun: {
          try Run($0, table: $1, recordTo: makePath(), workers: workers, kernels: kernels)
        },
        makePath: makePath)
      return lab.run(paused: isPaused, speedLimit: speedLimit, from: start)
    }
    LabEnding.report(ending.snapshot)
    if let signal = ending.signal { Screen.die(bySignal: signal) }
    if let failure = ending.snapshot.branches.first?.failure { throw failure }
  }
}
