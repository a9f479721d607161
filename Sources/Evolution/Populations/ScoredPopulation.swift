/// Individuals with what each is worth: all that many algorithms have learnt.
///
/// There is nobody until the first generation was told.
struct ScoredPopulation: Codable, Equatable, Sendable {
  /// Row-major: [count × geneCount].
  private(set) var rows: Population
  /// One of each row: [count].
  @Packed private(set) var scores: [Score] = []

  /// Nobody yet.
  init(geneCount: Int) {
    rows = Population(count: 0, geneCount: geneCount)
  }

  var count: Int { rows.count }
  var isEmpty: Bool { scores.isEmpty }

  /// What the individuals are ranked by, without NaN: [count].
  var rankedFitness: [Float] { scores.map(\.rankedFitness) }

  /// The individuals are these from now on; another buffer of their shape is left in their place.
  mutating func take(_ candidates: inout Population, _ scores: [Score]) {
    precondition(scores.count == candidates.count, "Each candidate has a score.")
    rows.exchange(with: &candidates)
    self.scores = scores
  }

  /// Puts one candidate in an individual's place.
  mutating func replace(
    _ individual: Int, by candidate: Int, of candidates: Population, _ score: Score
  ) {
    rows.copy(candidate, to: individual, from: candidates)
    scores[individual] = score
  }

  /// What the individuals have learnt is worth this much under a changed problem.
  mutating func rescore(_ evaluate: (Population) -> [Score]) {
    guard !isEmpty else { return }
    scores = evaluate(rows)
    precondition(scores.count == count, "Each individual has a score.")
  }

  /// Turns every row into one of another network, and keeps the scores: [count].
  ///
  /// - Returns: What became of each row, for what belongs to its genes.
  @discardableResult
  mutating func remap(
    geneCount: Int, _ row: (ArraySlice<Float>, _ index: Int) -> RemappedRow
  ) -> [RemappedRow] {
    let remapped = (0..<count).map { row(rows[$0], $0) }
    rows = Population(remapped.map(\.genes), geneCount: geneCount)
    return remapped
  }

  /// Drops the worst, or adds mutated copies of the best, which have no score yet.
  ///
  /// - Parameter deviations: Of the copies' steps: [geneCount].
  /// - Returns: Who goes on; `nil` while there is nobody.
  @discardableResult
  mutating func resize(
    to count: Int, deviations: [Float], _ random: RandomSource
  ) -> Resizing? {
    guard !isEmpty else { return nil }
    let resizing = Resizing(of: scores, to: count)
    rows = resizing(rows, deviations: deviations, random)
    scores = resizing(scores)
    return resizing
  }

  /// Begins with another individual; those before it come last.
  mutating func rotate(toFirst first: Int) {
    guard !isEmpty else { return }
    let order = Array(first..<count) + Array(0..<first)
    rows = Population(order.map { Array(rows[$0]) }, geneCount: rows.geneCount)
    scores = order.map { scores[$0] }
  }

  /// Copies an individual into a generation where it lives on, so that it keeps its score.
  func liveOn(
    _ individual: Int, as row: Int, in genes: inout MutableSpan<Float>,
    _ origins: inout MutableSpan<Origin>
  ) {
    genes.copy(rows.genes.span.extracting(rows.row(individual)), to: row * rows.geneCount)
    origins[row] = Origin(first: individual, isCopy: true)
  }

  /// Whether its parts go together: as many individuals as expected, or nobody yet.
  func isConsistent(count: Int, geneCount: Int) -> Bool {
    isConsistent(geneCount: geneCount) && (isEmpty || self.count == count)
  }

  /// Whether its parts go together, however many individuals there are.
  func isConsistent(geneCount: Int) -> Bool {
    rows.geneCount == geneCount && scores.count == count
  }
}
