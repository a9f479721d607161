import Evolution
import Synchronization

/// Breeds and scores a generation on several cores.
///
/// Results don't depend on the number of workers: each row is a pure function of its index.
public struct Evaluator: Sendable {
  public let workerCount: Int
  private let crew: Crew
  /// Looked at between two chunks.
  let cancellation = Cancellation()

  /// - Parameter workerCount: At least 1; more than there are cores gains nothing.
  public init(workerCount: Int) {
    precondition(workerCount >= 1, "Somebody has to do the work.")
    self.workerCount = workerCount
    crew = Crew(helperCount: workerCount - 1)
  }

  /// What came of breeding a generation.
  struct Brood {
    /// One of each row: [count].
    var scores: [Score]
    /// One of each row: [count].
    var origins: [Origin]
    /// What was drawn for each row, in one word: [count].
    var drawDigests: [UInt64]
    /// A fingerprint of each row of genes: [count].
    var rowDigests: [UInt64]
    /// How many rows were scored; the others are copies and inherit their parent's score.
    var evaluations = 0
  }

  /// Breeds all candidates into `population` and scores them.
  ///
  /// - Parameter copiesKeepScores: A copy is worth what its parent is, and not scored again.
  func breed(
    _ algorithm: some Algorithm, into population: inout Population, for problem: some Problem,
    copiesKeepScores: Bool = true, _ random: RandomSource
  ) -> Brood {
    let count = population.count
    let geneCount = population.geneCount
    var brood = Brood(
      scores: Array(repeating: .unknown, count: count),
      origins: Array(repeating: Origin(), count: count),
      drawDigests: Array(repeating: 0, count: count),
      rowDigests: Array(repeating: 0, count: count))
    let evaluations = Atomic(0)
    // Unsafe: each chunk of rows is touched by one worker only, and the arrays outlive them all.
    unsafe population.genes.withUnsafeMutableBufferPointer { genes in
      unsafe brood.scores.withUnsafeMutableBufferPointer { scores in
        unsafe brood.origins.withUnsafeMutableBufferPointer { origins in
          unsafe brood.drawDigests.withUnsafeMutableBufferPointer { draws in
            unsafe brood.rowDigests.withUnsafeMutableBufferPointer { digests in
              let genes = unsafe SharedRows(genes, width: geneCount)
              let scores = unsafe SharedRows(scores)
              let origins = unsafe SharedRows(origins)
              let draws = unsafe SharedRows(draws)
              let digests = unsafe SharedRows(digests)
              forEachChunk(of: count, problem.makeWorkspace) { rows, workspace in
                var chunkGenes = unsafe MutableSpan(_unsafeElements: genes[rows])
                var chunkScores = unsafe MutableSpan(_unsafeElements: scores[rows])
                var chunkOrigins = unsafe MutableSpan(_unsafeElements: origins[rows])
                var chunkDraws = unsafe MutableSpan(_unsafeElements: draws[rows])
                var chunkDigests = unsafe MutableSpan(_unsafeElements: digests[rows])
                algorithm.breed(rows, into: &chunkGenes, origins: &chunkOrigins, random)
                let scored = Self.score(
                  chunkGenes.span, chunkOrigins.span, into: &chunkScores, algorithm, problem,
                  copiesKeepScores: copiesKeepScores, &workspace)
                evaluations.wrappingAdd(scored, ordering: .relaxed)
                for row in 0..<rows.count {
                  chunkDraws[row] = chunkOrigins[row].bits
                  chunkDigests[row] = Kernels.digest(
                    chunkGenes.span.extracting(row * geneCount..<(row + 1) * geneCount))
                }
              }
            }
          }
        }
      }
    }
    brood.evaluations = evaluations.load(ordering: .relaxed)
    return brood
  }

  /// The scores of all rows: [count].
  func scores(of population: Population, in problem: some Problem) -> [Score] {
    var scores = [Score](repeating: .unknown, count: population.count)
    // Unsafe: each chunk of scores is written by one worker only.
    unsafe scores.withUnsafeMutableBufferPointer { scores in
      let scores = unsafe SharedRows(scores)
      forEachChunk(of: population.count, problem.makeWorkspace) { rows, workspace in
        let genes = population.genes.span.extracting(
          rows.lowerBound * population.geneCount..<rows.upperBound * population.geneCount)
        var chunk = unsafe MutableSpan(_unsafeElements: scores[rows])
        problem.evaluate(genes, into: &chunk, &workspace)
      }
    }
    return scores
  }

  /// To bring rows of more genes side by side would cost more than calls do.
  private static let longRow = 1024

