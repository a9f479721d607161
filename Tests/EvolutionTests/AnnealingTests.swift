import Foundation
import Testing

@testable import Evolution

@Suite struct `Simulated annealing` {
  @Test func `accepts with the probability of Metropolis`() {
    let old: [Float] = [1, 1, 1, 1, .nan, .nan, 1, 1]
    let new: [Float] = [0.5, -1, 1, 2, .nan, 0, .nan, -.infinity]
    let expected: [Double] = [exp(-0.25), exp(-1.0), 1, 1, 1, 1, 0, 0]
    let probabilities = Annealing.probabilities(
      from: scores(old), to: scores(new), at: 2, .best)
    for (value, expected) in zip(probabilities, expected) {
      #expect(abs(Double(value) - expected) < 1e-6)
    }
    let frozen = Annealing.probabilities(from: scores(old), to: scores(new), at: 0, .best)
    #expect(frozen == [0, 0, 1, 1, 1, 1, 0, 0])
  }

  /// A share of 20,000 chains lies within four standard errors of its probability, but for one time
  /// in 16,000.
  @Test(arguments: [Float(0.2), 1, 3])
  func `moves as many chains down as Metropolis says`(loss: Float) {
    var method = Single<Annealing>(
      count: 20_000, geneCount: 1,
      settings {
        $0.initialTemperature = 2
        $0.exchangeInterval = 0
      })
    method.fitness = { _ in 0 }
    method.advance()
    method.fitness = { _ in -loss }
    method.advance()
    let share = Double(method.algorithm.scores.count { $0.fitness == -loss }) / 20_000
    let expected = exp(-Double(loss) / 2)
    let error = (expected * (1 - expected) / 20_000).squareRoot()
    #expect(abs(share - expected) < 4 * error)
  }

  @Test func `never leaves a state with a fitness for one without`() {
    var method = Single<Annealing>(
      count: 20, geneCount: 2, settings { $0.initialTemperature = 100 })
    method.fitness = { genes in genes[0] > 0 ? .nan : genes[0] }
    var finite = 0
    for _ in 0..<60 {
      method.advance()
      let now = method.algorithm.scores.count { $0.fitness.isFinite }
      #expect(now >= finite)
      finite = now
    }
    #expect(finite == 20)
  }

  @Test func `cools by the schedule that was chosen`() {
    #expect(temperatures(.geometric) == [8, 4, 2, 1, 0.5])
    #expect(temperatures(.linear) == [8, 4, 0, 0, 0])
    for (level, value) in temperatures(.logarithmic).enumerated() {
      let expected = 8 * log(2.0) / log(2 + Double(level))
      #expect(abs(Double(value) - expected) < 1e-5)
    }
  }

  /// The fitness has a deviation of 16, so that the exponent is -0.7 · 8 / 16; then none at all.
  @Test func `cools the more slowly, the less the fitness varies`() {
    var cooling = Cooling()
    cooling.begin(at: 8)
    for fitness in [-16, 16] as [Float] { cooling.count(loss: 0, fitness: fitness) }
    cooling.advance(plan(.adaptive), .best)
    #expect(abs(Double(cooling.temperature) - 8 * exp(-0.35 as Double)) < 1e-5)
    let before = cooling.temperature
    cooling.advance(plan(.adaptive), .best)
    #expect(cooling.temperature == before / 2)
  }

  @Test func `is heated again after so many temperatures without a better fitness`() {
    var cooling = Cooling()
    cooling.begin(at: 8)
    cooling.meet(1)
    var course: [Float] = []
    for level in 0..<9 {
      if level == 2 { cooling.meet(2) }
      if level == 3 { cooling.meet(2) }
      cooling.advance(plan(.geometric, patience: 4), .best)
      course.append(cooling.temperature)
    }
    #expect(course == [4, 2, 1, 0.5, 0.25, 2, 1, 0.5, 0.25])
    #expect(cooling.heatingCount == 1 && cooling.start == 2)
  }

