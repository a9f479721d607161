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

/// Waits until some generations are bred and the engine has paused.
func settle(_ engine: Engine, generation: Int) {
  for _ in 0..<100_000 {
    engine.requestSnapshot()
    engine.drain()
    if engine.snapshot.generation >= generation, !engine.snapshot.isRunning { return }
  }
}
