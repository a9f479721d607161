import Evolution
import Laboratory

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The course of the fitness: best, mean and worst, the champion's test accuracy or, where samples
/// are kept to choose it by, its validation accuracy, and a mark for each change of a setting.
///
/// The first generation stays at the left edge; when the plot is full, a dot begins to stand
/// for twice as many generations.
public struct FitnessChart: FramedView {
  let history: History
  let changes: [Change]
  private let axis: Axis
  private let isChosenByValidation: Bool
  /// The generation that is shown, where the course goes on beyond it.
  private let present: Int?
  /// The best and the mean of the generation that is shown; `nil` before the first.
  private let shown: (best: Float, mean: Float)?
  /// Another run of which the best is shown too.
  private let overlay: (name: String, history: History)?
  /// What it has in common with others beside it, and how far it has come there, 0…1.
  private var shared: (axes: SharedAxes, reach: Double)?

  /// A lane of a race, over axes that all lanes have.
  init(_ lane: Model, _ axes: SharedAxes) {
    self.init(lane)
    shared = (axes, Double(lane.snapshot.evaluations) / Double(max(1, axes.evaluations)))
  }

  public init(_ model: Model) {
    present = model.snapshot.course == nil ? nil : model.snapshot.generation
    shown =
      model.snapshot.generation > 0
      ? model.snapshot.statistics.map { ($0.best, $0.mean) } : nil
    overlay = model.overlay
    history = model.snapshot.course?.history ?? model.snapshot.history
    isChosenByValidation = model.snapshot.choosesByValidation
    axis = Axis(model.sight.axis, isOfFunction: model.snapshot.function != nil)
    changes = model.allChanges
  }

  /// The axes that differ.
  static func choices(_ model: Model) -> [AxisChoice] {
    model.snapshot.function == nil ? AxisChoice.allCases : [.automatic, .fromZero]
  }

