import Laboratory

/// Where the lanes of a race stand: a pure function of the size and their number.
///
/// As many columns as make the lanes nearest to twice as wide as high in cells' own shape; in
/// each a picture and, where there is room, a curve beside it.
struct RaceLayout: Hashable {
  struct Lane: Hashable {
    /// With its frame.
    let rect: Rect
    /// Within the frame; empty where there is no room for one.
    let picture: Rect
    let curve: Rect
  }

  let lanes: [Lane]
  /// So many stand side by side.
  let columns: Int
  /// Where it is said how many lanes there is no room for; `nil` if all are shown.
  let rest: Rect?

  /// Smaller lanes are lines of text.
  static let leastLane = Size(width: 18, height: 5)

  /// Whether lanes are lines of text.
  var isList: Bool { lanes.first?.rect.height == 1 }

  /// - Parameters:
  ///   - size: Of the whole screen, of which three lines are status, message and footer.
  ///   - kept: Lanes that are shown in any case, the most important first.
  init(_ size: Size, laneCount: Int, keeping kept: [Int] = []) {
    let area = Size(width: size.width, height: size.height - 3)
    let count = max(1, laneCount)
    let columns = Self.columns(for: count, in: area)
    let rows = (count + columns - 1) / columns
    let lane = Size(width: area.width / columns, height: area.height / rows)
    guard lane.width >= Self.leastLane.width, lane.height >= Self.leastLane.height else {
      let hasAll = laneCount <= area.height
      let seen = Self.seen(hasAll ? laneCount : max(0, area.height - 1), of: laneCount, kept)
      lanes = (0..<laneCount).map { index in
        let row = seen.firstIndex(of: index)
        let line = Rect(
          x: 0, y: row ?? area.height, width: area.width, height: row == nil ? 0 : 1)
        return Lane(rect: line, picture: Rect.none, curve: Rect.none)
      }
      self.columns = 1
      rest = hasAll ? nil : Rect(x: 0, y: area.height - 1, width: area.width, height: 1)
      return
    }
    self.columns = columns
    rest = nil
    lanes = (0..<laneCount).map { index in
      // The last of a row or column takes what division leaves over.
      let (column, row) = (index % columns, index / columns)
      let right = column + 1 == columns ? area.width : (column + 1) * lane.width
      let bottom = row + 1 == rows ? area.height : (row + 1) * lane.height
      let rect = Rect(
        x: column * lane.width, y: row * lane.height, width: right - column * lane.width,
        height: bottom - row * lane.height)
      return Self.divided(rect)
    }
  }

  /// The first lanes and those that are kept, in their order.
  private static func seen(_ count: Int, of laneCount: Int, _ kept: [Int]) -> [Int] {
    var chosen: [Int] = []
    for lane in kept + (0..<laneCount)
    where chosen.count < count && lane < laneCount && !chosen.contains(lane) {
      chosen.append(lane)
    }
    return chosen.sorted()
  }

  private static func divided(_ rect: Rect) -> Lane {
    let inside = rect.inside
    guard inside.width >= 24 else { return Lane(rect: rect, picture: inside, curve: Rect.none) }
    let width = min(inside.width * 55 / 100, max(inside.height * 3, inside.width / 2))
    return Lane(
      rect: rect,
      picture: Rect(x: inside.x, y: inside.y, width: width, height: inside.height),
      curve: Rect(
        x: inside.x + width, y: inside.y, width: inside.width - width, height: inside.height))
  }

  /// Where the lanes' widths are nearest to three times their heights.
  private static func columns(for count: Int, in area: Size) -> Int {
    (1...count).min { left, right in
      distance(left, count, area) < distance(right, count, area)
    } ?? 1
  }

  private static func distance(_ columns: Int, _ count: Int, _ area: Size) -> Double {
    let rows = (count + columns - 1) / columns
    let width = Double(max(1, area.width / columns))
    let height = Double(max(1, area.height / rows))
    let ratio = width / height / 3
    // Empty places are a waste.
    let waste = Double(columns * rows) / Double(count)
    return waste * (ratio > 1 ? ratio : 1 / ratio)
  }
}

extension Model {
  /// Where the lanes stand: the leader and the selected one are among those that are seen.
  var raceLayout: RaceLayout {
    RaceLayout(
      size, laneCount: snapshot.race?.lanes.count ?? 0,
      keeping: [snapshot.race?.leader, selectedLane].compactMap { $0 })
  }

  /// Selects the lane so many rows below, if there is one.
  mutating func moveLane(rows: Int) {
    let lane = selectedLane + rows * raceLayout.columns
    if lanes.indices.contains(lane) { selectedLane = lane }
  }
}

extension Rect {
  static var none: Rect { Rect(x: 0, y: 0, width: 0, height: 0) }
}
