/// A circle of radius 1 around a smaller one: scikit-learn's `make_circles`.
///
/// The points of a class stand at equal angles. The inner class has one more where the
/// number of samples is odd.
public struct Circles: DatasetGenerator {
  public static let summary = "A circle around a smaller one"
  public static let parameters: [Parameter<Self>] = [
    .noise(\.noise),
    Parameter(
      "factor", \.factor, 0...0.99, .linear(0.05),
      help: "Radius of the inner circle; that of the outer one is 1."),
  ]

  public var noise: Float = 0.1
  public var factor: Float = 0.5

  public init() {}

  public func generate(count: Int, _ random: RandomSource) -> Dataset {
    precondition(count >= 2, "Each class has a sample.")
    let outer = count / 2
    let inner = count - outer
    var points = Points(capacity: count)
    for i in 0..<outer {
      let direction = Direction(turns: Double(i) / Double(outer))
      points.append(direction.cosine, direction.sine, label: 0)
    }
    for i in 0..<inner {
      let direction = Direction(turns: Double(i) / Double(inner))
      points.append(
        Double(factor) * direction.cosine, Double(factor) * direction.sine, label: 1)
    }
    points.addNoise(noise, random)
    return points.shuffled(classCount: 2, random)
  }
}
