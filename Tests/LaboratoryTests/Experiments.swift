import Evolution

@testable import Laboratory

/// A small experiment that changes fast: 40 points, 20 networks of 4 hidden neurons.
func smallExperiment(
  _ change: (inout Experiment) throws -> Void = { _ in }
) rethrows -> Experiment {
  var experiment = Experiment()
  experiment.samples = 40
  experiment.population = 20
  experiment.hidden = [4]
  experiment.seed = 7
  try change(&experiment)
  return experiment
}

extension Session {
  mutating func advance(by count: Int) {
    for _ in 0..<count { advance() }
  }
}

/// Waits until the engine has paused, and until some generations are bred.
func settle(_ engine: Engine, generation: Int = 0) {
  wait(for: engine) { $0.generation >= generation && !$0.isRunning }
}

/// Asks an engine for a new picture until it shows something; gives up after two minutes, so that
/// whoever waits for what never comes learns so.
func wait(for engine: Engine, until condition: (Snapshot) -> Bool) {
  let deadline = ContinuousClock.now + .seconds(120)
  repeat {
    engine.requestSnapshot()
    engine.drain()
    if condition(engine.snapshot) { return }
  } while ContinuousClock.now < deadline
}
