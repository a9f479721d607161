import Dispatch
import Evolution
import Synchronization

/// Drives a run in the background.
///
/// The run belongs to the engine's own serial queue: commands join that queue and take
/// effect between two generations; snapshots leave it by being swapped, whole, into a box.
public actor Engine {
  private nonisolated let executor = QueueExecutor(label: "evolab.engine")
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    // Unsafe: the executor lives as long as the actor that owns it.
    unsafe executor.asUnownedSerialExecutor()
  }

  private var run: Run
  private var isRunning = false
  private var stepsLeft = 0
  private var refusal: String?
  private var speedLimit: Int?
  private var clock = Stopwatch()
  /// A loop that was started before the newest pause must not go on.
  private var loop = 0
  private let latest: Mutex<Snapshot>
  private nonisolated let finished = Atomic(false)
  /// Of the present run.
  private nonisolated let cancellation: Mutex<Cancellation>
  private let onPublish: @Sendable () -> Void

  /// How long the queue may work before it looks for commands.
  private static let sliceSeconds = 0.002

  /// - Parameter onPublish: Called on the engine's queue whenever there is a new snapshot.
  public init(
    _ run: consuming sending Run, onPublish: @escaping @Sendable () -> Void = {}
  ) {
    latest = Mutex(run.session.snapshot)
    cancellation = Mutex(run.session.evaluator.cancellation)
    self.run = run
    self.onPublish = onPublish
  }

  /// The newest picture.
  ///
  /// The lock is held for one assignment: drawing needs none.
  public nonisolated var snapshot: Snapshot { latest.withLock { $0 } }

  /// Asks for a new picture, between two generations.
  public nonisolated func requestSnapshot() {
    enqueue { $0.publish() }
  }

  public nonisolated func submit(_ command: Command) {
    enqueue { engine in
      do throws(ExperimentError) {
        try engine.run.submit(command)
        engine.refusal = nil
      } catch {
        engine.refusal = error.description
      }
      engine.publish()
    }
  }

  /// Runs until paused or until a stop rule is met.
  public nonisolated func start() {
    enqueue { engine in
      guard !engine.isRunning else { return }
      engine.run.clearStopReason()
      engine.isRunning = true
      engine.begin()
    }
  }

  public nonisolated func pause() {
    enqueue { $0.halt() }
  }

  /// Breeds some generations, then pauses.
  public nonisolated func step(_ count: Int) {
    enqueue { engine in
      engine.halt()
      engine.run.clearStopReason()
      engine.stepsLeft = count
      engine.begin()
    }
  }

  /// At most this many generations a second; `nil` is as fast as possible.
  public nonisolated func limitSpeed(to limit: Int?) {
    enqueue { engine in
      engine.speedLimit = limit
      if engine.isRunning { engine.begin() }
      engine.publish()
    }
  }

  /// Ends the recording of this run and goes on with another.
  ///
  /// - Parameter make: Turns the present settings into the other run.
  public nonisolated func replace(with make: @escaping @Sendable (Experiment) throws -> Run) {
    enqueue { engine in
      do {
        let next = try make(engine.run.session.experiment)
        engine.run.end(why: .interrupted)
        engine.run = next
        let cancellation = engine.run.session.evaluator.cancellation
        engine.cancellation.withLock { $0 = cancellation }
        engine.refusal = nil
        engine.clock = Stopwatch()
        if engine.isRunning { engine.begin() }
      } catch {
        engine.refusal = "\(error)"
      }
      engine.publish()
    }
  }

  /// Pauses and ends the recording, after everything submitted so far; ``hasFinished`` then.
  public nonisolated func finish(why: StopReason) {
    enqueue { engine in
      engine.halt()
      engine.run.end(why: why)
      engine.finished.store(true, ordering: .releasing)
      engine.publish()
    }
  }

  /// Leaves the generation that is being bred unfinished: for ends that cannot wait for it.
  public nonisolated func cancel() { cancellation.withLock { $0.cancel() } }

  /// Whether the recording is ended; a snapshot is published when it is.
  public nonisolated var hasFinished: Bool { finished.load(ordering: .acquiring) }

  /// Waits until everything submitted so far has happened.
  public nonisolated func drain() {
    executor.queue.sync {}
  }

  private func begin() {
    loop += 1
    clock.start()
    publish()
    proceed(loop)
  }

  private func halt() {
    isRunning = false
    stepsLeft = 0
    clock.stop()
    run.flush()
    publish()
  }

  /// Some generations, then back to the end of the queue, so that commands get their turn.
  private func proceed(_ loop: Int) {
    guard loop == self.loop, isRunning || stepsLeft > 0 else { return }
    let began = Clock.seconds
    repeat {
      run.advance()
      // What is queued behind this ends the run.
      if run.session.isCancelled { return }
      clock.count(run.session)
      if stepsLeft > 0 { stepsLeft -= 1 }
      run.stop(ifTimeIsUpAfter: clock.elapsed)
      if run.session.stopReason != nil || !isRunning && stepsLeft == 0 {
        return halt()
      }
    } while speedLimit == nil && Clock.seconds - began < Self.sliceSeconds
    let wait = speedLimit.map { max(0, 1 / Double($0) - (Clock.seconds - began)) } ?? 0
    if wait > 0 {
      executor.queue.asyncAfter(deadline: .now() + wait) {
        self.assumeIsolated { $0.proceed(loop) }
      }
    } else {
      enqueue { $0.proceed(loop) }
    }
  }

  private func publish() {
    var snapshot = run.session.snapshot
    snapshot.isRunning = isRunning || stepsLeft > 0
    snapshot.refusal = refusal
    snapshot.speedLimit = speedLimit
    snapshot.recording = run.recording
    clock.describe(&snapshot)
    latest.withLock { $0 = snapshot }
    onPublish()
  }

  private nonisolated func enqueue(_ work: @escaping @Sendable (isolated Engine) -> Void) {
    executor.queue.async { self.assumeIsolated(work) }
  }
}