  /// Ascending numbers as ranges without gaps.
  private static func stretches(of rows: [Int]) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    for row in rows {
      if let last = stretches.last, last.upperBound == row {
        stretches[stretches.count - 1] = last.lowerBound..<row + 1
      } else {
        stretches.append(row..<row + 1)
      }
    }
    return stretches
  }

  /// Scores the rows, unless a copy keeps its parent's score, in one call; how many were scored.
  static func score(
    _ genes: Span<Float>, _ origins: Span<Origin>, into scores: inout MutableSpan<Score>,
    _ algorithm: some Algorithm, _ problem: some Problem, copiesKeepScores: Bool,
    _ workspace: inout Workspace
  ) -> Int {
    let geneCount = genes.count / max(1, origins.count)
    var rows: [Int] = []
    rows.reserveCapacity(origins.count)
    for row in origins.indices {
      if origins[row].isCopy, copiesKeepScores {
        scores[row] = algorithm.score(ofParent: Int(origins[row].first))
      } else {
        rows.append(row)
      }
    }
    if rows.isEmpty { return 0 }
    if rows.count == origins.count {
      problem.evaluate(genes, into: &scores, &workspace)
      return rows.count
    }
    if geneCount > longRow {
      for stretch in stretches(of: rows) {
        var part = scores._mutatingExtracting(stretch)
        problem.evaluate(
          genes.extracting(stretch.lowerBound * geneCount..<stretch.upperBound * geneCount),
          into: &part, &workspace)
      }
      return rows.count
    }
    // Side by side, so that the price of a call is paid once.
    var gathered = [Float](repeating: 0, count: rows.count * geneCount)
    var target = gathered.mutableSpan
    for (index, row) in rows.enumerated() {
      let source = genes.extracting(row * geneCount..<(row + 1) * geneCount)
      let start = index * geneCount
      for gene in source.indices { target[start &+ gene] = source[gene] }
    }
    var results = [Score](repeating: .unknown, count: rows.count)
    var spanOfResults = results.mutableSpan
    problem.evaluate(gathered.span, into: &spanOfResults, &workspace)
    for (index, row) in rows.enumerated() { scores[row] = results[index] }
    return rows.count
  }

  /// Calls `work` once for each chunk of 0..<count, on as many threads as there are workers.
  private func forEachChunk(
    of count: Int, _ makeWorkspace: @Sendable () -> Workspace,
    _ work: @Sendable (Range<Int>, inout Workspace) -> Void
  ) {
    // Small enough that the last chunk keeps nobody waiting, large enough to be worth it.
    let pieces = workerCount * 16
    let size = max(1, min(4, count / (pieces * broodSize))) * broodSize
    let chunkCount = (count + size - 1) / size
    let next = Atomic(0)
    crew.perform {
      var workspace = makeWorkspace()
      while true {
        let chunk = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard chunk < chunkCount, !cancellation.isCancelled else { return }
        work(chunk * size..<min(count, (chunk + 1) * size), &workspace)
      }
    }
  }
}

extension Evaluator: Workers {
  public var isCancelled: Bool { cancellation.isCancelled }

  public func map<Result: Sendable>(
    _ count: Int, in problem: any Problem,
    _ work: @Sendable (_ index: Int, _ workspace: inout Workspace) -> Result
  ) -> [Result] {
    var results = [Result?](repeating: nil, count: count)
    let next = Atomic(0)
    // Unsafe: each result is written by one worker only, and the array outlives them all.
    unsafe results.withUnsafeMutableBufferPointer { results in
      let results = unsafe SharedRows(results)
      crew.perform {
        var workspace = problem.makeWorkspace()
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard index < count else { return }
          unsafe results[index..<index + 1][0] = work(index, &workspace)
        }
      }
    }
    return results.compactMap(\.self)
  }
}

/// Rows of memory that several workers write at once, each worker its own rows.
///
/// An address rather than a pointer, because only the one who cuts the rows apart can know
/// that nobody shares any.
private struct SharedRows<Element>: Sendable {
  private let address: UInt
  private let width: Int

  init(_ buffer: UnsafeMutableBufferPointer<Element>, width: Int = 1) {
    address = UInt(bitPattern: buffer.baseAddress)
    self.width = width
  }

  subscript(rows: Range<Int>) -> UnsafeMutableBufferPointer<Element> {
    // Unsafe: valid as long as the buffer that it was made from.
    unsafe UnsafeMutableBufferPointer(
      start: UnsafeMutablePointer<Element>(bitPattern: address)?
        .advanced(by: rows.lowerBound * width),
      count: rows.count * width)
  }
}
