import ArgumentParser
import Dispatch
import Evolution
import Laboratory
import Synchronization

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
    let interrupt = Interrupt()
    let start = Clock.seconds
    let evaluationsBefore = run.session.evaluations
    var progress = ProgressBar(run.session)
    var reason = run.session.stopReason
    while reason == nil {
      run.advance()
      try table?.add(run.session)
      reason = run.session.stopReason
      if interrupt.signal != nil { reason = .interrupted }
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
    let summary = RunSummary(
      run.session, seconds: Clock.seconds - start,
      evaluations: run.session.evaluations - evaluationsBefore, stopReason,
      recording: run.recordingPath)
    print(output.json ? summary.json : summary.text)
    if case .failed(let path, let reason) = run.recording {
      throw JournalError.unwritable(file: path, reason)
    }
    if let signal = interrupt.signal { interrupt.die(by: signal) }
  }
}

/// Notes the signals that ask the program to end.
final class Interrupt {
  private let caught = Caught()
  private var sources: [any DispatchSourceSignal] = []

  init() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // The source sees the signal only where its default action is off.
      let before = setAction(number, SIG_IGN)
      // Under nohup the run is to outlive its terminal.
      if number == SIGHUP, isIgnored(before) { continue }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [caught] in caught.note(number) }
      source.resume()
      sources.append(source)
    }
  }

  var signal: Int32? { caught.signal }

  /// Ends by the real signal, so that the shell sees 130 or 143.
  func die(by number: Int32) -> Never { Caught.die(by: number) }

  private final class Caught: Sendable {
    private let number = Atomic<Int32>(0)

    var signal: Int32? {
      let number = number.load(ordering: .relaxed)
      return number == 0 ? nil : number
    }

    func note(_ signal: Int32) {
      // Whoever asks twice does not want to wait for the end of a generation.
      if number.exchange(signal, ordering: .relaxed) != 0 { Self.die(by: signal) }
    }

    static func die(by number: Int32) -> Never {
      _ = setAction(number, SIG_DFL)
      raise(number)
      exit(128 + number)
    }
  }
}

// The methods above have the same name.
private typealias SignalAction = @convention(c) (Int32) -> Void

private func setAction(_ number: Int32, _ action: SignalAction?) -> SignalAction? {
  signal(number, action)
}

private func isIgnored(_ action: SignalAction?) -> Bool {
  // Unsafe: the C library's constant is a number in the clothes of a function.
  unsafe unsafeBitCast(action, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}
