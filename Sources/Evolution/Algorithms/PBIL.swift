/// Population-based incremental learning: a probability for each bit of each gene, drawn to the
/// bits of the best candidate.
///
/// Baluja, "Population-based incremental learning", technical report CMU-CS-94-163 (1994). After
/// each generation, every probability p moves to the bit b of the best candidate; where the worst
/// one has the other bit, it does so once more; and some are mutated to a random bit r:
///
///     p = p (1 - rate) + b rate
///     p = p (1 - negative rate) + b negative rate
///     p = p (1 - shift) + r shift
///
/// A gene is a whole number of so many bits, from the lower to the upper end of its range.
/// Deviation: a probability stays 1 / (number of all bits) away from 0 and 1, at most a quarter, so
/// that no bit is lost for good.
public struct PBIL: Algorithm {
  public static let title = "Population-based incremental learning"
  public static var scoreMemory: ScoreMemory { .isUnused }

  public var settings: Settings
  public private(set) var count: Int
  public private(set) var space: SearchSpace
  /// That a bit is set, the highest bit of each gene first: [geneCount × bitCount].
  @Packed private(set) var probabilities: [Float]
  /// The bits of a gene, and how they are read, that the probabilities are of.
  private(set) var code: GeneCode
  private var collection = SampleCollection()
  /// Of the most probable candidate, where it was asked for since it last changed: [0 or 1].
  @Packed private var middleScore: [Score] = []

  public static func defaultCount(for space: SearchSpace) -> Int { 30 }

  public init(space: SearchSpace, count: Int, settings: Settings) {
    precondition(count >= 1, "A population has somebody in it.")
    self.space = space
    self.count = count
    self.settings = settings
    code = settings.code
    probabilities = Array(repeating: 0.5, count: space.geneCount * code.bitCount)
  }

  /// Begins anew where genes are coded in another way from now on.
  public mutating func ask(_ random: RandomSource) {
    guard code != settings.code else { return }
    code = settings.code
    probabilities = Array(repeating: 0.5, count: space.geneCount * code.bitCount)
    middleScore = []
    collection.clear()
  }

  public func breed(
    _ candidates: Range<Int>, into genes: inout MutableSpan<Float>,
    origins: inout MutableSpan<Origin>, _ random: RandomSource
  ) {
    var draws = [Float](repeating: 0, count: probabilities.count)
    for (row, candidate) in candidates.enumerated() {
      random.fill(&draws, with: .uniform, for: .bits, individual: candidate)
      for gene in 0..<space.geneCount {
        var bits: UInt32 = 0
        for bit in gene * code.bitCount..<(gene + 1) * code.bitCount {
          bits = bits << 1 | (draws[bit] < probabilities[bit] ? 1 : 0)
        }
        genes[row * space.geneCount + gene] = code.value(
          of: bits, within: space.initialDeviations[gene])
      }
      origins[row] = Origin()
    }
  }

  public mutating func tell(
    _ candidates: inout Population, _ scores: [Score], _ random: RandomSource
  ) {
    precondition(
      candidates.count == count && candidates.geneCount == space.geneCount
        && scores.count == count, "Those who were bred come back, each with a score.")
    guard let sample = collection.gather(candidates, scores), let best = sample.order.first,
      let worst = sample.order.last
    else { return }
    learn(bits(of: sample.rows[best]), bits(of: sample.rows[worst]))
    mutate(random)
    let margin = 1 / max(Float(probabilities.count), 4)
    for bit in probabilities.indices {
      probabilities[bit] = max(min(probabilities[bit], 1 - margin), margin)
    }
    middleScore = []
  }

  /// The bits of a row of genes, 0 or 1: [geneCount × bitCount].
  private func bits(of row: ArraySlice<Float>) -> [Float] {
    zip(row, space.initialDeviations).flatMap { gene, deviation in
      let bits = code.bits(of: gene, within: deviation)
      return (0..<code.bitCount).map { Float(bits >> UInt32(code.bitCount - 1 - $0) & 1) }
    }
  }

  private mutating func learn(_ best: [Float], _ worst: [Float]) {
    let (rate, negativeRate) = (settings.learningRate, settings.negativeLearningRate)
    for bit in probabilities.indices {
      var probability = probabilities[bit] * (1 - rate) + best[bit] * rate
      if best[bit] != worst[bit] {
        probability = probability * (1 - negativeRate) + best[bit] * negativeRate
      }
      probabilities[bit] = probability
    }
  }

  private mutating func mutate(_ random: RandomSource) {
    let (rate, shift) = (settings.mutationRate, settings.mutationShift)
    guard rate > 0, shift > 0 else { return }
    let draws = random.numbers(probabilities.count, of: .uniform, for: .mutationGenes)
    let targets = random.numbers(probabilities.count, of: .uniform, for: .mutationSteps)
    for bit in probabilities.indices where draws[bit] < rate {
      let target: Float = targets[bit] < 0.5 ? 0 : 1
      probabilities[bit] = probabilities[bit] * (1 - shift) + target * shift
    }
  }

  /// The candidate whose bits are the more probable ones: [geneCount].
  var middle: [Float] {
    (0..<space.geneCount).map { gene in
      let bits = (gene * code.bitCount..<(gene + 1) * code.bitCount).reduce(UInt32(0)) {
        $0 << 1 | (probabilities[$1] > 0.5 ? 1 : 0)
      }
      return code.value(of: bits, within: space.initialDeviations[gene])
    }
  }

