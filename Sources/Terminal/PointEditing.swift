import Evolution
import Laboratory

/// Points added, moved and taken away with the keyboard, while the run goes on.
///
/// An edit is a change of the setting `points`, so that it is recorded, undone and replayed like any
/// other.
extension Model {
  /// Whether there are points that can be edited.
  var canEditPoints: Bool {
    guard helpScroll == nil, !isRacing, hasPlane, let dataset = snapshot.data?.dataset else {
      return false
    }
    return dataset.featureCount == 2 && !dataset.isBytes
  }

  /// Whether letters stand for points of their class now.
  var editsPoints: Bool { sight.editing != nil && movesCursor && canEditPoints }

  /// The class whose letter a key is, while points are edited.
  func pointLabel(_ key: Key) -> Int? {
    guard editsPoints, case .character(let character) = key,
      let count = snapshot.data?.dataset.classCount
    else { return nil }
    return (0..<count).first {
      Character(PointMark.letter($0, classCount: count)) == character
    }
  }

  mutating func toggleEditing() {
    guard sight.editing == nil else {
      sight.editing = nil
      sight.cursor = nil
      return
    }
    guard canEditPoints else { return tell("Points can be edited where data have two features.") }
    if sight.cursor == nil { toggleCursor() }
    focus = .boundary
    sight.pages[.boundary] = .boundary
    sight.lens = .answer
    sight.editing = Sight.Editing()
  }

  /// Puts a point of a class under the cursor.
  mutating func addPoint(label: Int) -> [Effect] {
    guard let place = cursorPoint, let data = snapshot.data else { return [] }
    var edits = presentEdits
    edits.add(place, label: label)
    return setPoints(edits, "A point of class \(data.dataset.classNames[label]).")
  }

  /// Takes the nearest point away.
  mutating func removePoint() -> [Effect] {
    guard let data = snapshot.data, let sample = grasp() else { return [] }
    var edits = snapshot.points
    edits.remove(sample, of: data.dataset.count)
    sight.editing?.held = nil
    return setPoints(edits, "The nearest point is gone; u brings it back.")
  }

  /// Takes the nearest point up, or puts the one that was taken up down here.
  mutating func movePoint() -> [Effect] {
    guard let data = snapshot.data else { return [] }
    guard let held = sight.editing?.held else {
      guard let sample = grasp() else { return [] }
      sight.editing?.held = sample
      tell("Taken up: move the cursor, and enter puts it down.")
      return []
    }
    sight.editing?.held = nil
    guard let place = cursorPoint, held < data.dataset.count else { return [] }
    var edits = snapshot.points
    edits.move(held, of: data.dataset.count, to: place)
    return setPoints(edits, "The point lies here now.")
  }

  /// - Parameter text: What to say if it is done.
  private mutating func setPoints(_ edits: PointEdits, _ text: String) -> [Effect] {
    guard edits.count <= PointEdits.limit else {
      tell("\(PointEdits.limit) edited points are the most there can be; u takes the last back.")
      return []
    }
    let effects = set([.set(PointEdits.name, .choice(edits.text))])
    if !effects.isEmpty { tell(text) }
    return effects
  }

  /// The edits as they will be, with what is on its way to the engine.
  private var presentEdits: PointEdits {
    wishes.values[PointEdits.name].flatMap { PointEdits($0.value.description) } ?? snapshot.points
  }

  /// The point nearest to the cursor that is trained on or held back, unless the points are about to
  /// change: what is seen would be another one.
  private mutating func grasp() -> Int? {
    guard wishes.values[PointEdits.name] == nil, let cursor = sight.cursor,
      let plane = boundary?.plane, let dataset = snapshot.data?.dataset
    else { return nil }
    let here = plane.point(cursor.column, cursor.row)
    return (0..<dataset.count).min {
      plane.distance(from: here, to: $0, of: dataset)
        < plane.distance(from: here, to: $1, of: dataset)
    }
  }

  /// Where the cursor is, in the units of the data and before they are turned.
  private var cursorPoint: PointEdits.Point? {
    guard let cursor = sight.cursor, let plane = boundary?.plane, let data = snapshot.data else {
      return nil
    }
    var (x, y) = plane.point(cursor.column, cursor.row)
    if plane.axes.horizontal == 1 { (x, y) = (y, x) }
    let point = PointEdits.Point(x: x, y: y)
    guard data.canTurn else { return point }
    let degrees = controls.first { $0.name == "rotate" }?.target.number ?? 0
    return data.turned(point, PlaneTurn(degrees: Float(degrees)).inverse)
  }
}
