import Evolution
import Laboratory

/// The lab itself: waits for keys and snapshots, updates the model, draws it.
///
/// It draws on change only, and as often as ``FramePacing`` lets it; while the run is paused it
/// sleeps.
@MainActor public final class Lab {
  private let engine: Engine
  private let screen: Screen
  private let makeRun: RunMaker
  private let makePath: @Sendable () throws -> String?
  private let experimentText: @Sendable (Experiment) -> String
  private var model: Model
  private var lastFrame = 0.0
  private var lastRequest = 0.0
  private var lastTick = 0.0
  private var isDirty = true
  private var lineageGeneration = 0
  private var lastLineages = Clock.seconds
  /// While it runs: to look for them takes as long as some generations.
  nonisolated static let lineageSeconds = 20.0
  private static let traceSeconds = 5.0
  private var lastTrace = Clock.seconds
  /// The branch that both were asked about.
  private var askedBranch = 0
  /// Whose descent was asked for last.
  private var traced: HallOfFame.Entry?
  private var pacing: FramePacing

  /// How the person left.
  public struct Ending: Sendable {
    /// The last picture, with the path of the recording.
    public let snapshot: Snapshot
    /// The signal that ended the lab, if one did.
    public let signal: Int32?
  }

  /// - Parameters:
  ///   - isFollowed: Whether what is played may still be written by somebody else.
  ///   - makeRun: Makes the run of a restart.
  ///   - makePath: Where a fork is recorded; `nil` for nowhere.
  ///   - options: What the terminal may be taken to be capable of.
  ///   - experimentText: An experiment as a file that `evolab` reads.
  /// - Throws: `ScreenError`; the terminal is then as it was.
  public convenience init(
    _ run: consuming sending Run, options: Screen.Options, isFollowed: Bool = false,
    experimentText: @escaping @Sendable (Experiment) -> String,
    makeRun: @escaping RunMaker,
    makePath: @escaping @Sendable () throws -> String?
  ) throws(ScreenError) {
    let isRemote = options.environment["SSH_CONNECTION"] != nil
    try self.init(
      run, screen: Screen(options), isRemote: isRemote, isFollowed: isFollowed,
      experimentText: experimentText, makeRun: makeRun, makePath: makePath)
  }

  init(
    _ run: consuming sending Run, screen: Screen, isRemote: Bool, isFollowed: Bool = false,
    experimentText: @escaping @Sendable (Experiment) -> String,
    makeRun: @escaping RunMaker,
    makePath: @escaping @Sendable () throws -> String?
  ) {
    engine = Engine(run, isFollowed: isFollowed, onPublish: { Screen.wake() })
    self.screen = screen
    self.makeRun = makeRun
    self.makePath = makePath
    self.experimentText = experimentText
    pacing = FramePacing(isRemote: isRemote)
    model = Model(
      snapshot: engine.snapshot, size: Size(width: screen.width, height: screen.height))
    model.terminal = screen.capabilities
  }

  /// Runs until the person or a signal ends it; the terminal is then given back.
  ///
  /// - Parameters:
  ///   - speedLimit: Generations a second at first; `nil` is as fast as it can.
  ///   - race: Algorithms to begin with a race of; empty for none.
  ///   - pauses: When it pauses by itself.
  ///   - start: The generation of a recording to begin at; `nil` is where it is.
  ///   - seconds: Ends by itself after so long; `nil` for never.
  public func run(
    paused: Bool, speedLimit: Int? = nil, race: [String] = [], pauses: PauseRules = PauseRules(),
    from start: Int? = nil, seconds: Double? = nil
  ) -> Ending {
    let began = Clock.seconds
    engine.limitSpeed(to: speedLimit)
    engine.pause(by: pauses)
    if let start { engine.visit(start) }
    if !race.isEmpty {
      engine.startRace(race)
    } else if !paused {
      // A first press of the space bar is meant to pause, however late the first picture comes.
      model.wish(running: true)
      engine.start()
    }
    while true {
      if isDrawingDue {
        // What came meanwhile goes first, so that a key that repeats is one picture.
        if let ending = takeEvents(milliseconds: 0) { return ending }
        draw()
      }
      if let ending = takeEvents(milliseconds: timeout()) { return ending }
      let now = Clock.seconds
      if let seconds, now - began >= seconds { return end(signal: nil) }
      if model.snapshot.isRunning, now - lastRequest >= pacing.frameSeconds {
        lastRequest = now
        engine.requestSnapshot()
      }
      askAboutDescent()
      if model.needsTicks, now - lastTick >= 1 {
        lastTick = now
        if let ending = feed(.tick) { return ending }
      }
    }
  }

  /// Asks once for each individual whose descent is shown, and now and then for the lines that live.
  private func askAboutDescent() {
    let snapshot = model.snapshot
    let now = Clock.seconds
    if snapshot.branch != askedBranch {
      askedBranch = snapshot.branch
      (traced, lineageGeneration) = (nil, 0)
    }
    if model.wantsLineages, snapshot.generation > 1, snapshot.generation != lineageGeneration,
      !snapshot.isRunning || now - lastLineages > Self.lineageSeconds
    {
      lastLineages = now
      lineageGeneration = snapshot.generation
      engine.findLineages()
    }
    guard let wanted = model.wantedAncestry, wanted != traced,
      !snapshot.isRunning || now - lastTrace > Self.traceSeconds
    else { return }
    lastTrace = now
    traced = wanted
    engine.trace(wanted)
  }

