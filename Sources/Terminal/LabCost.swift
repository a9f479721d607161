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

  /// Seconds for each step from a snapshot to the terminal.
  public struct Picture: Sendable {
    public let snapshot: Double
    public let update: Double
    public let compose: Double
    public let draw: Double
  }

  let experiment: Experiment
  let workers: Int
  let kernels: Kernels
  let size: Size

  /// - Parameter experiment: Its stop rules are left out.
  public init(_ experiment: Experiment, workers: Int, kernels: Kernels, size: Size) {
    var experiment = experiment
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
    var run = try Run(experiment, workers: workers, kernels: kernels)
    let screen = try Screen(nowhere: size)
    defer { screen.stop() }
    var model = Model(snapshot: run.session.snapshot, size: size)
    var seconds = [0.0, 0, 0, 0]
    for _ in 0..<count {
      run.advance()
      var times = [Clock.seconds]
      var snapshot = run.session.snapshot
      snapshot.isRunning = true
      times.append(Clock.seconds)
      _ = Terminal.update(&model, .snapshot(snapshot))
      times.append(Clock.seconds)
      let canvas = Terminal.compose(model, screen.capabilities)
      times.append(Clock.seconds)
      screen.draw(canvas)
      times.append(Clock.seconds)
      for step in 0..<4 { seconds[step] += (times[step + 1] - times[step]) / Double(count) }
    }
    return Picture(
      snapshot: seconds[0], update: seconds[1], compose: seconds[2], draw: seconds[3])
  }
}