  public var title: String { axis.name }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    guard let last = shown else {
      return present == nil ? [] : [Label("before the first generation", .dim)]
    }
    return [
      Label("best \(axis.text(last.best))", .best), Label("mean \(axis.text(last.mean))", .mean),
    ]
  }

  /// How the lines look.
  public func caption(_ glyphs: GlyphSet) -> [Label] {
    guard !history.buckets.isEmpty else { return [] }
    let isASCII = glyphs.isASCII
    var labels = [
      Label(isASCII ? "*=best" : "━best", .best), Label(isASCII ? "-=mean" : "─mean", .mean),
    ]
    if history.buckets.contains(where: { $0.unlearnt(isChosenByValidation).isFinite }) {
      let sign = isASCII ? "t=" : Stroke.dots.sample(glyphs)
      labels.append(
        isChosenByValidation ? Label("\(sign)valid", .validation) : Label("\(sign)test", .test))
    }
    if let overlay {
      let sign = isASCII ? "r=" : Stroke.longDashes.sample(glyphs)
      labels.append(Label("\(sign)\(overlay.name)", .branch))
    }
    return labels + [worstLabel(glyphs)]
  }

  /// How the line of the worst looks, or that it is beyond the axis.
  private func worstLabel(_ glyphs: GlyphSet) -> Label {
    let scale = scale
    guard scale.isOpenBelow || scale.isOpenAbove, let worsts,
      Double(worsts.upperBound) < scale.low || Double(worsts.lowerBound) > scale.high
    else { return Label((glyphs.isASCII ? ".=" : Stroke.dashes.sample(glyphs)) + "worst", .worst) }
    let isBelow = Double(worsts.upperBound) < scale.low
    return Label("worst \(isBelow ? glyphs.below : glyphs.above)", .worst)
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    guard size.width >= 8, size.height >= 3 else { return canvas }
    guard !history.buckets.isEmpty else {
      canvas.write("Nothing is evaluated yet.", x: 1, y: 0, style: capabilities.theme.style(.dim))
      return canvas
    }
    let scale = scale
    var bests: [(role: Role, sign: Unicode.Scalar, history: History?)] = [(.best, "*", nil)]
    if let overlay { bests.append((.branch, "r", overlay.history)) }
    let plot = CurvePlot(
      bests.map { role, sign, history in
        CurvePlot.Curve(
          role: role, sign: sign, role == .branch ? .longDashes : .line,
          peak: axis.isFalling ? .lower : .upper, of: history
        ) { axis.position($0.best) }
      } + [
        CurvePlot.Curve(
          role: isChosenByValidation ? .validation : .test, sign: "t", .dots, peak: .last
        ) {
          axis.accuracyPosition($0.unlearnt(isChosenByValidation))
        },
        CurvePlot.Curve(role: .mean, sign: "-") { axis.position($0.mean) },
        CurvePlot.Curve(role: .worst, sign: ".", .dashes) { axis.position($0.worst) },
      ], history, scale, capabilities, reach: shared?.reach)
    let room = plot.draw(Rect(x: 0, y: 0, width: size.width, height: size.height - 1), on: &canvas)
    if let present { drawCursor(present, room, on: &canvas, capabilities) }
    if let axes = shared?.axes {
      writeLegend(
        axes, x: room.plot.x, y: size.height - 1, room.plot.width, on: &canvas, capabilities)
      return canvas
    }
    ChangeMarks(changes, generationsPerCell: room.generationsPerCell).draw(
      on: &canvas, x: room.plot.x, y: size.height - 1, width: room.plot.width,
      generationsPerDot: room.generationsPerDot, capabilities)
    return canvas
  }

  /// Below a lane: what the lines mean, as far as there is room, and where the axis ends.
  private func writeLegend(
    _ axes: SharedAxes, x start: Int, y: Int, _ width: Int, on canvas: inout Canvas,
    _ capabilities: Capabilities
  ) {
    var x = 0
    for label in caption(capabilities.glyphs) {
      guard x + label.text.cellCount <= width else { break }
      x += canvas.write(
        label.text, x: start + x, y: y, style: capabilities.theme.style(label.role))
      x += 2
    }
    let end = axes.end(width - x)
    canvas.write(
      end, x: start + width - end.cellCount, y: y, style: capabilities.theme.style(.dim))
  }

  /// A line through the generation that is shown, behind the curves.
  private func drawCursor(
    _ generation: Int, _ room: CurvePlot.Room, on canvas: inout Canvas, _ capabilities: Capabilities
  ) {
    // Before the first generation is the edge of the plot.
    let x =
      generation > 0
      ? room.plot.x + (generation - 1) / max(1, room.generationsPerCell) : max(0, room.plot.x - 1)
    guard x < room.plot.x + room.plot.width else { return }
    for y in room.plot.y..<room.plot.y + room.plot.height where canvas[x, y] == .blank {
      canvas[x, y] = Cell(capabilities.glyphs.vertical, capabilities.theme.style(.cursor))
    }
  }

  /// The vertical axis: of lanes what all have in common; from 0 everything; else what the best, the
  /// mean and the test cover once the run has begun.
  private var scale: ValueScale {
    guard shared == nil else { return ValueScale(covering: shared?.axes.values ?? [], axis) }
    guard axis != .fitnessFromZero, axis != .value else {
      return ValueScale(covering: values, axis)
    }
    let course = courseRange
    guard let limits = course.limits else { return ValueScale(covering: values, axis) }
    var scale = ValueScale(covering: [limits.lowerBound, limits.upperBound], axis)
    let tolerance = (scale.high - scale.low) * 1e-4
    for all in [course.all, worsts].compactMap(\.self) {
      if Double(all.lowerBound) < scale.low - tolerance { scale.isOpenBelow = true }
      if Double(all.upperBound) > scale.high + tolerance { scale.isOpenAbove = true }
    }
    return scale
  }

  /// From the lowest to the highest place of the worst; `nil` where it has none.
  private var worsts: ClosedRange<Float>? {
    var (low, high) = (Float.infinity, -Float.infinity)
    for bucket in history.buckets {
      let position = axis.position(bucket.worst)
      guard position.isFinite else { continue }
      low = min(low, position)
      high = max(high, position)
    }
    return low <= high ? low...high : nil
  }

  /// The best, the mean and the test, and another run's best.
  private var courseRange: CourseRange {
    func course(_ history: History, _ position: (History.Bucket) -> Float) -> CourseRange.Course {
      CourseRange.Course(
        generationsPerBucket: history.bucketWidth,
        positions: history.buckets.map { bucket in
          let place = position(bucket)
          return axis == .logarithmOfRest && place <= Axis.perfect ? .nan : place
        })
    }
    var courses = [
      course(history) { axis.position($0.best) }, course(history) { axis.position($0.mean) },
    ]
    if !axis.isOfFunction {
      courses.append(
        course(history) { axis.accuracyPosition($0.unlearnt(isChosenByValidation)) })
    }
    if let overlay { courses.append(course(overlay.history) { axis.position($0.best) }) }
    return CourseRange(
      courses: courses, count: max(history.count, overlay?.history.count ?? 0))
  }

  /// All numbers that are to have a place on the axis; what is perfect has no logarithm, and stands
  /// below all others.
  fileprivate var values: [Float] {
    let values = finiteValues
    guard axis == .logarithmOfRest else { return values }
    let imperfect = values.filter { $0 > Axis.perfect }
    return imperfect.isEmpty ? values : imperfect
  }

  private var finiteValues: [Float] {
    var values = (overlay?.history.buckets ?? []).map { axis.position($0.best) }
    for bucket in history.buckets {
      values.append(axis.position(bucket.best))
      values.append(axis.position(bucket.mean))
      values.append(axis.position(bucket.worst))
      values.append(axis.accuracyPosition(bucket.unlearnt(isChosenByValidation)))
    }
    return values.filter(\.isFinite)
  }
}

