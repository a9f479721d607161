/// What the members of the covariance family do alike with a matrix and with another network.
extension RemappedRow {
  /// By what a number of each gene is multiplied that is measured in initial deviations, which
  /// another network may have changed; 0 for a new gene: [new geneCount].
  func scales(from old: SearchSpace, to new: SearchSpace) -> [Double] {
    sources.enumerated().map { gene, source in
      source < 0
        ? 0 : new.inInitialDeviations(old.initialDeviations[Int(source)], gene)
    }
  }

  /// Takes a mean along that is measured in initial deviations: [old] → [new geneCount].
  func carryingMean(
    _ mean: [Double], from old: SearchSpace, to new: SearchSpace
  ) -> [Double] {
    let scales = scales(from: old, to: new)
    return sources.enumerated().map { gene, source in
      source < 0
        ? new.inInitialDeviations(genes[gene], gene) : scales[gene] * mean[Int(source)]
    }
  }

  /// Takes the lower triangle of a covariance matrix along, measured in initial deviations:
  /// [old × old] → [new × new].
  ///
  /// A new gene has the mean variance of the old ones and is independent of them.
  func carryingCovariance(
    _ covariance: [Double], from old: SearchSpace, to new: SearchSpace
  ) -> [Double] {
    let (oldCount, count) = (old.geneCount, new.geneCount)
    let scales = scales(from: old, to: new)
    let variance =
      (0..<oldCount).reduce(0) { $0 + covariance[$1 * oldCount + $1] } / Double(oldCount)
    var result = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in 0...i {
        if sources[i] >= 0, sources[j] >= 0 {
          let (row, column) = (Int(max(sources[i], sources[j])), Int(min(sources[i], sources[j])))
          result[i * count + j] = scales[i] * scales[j] * covariance[row * oldCount + column]
        } else if i == j {
          result[i * count + j] = variance
        }
      }
    }
    return result
  }
}

extension SearchSpace {
  /// A gene measured in its initial deviation; zero where that is zero.
  func inInitialDeviations(_ value: Float, _ gene: Int) -> Double {
    initialDeviations[gene] > 0 ? Double(value) / Double(initialDeviations[gene]) : 0
  }

  /// Genes of a point that is measured in initial deviations: [geneCount].
  func genes(at point: [Double]) -> [Float] {
    zip(point, initialDeviations).map { Float(Double($1) * $0) }
  }
}

extension MutableSpan<Float> {
  /// Sets a row of genes to deviations (mean + sigma steps), rounded to single precision.
  mutating func place(
    mean: Span<Double>, steps: Span<Double>, sigma: Double, deviations: Span<Float>
  ) {
    precondition(
      mean.count == count && steps.count == count && deviations.count == count)
    for gene in indices {
      self[gene] = Float(Double(deviations[gene]) * (mean[gene] + sigma * steps[gene]))
    }
  }
}