  @Test func `is heated again in a run where nothing gets better`() {
    var method = Single<Annealing>(
      count: 2, geneCount: 3,
      settings {
        $0.initialTemperature = 1
        $0.movesPerGene = 2
        $0.reheatPatience = 5
        $0.coolingFactor = 0.5
      })
    method.fitness = { _ in 1 }
    // The first generation makes no moves; then three of two moves each are one temperature.
    for _ in 0...(3 * 4) { method.advance() }
    #expect(method.algorithm.cooling.temperature == 1.0 / 16)
    for _ in 0..<3 { method.advance() }
    #expect(method.algorithm.cooling.temperature == 0.5)
    #expect(method.algorithm.cooling.heatingCount == 1)
  }

  @Test func `finds the first temperature from how bad the first moves are`() throws {
    var cooling = Cooling()
    for loss in 1...9 {
      cooling.count(loss: Float(loss), fitness: 0)
      cooling.count(loss: -1, fitness: 0)
      cooling.count(loss: .nan, fitness: 0)
      cooling.begin(accepting: 0.25, .best)
      #expect(cooling.first == nil && cooling.temperature == 0)
    }
    cooling.count(loss: 10, fitness: 0)
    cooling.begin(accepting: 0.25, .best)
    #expect(abs(Double(try #require(cooling.first)) - 5.5 / log(4.0)) < 1e-4)
  }

  /// v (1 + 2 (p - 0.6) / 0.4) and v / (1 + 2 (0.4 - p) / 0.4) of the paper.
  @Test func `adapts steps of single genes as Corana and others do`() {
    let rates: [Float] = [0, 0.2, 0.4, 0.5, 0.6, 0.8, 1]
    let expected: [Float] = [1.0 / 3, 0.5, 1, 1, 1, 2, 3]
    for (rate, expected) in zip(rates, expected) {
      #expect(abs(Annealing.stepFactor(rate) - expected) < 1e-6)
    }
  }

  @Test func `moves one gene in turn if asked to, by no more than its step`() {
    var method = Single<Annealing>(
      count: 3, geneCount: 4,
      settings {
        $0.move = .one
        $0.initialStep = 0.5
      })
    method.advance()
    for generation in 0..<8 {
      let states = method.algorithm.states
      method.breed()
      for chain in 0..<3 {
        let changes = zip(method.bred[chain], states[chain]).map { $0 - $1 }
        let gene = (generation + chain) % 4
        #expect(changes.enumerated().allSatisfy { $0 == gene ? abs($1) <= 0.5 : $1 == 0 })
      }
      method.tell()
    }
  }

  @Test(arguments: [Float(0.15), 0.4])
  func `adapts steps of all genes until so many moves are accepted`(target: Float) {
    var method = Single<Annealing>(
      count: 100, geneCount: 5,
      settings {
        $0.initialTemperature = 1
        $0.movesPerGene = 1000
        $0.acceptanceTarget = target
      })
    for _ in 0..<60 { method.advance() }
    var accepted = 0
    for _ in 0..<20 {
      let before = method.algorithm.states
      method.advance()
      accepted += (0..<100).count { before[$0] != method.algorithm.states[$0] }
    }
    #expect(abs(Float(accepted) / 2000 - target) < 0.04)
  }

  @Test func `lets the worse chains go on from the better ones, or none`() {
    for interval in [1, 0] {
      var method = Single<Annealing>(
        count: 7, geneCount: 2,
        settings {
          $0.initialTemperature = 1000
          $0.movesPerGene = 7
          $0.exchangeInterval = interval
        })
      for _ in 0..<3 { method.advance() }
      let distinct = Set(method.algorithm.scores.map(\.fitness)).count
      #expect(distinct == (interval == 1 ? 4 : 7))
    }
  }

  private func settings(_ change: (inout Annealing.Settings) -> Void) -> Annealing.Settings {
    var settings = Annealing.Settings()
    change(&settings)
    return settings
  }

  private func scores(_ fitness: [Float]) -> [Score] {
    fitness.map { Score(fitness: $0, accuracy: 0) }
  }

  private func plan(_ schedule: Annealing.Schedule, patience: Int = 0) -> Cooling.Plan {
    Cooling.Plan(schedule: schedule, factor: 0.5, patience: patience, reheating: 0.25)
  }

  /// From 8 down, by a half each.
  private func temperatures(_ schedule: Annealing.Schedule) -> [Float] {
    var cooling = Cooling()
    cooling.begin(at: 8)
    return (0..<5).map { _ in
      defer { cooling.advance(plan(schedule), .best) }
      return cooling.temperature
    }
  }
}
