import Foundation
import Testing

@testable import Evolution

@Suite struct `An evolution strategy` {
  @Test func `changes step sizes log-normally, at the paper's rates`() {
    let geneCount = 16
    var settings = EvolutionStrategy.Settings()
    settings.recombination = .none
    settings.parentShare = 0.9
    settings.initialStep = 0.5
    settings.minimumStep = 0
    settings.maximumStep = 100
    var method = Single<EvolutionStrategy>(count: 2000, geneCount: geneCount, settings)
    method.advance()
    method.fitness = { _ in 1 }
    method.advance()
    let steps = method.algorithm.steps
    let logs = steps.genes.map { log(Double($0) / 0.5) }
    let tauOfAll = 1 / (2 * Double(geneCount)).squareRoot()
    let tau = 1 / (2 * Double(geneCount).squareRoot()).squareRoot()
    let both = (tauOfAll * tauOfAll + tau * tau).squareRoot()
    let ofOneGene = (0..<steps.count).map { logs[$0 * geneCount] / both }
    #expect(kolmogorovSmirnov(ofOneGene, normalCDF) > 0.001)
    // Two genes of one individual share the factor of all: their difference lacks it.
    let differences = (0..<steps.count).map {
      (logs[$0 * geneCount] - logs[$0 * geneCount + 1]) / (tau * 2.0.squareRoot())
    }
    #expect(kolmogorovSmirnov(differences, normalCDF) > 0.001)
    #expect(kolmogorovSmirnov(ofOneGene) { normalCDF($0 * 1.3) } < 0.001)
  }

  @Test func `keeps the step sizes of exactly those children that become parents`() {
    var settings = EvolutionStrategy.Settings()
    settings.recombination = .intermediate
    settings.parentShare = 0.2
    var method = Single<EvolutionStrategy>(count: 400, geneCount: 1, settings)
    method.advance()
    // The longest steps win, so that the steps they were made with are long too.
    for _ in 0..<10 {
      method.fitness = { genes in abs(genes[0]) }
      method.advance()
    }
    let steps = method.algorithm.steps.genes
    #expect(steps.reduce(0, +) / Float(steps.count) > 5)
  }

  @Test func `holds step sizes between the smallest and the largest`() {
    var settings = EvolutionStrategy.Settings()
    settings.stepAdaptation = 5
    settings.minimumStep = 0.1
    settings.maximumStep = 2
    var method = Single<EvolutionStrategy>(count: 40, geneCount: 4, settings)
    for _ in 0..<20 { method.advance() }
    let steps = method.algorithm.steps.genes
    #expect(steps.allSatisfy { (0.1...2).contains($0) } && steps.contains(0.1))
  }

  @Test func `forgets its parents with a comma and keeps the best with a plus`() {
    for survival in EvolutionStrategy.Survival.allCases {
      var settings = EvolutionStrategy.Settings()
      settings.survival = survival
      settings.minimumStep = 1
      var method = Single<EvolutionStrategy>(count: 12, geneCount: 6, settings)
      var best = -Float.infinity
      var isMonotone = true
      for _ in 0..<30 {
        method.advance()
        let now = (0..<3).map { method.algorithm.score(ofParent: $0).rankedFitness }.max() ?? 0
        isMonotone = isMonotone && now >= best
        best = now
      }
      #expect(isMonotone == (survival == .plus))
    }
  }
}
