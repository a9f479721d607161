import Testing

@testable import Evolution

@Suite struct `A particle swarm` {
  /// Clerc and Kennedy's usual example, and where phi is not above 4.
  @Test func `has the constriction factor of the paper`() {
    var settings = ParticleSwarm.Settings()
    #expect(abs(settings.constrictionFactor - 0.729844) < 1e-5)
    settings.constriction = 0.5
    #expect(abs(settings.constrictionFactor - 0.364922) < 1e-5)
    settings.ownAttraction = 1
    #expect(settings.constrictionFactor == Float(0.5).squareRoot())
  }

  @Test func `flies on at the constricted velocity where nothing draws it`() {
    var settings = ParticleSwarm.Settings()
    settings.ownAttraction = 0
    settings.leaderAttraction = 0
    settings.constriction = 0.25
    var method = Single<ParticleSwarm>(count: 6, geneCount: 3, settings)
    var places: [[Float]] = []
    for _ in 0..<4 {
      method.advance()
      places.append(method.told.genes)
    }
    for gene in places[0].indices {
      let (first, second) = (places[2][gene] - places[1][gene], places[3][gene] - places[2][gene])
      #expect(abs(second - 0.5 * first) < 1e-5)
    }
  }

  @Test(arguments: ParticleSwarm.Topology.allCases)
  func `follows the best it is told of`(topology: ParticleSwarm.Topology) {
    var settings = ParticleSwarm.Settings()
    settings.topology = topology
    var method = Single<ParticleSwarm>(count: 9, geneCount: 2, settings)
    for _ in 0..<5 { method.advance() }
    let bests = (0..<9).map { method.algorithm.score(ofParent: $0).fitness }
    method.breed()
    for particle in 0..<9 {
      let known =
        topology == .global ? Array(0..<9) : [particle, (particle + 8) % 9, (particle + 1) % 9]
      let leader = Int(method.origins[particle].second)
      #expect(known.contains(leader) && bests[leader] == known.map { bests[$0] }.max())
    }
  }

  @Test func `never moves faster than it may`() {
    var settings = ParticleSwarm.Settings()
    settings.maximumVelocity = 0.01
    var method = Single<ParticleSwarm>(count: 8, geneCount: 2, settings)
    method.advance()
    for _ in 0..<5 {
      let before = method.told.genes
      method.advance()
      #expect(zip(before, method.told.genes).allSatisfy { abs($0 - $1) < 0.01001 })
    }
  }
}