/// The axes that the lanes of a race share, so that their curves can be compared.
struct SharedAxes {
  /// The most of all lanes: where the horizontal axis ends.
  let evaluations: Int
  /// The least and the most of all that has a place on the vertical axis.
  let values: [Float]

  init(_ lanes: [Model]) {
    evaluations = lanes.map(\.snapshot.evaluations).max() ?? 0
    let all = lanes.flatMap { FitnessChart($0).values }
    values = [all.min(), all.max()].compactMap { $0 }
  }

  /// Says where the horizontal axis ends, in so many cells.
  fileprivate func end(_ width: Int) -> String {
    let count = Format.quantity(Double(evaluations))
    return ["to \(count) evaluations", "to \(count)", count].first { $0.cellCount <= width } ?? ""
  }
}

extension History.Bucket {
  /// The champion's accuracy on samples that it did not learn from.
  fileprivate func unlearnt(_ isChosenByValidation: Bool) -> Float {
    isChosenByValidation ? accuracy : testAccuracy
  }
}

/// What stands on the vertical axis.
enum Axis {
  case fitness
  case fitnessFromZero
  /// How far the fitness is from 1, on a logarithmic scale.
  case logarithmOfRest
  /// Of a function: its value on a logarithmic scale, the lower the better.
  case logarithmOfValue
  /// The same on a linear scale.
  case value

  init(_ choice: AxisChoice, isOfFunction: Bool) {
    guard !isOfFunction else {
      self = choice == .fromZero ? .value : .logarithmOfValue
      return
    }
    switch choice {
    case .automatic: self = .fitness
    case .fromZero: self = .fitnessFromZero
    case .logarithmic: self = .logarithmOfRest
    }
  }

  /// The logarithm of a distance that no Float below 1 has.
  static let perfect: Float = -8

  var name: String {
    switch self {
    case .fitness: "fitness"
    case .fitnessFromZero: "fitness from 0"
    case .logarithmOfRest: "1-fitness, log"
    case .logarithmOfValue: "value, log"
    case .value: "value from 0"
    }
  }

