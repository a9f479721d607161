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

  private var branches: Branches
  private var branch: Branch { branches.current }
  /// The state of the branch that is looked at instead of its present, while it waits.
  private var past: Session?
  /// What goes on instead of the run, which waits.
  private var race: LiveRace?
  private var isRunning = false
  private var stepsLeft = 0
  private var refusal: String?
  /// What was asked about last.
  private var ancestry: Ancestry?
  private var lineages: Lineages?
  private var panel = ControlPanel()
  private var speedLimit: Int?
  private var pauses = PauseWatch()
  private var pauseReason: PauseReason?
  /// What was seen already is repeated: nobody wants to wait for it.
  private var isCatchingUp = false
  private var clock = Stopwatch()
  /// A loop that was started before the newest pause must not go on.
  private var loop = 0
  private let latest: Mutex<Snapshot>
  private nonisolated let finished = Atomic(false)
  /// The generation that somebody wants to see and nobody has looked for yet: the last wish counts.
  private nonisolated let destination = Mutex<Int?>(nil)
  /// Of the present run, and of the lanes of a race.
  private nonisolated let cancellations: Mutex<[Cancellation]>
  private let onPublish: @Sendable () -> Void

  /// How long the queue may work before it looks for commands.
  private static let sliceSeconds = 0.002

  /// How long to wait before looking whether somebody has written on.
  private static let followSeconds = 0.2

  /// - Parameters:
  ///   - isFollowed: Whether what is played may still be written by somebody else.
  ///   - onPublish: Called on the engine's queue whenever there is a new snapshot.
  public init(
    _ run: consuming sending Run, isFollowed: Bool = false,
    onPublish: @escaping @Sendable () -> Void = {}
  ) {
    var first = run.session.snapshot
    first.recording = run.recording
    if run.isPlayed { first.course = run.course }
    latest = Mutex(first)
    cancellations = Mutex([run.session.evaluator.cancellation])
    branches = Branches(Branch(run, isFollowed: isFollowed))
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

  public nonisolated func submit(_ command: Command) { submit([command]) }

  /// Several changes for the same generation: all of them, or none where they are refused.
  public nonisolated func submit(_ commands: [Command]) {
    enqueue { engine in
      do throws(ExperimentError) {
        guard engine.past == nil else { throw .isPlayed }
        try engine.branch.run.submit(commands)
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
      engine.past = nil
      if engine.race == nil { engine.branch.run.clearStopReason() }
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
      engine.past = nil
      if engine.race == nil { engine.branch.run.clearStopReason() }
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

  public nonisolated func pause(by rules: PauseRules) {
    enqueue { engine in
      engine.pauses.rules = rules
      engine.publish()
    }
  }

  /// Notes in the recording that an individual is worth remembering.
  public nonisolated func mark(_ mark: Journal.Mark) {
    enqueue { $0.branch.run.mark(mark) }
  }

  /// Lets this run wait and goes on with another.
  ///
  /// - Parameter make: Turns the present settings into the other run.
  public nonisolated func replace(with make: @escaping RunMaker) {
    enqueue { engine in
      do {
        let wasRunning = engine.isRunning
        try engine.adopt(engine.makeRun(engine.shown.experiment, make))
        engine.isRunning = wasRunning
        if wasRunning { engine.begin() }
      } catch {
        engine.refusal = "\(error)"
      }
      engine.publish()
    }
  }

  /// Makes a run, with the data that were read already where they are the same.
  private func makeRun(_ experiment: Experiment, _ make: RunMaker) throws -> Run {
    let session = branch.run.session
    return try make(experiment, experiment.data == session.tableName ? session.table : nil)
  }

  /// Lets several algorithms race on the problem of the run, which waits for ``endRace()``.
  public nonisolated func startRace(_ algorithms: [String]) {
    enqueue { engine in
      engine.halt()
      do throws(ExperimentError) {
        let session = engine.shown
        engine.race = try LiveRace(
          session.experiment, algorithms: algorithms, table: session.table,
          workers: session.evaluator.workerCount, kernels: session.kernels)
        engine.listCancellations()
        engine.refusal = nil
        engine.isRunning = true
        engine.begin()
      } catch {
        engine.refusal = "The race cannot begin: \(error)"
        engine.publish()
      }
    }
  }

  /// Goes back to the run, which is paused.
  public nonisolated func endRace() {
    enqueue { engine in
      engine.race = nil
      engine.halt()
    }
  }

  /// Ends the race, and repeats one lane as the new run: recorded, and to the same generation.
  public nonisolated func promote(
    lane: Int, _ make: @escaping RunMaker
  ) {
    enqueue { engine in
      guard let race = engine.race, race.lanes.indices.contains(lane) else { return }
      let winner = race.lanes[lane]
      do {
        try engine.adopt(engine.makeRun(winner.experiment, make))
        engine.race = nil
        guard winner.generation > 0 else { return engine.publish() }
        engine.stepsLeft = winner.generation
        engine.isCatchingUp = true
        engine.begin()
      } catch {
        engine.refusal = "\(error)"
        engine.publish()
      }
    }
  }

  /// Shows the run as it was after a generation, while the present waits; a recording that is played
  /// goes there, also to what was not played yet.
  ///
  /// The last of several wishes counts.
  public nonisolated func visit(_ generation: Int) {
    destination.withLock { $0 = generation }
    enqueue { $0.travel() }
  }

  /// Lets a new run go on from the state that is shown.
  ///
  /// - Parameter makePath: Where it is recorded; `nil` for nowhere.
  public nonisolated func fork(recordTo makePath: @escaping @Sendable () throws -> String?) {
    enqueue { engine in
      engine.halt()
      do {
        let branch = engine.branch
        let state = engine.shown
        if let failure = branch.run.failure { throw failure }
        let run = try Run(
          forking: state, of: branch.run.recordingPath, recordTo: try makePath())
        engine.adopt(
          run, Timeline(branch.timeline, through: state.generation), forkedAt: state.generation)
      } catch {
        engine.refusal = "\(error)"
      }
      engine.publish()
    }
  }

  /// Looks for those from whom one of the hall of fame descends: ``Snapshot/ancestry`` then.
  public nonisolated func trace(_ entry: HallOfFame.Entry) {
    enqueue { engine in
      engine.ancestry = engine.branch.ancestry(
        of: entry, within: engine.isRunning ? Self.hastySeconds : Self.patientSeconds)
      engine.publish()
    }
  }

  /// Looks for the lines that are alive in what is shown: ``Snapshot/lineages`` then.
  public nonisolated func findLineages() {
    enqueue { engine in
      let branch = engine.branch
      engine.lineages = branch.lineages(
        in: engine.shown, within: engine.isRunning ? Self.hastySeconds : Self.patientSeconds)
      engine.publish()
    }
  }

  /// How long it may take to look back, while the run waits for that and while it does not.
  private static let hastySeconds = 0.15
  private static let patientSeconds = 1.0

  /// Lets this branch wait and goes on with another; it is paused.
  public nonisolated func turnTo(branch place: Int) {
    enqueue { engine in
      let branches = engine.branches
      guard branches.all.indices.contains(place), place != branches.place else { return }
      engine.halt()
      do {
        try engine.branches.turn(to: place)
        engine.beginAnew()
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
      for branch in engine.branches.all { branch.run.end(why: why) }
      engine.finished.store(true, ordering: .releasing)
      engine.publish()
    }
  }

  /// Leaves the generation that is being bred unfinished: for ends that cannot wait for it.
  public nonisolated func cancel() {
    cancellations.withLock { for cancellation in $0 { cancellation.cancel() } }
  }

  /// Whether the recording is ended; a snapshot is published when it is.
  public nonisolated var hasFinished: Bool { finished.load(ordering: .acquiring) }

  /// Waits until everything submitted so far has happened.
  public nonisolated func drain() {
    executor.queue.sync {}
  }

  /// Goes on with another run, which is paused.
  private func adopt(_ next: consuming Run, _ timeline: Timeline? = nil, forkedAt start: Int? = nil)
  {
    halt()
    branches.adopt(next, timeline, forkedAt: start)
    beginAnew()
  }

  /// Forgets what was about another branch.
  private func beginAnew() {
    past = nil
    ancestry = nil
    lineages = nil
    pauseReason = nil
    listCancellations()
    refusal = nil
    clock = Stopwatch(branch.run.session)
  }

  /// What is looked at: a state of the past, or the present.
  private var shown: Session { past ?? branch.run.session }

  private func begin() {
    loop += 1
    pauseReason = nil
    if race == nil { clock.start() }
    publish()
    proceed(loop)
  }

  private func halt() {
    isRunning = false
    isCatchingUp = false
    stepsLeft = 0
    clock.stop()
    branch.run.flush()
    publish()
  }

  /// Some generations, then back to the end of the queue, so that commands get their turn.
  private func proceed(_ loop: Int) {
    guard loop == self.loop, isRunning || stepsLeft > 0 else { return }
    let began = Clock.seconds
    if race != nil { return proceedWithRace(loop, since: began) }
    let branch = branch
    let first = branch.run.session.generation
    repeat {
      guard branch.run.advance() else { return waitOrHalt(loop) }
      clock.count(branch.run.session)
      if stepsLeft > 0 { stepsLeft -= 1 }
      branch.run.stop(ifTimeIsUpAfter: clock.elapsed)
      if branch.run.stopsHere || !isRunning && stepsLeft == 0 {
        branch.timeline.note(branch.run.session, after: Clock.seconds - began)
        return halt()
      }
      if !isCatchingUp, let reason = pauses.reason(after: branch.run.session) {
        pauseReason = reason
        branch.timeline.note(branch.run.session, after: Clock.seconds - began)
        return halt()
      }
    } while (speedLimit == nil || isCatchingUp) && Clock.seconds - began < Self.sliceSeconds
    let seconds = Clock.seconds - began
    branch.timeline.note(branch.run.session, after: seconds)
    _ = follow(branch.run.session.generation - first, in: seconds)
    enqueue(after: isCatchingUp ? 0 : pause(since: began)) { $0.proceed(loop) }
  }

  private func travel() {
    guard let generation = destination.withLock({ wish in wish.take() }), race == nil else {
      return
    }
    if isRunning || stepsLeft > 0 { halt() }
    // Whoever writes it has gone on meanwhile.
    if branch.isFollowed { _ = branch.run.readOn() }
    let target = min(max(0, generation), branch.run.lastGeneration)
    // Whoever has another wish meanwhile need not wait for this one.
    let isObsolete = { self.destination.withLock { $0 != nil } }
    if branch.run.isPlayed {
      _ = branch.seek(target, unless: isObsolete)
      clock.count(branch.run.session)
    } else if target == branch.run.session.generation {
      past = nil
    } else if let state = branch.state(at: target, unless: isObsolete) {
      past = state
    }
    publish()
  }

  /// There is nothing more to be played, unless somebody writes on.
  private func waitOrHalt(_ loop: Int) {
    // What is queued behind this ends the run.
    if branch.run.session.isCancelled { return }
    guard branch.isFollowed, branch.run.failure == nil else { return halt() }
    let hasMore = follow(atEnd: true)
    guard hasMore || !branch.run.isOver else { return halt() }
    if !hasMore { clock.rest() }
    enqueue(after: hasMore ? 0 : Self.followSeconds) { $0.proceed(loop) }
  }

  /// Looks whether somebody has written on.
  private func follow(
    _ generations: Int = 0, in seconds: Double = 0, atEnd: Bool = false
  ) -> Bool {
    let result = branch.follow(
      generations, in: seconds, atEnd: atEnd, mayLeap: speedLimit == nil && isRunning)
    // What was left out was not computed in this time.
    if result.hasLeapt { clock.jump(to: branch.run.session) }
    return result.hasMore
  }

  private func proceedWithRace(_ loop: Int, since began: Double) {
    // A limit is one for each lane.
    var left = race?.lanes.count ?? 0
    repeat {
      race?.advance()
      left -= 1
      // What is queued behind this ends the run.
      if race?.lanes.contains(where: \.isCancelled) ?? true { return }
      if stepsLeft > 0 { stepsLeft -= 1 }
      if race?.isOver ?? true || !isRunning && stepsLeft == 0 { return halt() }
    } while speedLimit == nil ? Clock.seconds - began < Self.sliceSeconds : left > 0
    enqueue(after: pause(since: began)) { $0.proceed(loop) }
  }

  /// How long to wait before the next generation, for the sake of the speed limit.
  private func pause(since began: Double) -> Double {
    speedLimit.map { max(0, 1 / Double($0) - (Clock.seconds - began)) } ?? 0
  }

  private func listCancellations() {
    let sessions = [branch.run.session] + (race?.lanes ?? [])
    let listed = sessions.map(\.evaluator.cancellation)
    cancellations.withLock { $0 = listed }
  }

  private func publish() {
    let run = branch
    let session = shown
    var snapshot = session.snapshot(controls: panel.controls(of: session))
    snapshot.race = race?.snapshot
    snapshot.isRunning = isRunning || stepsLeft > 0
    snapshot.refusal = refusal
    snapshot.speedLimit = speedLimit
    snapshot.recording = run.run.recording
    snapshot.bookmarks = run.run.bookmarks
    if past != nil || run.run.isPlayed {
      snapshot.course = run.run.course
      snapshot.course?.isFollowed = run.isFollowed && !run.run.isOver
      snapshot.course?.isAbandoned = run.isAbandoned
      snapshot.stopReason = nil
    }
    snapshot.branches = branches.all.map(\.summary)
    snapshot.branch = branches.place
    snapshot.ancestry = ancestry
    snapshot.lineages = lineages
    snapshot.pauseRules = pauses.rules
    snapshot.pauseReason = pauseReason
    clock.describe(&snapshot)
    latest.withLock { $0 = snapshot }
    onPublish()
  }

  private nonisolated func enqueue(
    after seconds: Double, _ work: @escaping @Sendable (isolated Engine) -> Void
  ) {
    guard seconds > 0 else { return enqueue(work) }
    executor.queue.asyncAfter(deadline: .now() + seconds) { self.assumeIsolated(work) }
  }

  private nonisolated func enqueue(_ work: @escaping @Sendable (isolated Engine) -> Void) {
    executor.queue.async { self.assumeIsolated(work) }
  }
}

/// Makes a run of settings; with the data set of a file, where that was read already.
public typealias RunMaker = @Sendable (Experiment, _ table: Dataset?) throws -> Run
