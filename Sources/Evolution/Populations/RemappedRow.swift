/// A row of genes that was turned into one of another network.
public struct RemappedRow: Equatable, Sendable {
  /// Of the new network: [new geneCount].
  public let genes: [Float]
  /// Which old gene each of them is; -1 for a new one: [new geneCount].
  public let sources: [Int32]

  public init(genes: [Float], sources: [Int32]) {
    precondition(sources.count == genes.count, "Each gene has a source.")
    self.genes = genes
    self.sources = sources
  }

  /// Takes along what belongs to the old genes, such as velocities: [old] → [new geneCount].
  ///
  /// - Parameter fresh: The value of a gene that is new.
  func carrying<Value>(
    _ values: ArraySlice<Value>, fresh: (_ gene: Int) -> Value
  ) -> [Value] {
    sources.indices.map { gene in
      sources[gene] < 0 ? fresh(gene) : values[values.startIndex + Int(sources[gene])]
    }
  }

  /// Takes step sizes along; a new gene's is to its initial deviation as the old ones' are.
  func carryingSteps(
    _ steps: ArraySlice<Float>, from old: SearchSpace, to new: SearchSpace
  ) -> [Float] {
    let sum = steps.reduce(0, +)
    let deviation = old.initialDeviations.reduce(0, +)
    let ratio = deviation > 0 ? sum / deviation : 1
    return carrying(steps) { ratio * new.initialDeviations[$0] }
  }
}
