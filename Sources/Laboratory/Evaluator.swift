import Dispatch
import Evolution
import Synchronization

/// Breeds and scores a generation on several cores.
///
/// Results don't depend on the number of workers: each row is a pure function of its index.
public struct Evaluator: Sendable {
  public let workerCount: Int

  /// - Parameter workerCount: At least 1; more than there are cores gains nothing.
  public init(workerCount: Int) {
    precondition(workerCount >= 1, "Somebody has to do the work.")
    self.workerCount = workerCount
  }

  /// What came of breeding a generation.
  struct Brood {
    /// One of each row: [count].
    var scores: [Score]
    /// One of each row: [count].
    var origins: [Origin]
    /// A fingerprint of each row of genes: [count].
    var rowDigests: [UInt64]
    /// How many rows were scored; the others are copies and inherit their parent's score.
    var evaluations = 0
  }

  /// Breeds all candidates into `population` and scores those that are not copies.
  func breed(
    _ algorithm: some Algorithm, into population: inout Population, for problem: some Problem,
    _ random: RandomSource
  ) -> Brood {
    let count = population.count
    let geneCount = population.geneCount
    var brood = Brood(
      scores: Array(repeating: .unknown, count: count),
      origins: Array(repeating: Origin(), count: count),
      rowDigests: Array(repeating: 0, count: count))
    let evaluations = Atomic(0)
    // Unsafe: each chunk of rows is touched by one worker only, and the arrays outlive them all.
    unsafe population.genes.withUnsafeMutableBufferPointer { genes in
      unsafe brood.scores.withUnsafeMutableBufferPointer { scores in
        unsafe brood.origins.withUnsafeMutableBufferPointer { origins in
          unsafe brood.rowDigests.withUnsafeMutableBufferPointer { digests in
            let genes = unsafe SharedRows(genes, width: geneCount)
            let scores = unsafe SharedRows(scores)
            let origins = unsafe SharedRows(origins)
            let digests = unsafe SharedRows(digests)
            forEachChunk(of: count, problem.makeWorkspace) { rows, workspace in
              var chunkGenes = unsafe MutableSpan(_unsafeElements: genes[rows])
              var chunkScores = unsafe MutableSpan(_unsafeElements: scores[rows])
              var chunkOrigins = unsafe MutableSpan(_unsafeElements: origins[rows])
              var chunkDigests = unsafe MutableSpan(_unsafeElements: digests[rows])
              algorithm.breed(rows, into: &chunkGenes, origins: &chunkOrigins, random)
              let scored = Self.score(
                chunkGenes.span, chunkOrigins.span, into: &chunkScores, algorithm, problem,
                &workspace)
              evaluations.wrappingAdd(scored, ordering: .relaxed)
              for row in 0..<rows.count {
                chunkDigests[row] = Kernels.digest(
                  chunkGenes.span.extracting(row * geneCount..<(row + 1) * geneCount))
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

  /// Scores each run of rows that are not copies; the number of rows scored.
  static func score(
    _ genes: Span<Float>, _ origins: Span<Origin>, into scores: inout MutableSpan<Score>,
    _ algorithm: some Algorithm, _ problem: some Problem, _ workspace: inout Workspace
  ) -> Int {
    let geneCount = genes.count / max(1, origins.count)
    var evaluations = 0
    var start = 0
    while start < origins.count {
      if origins[start].isCopy {
        scores[start] = algorithm.score(ofParent: Int(origins[start].first))
        start += 1
        continue
      }
      var end = start + 1
      while end < origins.count, !origins[end].isCopy { end += 1 }
      var run = scores._mutatingExtracting(start..<end)
      problem.evaluate(
        genes.extracting(start * geneCount..<end * geneCount), into: &run, &workspace)
      evaluations += end - start
      start = end
    }
    return evaluations
  }

  /// Calls `work` once for each chunk of 0..<count, on as many threads as there are workers.
  private func forEachChunk(
    of count: Int, _ makeWorkspace: @Sendable () -> Workspace,
    _ work: @Sendable (Range<Int>, inout Workspace) -> Void
  ) {
    // Small enough that the last chunk keeps nobody waiting, large enough to be worth it.
    let pieces = workerCount == 1 ? 1 : workerCount * 16
    let size = max(1, min(16, count / (pieces * broodSize))) * broodSize
    let chunkCount = (count + size - 1) / size
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(workerCount, chunkCount)) { _ in
      var workspace = makeWorkspace()
      while true {
        let chunk = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard chunk < chunkCount else { return }
        work(chunk * size..<min(count, (chunk + 1) * size), &workspace)
      }
    }
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
