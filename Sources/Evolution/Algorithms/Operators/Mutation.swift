/// How a gene is changed at random.
public enum Mutation: String, ParameterChoice {
  /// By a normally distributed step (Schwefel, "Numerical Optimization of Computer Models",
  /// 1981).
  case gaussian
  /// By a Cauchy distributed step: now and then a very long one (Yao, Liu and Lin,
  /// "Evolutionary programming made faster", IEEE Transactions on Evolutionary Computation 3,
  /// 1999).
  case cauchy
  /// To anywhere within the bounds (Michalewicz, "Genetic Algorithms + Data Structures =
  /// Evolution Programs", 1992).
  case uniformReset = "uniform-reset"
  /// By a step from a polynomial distribution that ends at the bounds (Deb and Goyal, "A
  /// combined genetic adaptive search (GeneAS) for engineering design", 1996).
  case polynomial
}

extension Mutation {
  /// Adds `size × steps[gene]` to the genes with `draws[gene] < rate`: all rows [geneCount].
  public static func add(
    _ steps: [Float], size: Float, to genes: inout MutableSpan<Float>, where draws: [Float],
    below rate: Float, kernels: Kernels
  ) {
    kernels.add(steps.span, size: size, to: &genes, where: draws.span, below: rate)
  }

  /// Replaces the genes with `draws[gene] < rate`: all rows [geneCount].
  ///
  /// - Parameter targets: Afterwards it holds what was replaced.
  public static func replace(
    _ genes: inout MutableSpan<Float>, by targets: inout [Float], where draws: [Float],
    below rate: Float, kernels: Kernels
  ) {
    var targets = targets.mutableSpan
    kernels.swap(&genes, &targets, where: draws.span, below: rate)
  }

  /// Turns uniform draws on [0, 1) into genes anywhere within the bounds: [geneCount].
  public static func reset(_ draws: inout [Float], within bounds: ClosedRange<Float>) {
    let width = bounds.upperBound - bounds.lowerBound
    var draws = draws.mutableSpan
    for gene in draws.indices {
      draws[gene] = min(bounds.lowerBound + draws[gene] * width, bounds.upperBound)
    }
  }

  /// Draws where polynomial mutation would take each gene: [geneCount].
  ///
  /// With n the index, the step's density falls as (1 - |d|)ⁿ, d the step over the width of
  /// the bounds. Beyond the bounds it is cut off on either side, each side keeping half of the
  /// probability, as in Deb's NSGA-II program; the paper lets a gene leave them. A gene
  /// outside is taken to the nearest bound first.
  ///
  /// - Parameters:
  ///   - draws: Uniform on [0, 1): [geneCount].
  ///   - index: The larger, the shorter the steps.
  ///   - targets: [geneCount]
  public static func drawTargets(
    of genes: Span<Float>, draws: [Float], index: Float, within bounds: ClosedRange<Float>,
    into targets: inout [Float], kernels: Kernels
  ) {
    precondition(draws.count == genes.count && targets.count == genes.count, "One number a gene.")
    let (lower, upper) = (bounds.lowerBound, bounds.upperBound)
    let width = upper - lower
    let draws = draws.span
    var targets = targets.mutableSpan
    // The share of the law that lies beyond the bound: (1 - distance)ⁿ⁺¹.
    for gene in genes.indices {
      let place = (min(max(genes[gene], lower), upper) - lower) / width
      let rest = 1 - place
      targets[gene] = max(draws[gene] < 0.5 ? rest : place, 0x1p-100)
    }
    kernels.raise(&targets, to: index + 1)
    for gene in genes.indices {
      let tail = 2 * min(draws[gene], 1 - draws[gene])
      targets[gene] = max(tail + (1 - tail) * targets[gene], 0x1p-100)
    }
    kernels.raise(&targets, to: 1 / (index + 1))
    for gene in genes.indices {
      let down = width * (targets[gene] - 1)
      let step = draws[gene] < 0.5 ? down : -down
      targets[gene] = min(max(min(max(genes[gene], lower), upper) + step, lower), upper)
    }
  }
}
