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

  /// Smaller lanes are lines of text.
  static let leastLane = Size(width: 18, height: 5)

  /// Whether lanes are lines of text.
  var isList: Bool { lanes.first?.rect.height == 1 }

  /// - Parameter size: Of the whole screen, of which three lines are status, message and footer.
  init(_ size: Size, laneCount: Int) {
    let area = Size(width: size.width, height: size.height - 3)
    let count = max(1, laneCount)
    let columns = Self.columns(for: count, in: area)
    let rows = (count + columns - 1) / columns
    let lane = Size(width: area.width / columns, height: area.height / rows)
    guard lane.width >= Self.leastLane.width, lane.height >= Self.leastLane.height else {
      lanes = (0..<laneCount).map { index in
        let y = min(index, area.height)
        let line = Rect(x: 0, y: y, width: area.width, height: index < area.height ? 1 : 0)
        return Lane(rect: line, picture: Rect.none, curve: Rect.none)
      }
      return
    }
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

extension Rect {
  static var none: Rect { Rect(x: 0, y: 0, width: 0, height: 0) }
}
