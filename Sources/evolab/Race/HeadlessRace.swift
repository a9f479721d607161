import ArgumentParser
import Laboratory
import Terminal

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Drives a race to its end, with progress on standard error and tables on standard output.
struct HeadlessRace {
  private let race: PreparedRace
  private let workers: Int
  private let recordPath: String?
  private let output: RaceOutputFlags

  init(_ race: PreparedRace, workers: Int, recordPath: String?, _ output: RaceOutputFlags) {
    self.race = race
    self.workers = workers
    self.recordPath = recordPath
    self.output = output
  }

  /// Signals end the race between two generations; what was finished is kept and printed.
  func finish() throws {
    var results = [TrialResult?](repeating: nil, count: race.race.trialCount)
    let record = try recordPath.map { try RaceRecord($0, of: race, into: &results) }
    Interruption.catchSignals()
    results = try run(from: results, record)
    record?.close()
    let report = RaceReport(race.race, results, hasSeconds: !output.noSeconds)
    print(text(of: report))
    if report.isComplete { try output.writeFiles(report) }
    if let record, let failure = record.failure {
      throw JournalError.unwritable(file: record.path, failure)
    }
    if Interruption.signal != nil { leave(report) }
  }

  private func run(from results: [TrialResult?], _ record: RaceRecord?) throws -> [TrialResult?] {
    let start = Clock.seconds
    let before = results.count { $0 != nil }
    var finished = before
    var line = StatusLine()
    func report(_ news: [(trial: Int, result: TrialResult)]) {
      for (trial, result) in news { record?.add(trial, result) }
      finished += news.count
      line.update(Clock.seconds - start) { elapsed, width in
        progress(finished, since: before, elapsed, width: width)
      }
    }
    let results = try race.run(
      from: results, workers: workers, isInterrupted: { Interruption.signal != nil },
      report: report)
    line.clear()
    return results
  }

  /// - Parameter before: How many trials were finished when it began.
  private func progress(_ finished: Int, since before: Int, _ elapsed: Double, width: Int) -> String
  {
    let count = race.race.trialCount
    let share = Double(finished) / Double(count)
    let left = Double(count - finished) / Double(max(1, finished - before)) * elapsed
    let time = finished > before ? "\(StatusLine.time(left)) left" : StatusLine.time(elapsed)
    return StatusLine.bar(share, "\(finished) of \(count) trials  \(time)", width: width)
  }

  private func text(of report: RaceReport) -> String {
    if output.json { return report.json }
    if output.markdown { return report.markdown }
    return RaceTable(report, showsPairs: output.pairs, glyphs: output.glyphs).text
  }

  /// Ends the program by the signal that ended the race, and says how to go on with it.
  private func leave(_ report: RaceReport) {
    guard let signal = Interruption.signal else { return }
    if !report.isComplete {
      let count = "Interrupted after \(report.finishedCount) of \(race.race.trialCount) trials"
      Main.complain(
        recordPath.map { "\(count). Go on with: evolab race --resume \($0)" }
          ?? "\(count), which are not kept. With --record FILE a race can go on.")
    }
    // What was printed must not be lost in a buffer.
    fflush(nil)
    Screen.die(bySignal: signal)
  }
}
