/// Corrects the p values of several tests so that the chance of any false alarm stays bounded.
///
/// Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
/// Statistics 6 (1979): the smallest of m values is multiplied by m, the next one by m − 1, and
/// so on; none becomes smaller than the one before it, nor larger than 1.
public enum Holm {
  /// The corrected values, in the order of the given ones.
  public static func corrected(_ p: [Double]) -> [Double] {
    var corrected = p
    var largest = 0.0
    let order = p.indices.sorted { (p[$0], $0) < (p[$1], $1) }
    for (place, index) in order.enumerated() {
      largest = max(largest, min(1, Double(p.count - place) * p[index]))
      corrected[index] = largest
    }
    return corrected
  }
}
