/// Makes the trials of differential evolution: a donor out of differences, crossed with its target.
///
/// Storn and Price, "Differential evolution: a simple and efficient heuristic for global
/// optimization over continuous spaces", Journal of Global Optimization 11 (1997); numbers in
/// brackets are its equations.
///
///     member   x₀ x₁ x₂ …         trial i = binomial crossover of xᵢ and a donor (4)
///                                 donor   = base + F (left - right) + … (2)
///
/// Two deviations. Where all members share a gene there are no differences in it: it is drawn
/// around the donor's instead, so that neurons which were added are learnt. In place of a member
/// without fitness, an individual of a first population is tried.
struct DifferentialTrials: Sendable {
  /// What a trial is made of.
  ///
  /// Members go by their index; the rows of an archive come behind them, and only as `right`.
  struct Donor {
    let base: Int
    let first: (left: Int, right: Int)
    var second: (left: Int, right: Int)?
    /// How far a difference carries (F).
    let weight: Float
    /// The probability that a gene of the trial is the donor's (CR).
    let crossoverRate: Float
  }

  /// The genes that all members have in common.
  private let sharedGenes: [Int]

  init(of members: Population) {
    let genes = members.genes.span
    let width = members.geneCount
    sharedGenes = (0..<width).filter { gene in
      for member in 1..<members.count where genes[member * width + gene] != genes[gene] {
        return false
      }
      return true
    }
  }

  /// Writes a trial for each of some members.
  ///
  /// - Parameters:
  ///   - archive: Rows of former members: [any × geneCount].
  ///   - donor: What the trial of a target is made of; may draw numbers.
  func breed(
    _ targets: Range<Int>, into genes: inout MutableSpan<Float>,
    _ origins: inout MutableSpan<Origin>, of members: ScoredPopulation, _ archive: [Float] = [],
    in space: SearchSpace, _ random: RandomSource,
    donor: (_ target: Int, _ stream: inout RandomStream) -> Donor
  ) {
    let width = space.geneCount
    let (count, pool, former) = (members.count, members.rows.genes.span, archive.span)
    var draws = [Float](repeating: 0, count: width)
    var steps = sharedGenes.isEmpty ? [] : draws
    for (row, target) in targets.enumerated() {
      var trial = genes._mutatingExtracting(row * width..<(row + 1) * width)
      guard members.scores[target].fitness.isFinite else {
        var origin = origins._mutatingExtracting(row..<row + 1)
        space.scatter(target..<target + 1, into: &trial, &origin, random)
        continue
      }
      random.fill(&draws, with: .uniform, for: .crossoverGenes, individual: target)
      var stream = random[.selection, target]
      // At least one gene is the donor's: rnbr(i) in (4). Draws are never below zero.
      draws[stream.index(below: width)] = -1
      let donor = donor(target, &stream)
      let parent = pool.extracting(members.rows.row(target))
      trial.copy(pool.extracting(members.rows.row(donor.base)), to: 0)
      for pair in [donor.first, donor.second].lazy.compactMap(\.self) {
        let left = members.rows.row(pair.left)
        if pair.right < count {
          let right = pool.extracting(members.rows.row(pair.right))
          Self.add(donor.weight, pool.extracting(left), right, to: &trial)
        } else {
          let start = (pair.right - count) * width
          let right = former.extracting(start..<start + width)
          Self.add(donor.weight, pool.extracting(left), right, to: &trial)
        }
      }
      if !steps.isEmpty {
        random.fill(&steps, with: .normal, for: .mutationSteps, individual: target)
        for gene in sharedGenes {
          trial[gene] += donor.weight * space.initialDeviations[gene] * steps[gene]
        }
      }
      Self.cross(&trial, with: parent, draws.span, donor.crossoverRate)
      origins[row] = Origin(
        first: target, second: donor.base, isCopy: trial.span.hasSameBits(as: parent))
    }
  }

  /// Adds weight (left - right).
  private static func add(
    _ weight: Float, _ left: Span<Float>, _ right: Span<Float>, to donor: inout MutableSpan<Float>
  ) {
    precondition(left.count == donor.count && right.count == donor.count)
    for gene in donor.indices {
      let own = donor[gene]
      donor[gene] = own + weight * (left[gene] - right[gene])
    }
  }

  /// Keeps the donor's genes where a draw is below the rate, and where they did not grow beyond
  /// all numbers; the others are the target's: (4).
  private static func cross(
    _ trial: inout MutableSpan<Float>, with target: Span<Float>, _ draws: Span<Float>,
    _ rate: Float
  ) {
    precondition(target.count == trial.count && draws.count == trial.count)
    for gene in trial.indices {
      let (donor, own) = (trial[gene], target[gene])
      trial[gene] = draws[gene] < rate && donor.isFinite ? donor : own
    }
  }
}

extension RandomStream {
  /// An index that is none of those taken, while there is another.
  mutating func index(below bound: Int, otherThan taken: [Int]) -> Int {
    var index = index(below: bound)
    guard taken.count < bound else { return index }
    while taken.contains(index) { index = self.index(below: bound) }
    return index
  }
}