  var isLogarithmic: Bool { self == .logarithmOfRest || self == .logarithmOfValue }
  /// Whether what is better stands lower.
  var isFalling: Bool { self != .fitness && self != .fitnessFromZero }
  var isOfFunction: Bool { self == .logarithmOfValue || self == .value }

  /// Where a fitness stands.
  func position(_ fitness: Float) -> Float {
    guard fitness.isFinite else { return .nan }
    return switch self {
    case .fitness, .fitnessFromZero: fitness
    case .logarithmOfRest: fitness < 1 ? log10(1 - fitness) : Self.perfect
    // Below this, nothing is told apart.
    case .logarithmOfValue: log10(max(-fitness, 1e-14))
    case .value: -fitness
    }
  }

  /// Where an accuracy stands; NaN where there is none.
  func accuracyPosition(_ accuracy: Float) -> Float { isOfFunction ? .nan : position(accuracy) }

  func text(_ fitness: Float) -> String {
    isOfFunction ? Format.value(fitness) : Format.fraction(fitness)
  }
}

/// The vertical axis: from a round number to a round number.
struct ValueScale {
  // Double, so that rounding up the largest Float stays finite.
  let low: Double
  let high: Double
  /// Whether something lies below, or above, that is not shown.
  var isOpenBelow = false
  var isOpenAbove = false
  private let decimals: Int
  private let axis: Axis

  init(covering values: [Float], _ axis: Axis = .fitness) {
    var least = Double(values.min() ?? 0)
    var most = Double(values.max() ?? 1)
    if axis == .fitnessFromZero || axis == .value { (least, most) = (min(0, least), max(0, most)) }
    var step = axis.isLogarithmic ? 1 : 0.1
    var places = 1
    if most - least > 2, !axis.isLogarithmic {
      step = 1
      places = 0
      while (most - least) / step > 10 { step *= 10 }
    }
    if axis == .fitness, most > least, most - least < 0.05, most <= 2 {
      // A run that is nearly through.
      (step, places) = most - least < 0.005 ? (0.001, 3) : (0.01, 2)
    }
    if axis == .value, most > 0 {
      // What a function falls to may be as small as it likes.
      while most / step < 1, step > 1e-12 {
        step /= 10
        places += 1
      }
    }
    // A Float that is meant to be round may be a little beside it.
    var low = (least / step + 1e-5).rounded(.down) * step
    var high = (most / step - 1e-5).rounded(.up) * step
    if high <= low {
      low -= step
      high += step
      // Most measures of fitness stay within 0…1.
      if least >= 0, most <= 1, axis == .fitness { (low, high) = (max(0, low), min(1, high)) }
    }
    self.low = low
    self.high = high
    decimals = places
    self.axis = axis
  }

  /// The row of a value, 0 at the top: -1 for what lies above the axis, `height` for what lies below.
  ///
  /// The perfect, which has no place, is at the edge.
  func row(_ value: Float, of height: Int) -> Int {
    let share = (Double(value) - low) / (high - low)
    let row = Double(height - 1) - share * Double(height - 1)
    let isPerfect = axis == .logarithmOfRest && value <= Axis.perfect
    return Int(min(max(-1, row.rounded()), Double(isPerfect ? height - 1 : height)))
  }

  /// What stands beside a share of the height, with an arrow where something lies beyond.
  func label(_ share: Double, _ glyphs: GlyphSet) -> String {
    let text = text(share)
    if share == 0, isOpenBelow { return glyphs.below + text }
    return share == 1 && isOpenAbove ? glyphs.above + text : text
  }

  func text(_ share: Double) -> String {
    let value = low + (high - low) * share
    if axis.isLogarithmic {
      // Halfway there may be no whole power.
      return value == value.rounded() ? "1e\(Int(value))" : ""
    }
    let isRound = share == 0 || share == 1
    let text =
      abs(value) < 1e6 && decimals < 5
      ? Format.fixed(value, decimals: isRound ? decimals : decimals + 1) : Format.short(value)
    return text.hasPrefix("0.") ? String(text.dropFirst()) : text
  }
}
