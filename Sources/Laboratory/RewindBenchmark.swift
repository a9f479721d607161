import Evolution

/// How long it takes to go back in a long run.
public struct RewindBenchmark: Sendable {
  /// The number of generations that the run has.
  public let generations: Int
  /// The number of states that were kept.
  public let stateCount: Int
  /// What all of them need, about.
  public let stateBytes: Int
  /// Seconds for each visit to generations all over the run, in rising order.
  public let jumps: [Double]
  /// Seconds for each step back by one generation, in rising order.
  public let steps: [Double]

  /// Breeds a run, then visits its past.
  ///
  /// - Parameters:
  ///   - visits: How many generations are visited; from each, so many steps back are taken.
  public init(
    _ experiment: Experiment, generations: Int, visits: Int, workers: Int, kernels: Kernels
  ) throws {
    let branch = Branch(try Run(experiment, workers: workers, kernels: kernels))
    var since = Clock.seconds
    while branch.run.session.generation < generations {
      branch.run.advance()
      let now = Clock.seconds
      branch.timeline.note(branch.run.session, after: now - since)
      since = now
    }
    var jumps: [Double] = []
    var steps: [Double] = []
    for visit in 1...visits {
      // Multiples of the golden ratio spread evenly in any number.
      let share = (Double(visit) * 0.618_033_988_749_895).truncatingRemainder(dividingBy: 1)
      let target = Int(share * Double(generations))
      jumps.append(Self.seconds(of: branch, target))
      for distance in 1...Self.stepCount where target >= distance {
        steps.append(Self.seconds(of: branch, target - distance))
      }
    }
    self.generations = generations
    stateCount = branch.timeline.marks.count
    stateBytes = branch.timeline.bytes
    self.jumps = jumps.sorted()
    self.steps = steps.sorted()
  }

  private static let stepCount = 5

  private static func seconds(of branch: Branch, _ generation: Int) -> Double {
    let began = Clock.seconds
    let state = branch.state(at: generation)
    let elapsed = Clock.seconds - began
    precondition(state?.generation == generation, "Every generation is found.")
    return elapsed
  }
}
