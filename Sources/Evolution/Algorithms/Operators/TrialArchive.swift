/// Rows that lost to their trial: where a population comes from, without its worth.
struct TrialArchive: Codable, Equatable, Sendable {
  /// Row-major: [count × geneCount].
  @Packed private(set) var genes: [Float] = []
  private(set) var geneCount: Int

  init(geneCount: Int) {
    self.geneCount = geneCount
  }

  var count: Int { genes.count / geneCount }

  mutating func append(_ row: ArraySlice<Float>) {
    precondition(row.count == geneCount, "Each row has the same genes.")
    genes += row
  }

  /// Lets rows go, each as likely as another, until no more than the capacity are left.
  mutating func shrink(to capacity: Int, _ stream: inout RandomStream) {
    while count > capacity {
      let (leaver, last) = (stream.index(below: count), count - 1)
      for gene in 0..<geneCount {
        genes[leaver * geneCount + gene] = genes[last * geneCount + gene]
      }
      genes.removeLast(geneCount)
    }
  }

  /// Turns every row into one of another network.
  mutating func remap(geneCount: Int, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow) {
    let rows = (0..<count).map { index in
      row(genes[index * self.geneCount..<(index + 1) * self.geneCount], index).genes
    }
    genes = Population(rows, geneCount: geneCount).genes
    self.geneCount = geneCount
  }

  func isConsistent(geneCount: Int) -> Bool {
    geneCount >= 1 && self.geneCount == geneCount && genes.count.isMultiple(of: geneCount)
  }
}
