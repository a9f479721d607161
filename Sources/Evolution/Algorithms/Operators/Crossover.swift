/// How the genes of two parents are mixed into those of two children.
public enum Crossover: String, ParameterChoice {
  /// All genes behind one cut change places (Holland, "Adaptation in Natural and Artificial
  /// Systems", 1975).
  case onePoint = "one-point"
  /// The genes between two cuts change places (De Jong, "An analysis of the behavior of a
  /// class of genetic adaptive systems", 1975).
  case twoPoint = "two-point"
  /// Every other piece between several cuts changes places (De Jong, 1975).
  case kPoint = "k-point"
  /// Each gene changes places by a coin of its own (Syswerda, "Uniform crossover in genetic
  /// algorithms", ICGA 1989).
  case uniform
  /// Both children lie on the line between the parents, at the same share from either
  /// (Michalewicz, "Genetic Algorithms + Data Structures = Evolution Programs", 1992).
  case arithmetic
  /// Each gene lies anywhere between the parents' or a little beyond: BLX-alpha (Eshelman and
  /// Schaffer, "Real-coded genetic algorithms and interval-schemata", FOGA 1993). Both children
  /// share one draw, as in DEAP, so that they mirror each other; the paper draws for each.
  case blend
  /// Each gene lies as near its parent's as one-point crossover of binary numbers would put
  /// it: SBX (Deb and Agrawal, "Simulated binary crossover for continuous search space",
  /// Complex Systems 9, 1995).
  case simulatedBinary = "simulated-binary"
}

extension Crossover {
  /// Draws distinct cuts in ascending order; a cut c lies before gene c, in 1..<geneCount.
  ///
  /// All sets of cuts are as likely (Floyd; Bentley, "A sample of brilliance", 1987).
  ///
  /// - Parameters:
  ///   - count: How many; no more than there are places.
  ///   - cuts: Where they go; what it held is lost.
  public static func draw(
    _ count: Int, cutsOf geneCount: Int, into cuts: inout [Int], _ stream: inout RandomStream
  ) {
    cuts.removeAll(keepingCapacity: true)
    let placeCount = geneCount - 1
    guard placeCount > 0 else { return }
    for place in placeCount - min(count, placeCount) + 1...placeCount {
      let drawn = 1 + stream.index(below: place)
      let cut = cuts.contains(drawn) ? place : drawn
      cuts.insert(cut, at: cuts.firstIndex { $0 > cut } ?? cuts.count)
    }
  }

  /// Exchanges every other piece, from the second on: both rows [geneCount].
  ///
  /// - Parameter cuts: In ascending order, as `draw` gives them.
  public static func exchange(
    _ first: inout MutableSpan<Float>, _ second: inout MutableSpan<Float>, between cuts: [Int]
  ) {
    precondition(second.count == first.count, "Both parents have the same genes.")
    for index in stride(from: 0, to: cuts.count, by: 2) {
      let end = index + 1 < cuts.count ? cuts[index + 1] : first.count
      for gene in cuts[index]..<end {
        let kept = first[gene]
        first[gene] = second[gene]
        second[gene] = kept
      }
    }
  }

  /// Exchanges the genes with `draws[gene] < rate`: all rows [geneCount].
  public static func exchange(
    _ first: inout MutableSpan<Float>, _ second: inout MutableSpan<Float>, where draws: [Float],
    below rate: Float, kernels: Kernels
  ) {
    kernels.swap(&first, &second, where: draws.span, below: rate)
  }

  /// Moves both rows [geneCount] towards each other by the same share of the way.
  ///
  /// - Parameter share: 0 keeps them, 1 exchanges them.
  public static func average(
    _ first: inout MutableSpan<Float>, _ second: inout MutableSpan<Float>, share: Float
  ) {
    precondition(second.count == first.count, "Both parents have the same genes.")
    for gene in first.indices {
      let (a, b) = (first[gene], second[gene])
      first[gene] = (1 - share) * a + share * b
      second[gene] = share * a + (1 - share) * b
    }
  }

  /// Puts each pair of genes at mirrored random places around the parents' middle.
  ///
  /// With I the parents' distance, a child's gene is uniform from alpha I below the smaller
  /// to alpha I above the larger.
  ///
  /// - Parameter draws: Uniform on [0, 1): [geneCount].
  public static func spread(
    _ first: inout MutableSpan<Float>, _ second: inout MutableSpan<Float>, draws: [Float],
    alpha: Float, kernels: Kernels
  ) {
    kernels.blend(&first, &second, draws: draws.span, alpha: alpha)
  }

  /// Puts each pair of genes around the parents' middle, factors[gene] times as far apart.
  public static func spread(
    _ first: inout MutableSpan<Float>, _ second: inout MutableSpan<Float>, by factors: [Float]
  ) {
    precondition(second.count == first.count, "Both parents have the same genes.")
    precondition(factors.count == first.count, "One factor a gene.")
    let factors = factors.span
    for gene in first.indices {
      let (a, b, factor) = (first[gene], second[gene], factors[gene])
      first[gene] = 0.5 * ((1 + factor) * a + (1 - factor) * b)
      second[gene] = 0.5 * ((1 - factor) * a + (1 + factor) * b)
    }
  }

  /// Draws the spread factors of simulated binary crossover.
  ///
  /// Their density is 0.5 (n + 1) βⁿ up to 1 and 0.5 (n + 1) / βⁿ⁺² beyond, with n the index.
  /// Every gene is crossed, as in DEAP; the paper crosses each by a coin.
  ///
  /// - Parameters:
  ///   - draws: Uniform on [0, 1): [geneCount].
  ///   - index: The larger, the nearer the children stay to their parents.
  ///   - factors: [geneCount]
  public static func drawSpreads(
    _ draws: [Float], index: Float, into factors: inout [Float], kernels: Kernels
  ) {
    precondition(factors.count == draws.count, "One factor a draw.")
    for gene in draws.indices {
      factors[gene] = max(2 * min(draws[gene], 1 - draws[gene]), 0x1p-24)
    }
    kernels.raise(&factors, count: factors.count, to: 1 / (index + 1))
    for gene in draws.indices {
      let factor = factors[gene]
      let inverse = 1 / factor
      factors[gene] = draws[gene] < 0.5 ? factor : inverse
    }
  }
}
