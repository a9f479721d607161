/// Exclusive or: the class says whether exactly one coordinate is 1.
///
/// Points lie uniformly in squares around the corners (0, 0), (0, 1), (1, 1) and (1, 0), in
/// equal numbers but for what is left over. With no spread and no noise they are the truth
/// table.
public struct Xor: DatasetGenerator {
  public static let summary = "Exclusive or: four squares, like ones opposite"
  public static let parameters: [Parameter<Self>] = [
    .noise(\.noise),
    Parameter(
      "spread", \.spread, 0...1, .linear(0.05),
      help: "Side of the square around each corner; at 1 the squares touch."),
  ]

  public var noise: Float = 0.1
  public var spread: Float = 0.8

  public init() {}

  public func generate(count: Int, _ random: RandomSource) -> Dataset {
    precondition(count >= 2, "Each class has a sample.")
    var stream = random[.dataset, DatasetStream.positions.rawValue]
    var points = Points(capacity: count)
    // In this order the first two corners, and the last two, are of both classes.
    let corners: [(x: Double, y: Double)] = [(0, 0), (0, 1), (1, 1), (1, 0)]
    for (corner, size) in zip(corners, Points.sizes(count, parts: 4)) {
      for _ in 0..<size {
        let right = Double(spread) * (Double(stream.uniform()) - 0.5)
        let up = Double(spread) * (Double(stream.uniform()) - 0.5)
        points.append(corner.x + right, corner.y + up, label: corner.x == corner.y ? 0 : 1)
      }
    }
    points.addNoise(noise, random)
    return points.shuffled(classCount: 2, random)
  }
}
