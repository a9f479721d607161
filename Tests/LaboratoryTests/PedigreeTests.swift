import Evolution
import Testing

@testable import Laboratory

@Suite struct Descent {
  /// A run whose timeline has a state after every tenth generation.
  private static func branch(
    _ algorithm: String = "ga", generations: Int = 60,
    _ change: (inout Experiment) throws -> Void = { _ in }
  ) throws -> Branch {
    var experiment = try smallExperiment()
    experiment.algorithm = algorithm
    try change(&experiment)
    let branch = Branch(try Run(experiment))
    for _ in 1...generations {
      branch.run.advance()
      branch.timeline.note(branch.run.session, after: 0.011)
    }
    return branch
  }

  @Test(arguments: ["ga", "steady-state-ga", "aging-ga", "de", "es", "annealing", "pso"])
  func `is followed back to the very first`(algorithm: String) throws {
    let branch = try Self.branch(algorithm) {
      if algorithm == "es" { $0.parameters["recombination"] = .choice("none") }
    }
    let champion = try #require(branch.run.session.hallOfFame.champion)
    let ancestry = try #require(branch.ancestry(of: champion, within: 60))
    #expect(ancestry.isComplete)
    let first = try #require(ancestry.ancestors.first)
    #expect(first.generation == champion.generation && first.individual == champion.individual)
    #expect(first.fitness == champion.score.fitness)
    #expect(ancestry.ancestors.last?.birth == .random)
    let places = ancestry.ancestors.map(\.generation)
    #expect(places == places.sorted(by: >) && Set(places).count == places.count)
    #expect(ancestry.parent?.count == champion.genes.count)
  }

  @Test func `of a mutant is its parent but for some genes`() throws {
    let branch = try Self.branch {
      $0.parameters = ["crossover-rate": .number(0), "gene-rate": .number(0.1)]
    }
    let champion = try #require(branch.run.session.hallOfFame.champion)
    let parent = try #require(branch.ancestry(of: champion, within: 60)?.parent)
    let changed = zip(parent, champion.genes).count { $0 != $1 }
    #expect(changed > 0 && changed < champion.genes.count / 2)
  }

  @Test func `is unknown where nobody is kept, and of somebody else`() throws {
    let branch = try Self.branch("cma-es")
    let champion = try #require(branch.run.session.hallOfFame.champion)
    let ancestry = try #require(branch.ancestry(of: champion, within: 60))
    #expect(ancestry.parent == nil && ancestry.ancestors.count == 1)
    let other = HallOfFame.Entry(
      generation: champion.generation, individual: champion.individual, network: champion.network,
      genes: champion.genes.map { $0 + 1 }, score: champion.score, testAccuracy: nil,
      lastChange: "")
    #expect(branch.ancestry(of: other, within: 60) == nil)
    #expect(branch.lineages(in: branch.run.session, within: 60) == nil)
  }

  @Test func `is not looked for where that would take too long`() throws {
    let branch = try Self.branch()
    let champion = try #require(branch.run.session.hallOfFame.champion)
    #expect(branch.ancestry(of: champion, within: 0) == nil)
    #expect(branch.lineages(in: branch.run.session, within: 0) == nil)
  }

  @Test func `gives lines that share the population among them`() throws {
    let branch = try Self.branch { $0.parameters["tournament-size"] = .number(2) }
    let state = branch.run.session
    let lineages = try #require(branch.lineages(in: state, within: 60))
    #expect(lineages.generation == 60 && lineages.since < 60)
    #expect(lineages.lines.count >= 2)
    let shares = lineages.lines.map(\.share).reduce(0, +)
    #expect(abs(shares - 1) < 1e-5 || lineages.lines.count == 12 && shares < 1)
    let fitness = lineages.lines.map(\.best.score.fitness)
    #expect(fitness == fitness.sorted(by: >))
    let best = (0..<state.algorithm.count).map { state.algorithm.score(ofParent: $0).fitness }.max()
    #expect(fitness.first == best)
  }
}
