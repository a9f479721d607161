/// Samples cut into parts of nearly equal size, each class spread evenly over them, for
/// cross-validation.
///
/// The members of a class go into the parts in their order, as `StratifiedKFold` of scikit-learn
/// deals them out when it does not shuffle.
struct Folds: Equatable, Sendable {
  /// Of each sample: [labels.count].
  let parts: [Int]
  let count: Int

  /// - Parameters:
  ///   - labels: Classes from 0.
  ///   - count: At least 2; no more parts are made than there are samples, of which there are 2.
  init(_ labels: [Int32], count: Int) {
    precondition(count >= 2 && labels.count >= 2, "There is something to hold back.")
    let count = min(count, labels.count)
    let classCount = Int(labels.max() ?? -1) + 1
    // In the order of the labels, every count-th sample goes into the same part: that says how
    // many of a class a part takes.
    var sizes = [[Int]](repeating: Array(repeating: 0, count: count), count: classCount)
    let order = Self.order(of: labels)
    for (position, rank) in labels.map({ order[Int($0)] }).sorted().enumerated() {
      sizes[rank][position % count] += 1
    }
    var fronts = sizes.map { _ in 0 }
    parts = labels.map { label in
      let rank = order[Int(label)]
      while sizes[rank][fronts[rank]] == 0 { fronts[rank] += 1 }
      sizes[rank][fronts[rank]] -= 1
      return fronts[rank]
    }
    self.count = count
  }

  /// The rank of each class by its first sample; classes without one come last.
  private static func order(of labels: [Int32]) -> [Int] {
    var ranks: [Int] = Array(repeating: -1, count: Int(labels.max() ?? -1) + 1)
    var next = 0
    for label in labels where ranks[Int(label)] < 0 {
      ranks[Int(label)] = next
      next += 1
    }
    return ranks
  }

  func members(of part: Int) -> [Int] { parts.indices.filter { parts[$0] == part } }
  func others(than part: Int) -> [Int] { parts.indices.filter { parts[$0] != part } }
}
