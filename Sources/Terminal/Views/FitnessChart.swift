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

  public init(_ model: Model) {
    history = model.snapshot.course?.history ?? model.snapshot.history
    isChosenByValidation = model.snapshot.choosesByValidation
    axis = model.snapshot.function == nil ? .fitness : .logarithmOfValue
    changes = model.allChanges
  }

  public var title: String { axis == .fitness ? "fitness" : "value" }

  public func note(_ glyphs: GlyphSet) -> [Label] {
    guard let last = history.buckets.last else { return [] }
    return [
      Label("best \(axis.text(last.best))", .best), Label("mean \(axis.text(last.mean))", .mean),
    ]
  }

  /// How the lines look.
  public func caption(_ glyphs: GlyphSet) -> [Label] {
    guard !history.buckets.isEmpty else { return [] }
    let signs = glyphs.isASCII ? ["*=", "-=", "t=", ".="] : ["━", "─", "·", "┄"]
    var labels = [Label("\(signs[0])best", .best), Label("\(signs[1])mean", .mean)]
    if history.buckets.contains(where: { $0.unlearnt(isChosenByValidation).isFinite }) {
      labels.append(
        isChosenByValidation
          ? Label("\(signs[2])valid", .validation) : Label("\(signs[2])test", .test))
    }
    return labels + [Label("\(signs[3])worst", .worst)]
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    let theme = capabilities.theme
    guard size.width >= 8, size.height >= 3 else { return canvas }
    guard !history.buckets.isEmpty else {
      canvas.write("Nothing is evaluated yet.", x: 1, y: 0, style: theme.style(.dim))
      return canvas
    }
    let unlearnt = history.buckets.map { $0.unlearnt(isChosenByValidation) }
    let scale = ValueScale(covering: history, unlearnt, axis)
    let rows = labelRows(size.height - 1)
    let labelWidth = rows.map { scale.text($0.share).count }.max() ?? 0
    let plot = Rect(
      x: labelWidth, y: 0, width: size.width - labelWidth, height: size.height - 1)
    let dotsPerCell = capabilities.glyphs.dots.width
    let series = Series(history, unlearnt, axis, width: plot.width * dotsPerCell)

    for (row, share) in rows {
      canvas.write(
        scale.text(share).fitted(labelWidth, capabilities.glyphs, toRight: true), x: 0, y: row,
        style: theme.style(.dim))
    }
    let styles = [.best, isChosenByValidation ? .validation : .test, .mean, .worst].map(theme.style)
    if capabilities.glyphs.isASCII {
      drawCharacters(series, scale, plot, styles: styles, on: &canvas)
    } else {
      let dots = DotPlot(columns: plot.width, rows: plot.height, capabilities.glyphs)
      drawDots(series, scale, plot, dots, styles: styles, on: &canvas)
    }
    drawMarks(series, plot, dotsPerCell, capabilities, on: &canvas)
    return canvas
  }

  private func labelRows(_ height: Int) -> [(row: Int, share: Double)] {
    var rows: [(row: Int, share: Double)] = [(0, 1)]
    if height >= 5, height % 2 == 1 { rows.append((height / 2, 0.5)) }
    if height > 1 { rows.append((height - 1, 0)) }
    return rows
  }

  private func drawDots(
    _ series: Series, _ scale: ValueScale, _ plot: Rect, _ empty: DotPlot, styles: [Style],
    on canvas: inout Canvas
  ) {
    var dots = empty
    for (layer, line) in series.lines.enumerated() {
      var before: Int?
      for (x, span) in line.values.enumerated() {
        guard let span else {
          before = nil
          continue
        }
        let top = scale.row(span.upperBound, of: dots.height)
        let bottom = scale.row(span.lowerBound, of: dots.height)
        // The gap towards the column before is filled, so that lines are lines.
        let from = before.map { $0 < top ? $0 + 1 : top } ?? top
        let to = before.map { $0 > bottom ? $0 - 1 : bottom } ?? bottom
        before = (top + bottom) / 2
        guard x % line.spacing == 0 else { continue }
        for y in line.spacing == 1 ? from...to : bottom...bottom {
          dots.set(x, y, layer: layer)
        }
      }
    }
    dots.draw(on: &canvas, x: plot.x, y: plot.y, styles: styles)
  }

  private func drawCharacters(
    _ series: Series, _ scale: ValueScale, _ plot: Rect, styles: [Style], on canvas: inout Canvas
  ) {
    let signs: [Unicode.Scalar] = ["*", "t", "-", "."]
    for (layer, line) in series.lines.enumerated().reversed() {
      for (x, span) in line.values.enumerated() {
        guard let span, x % line.spacing == 0 else { continue }
        let row = scale.row(layer == 0 ? span.upperBound : span.lowerBound, of: plot.height)
        canvas[plot.x + x, row] = Cell(signs[layer], styles[layer])
      }
    }
  }

  /// A mark below the plot for each change, with words where the next one leaves room.
  private func drawMarks(
    _ series: Series, _ plot: Rect, _ dotsPerCell: Int, _ capabilities: Capabilities,
    on canvas: inout Canvas
  ) {
    let sign: Unicode.Scalar = capabilities.glyphs.isASCII ? "^" : "╵"
    let y = plot.height
    var places: [(x: Int, change: Change)] = []
    for change in changes {
      // Generations are numbered from 1, dots from 0.
      let x = (change.generation - 1) / series.generationsPerDot / dotsPerCell
      guard x >= 0, x < plot.width else { continue }
      if places.last?.x == x { places.removeLast() }
      places.append((x, change))
    }
    guard !places.isEmpty else {
      let unit = series.generationsPerDot == 1 ? "generation" : "generations"
      let words = [
        "a dot: \(series.generationsPerDot) \(unit)", "dot: \(series.generationsPerDot)",
      ]
      canvas.write(
        words.first { $0.count <= plot.width } ?? "", x: plot.x, y: y,
        style: capabilities.theme.style(.dim))
      return
    }
    for (index, place) in places.enumerated() {
      canvas[plot.x + place.x, y] = Cell(sign, capabilities.theme.style(.warning))
      let end = index + 1 < places.count ? places[index + 1].x - 1 : plot.width
      let room = end - place.x - 1
      let change = place.change
      // As much of it as there is room for, but no half words.
      let text = [
        "\(change.generation) \(change.summary)", "\(change.generation) \(change.name)",
        "\(change.generation)",
      ].first { $0.cellCount <= room }
      canvas.write(
        text ?? "", x: plot.x + place.x + 1, y: y, style: capabilities.theme.style(.dim))
    }
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
  /// Of a function: its value on a logarithmic scale, the lower the better.
  case logarithmOfValue

  /// Where a fitness stands.
  func position(_ fitness: Float) -> Float {
    switch self {
    case .fitness: fitness
    // Below this, nothing is told apart.
    case .logarithmOfValue: fitness.isFinite ? log10(max(-fitness, 1e-14)) : .nan
    }
  }

  func text(_ fitness: Float) -> String {
    self == .fitness ? Format.fraction(fitness) : Format.value(fitness)
  }
}

