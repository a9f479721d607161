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
  var pace = OpenLab.Pace()
  /// The generation to begin at; `nil` is the first, or that of the checkpoint.
  var start: Int?

  /// Stays open until the person leaves.
  ///
  /// - Throws: what was found to be wrong with the recording.
  func open() throws {
    var lab = try OpenLab(look, workers: workers)
    (lab.isFollowed, lab.isPaused) = (isFollowed, isPaused)
    (lab.pace, lab.start) = (pace, start)
    let last = try lab.show { [file, isFollowed, start] workers, kernels in
      let run = try Run(
        playing: file, fromCheckpoint: isFollowed, workers: workers, kernels: kernels)
      if let start, start > run.lastGeneration {
        throw JournalError.tooShort(file: file, last: run.lastGeneration, asked: start)
      }
      return run
    }
    if let failure = last.branches.first?.failure { throw failure }
  }
}
