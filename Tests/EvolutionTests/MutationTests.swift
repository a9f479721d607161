import Foundation
import Testing

@testable import Evolution

@Suite struct `Gaussian mutation` {
  @Test func `adds normal steps of its size`() {
    let steps = steps(of: .gaussian, size: 0.5).map { $0 / 0.5 }
    #expect(kolmogorovSmirnov(steps, normalCDF) > 0.001)
    #expect(kolmogorovSmirnov(steps) { normalCDF($0 * 1.1) } < 0.001)
  }
}

@Suite struct `Cauchy mutation` {
  @Test func `adds Cauchy distributed steps of its size`() {
    let steps = steps(of: .cauchy, size: 0.5).map { $0 / 0.5 }
    #expect(kolmogorovSmirnov(steps) { 0.5 + atan($0) / .pi } > 0.001)
    #expect(kolmogorovSmirnov(steps, normalCDF) < 0.001)
  }
}

@Suite struct `Uniform reset` {
  @Test func `takes a gene anywhere within the bounds`() {
    let genes = steps(of: .uniformReset, from: 0.25).map { $0 + 0.25 }
    #expect(genes.allSatisfy { (-1...3).contains($0) })
    #expect(kolmogorovSmirnov(genes) { ($0 + 1) / 4 } > 0.001)
    #expect(kolmogorovSmirnov(genes) { pow(($0 + 1) / 4, 1.1) } < 0.001)
  }
}

@Suite struct `Polynomial mutation` {
  @Test(arguments: [-1, -0.5, 1, 2.5, 3] as [Float], [0, 2, 20] as [Float])
  func `follows its law, cut off at the bounds`(gene: Float, index: Float) {
    let steps = steps(of: .polynomial, from: gene, index: index).map { $0 / 4 }
    let (below, above) = (Double(gene + 1) / 4, Double(3 - gene) / 4)
    #expect(steps.allSatisfy { (-below - 1e-6...above + 1e-6).contains($0) })
    if below == 0 || above == 0 {
      // Half of the probability has nowhere to go.
      #expect(abs(steps.count { $0 == 0 } - steps.count / 2) < 300)
      return
    }
    #expect(kolmogorovSmirnov(steps) { share(upTo: $0, index, below, above) } > 0.001)
    #expect(kolmogorovSmirnov(steps) { share(upTo: $0, index * 1.2 + 0.5, below, above) } < 0.001)
  }

  @Test func `takes a gene from outside to the nearest bound first`() {
    #expect(steps(of: .polynomial, from: 50, index: 20).allSatisfy { (-51 ... -47).contains($0) })
    #expect(steps(of: .polynomial, from: -50, index: 20).allSatisfy { (49...53).contains($0) })
  }

  /// The integral of the density 0.5 (n + 1) (1 - |d|)ⁿ, each side scaled to one half.
  private func share(
    upTo step: Double, _ index: Float, _ below: Double, _ above: Double
  )
    -> Double
  {
    let exponent = Double(index) + 1
    func tail(_ distance: Double) -> Double { pow(max(1 - distance, 0), exponent) }
    return step < 0
      ? 0.5 * (tail(-step) - tail(below)) / (1 - tail(below))
      : 1 - 0.5 * (tail(step) - tail(above)) / (1 - tail(above))
  }
}

@Suite struct `Every mutation` {
  @Test(arguments: Mutation.allCases)
  func `changes each gene with the gene rate and leaves the others' bits`(mutation: Mutation) {
    var settings = settings(mutation)
    settings.geneRate = 0.3
    let genes = [Float](repeating: 0.7, count: 10_000)
    let changed = mutated(genes, settings)?.count { $0 != 0.7 } ?? 0
    let observed = [changed, 10_000 - changed]
    #expect(chiSquare(observed: observed, expected: [3000, 7000]) > 0.001)
    #expect(chiSquare(observed: observed, expected: [3300, 6700]) < 0.001)
  }

  @Test(arguments: Mutation.allCases)
  func `happens with the mutation rate`(mutation: Mutation) {
    var settings = settings(mutation)
    settings.mutationRate = 0.2
    let count = (0..<10_000).count { mutated([1], settings, individual: $0) != nil }
    #expect(chiSquare(observed: [count, 10_000 - count], expected: [2000, 8000]) > 0.001)
    #expect(chiSquare(observed: [count, 10_000 - count], expected: [2300, 7700]) < 0.001)
  }

  @Test(arguments: Mutation.allCases)
  func `does nothing where its rates are zero`(mutation: Mutation) {
    var settings = settings(mutation)
    settings.geneRate = 0
    #expect(mutated([1, 2, 3], settings) == nil)
    settings.geneRate = 1
    settings.mutationRate = 0
    #expect(mutated([1, 2, 3], settings) == nil)
  }

  @Test(arguments: Mutation.allCases)
  func `gives the same bits with all instruction sets`(mutation: Mutation) {
    let rows = Kernels.supported.map { kernels in
      mutated(
        [Float](repeating: 0.7, count: 65), settings(mutation), kernels: kernels)?.map(\.bitPattern)
    }
    #expect(rows.allSatisfy { $0 == rows[0] && $0 != nil })
  }
}

/// By how much ten thousand genes move.
private func steps(
  of mutation: Mutation, from gene: Float = 0, size: Float = 1, index: Float = 20
)
  -> [Double]
{
  var settings = settings(mutation)
  settings.mutationSize = size
  settings.mutationIndex = index
  let genes = [Float](repeating: gene, count: 10_000)
  return (mutated(genes, settings) ?? []).map { Double($0) - Double(gene) }
}

/// All genes of all individuals mutate.
private func settings(_ mutation: Mutation) -> GeneticAlgorithm.Settings {
  var settings = GeneticAlgorithm.Settings()
  settings.mutation = mutation
  settings.mutationRate = 1
  settings.geneRate = 1
  return settings
}

/// The row after mutation within -1...3, or `nil` where nothing was drawn for it.
private func mutated(
  _ genes: [Float], _ settings: GeneticAlgorithm.Settings, individual: Int = 0,
  kernels: Kernels = .best
) -> [Float]? {
  let space = SearchSpace(initialDeviations: genes, bounds: -1...3)
  var variation = Variation(settings, space, RandomSource(seed: 3, kernels: kernels))
  var genes = genes
  var row = genes.mutableSpan
  let isMutated = variation.mutate(&row, individual: individual)
  return isMutated ? genes : nil
}
