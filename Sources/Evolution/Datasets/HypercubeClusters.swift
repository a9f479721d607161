/// Sheared normal clusters at the corners of a square: scikit-learn's `make_classification`
/// with two features, after the Madelon design.
///
/// Guyon, "Design of experiments of the NIPS 2003 variable selection benchmark" (2003).
/// A cluster is a standard normal cloud times a random matrix with entries uniform on
/// -1…1, moved to a corner. With one informative feature there are two corners, and the other
/// feature is noise that says nothing. The columns stand in random order.
public struct HypercubeClusters: DatasetGenerator {
  public static let summary =
    "Sheared clusters at the corners of a square (difficulty 3 has 2 informative features here)"
  public static let parameters: [Parameter<Self>] = [
    .classes(\.classes),
    Parameter(
      "separation", \.separation, 0...5, .linear(0.05),
      help: "Distance of the clusters' corners from the axes.", when: { $0.difficulty == 0 }),
    Parameter(
      "informative", \.informative, 1...2,
      help: "Features that tell the class; the rest is noise.", when: { $0.difficulty == 0 }),
    Parameter(
      "clusters", \.clusters, 1...2, help: "Clusters of each class.",
      when: { $0.difficulty == 0 }),
    Parameter(
      "flip", \.flip, 0...1, .linear(0.01),
      help: "Share of the labels that are drawn anew from all classes."),
    .difficulty(\.difficulty),
  ]

  public var classes = 2
  public var separation: Float = 1
  public var informative = 2
  public var clusters = 2
  public var flip: Float = 0.01
  /// Takes the place of `separation`, `informative` and `clusters` unless 0.
  ///
  /// The separation is 1 / `difficulty`; from 3 on there are two clusters a class, and two
  /// informative features to hold their four corners. (The experiments that these presets
  /// come from ask for one informative feature at 3, which has two corners only, and which
  /// scikit-learn refuses.)
  public var difficulty = 0

  public init() {}

  public func generate(count: Int, _ random: RandomSource) throws(DatasetError) -> Dataset {
    precondition(count >= 2, "Each class has a sample.")
    guard count >= classes else {
      throw .impossible("\(classes) classes need at least \(classes) samples, not \(count).")
    }
    let separation = difficulty > 0 ? 1 / Double(difficulty) : Double(separation)
    let clusters = difficulty > 0 ? (difficulty < 3 ? 1 : 2) : clusters
    let informative = difficulty > 0 ? (difficulty < 3 ? 1 : 2) : informative
    guard classes * clusters <= 1 << informative else {
      throw .impossible(
        "\(classes) classes with \(clusters) \(clusters == 1 ? "cluster" : "clusters") each need "
          + "\(classes * clusters) corners, but \(informative) informative "
          + "\(informative == 1 ? "feature has" : "features have") only \(1 << informative).")
    }

    let first = random.numbers(count, of: .normal, for: .datasetNoise, individual: 0)
    let second = random.numbers(count, of: .normal, for: .datasetNoise, individual: 1)
    var layout = random[.dataset, DatasetStream.layout.rawValue]
    var corners = Array(0..<1 << informative)
    // As in the original, corners that are all taken are taken in order.
    if classes * clusters < corners.count { layout.shuffle(&corners) }
    var points = Points(capacity: count)
    for (cluster, size) in Points.sizes(count, parts: classes * clusters).enumerated() {
      let corner = corners[cluster]
      let label = cluster % classes
      let samples = points.count..<points.count + size
      if informative == 1 {
        let center = corner == 0 ? -separation : separation
        let a = layout.coefficient()
        for i in samples {
          points.append(a * Double(first[i]) + center, Double(second[i]), label: label)
        }
      } else {
        let x = corner & 2 == 0 ? -separation : separation
        let y = corner & 1 == 0 ? -separation : separation
        let (a, b) = (layout.coefficient(), layout.coefficient())
        let (c, d) = (layout.coefficient(), layout.coefficient())
        for i in samples {
          let (u, v) = (Double(first[i]), Double(second[i]))
          points.append(a * u + c * v + x, b * u + d * v + y, label: label)
        }
      }
    }
    points.labels = flipped(points.labels, random)
    if layout.index(below: 2) == 1 { points.swapColumns() }
    return points.shuffled(classCount: classes, random)
  }

  /// Draws some labels anew, but leaves each class at least its first sample.
  private func flipped(_ labels: [Int32], _ random: RandomSource) -> [Int32] {
    var flipped = labels
    var stream = random[.dataset, DatasetStream.flips.rawValue]
    for sample in labels.indices where stream.uniform() < flip {
      flipped[sample] = Int32(stream.index(below: classes))
    }
    for label in 0..<Int32(classes) where !flipped.contains(label) {
      for label in 0..<Int32(classes) {
        if let sample = labels.firstIndex(of: label) { flipped[sample] = label }
      }
    }
    return flipped
  }
}

extension RandomStream {
  /// An entry of a random matrix, uniform on -1..<1.
  fileprivate mutating func coefficient() -> Double { 2 * Double(uniform()) - 1 }
}
