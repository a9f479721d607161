import CTerminal
import Evolution
import Laboratory

/// What the open lab costs a run: the real lab, on a terminal that takes everything and shows
/// nothing.
///
/// It is drawn as often as for people, and composed, compared and sent to the last byte.
@MainActor public struct LabCost {
  /// What was measured once.
  public struct Slice: Sendable {
    /// Generations a second without the lab, and in it.
    public let headless: Double
    public let inLab: Double
    public let generations: Int
  }

  /// Seconds for each step from the engine to the terminal.
  public struct Picture: Sendable {
    public let snapshot: Double
    public let update: Double
    public let compose: Double
    public let draw: Double
  }

  let experiment: Experiment
  /// The generation after which pictures are timed.
  let start: Int
  let workers: Int
  let kernels: Kernels
  let size: Size

  /// - Parameter experiment: Its stop rules are left out, but pictures are timed after so many
  ///   generations.
  public init(_ experiment: Experiment, workers: Int, kernels: Kernels, size: Size) {
    var experiment = experiment
    start = experiment.stop.generations ?? 0
    experiment.stop = StopRules()
    self.experiment = experiment
    self.workers = workers
    self.kernels = kernels
    self.size = size
  }

  /// Runs the lab for some seconds, and then or before that as many generations without it.
  ///
  /// - Parameters:
  ///   - generations: How many to run before; `nil`: as many as the lab came to, after it.
  /// - Throws: As `Run` does, and `ScreenError`.
  public func slice(seconds: Double, generationsBefore generations: Int?) throws -> Slice {
    var headless = try generations.map { try runHeadless($0) }
    let (count, elapsed) = try runLab(seconds: seconds)
    if headless == nil { headless = try runHeadless(max(1, count)) }
    return Slice(
      headless: headless ?? .nan, inLab: Double(count) / elapsed, generations: count)
  }

  /// - Returns: Generations a second.
  private func runHeadless(_ count: Int) throws -> Double {
    var run = try Run(experiment, workers: workers, kernels: kernels)
    let start = Clock.seconds
    for _ in 0..<count { run.advance() }
    return Double(count) / (Clock.seconds - start)
  }

  private func runLab(seconds: Double) throws -> (generations: Int, seconds: Double) {
    let run = try Run(experiment, workers: workers, kernels: kernels)
    let lab = Lab(
      run, screen: try Screen(nowhere: size), isRemote: false, experimentText: { _ in "" },
      makeRun: { [workers, kernels] in
        try Run($0, table: $1, workers: workers, kernels: kernels)
      },
      makePath: { nil })
    let ending = lab.run(paused: false, seconds: seconds)
    return (ending.snapshot.generation, ending.snapshot.seconds)
  }

  /// Times the steps of a picture by themselves, each time with a champion or curve that is new.
  ///
  /// - Parameter count: Of pictures; the mean is returned.
  public func picture(count: Int) throws -> Picture {
    let screen = try Screen(nowhere: size)
    defer { screen.stop() }
    let engine = Engine(
      try Run(experiment, workers: workers, kernels: kernels), onPublish: { Screen.wake() })
    advance(engine, start)
    var model = Model(snapshot: engine.snapshot, size: size)
    var sums = (snapshot: 0.0, update: 0.0, compose: 0.0, draw: 0.0)
    for _ in 0..<count {
      advance(engine, 1)
      // To wake the engine takes its time, which it does not while a run goes on.
      sums.snapshot += seconds {
        for _ in 0..<Self.snapshotsAtOnce { engine.requestSnapshot() }
        engine.drain()
      }
      var snapshot = engine.snapshot
      snapshot.isRunning = true
      sums.update += seconds { _ = Terminal.update(&model, .snapshot(snapshot)) }
      var canvas = Canvas(width: 0, height: 0)
      sums.compose += seconds { canvas = Terminal.compose(model, screen.capabilities) }
      sums.draw += seconds { screen.draw(canvas) }
    }
    let number = Double(count)
    return Picture(
      snapshot: sums.snapshot / number / Double(Self.snapshotsAtOnce),
      update: sums.update / number, compose: sums.compose / number, draw: sums.draw / number)
  }

  /// From one look for lineages to the next, while a run goes on.
  public nonisolated static var lineageSeconds: Double { Lab.lineageSeconds }

  private static let snapshotsAtOnce = 10

  /// Times what the lab asks for now and then while a run goes on, where there is a gallery.
  ///
  /// - Parameter count: How often; the mean is returned.
  public func lineages(count: Int) throws -> Double? {
    guard Layout(size).rect(of: .gallery) != nil else { return nil }
    let engine = Engine(try Run(experiment, workers: workers, kernels: kernels))
    var sum = 0.0
    for _ in 0..<count {
      advance(engine, Self.generationsApart)
      sum += seconds {
        engine.findLineages()
        engine.drain()
      }
    }
    return sum / Double(count)
  }

  /// So that the states that are kept lie at any distance.
  private static let generationsApart = 97

  /// Lets a run that is paused breed some generations.
  private func advance(_ engine: Engine, _ count: Int) {
    guard count > 0 else { return }
    engine.step(count)
    repeat { engine.drain() } while engine.snapshot.isRunning
  }

  private func seconds(_ work: () -> Void) -> Double {
    let start = Clock.seconds
    work()
    return Clock.seconds - start
  }
}
