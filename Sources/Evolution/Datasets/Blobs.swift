/// Round normal clusters, one for each class: scikit-learn's `make_blobs`.
///
/// Each seed draws new centres, uniformly from the square between -10 and 10, so that
/// clusters may overlap wholly or lie far apart. The first classes have one sample more
/// where the number of samples is no multiple of that of the centres.
public struct Blobs: DatasetGenerator {
  public static let summary = "Round clusters around random centers"
  public static let parameters: [Parameter<Self>] = [
    Parameter(
      "centers", \.centers, 2...10, effect: .restart,
      help: "Clusters; each one is a class of its own."),
    Parameter(
      "deviation", \.deviation, 0...10, .linear(0.1),
      help: "Standard deviation of the points around their center.",
      when: { $0.difficulty == 0 }),
    .difficulty(\.difficulty),
  ]

  public var centers = 2
  public var deviation: Float = 1
  /// Takes the place of `deviation` unless 0.
  public var difficulty = 0

  public init() {}

  public func generate(count: Int, _ random: RandomSource) throws(DatasetError) -> Dataset {
    precondition(count >= 2, "Each class has a sample.")
    guard count >= centers else {
      throw .impossible("\(centers) centers need at least \(centers) samples, not \(count).")
    }
    var stream = random[.dataset, DatasetStream.layout.rawValue]
    var points = Points(capacity: count)
    for (center, size) in Points.sizes(count, parts: centers).enumerated() {
      let x = 20 * Double(stream.uniform()) - 10
      let y = 20 * Double(stream.uniform()) - 10
      for _ in 0..<size { points.append(x, y, label: center) }
    }
    points.addNoise(difficulty > 0 ? Float(difficulty) : deviation, random)
    return points.shuffled(classCount: centers, random)
  }
}
