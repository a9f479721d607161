/// One round normal cloud, cut into rings: scikit-learn's `make_gaussian_quantiles`.
///
/// The innermost points are class 0. All classes have the same size, but for the
/// outermost, which takes what is left over. The variance scales the cloud and changes
/// nothing else.
public struct GaussianQuantiles: DatasetGenerator {
  public static let summary = "One round cloud, cut into rings"
  public static let parameters: [Parameter<Self>] = [
    .classes(\.classes),
    Parameter(
      "variance", \.variance, 0.1...10, .linear(0.1), help: "Variance of each coordinate.",
      when: { $0.difficulty == 0 }),
    .difficulty(\.difficulty),
  ]

  public var classes = 2
  public var variance: Float = 1
  /// Takes the place of `variance` unless 0.
  public var difficulty = 0

  public init() {}

  public func generate(count: Int, _ random: RandomSource) throws(DatasetError) -> Dataset {
    precondition(count >= 2, "Each class has a sample.")
    guard count >= classes else {
      throw .impossible("\(classes) classes need at least \(classes) samples, not \(count).")
    }
    let variance = difficulty > 0 ? Double(difficulty) : Double(variance)
    var points = Points(capacity: count)
    for _ in 0..<count { points.append(0, 0, label: classes - 1) }
    points.addNoise(Float(variance.squareRoot()), random)

    // Squared distances of what the data set will hold, so that no rounding mixes the rings.
    let distances = points.labels.indices.map { sample in
      let (x, y) = (Double(Float(points.x[sample])), Double(Float(points.y[sample])))
      return x * x + y * y
    }
    let order = points.labels.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
    let step = count / classes
    for (rank, sample) in order.prefix(step * (classes - 1)).enumerated() {
      points.labels[sample] = Int32(rank / step)
    }
    return points.shuffled(classCount: classes, random)
  }
}
