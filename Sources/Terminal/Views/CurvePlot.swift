import Evolution

/// Curves over the generations, with labels on the left: of those in one cell the front one is seen.
struct CurvePlot {
  /// Where a curve stands for each bucket of the history.
  struct Curve {
    let role: Role
    /// Its letter where there are no dots.
    let sign: Unicode.Scalar
    var stroke = Stroke.line
    /// Where several generations share a dot: what is not to be lost.
    var peak = Peak.lower
    /// Of another run than the others; `nil` for theirs.
    var history: History?
    let position: (History.Bucket) -> Float

    enum Peak {
      case upper
      case lower
      /// Only the last of them counts.
      case last
    }

    init(
      role: Role, sign: Unicode.Scalar, _ stroke: Stroke = .line, peak: Peak = .lower,
      of history: History? = nil, position: @escaping (History.Bucket) -> Float
    ) {
      (self.role, self.sign, self.stroke, self.peak) = (role, sign, stroke, peak)
      self.history = history
      self.position = position
    }
  }

  /// What was drawn where.
  struct Room {
    /// Without the labels.
    let plot: Rect
    let generationsPerDot: Int
    let generationsPerCell: Int
  }

  private let curves: [Curve]
  private let history: History
  private let scale: ValueScale
  private let capabilities: Capabilities
  /// The share of the width that the history fills; `nil` where dots stand for generations.
  private let reach: Double?

  /// - Parameters:
  ///   - curves: Front first.
  ///   - reach: The share of the width that the history fills, 0…1.
  init(
    _ curves: [Curve], _ history: History, _ scale: ValueScale, _ capabilities: Capabilities,
    reach: Double? = nil
  ) {
    self.reach = reach
    self.curves = curves
    self.history = history
    self.scale = scale
    self.capabilities = capabilities
  }

  /// - Parameter labelWidth: At least so many cells for the labels.
  @discardableResult
  func draw(_ rect: Rect, on canvas: inout Canvas, labelWidth: Int = 0) -> Room {
    let rows = Self.labelRows(rect.height)
    let labels = rows.map { scale.label($0.share, capabilities.glyphs) }
    let width = max(labelWidth, labels.map(\.count).max() ?? 0)
    let plot = Rect(
      x: rect.x + width, y: rect.y, width: rect.width - width, height: rect.height)
    for ((row, _), label) in zip(rows, labels) {
      canvas.write(
        label.fitted(width, capabilities.glyphs, toRight: true), x: rect.x, y: rect.y + row,
        style: capabilities.theme.style(.dim))
    }
    let dotsPerCell = capabilities.glyphs.dots.width
    let perDot = generationsPerDot(plot.width * dotsPerCell)
    if capabilities.glyphs.isASCII {
      drawCharacters(perDot, plot, on: &canvas)
    } else {
      drawDots(perDot, plot, on: &canvas)
    }
    return Room(
      plot: plot, generationsPerDot: perDot, generationsPerCell: perDot * dotsPerCell)
  }

  /// So many that all runs fit into a number of dots: a power of two, so that old dots never wander.
  private func generationsPerDot(_ dotCount: Int) -> Int {
    let all = [history] + curves.compactMap(\.history)
    var perDot = all.map(\.bucketWidth).max() ?? 1
    let longest = all.map(\.count).max() ?? 0
    while (longest + perDot - 1) / perDot > max(1, dotCount) { perDot *= 2 }
    return perDot
  }

  private static func labelRows(_ height: Int) -> [(row: Int, share: Double)] {
    var rows: [(row: Int, share: Double)] = [(0, 1)]
    if height >= 5, height % 2 == 1 { rows.append((height / 2, 0.5)) }
    if height > 1 { rows.append((height - 1, 0)) }
    return rows
  }

  /// One value, or the range of the values merged, for each dot.
  private func spans(
    of curve: Curve, _ perDot: Int, dotCount: Int
  ) -> [ClosedRange<Float>?] {
    let history = curve.history ?? history
    let buckets = history.buckets
    let group = max(1, perDot / history.bucketWidth)
    guard !buckets.isEmpty else { return [] }
    let filled = reach.map { max(1, min(dotCount, Int((Double(dotCount) * $0).rounded()))) }
    return (0..<(filled ?? (buckets.count + group - 1) / group)).map { dot in
      // Of a history that fills a share of the width, a dot shows at least one bucket.
      let start = filled.map { dot * buckets.count / $0 } ?? dot * group
      let end =
        filled.map { max(start + 1, (dot + 1) * buckets.count / $0) }
        ?? min(start + group, buckets.count)
      let merged = curve.peak == .last ? buckets[end - 1..<end] : buckets[start..<end]
      var span: ClosedRange<Float>?
      for bucket in merged {
        let value = curve.position(bucket)
        guard value.isFinite else { continue }
        span = min(span?.lowerBound ?? value, value)...max(span?.upperBound ?? value, value)
      }
      return span
    }
  }

  private func drawDots(_ perDot: Int, _ plot: Rect, on canvas: inout Canvas) {
    var dots = DotPlot(columns: plot.width, rows: plot.height, capabilities.glyphs)
    for (layer, curve) in curves.enumerated() {
      var before: Int?
      for (x, span) in spans(of: curve, perDot, dotCount: dots.width).enumerated() {
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
        guard curve.stroke.isOn(x) else { continue }
        for y in curve.stroke == .line ? from...to : bottom...bottom {
          dots.set(x, y, layer: layer)
        }
      }
    }
    dots.draw(
      on: &canvas, x: plot.x, y: plot.y, styles: curves.map { capabilities.theme.style($0.role) })
  }

  private func drawCharacters(_ perDot: Int, _ plot: Rect, on canvas: inout Canvas) {
    for curve in curves.reversed() {
      let style = capabilities.theme.style(curve.role)
      for (x, span) in spans(of: curve, perDot, dotCount: plot.width).enumerated() {
        guard let span, curve.stroke.isOn(x) else { continue }
        let value = curve.peak == .upper ? span.upperBound : span.lowerBound
        let row = scale.row(value, of: plot.height)
        guard (0..<plot.height).contains(row) else { continue }
        canvas[plot.x + x, plot.y + row] = Cell(curve.sign, style)
      }
    }
  }
}
