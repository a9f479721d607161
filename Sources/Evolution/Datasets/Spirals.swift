/// Spiral arms wound around each other, one for each class.
///
/// Lang and Witbrock, "Learning to tell two spirals apart", Proceedings of the 1988
/// Connectionist Models Summer School. Their benchmark is 2 classes of 3 turns with 194
/// samples and no noise. Arms go from radius 6.5 inwards to 0.5; the points of an arm stand
/// at equal angles. The first classes have one sample more where the number of samples is
/// no multiple of that of the arms.
public struct Spirals: DatasetGenerator {
  public static let summary = "Spiral arms wound around each other"
  public static let parameters: [Parameter<Self>] = [
    .noise(\.noise),
    .classes(\.classes),
    Parameter(
      "turns", \.turns, 0.25...5, .linear(0.25),
      help: "How often an arm goes around; 3 is the benchmark of Lang and Witbrock."),
  ]

  public var noise: Float = 0.1
  public var classes = 2
  public var turns: Float = 1.5

  public init() {}

  public func generate(count: Int, _ random: RandomSource) throws(DatasetError) -> Dataset {
    precondition(count >= 2, "Each class has a sample.")
    guard count >= classes else {
      throw .impossible("\(classes) classes need at least \(classes) samples, not \(count).")
    }
    var points = Points(capacity: count)
    for (arm, size) in Points.sizes(count, parts: classes).enumerated() {
      // The benchmark's class 1 starts at (0, 6.5), its class 0 opposite.
      let start = Double(arm + 1) / Double(classes)
      for i in 0..<size {
        let way = Double(i) / Double(max(size - 1, 1))
        let radius = 6.5 - 6 * way
        let direction = Direction(turns: Double(turns) * way + start)
        points.append(radius * direction.sine, radius * direction.cosine, label: arm)
      }
    }
    points.addNoise(noise, random)
    return points.shuffled(classCount: classes, random)
  }
}
