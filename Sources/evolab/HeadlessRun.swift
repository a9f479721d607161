import ArgumentParser
import Evolution
import Laboratory
import Terminal

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Drives a run to its end, with progress on standard error and a summary on standard output.
enum HeadlessRun {
  /// Signals end the run between two generations, with all that it recorded on the disk.
  static func finish(_ run: consuming Run, _ output: OutputFlags, _ table: GenerationTable?) throws
  {
    var run = run
    Interruption.catchSignals()
    let start = Clock.seconds
    let evaluationsBefore = run.session.evaluations
    var progress = ProgressBar(run.session)
    var reason = run.session.stopReason
    while reason == nil {
      run.advance()
      try table?.add(run.session)
      reason = run.session.stopReason
      if Interruption.signal != nil { reason = .interrupted }
      let elapsed = Clock.seconds - start
      if let limit = run.session.experiment.stop.seconds, elapsed >= limit, reason == nil {
        reason = .seconds
      }
      progress.update(run.session, elapsed)
    }
    progress.clear()
    let stopReason = reason ?? .interrupted
    run.end(why: stopReason)
    try table?.close()
    // Nobody with a finite fitness: the summary says so.
    let report =
      output.report ? try? Champion(run.session).report(on: nil) : nil
    let summary = RunSummary(
      run.session, seconds: Clock.seconds - start,
      evaluations: run.session.evaluations - evaluationsBefore, stopReason,
      recording: run.recording == .file(run.recordingPath ?? "") ? run.recordingPath : nil,
      report: report)
    print(output.json ? summary.json : summary.text)
    if let report, !output.json { print("\n" + report.text) }
    if case .failed(let path, let reason) = run.recording {
      throw JournalError.unwritable(file: path, reason)
    }
    if let signal = Interruption.signal {
      // What was printed must not be lost in a buffer.
      fflush(nil)
      Screen.die(bySignal: signal)
    }
  }
}