/// Measures how fast a run goes, over the last second or so.
private struct Stopwatch {
  private var total = 0.0
  private var startedAt: Double?
  private var windowStart = (seconds: 0.0, generations: 0, evaluations: 0)
  private var last = (generations: 0, evaluations: 0)
  private var rates = (generations: 0.0, evaluations: 0.0)

  mutating func start() {
    guard startedAt == nil else { return }
    let now = Clock.seconds
    startedAt = now
    windowStart = (now, last.generations, last.evaluations)
  }

  mutating func stop() {
    if let startedAt { total += Clock.seconds - startedAt }
    startedAt = nil
    rates = (0, 0)
  }

  mutating func count(_ session: Session) {
    last = (session.generation, session.evaluations)
  }

  /// Seconds of running, pauses left out.
  var elapsed: Double { total + (startedAt.map { Clock.seconds - $0 } ?? 0) }

  mutating func describe(_ snapshot: inout Snapshot) {
    let now = Clock.seconds
    snapshot.seconds = elapsed
    if startedAt != nil, now - windowStart.seconds > 0.5 {
      let elapsed = now - windowStart.seconds
      rates = (
        Double(last.generations - windowStart.generations) / elapsed,
        Double(last.evaluations - windowStart.evaluations) / elapsed
      )
      windowStart = (now, last.generations, last.evaluations)
    }
    snapshot.generationsPerSecond = rates.generations
    snapshot.evaluationsPerSecond = rates.evaluations
  }
}

/// Runs an actor's work on one serial dispatch queue.
private final class QueueExecutor: SerialExecutor {
  let queue: DispatchQueue

  init(label: String) {
    queue = DispatchQueue(label: label, qos: .userInitiated)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    // Unsafe: the job runs once, on the queue that this executor stands for.
    queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  func checkIsolated() {
    dispatchPrecondition(condition: .onQueue(queue))
  }
}
