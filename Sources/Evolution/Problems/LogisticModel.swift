/// A linear classifier's loss over some samples, in double precision, with L2 regularisation.
///
///     loss = mean cross-entropy + 1 / (2 C count) Σ weight²
///
/// so that C has the meaning that it has in scikit-learn; biases are not regularised. Parameters lie
/// as the genes of a network without hidden layers: weights [outputs × features], then biases.
struct LogisticModel: Sendable {
  let featureCount: Int
  let outputCount: Int
  let count: Int
  /// One row a feature: [featureCount × count].
  private let features: [Double]
  /// Classes: [count].
  private let labels: [Int32]

  /// - Parameter indices: Which samples; at least one.
  init(_ set: SampleSet, indices: [Int], outputCount: Int) {
    precondition(!indices.isEmpty, "There is something to learn.")
    let samples = set.gather(indices.map(Int32.init))
    featureCount = samples.featureCount
    self.outputCount = outputCount
    count = indices.count
    labels = Array(samples.labels.prefix(indices.count))
    features = (0..<samples.featureCount).flatMap { feature in
      let row = feature * samples.stride
      return samples.features[row..<row + indices.count].lazy.map(Double.init)
    }
  }

  var parameterCount: Int { outputCount * (featureCount + 1) }

  /// The regularised mean loss, and its gradient: [parameterCount].
  func loss(_ parameters: [Double], _ gradient: inout [Double], c: Double) -> Double {
    precondition(parameters.count == parameterCount && gradient.count == parameterCount)
    var slopes = logits(parameters)
    let sum = outputCount == 1 ? turnLogitIntoSlopes(&slopes) : turnLogitsIntoSlopes(&slopes)
    let strength = 1 / (c * Double(count))
    var squares = 0.0
    for output in 0..<outputCount {
      for feature in 0..<featureCount {
        let weight = output * featureCount + feature
        squares += parameters[weight] * parameters[weight]
        gradient[weight] =
          product(slopes.span, output, feature) / Double(count) + strength * parameters[weight]
      }
      gradient[outputCount * featureCount + output] = total(slopes.span, output) / Double(count)
    }
    return sum / Double(count) + strength / 2 * squares
  }

  /// How many samples are classified right: as networks do, the first of equal logits counts.
  func correctCount(_ parameters: [Double]) -> Int {
    let logits = logits(parameters)
    return (0..<count).count { sample in
      guard outputCount > 1 else { return (logits[sample] > 0 ? 1 : 0) == labels[sample] }
      var best = 0
      for output in 1..<outputCount
      where logits[output * count + sample] > logits[best * count + sample] { best = output }
      return best == labels[sample]
    }
  }

  /// Of all samples: [outputCount × count].
  private func logits(_ parameters: [Double]) -> [Double] {
    var logits = [Double](repeating: 0, count: outputCount * count)
    var target = logits.mutableSpan
    let source = features.span
    for output in 0..<outputCount {
      let bias = parameters[outputCount * featureCount + output]
      for sample in 0..<count { target[output * count + sample] = bias }
      for feature in 0..<featureCount {
        let weight = parameters[output * featureCount + feature]
        for sample in 0..<count {
          target[output &* count &+ sample] += weight * source[feature &* count &+ sample]
        }
      }
    }
    return logits
  }

  /// Puts p - y in the place of the logit of class 1; returns the sum of the losses.
  private func turnLogitIntoSlopes(_ logits: inout [Double]) -> Double {
    var sum = 0.0
    for sample in 0..<count {
      let logit = logits[sample]
      let e = exponential(-abs(logit))
      let p = (logit > 0 ? 1 : e) / (1 + e)
      let y = Double(labels[sample])
      sum += max(logit, 0) - y * logit + logarithm(1 + e)
      logits[sample] = p - y
    }
    return sum
  }

  /// Puts p - y in the place of all logits; returns the sum of the losses.
  private func turnLogitsIntoSlopes(_ logits: inout [Double]) -> Double {
    var sum = 0.0
    for sample in 0..<count {
      var largest = logits[sample]
      for output in 1..<outputCount { largest = max(largest, logits[output * count + sample]) }
      let right = logits[Int(labels[sample]) * count + sample] - largest
      var total = 0.0
      for output in 0..<outputCount {
        let e = exponential(logits[output * count + sample] - largest)
        logits[output * count + sample] = e
        total += e
      }
      for output in 0..<outputCount {
        let y = output == labels[sample] ? 1.0 : 0
        logits[output * count + sample] = logits[output * count + sample] / total - y
      }
      sum += logarithm(total) - right
    }
    return sum
  }

  /// Σ slope × feature over the samples.
  private func product(_ slopes: Span<Double>, _ output: Int, _ feature: Int) -> Double {
    let column = features.span
    var sum = 0.0
    for sample in 0..<count {
      sum += slopes[output &* count &+ sample] * column[feature &* count &+ sample]
    }
    return sum
  }

  private func total(_ slopes: Span<Double>, _ output: Int) -> Double {
    var sum = 0.0
    for sample in 0..<count { sum += slopes[output &* count &+ sample] }
    return sum
  }
}