/// The curves with one value, or the range of the values merged, for each dot.
private struct Series {
  struct Line {
    var values: [ClosedRange<Float>?] = []
    /// Only every so many dots are set.
    let spacing: Int
  }

  let generationsPerDot: Int
  /// Front first: best, test or validation, mean, worst.
  var lines = [
    Line(spacing: 1), Line(spacing: 4), Line(spacing: 1), Line(spacing: 2),
  ]

  /// - Parameter unlearnt: The champion's accuracy of each bucket.
  init(_ history: History, _ unlearnt: [Float], _ axis: Axis, width: Int) {
    let buckets = history.buckets
    var group = 1
    while (buckets.count + group - 1) / group > max(1, width) { group *= 2 }
    generationsPerDot = group * history.bucketWidth
    for start in stride(from: 0, to: buckets.count, by: group) {
      let end = min(start + group, buckets.count)
      let merged = buckets[start..<end]
      lines[0].values.append(Self.span(merged.map { axis.position($0.best) }))
      lines[1].values.append(Self.span([unlearnt[end - 1]]))
      lines[2].values.append(Self.span(merged.map { axis.position($0.mean) }))
      lines[3].values.append(Self.span(merged.map { axis.position($0.worst) }))
    }
  }

  private static func span(_ values: [Float]) -> ClosedRange<Float>? {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return nil }
    return low...high
  }
}

/// The vertical axis: from a round number to a round number.
struct ValueScale {
  // Double, so that rounding up the largest Float stays finite.
  let low: Double
  let high: Double
  private let decimals: Int
  private let axis: Axis

  init(covering history: History, _ unlearnt: [Float], _ axis: Axis) {
    let values = history.buckets.flatMap { [$0.best, $0.mean, $0.worst].map(axis.position) }
    self.init(covering: (values + unlearnt).filter(\.isFinite), axis)
  }

  init(covering values: [Float], _ axis: Axis = .fitness) {
    let least = Double(values.min() ?? 0)
    let most = Double(values.max() ?? 1)
    var step = axis == .fitness ? 0.1 : 1
    var places = 1
    if most - least > 2, axis == .fitness {
      step = 1
      places = 0
      while (most - least) / step > 10 { step *= 10 }
    }
    var low = (least / step).rounded(.down) * step
    var high = (most / step).rounded(.up) * step
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

  /// The row of a value, 0 at the top.
  func row(_ value: Float, of height: Int) -> Int {
    let share = (Double(value) - low) / (high - low)
    let row = Double(height - 1) - share * Double(height - 1)
    return min(max(0, Int(row.rounded())), height - 1)
  }

  func text(_ share: Double) -> String {
    let value = low + (high - low) * share
    if axis == .logarithmOfValue {
      // Halfway there may be no whole power.
      return value == value.rounded() ? "1e\(Int(value))" : ""
    }
    let isRound = share == 0 || share == 1
    let text =
      abs(value) < 1e6
      ? Format.fixed(value, decimals: isRound ? decimals : decimals + 1) : Format.short(value)
    return text.hasPrefix("0.") ? String(text.dropFirst()) : text
  }
}