  private func takeEvents(milliseconds: Int?) -> Ending? {
    for event in screen.wait(milliseconds: milliseconds) {
      if let ending = handle(event) { return ending }
    }
    return nil
  }

  private var isDrawingDue: Bool {
    isDirty && Clock.seconds - lastFrame >= pacing.frameSeconds
  }

  private func draw() {
    lastFrame = Clock.seconds
    guard screen.isReady else { return pacing.noteStall() }
    let canvas = compose(model, screen.capabilities)
    let composed = Clock.seconds
    screen.draw(canvas)
    pacing.noteSending(seconds: Clock.seconds - composed)
    isDirty = false
  }

  /// Milliseconds until something is to be done without being asked; `nil` for never.
  private func timeout() -> Int? {
    let now = Clock.seconds
    var waits: [Double] = []
    if isDirty { waits.append(pacing.frameSeconds - (now - lastFrame)) }
    if model.snapshot.isRunning { waits.append(pacing.frameSeconds - (now - lastRequest)) }
    if model.needsTicks { waits.append(1 - (now - lastTick)) }
    return waits.min().map { max(0, Int(($0 * 1000).rounded(.up))) }
  }

  private func handle(_ event: Screen.Event) -> Ending? {
    switch event {
    case .key(.control("c")): return end(signal: 2)
    case .key(let key): return feed(.key(key))
    case .paste(let text): return feed(.paste(text))
    case .mouse(let event): return feed(.mouse(event))
    case .focused(let isFocused):
      pacing.isFocused = isFocused
      return nil
    case .resized(let width, let height):
      return feed(.resize(width: width, height: height))
    case .woken: return feed(.snapshot(engine.snapshot))
    case .suspended:
      screen.suspend(wholeJob: false)
      isDirty = true
      return nil
    case .terminated(let signal): return end(signal: signal)
    case .hungUp:
      engine.finish(why: .interrupted)
      let start = Clock.seconds
      while !engine.hasFinished {
        if Clock.seconds - start > Self.patienceSeconds { engine.cancel() }
        _ = screen.wait(milliseconds: 20)
      }
      screen.abandon()
      return Ending(snapshot: engine.snapshot, signal: Screen.hangUpSignal)
    }
  }

  private func feed(_ event: Event) -> Ending? {
    let effects = update(&model, event)
    isDirty = true
    for effect in effects {
      if case .quit = effect { return end(signal: nil) }
      perform(effect)
    }
    return nil
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .command(let command): engine.submit(command)
    case .commands(let commands): engine.submit(commands)
    case .setPauseRules(let rules): engine.pause(by: rules)
    case .mark(let mark): engine.mark(mark)
    case .save(let individual, let path):
      write(individual.path(for: path)) { try individual.json() }
    case .saveExperiment(let experiment, let path):
      write(path) { [experimentText] in experimentText(experiment) }
    case .run: engine.start()
    case .pause: engine.pause()
    case .step(let count): engine.step(count)
    case .setSpeed(let limit): engine.limitSpeed(to: limit)
    case .restart:
      engine.replace { [makeRun] experiment, table in
        var next = experiment
        next.seed &+= 1
        return try makeRun(next, table)
      }
    case .restartWith(let seed):
      engine.replace { [makeRun] experiment, table in
        var next = experiment
        next.seed = seed
        return try makeRun(next, table)
      }
    case .startRace(let algorithms): engine.startRace(algorithms)
    case .endRace: engine.endRace()
    case .promote(let lane): engine.promote(lane: lane, makeRun)
    case .visit(let generation): engine.visit(generation)
    case .fork: engine.fork(recordTo: makePath)
    case .turnTo(let branch): engine.turnTo(branch: branch)
    case .suspend:
      screen.suspend(wholeJob: true)
    case .redraw:
      screen.repaint()
    case .setMouse(let isOn):
      if !screen.setMouse(isOn) { _ = update(&model, .noMouse) }
    case .quit:
      break
    }
  }

  /// Writes a new file, and says where it is or why there is none.
  private func write(_ path: String, _ text: () throws -> String) {
    let notice: String
    do {
      notice = "Saved in \(try File.writeNew(try text(), to: path))."
    } catch let failure as File.Failure {
      notice = "Not saved in \(path): \(failure.reason)."
    } catch {
      notice = "Not saved: \(error)"
    }
    _ = feed(.notice(notice))
  }

  private func end(signal: Int32?) -> Ending {
    engine.finish(why: .interrupted)
    let signal = awaitEnd() ?? signal
    screen.stop()
    return Ending(snapshot: engine.snapshot, signal: signal)
  }

  /// Waits until the recording is ended; a generation that takes long is left unfinished.
  ///
  /// - Returns: The signal of whoever asks a second time and will not wait at all.
  private func awaitEnd() -> Int32? {
    let start = Clock.seconds
    while !engine.hasFinished {
      if Clock.seconds - start > Self.patienceSeconds { engine.cancel() }
      for event in screen.wait(milliseconds: 50) {
        switch event {
        case .key(.control("c")): return 2
        case .terminated(let signal): return signal
        case .hungUp: return Screen.hangUpSignal
        case .resized(let width, let height):
          _ = update(&model, .resize(width: width, height: height))
        default: continue
        }
      }
    }
    return nil
  }

  /// How long the last generation may take before it is left unfinished.
  private static let patienceSeconds = 0.3
}
