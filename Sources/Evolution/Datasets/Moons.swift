/// Two interleaved half circles of radius 1: scikit-learn's `make_moons`.
///
/// The points of a class stand at equal angles. The second class has one more where the
/// number of samples is odd.
public struct Moons: DatasetGenerator {
  public static let summary = "Two interleaved half circles"
  public static let parameters: [Parameter<Self>] = [.noise(\.noise)]

  public var noise: Float = 0.1

  public init() {}

  public func generate(count: Int, _ random: RandomSource) -> Dataset {
    precondition(count >= 2, "Each class has a sample.")
    let outer = count / 2
    let inner = count - outer
    var points = Points(capacity: count)
    for i in 0..<outer {
      let direction = Direction(turns: Double(i) / Double(max(2 * (outer - 1), 1)))
      points.append(direction.cosine, direction.sine, label: 0)
    }
    for i in 0..<inner {
      let direction = Direction(turns: Double(i) / Double(max(2 * (inner - 1), 1)))
      points.append(1 - direction.cosine, 0.5 - direction.sine, label: 1)
    }
    points.addNoise(noise, random)
    return points.shuffled(classCount: 2, random)
  }
}
