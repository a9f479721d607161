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
  /// What its steps are made from.
  var distribution: Distribution {
    switch self {
    case .gaussian: .normal
    case .cauchy: .cauchy
    case .uniformReset, .polynomial: .uniform
    }
  }

  /// Adds `size × steps[i]` to the first `count` genes.
  public static func add(_ steps: [Float], size: Float, to genes: inout [Float], count: Int) {
    for index in 0..<count { genes[index] += size * steps[index] }
  }

  /// Replaces the first `count` genes by uniform draws on [0, 1), stretched to the bounds.
  public static func reset(
    _ genes: inout [Float], count: Int, draws: [Float], within bounds: ClosedRange<Float>
  ) {
    let width = bounds.upperBound - bounds.lowerBound
    for index in 0..<count {
      genes[index] = min(bounds.lowerBound + draws[index] * width, bounds.upperBound)
    }
  }

  /// Moves the first `count` genes by steps from the polynomial distribution.
  ///
  /// With n the index, the step's density falls as (1 - |d|)ⁿ, d the step over the width of
  /// the bounds. Beyond the bounds it is cut off on either side, each side keeping half of the
  /// probability, as in Deb's NSGA-II program; the paper lets a gene leave them. A gene
  /// outside is taken to the nearest bound first.
  ///
  /// - Parameters:
  ///   - draws: Uniform on [0, 1), one for each gene.
  ///   - index: The larger, the shorter the steps.
  ///   - room: To work in, one for each gene.
  public static func polynomial(
    _ genes: inout [Float], count: Int, draws: [Float], index: Float,
    within bounds: ClosedRange<Float>, room: inout [Float], kernels: Kernels
  ) {
    let (lower, upper) = (bounds.lowerBound, bounds.upperBound)
    let width = upper - lower
    // The share of the law that lies beyond the bound: (1 - distance)ⁿ⁺¹.
    for gene in 0..<count {
      let place = (min(max(genes[gene], lower), upper) - lower) / width
      let rest = 1 - place
      room[gene] = max(draws[gene] < 0.5 ? rest : place, 0x1p-100)
    }
    kernels.raise(&room, count: count, to: index + 1)
    for gene in 0..<count {
      let tail = 2 * min(draws[gene], 1 - draws[gene])
      room[gene] = max(tail + (1 - tail) * room[gene], 0x1p-100)
    }
    kernels.raise(&room, count: count, to: 1 / (index + 1))
    for gene in 0..<count {
      let down = width * (room[gene] - 1)
      let step = draws[gene] < 0.5 ? down : -down
      genes[gene] = min(max(min(max(genes[gene], lower), upper) + step, lower), upper)
    }
  }
}
