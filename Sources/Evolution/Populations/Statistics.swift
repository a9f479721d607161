/// What one generation looked like, in a few numbers.
public struct Statistics: Codable, Equatable, Sendable {
  /// Of the scores that are finite; NaN when none is.
  public let best: Float
  public let mean: Float
  public let worst: Float
  /// How many scores were not finite.
  public let invalidCount: Int
  /// How far the individuals are apart: 0 when all are equal, 1 when their genes have
  /// nothing in common.
  ///
  /// The spread of the genes over their size: √(mean variance / mean square), from all
  /// individuals or, of 128 and more, from 64 to 127 at even distances; likewise from all genes or,
  /// of many, from blocks of them.
  public let diversity: Float
  /// The index of the best individual, the first of equals; `nil` when no score is finite.
  public let bestIndex: Int?
  /// How many individuals have which score: in equal steps from the worst to the best; `nil` when no
  /// score is finite.
  ///
  /// Only for looking at: it is part of no digest.
  public let histogram: [UInt32]?

  /// The number of steps of the histogram.
  public static let stepCount = 64

  public init(_ population: Population, _ scores: [Score]) {
    var bestIndex: Int?
    var best = -Float.infinity
    var worst = Float.infinity
    var sum = 0.0
    var validCount = 0
    for (index, score) in scores.enumerated() where score.fitness.isFinite {
      validCount += 1
      sum += Double(score.fitness)
      worst = min(worst, score.fitness)
      if score.fitness > best {
        best = score.fitness
        bestIndex = index
      }
    }
    self.bestIndex = bestIndex
    self.best = validCount > 0 ? best : .nan
    self.worst = validCount > 0 ? worst : .nan
    mean = validCount > 0 ? Float(sum / Double(validCount)) : .nan
    invalidCount = scores.count - validCount
    diversity = Self.diversity(of: population)
    histogram = validCount > 0 ? Self.histogram(of: scores, worst...best) : nil
  }

  private static func histogram(of scores: [Score], _ range: ClosedRange<Float>) -> [UInt32] {
    var counts = [UInt32](repeating: 0, count: stepCount)
    // In Double, the distance of any two scores is finite.
    let low = Double(range.lowerBound)
    let width = Double(range.upperBound) - low
    let factor = width > 0 ? Double(stepCount) / width : 0
    for score in scores where score.fitness.isFinite {
      let step = Int((Double(score.fitness) - low) * factor)
      counts[min(step, stepCount - 1)] += 1
    }
    return counts
  }

  static func diversity(of population: Population) -> Float {
    let step = max(1, population.count / 64)
    let sample = Array(stride(from: 0, to: population.count, by: step))
    var sums = [Float](repeating: 0, count: population.geneCount)
    var square: Float = 0
    let blocks = blocks(of: population.geneCount)
    for individual in sample {
      let genes = population.genes.span.extracting(population.row(individual))
      for block in blocks {
        for gene in block {
          sums[gene] += genes[gene]
          square += genes[gene] * genes[gene]
        }
      }
    }
    let count = Float(sample.count)
    let squareOfMeans = sums.reduce(0) { $0 + $1 * $1 } / count
    guard square > 0, square.isFinite else { return 0 }
    return max(0, (square - squareOfMeans) / square).squareRoot()
  }

  /// The genes that are looked at: all or, of more than 16,384, 256 blocks of 64 at even distances.
  private static func blocks(of geneCount: Int) -> [Range<Int>] {
    let (blockCount, width) = (256, 64)
    guard geneCount > blockCount * width else { return [0..<geneCount] }
    return (0..<blockCount).map { block in
      let start = block * (geneCount - width) / (blockCount - 1)
      return start..<start + width
    }
  }
}
