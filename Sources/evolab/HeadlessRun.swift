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
    let (evaluationsBefore, generationsBefore) = (run.session.evaluations, run.session.generation)
    let ending = try drive(&run) { try table?.add($0) }
    try table?.close()
    // Nobody with a finite fitness: the summary says so.
    let report = output.report ? try? Champion(run.session).report(on: nil) : nil
    let summary = RunSummary(
      run.session, seconds: ending.seconds,
      evaluations: run.session.evaluations - evaluationsBefore, ending.reason,
      recording: run.recording == .file(run.recordingPath ?? "") ? run.recordingPath : nil,
      report: report)
    let hasAdvanced = run.session.generation > generationsBefore
    print(output.json ? summary.json : summary.text(hasAdvanced: hasAdvanced))
    if let report, !output.json { print("\n" + report.text) }
    try checkRecording(of: run)
    dieIfInterrupted()
  }

  /// Advances a run until a stop rule or a signal ends it, and ends its recording.
  ///
  /// - Parameters:
  ///   - name: Which run this is, before all else in the progress bar.
  ///   - eachGeneration: Called after every generation.
  static func drive(
    _ run: inout Run, named name: String? = nil,
    _ eachGeneration: (Session) throws -> Void = { _ in }
  ) throws -> (reason: StopReason, seconds: Double) {
    let start = Clock.seconds
    var progress = ProgressBar(run.session, name: name)
    var reason = run.session.stopReason
    while reason == nil {
      run.advance()
      try eachGeneration(run.session)
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
    return (stopReason, Clock.seconds - start)
  }

  /// Says so where the recording could not be written to its end.
  static func checkRecording(of run: borrowing Run) throws {
    if case .failed(let path, let reason) = run.recording {
      throw JournalError.unwritable(file: path, reason)
    }
  }

  /// Ends the program by the signal that ended its run, if one did.
  static func dieIfInterrupted() {
    guard let signal = Interruption.signal else { return }
    // What was printed must not be lost in a buffer.
    fflush(nil)
    Screen.die(bySignal: signal)
  }
}