  /// There are no parents, but the most probable candidate stands for what was learnt.
  public func score(ofParent parent: Int) -> Score { middleScore.first ?? .unknown }

  public var incumbent: [Float]? { middle }

  public mutating func rescore(_ evaluate: (Population) -> [Score]) {
    var population = Population(count: 1, geneCount: space.geneCount)
    population.genes = middle
    middleScore = evaluate(population)
    precondition(middleScore.count == 1, "The most probable candidate has a score.")
    collection.clear()
  }

  /// Genes that were there keep their probabilities; the bits of new ones are as certain as
  /// those are on average.
  public mutating func remap(
    to space: SearchSpace, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) {
    let remapped = row(middle[...], 0)
    precondition(remapped.genes.count == space.geneCount, "The row is one of the new network.")
    let sum = probabilities.reduce(0) { $0 + abs($1 - 0.5) }
    let certainty = sum / Float(max(probabilities.count, 1))
    let old = probabilities
    self.space = space
    probabilities = bits(of: remapped.genes[...]).map { 0.5 + certainty * (2 * $0 - 1) }
    for (gene, source) in remapped.sources.enumerated() where source >= 0 {
      let start = Int(source) * code.bitCount
      probabilities.replaceSubrange(
        gene * code.bitCount..<(gene + 1) * code.bitCount, with: old[start..<start + code.bitCount])
    }
    collection.clear()
    middleScore = []
  }

  public mutating func resize(to count: Int, _ random: RandomSource) {
    precondition(count >= 1, "A population has somebody in it.")
    self.count = count
  }

  public func digestState(into digest: inout Digest) {
    digest.add(count)
    digest.add(Kernels.digest(probabilities.span))
    collection.digest(into: &digest)
  }

  public var isConsistent: Bool {
    count >= 1 && code.isConsistent && probabilities.count == space.geneCount * code.bitCount
      && probabilities.allSatisfy { (0...1).contains($0) } && middleScore.count <= 1
      && collection.isConsistent(geneCount: space.geneCount)
  }
}

/// How a gene is written as bits.
struct GeneCode: Codable, Equatable, Sendable {
  /// 1 to 16, so that a `Float` tells all numbers apart.
  let bitCount: Int
  /// Whether neighbours differ in one bit (Gray code), rather than in up to all of them.
  let isGray: Bool
  /// The ends of the range, in the gene's standard deviation in a first population.
  let range: Float

  private var largest: UInt32 { 1 << UInt32(bitCount) - 1 }

  /// The gene, of the given deviation in a first population.
  func value(of bits: UInt32, within deviation: Float) -> Float {
    var number = bits
    if isGray {
      for shift in [1, 2, 4, 8] as [UInt32] { number ^= number >> shift }
    }
    return range * deviation * (2 * Float(number) / Float(largest) - 1)
  }

  /// The bits whose gene is nearest.
  func bits(of value: Float, within deviation: Float) -> UInt32 {
    let share = 0.5 * (value / (range * deviation) + 1)
    guard share > 0 else { return 0 }
    let number = UInt32((min(share, 1) * Float(largest)).rounded())
    return isGray ? number ^ number >> 1 : number
  }

  var isConsistent: Bool { (1...16).contains(bitCount) && range > 0 && range.isFinite }
}

extension PBIL {
  /// How a number is written as bits.
  public enum Coding: String, ParameterChoice {
    /// Neighbouring numbers differ in one bit.
    case gray
    case binary
  }

  /// What a person may turn in population-based incremental learning.
  public struct Settings: Tunable {
    public var bitsPerGene = 14
    public var coding = Coding.gray
    public var codeRange: Float = 3
    public var learningRate: Float = 0.1
    public var negativeLearningRate: Float = 0.075
    public var mutationRate: Float = 0.02
    public var mutationShift: Float = 0.05

    public init() {}

    public static let parameters: [Parameter<Self>] = [
      Parameter(
        "bits-per-gene", \.bitsPerGene, 1...16, effect: .restart,
        help: "How finely a gene is divided."),
      Parameter("coding", \.coding, effect: .restart, help: "How a gene is written as bits."),
      Parameter(
        "code-range", \.codeRange, 0.1...6, .multiplicative(1.1, from: 0.1), effect: .restart,
        help: "How far genes may lie from zero, in the standard deviations of a first population."),
      Parameter(
        "learning-rate", \.learningRate, 0...1, .multiplicative(1.1, from: 0.001),
        help: "How far probabilities move to the bits of the best candidate."),
      Parameter(
        "negative-learning-rate", \.negativeLearningRate, 0...1, .multiplicative(1.1, from: 0.001),
        help: "How much further they move where the worst candidate has the other bit."),
      Parameter(
        "mutation-rate", \.mutationRate, 0...1, .multiplicative(1.1, from: 0.001),
        help: "The share of the probabilities that is mutated in a generation."),
      Parameter(
        "mutation-shift", \.mutationShift, 0...1, .multiplicative(1.1, from: 0.001),
        help: "How far a mutated probability moves to a random bit.",
        when: { $0.mutationRate > 0 }),
    ]

    var code: GeneCode {
      GeneCode(bitCount: bitsPerGene, isGray: coding == .gray, range: codeRange)
    }
  }
}
