import Laboratory
import Terminal

/// A race as an SVG picture: for each problem, how many targets were reached when.
///
/// The background is transparent; text and axes follow the viewer's light or dark scheme. Curves
/// differ in colour and in dashes, and each has its name at its end.
struct RacePicture {
  private let report: RaceReport

  init(_ report: RaceReport) {
    self.report = report
  }

  /// Of Okabe and Ito's palette ("Color universal design", 2008), which people see apart whatever
  /// colours they confuse, those that stand out on black and on white, and a grey.
  private static let colors = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#8c8c8c",
  ]
  private static let dashes = ["", "7 3", "2 3", "9 3 2 3", "14 4"]

  /// Of one plot, without its names on the right.
  private static let plot = (x: 64.0, y: 40.0, width: 520.0, height: 260.0)
  private static let nameWidth = 192.0
  private static let lineHeight = 15.0

  var svg: String {
    let panels = report.standings.filter { !$0.rows.isEmpty }
    let width = Self.plot.x + Self.plot.width + Self.nameWidth
    var y = 0.0
    var parts: [String] = []
    for standings in panels {
      parts.append("<g transform=\"translate(0 \(y.text(0)))\">\n\(panel(standings))\n</g>")
      y += height(of: standings)
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width.text(0))" height="\(y.text(0))" \
      viewBox="0 0 \(width.text(0)) \(y.text(0))" role="img">
      <title>Share of trials and targets reached, by evaluations</title>
      <style>
      text { font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", Arial, sans-serif; \
      fill: #57606a; }
      .title { font-size: 14px; font-weight: 600; }
      .axis { stroke: #57606a; fill: none; }
      .grid { stroke: #57606a; stroke-opacity: 0.2; fill: none; }
      .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
      .leader { fill: none; stroke-width: 1; stroke-opacity: 0.5; }
      @media (prefers-color-scheme: dark) {
      text { fill: #c9d1d9; } .axis, .grid { stroke: #c9d1d9; }
      }
      </style>
      \(parts.joined(separator: "\n"))
      </svg>

      """
  }

  /// A panel grows where its names need more room than the plot.
  private func height(of standings: Standings) -> Double {
    let names = Double(standings.rows.count) * Self.lineHeight
    return Self.plot.y + max(Self.plot.height + 60, names + 20)
  }

  private func panel(_ standings: Standings) -> String {
    let axis = LogarithmicAxis(report.evaluationRange(standings))
    let words = RaceText(report: report, glyphs: .braille)
    let title = "\(standings.problem.name): \(words.title(standings))"
    let ends = nameHeights(standings)
    var lines = [
      Self.text(title, x: Self.plot.x, y: 24, "class=\"title\""), axes(axis),
    ]
    for (index, row) in standings.rows.enumerated().reversed() {
      lines.append(curve(row, axis, nameY: ends[index]))
    }
    return lines.joined(separator: "\n")
  }

  private func axes(_ axis: LogarithmicAxis) -> String {
    let plot = Self.plot
    let (left, right, top, bottom) = (plot.x, plot.x + plot.width, plot.y, plot.y + plot.height)
    var grid = ""
    var labels: [String] = []
    for step in 0...4 {
      let share = Double(step) / 4
      let y = Self.y(of: share)
      if step > 0 { grid += "M\(left.text(1)) \(y.text(1))H\(right.text(1))" }
      labels.append(
        Self.text("\(share)", x: left - 8, y: y + 4, "text-anchor=\"end\""))
    }
    var ticks = ""
    func x(_ number: Double) -> Double { left + axis.position(of: number) * plot.width }
    for tick in axis.ticks {
      grid += "M\(x(tick).text(1)) \(top.text(1))V\(bottom.text(1))"
      labels.append(
        Self.text(
          LogarithmicAxis.text(of: tick), x: x(tick), y: bottom + 20, "text-anchor=\"middle\""))
    }
    for (number, isPower) in axis.multiples {
      ticks += "M\(x(number).text(1)) \(bottom.text(1))v\(isPower ? 6 : 3)"
    }
    labels.append(
      Self.text(
        "evaluations", x: left + plot.width / 2, y: bottom + 40, "text-anchor=\"middle\""))
    let middle = top + plot.height / 2
    labels.append(
      Self.text(
        "share of targets reached", x: 14, y: middle,
        "text-anchor=\"middle\" transform=\"rotate(-90 14 \(middle.text(1)))\""))
    let frame = "M\(left.text(1)) \(top.text(1))V\(bottom.text(1))H\(right.text(1))"
    return """
      <path class="grid" d="\(grid)"/>
      <path class="axis" d="\(frame)\(ticks)"/>
      \(labels.joined(separator: "\n"))
      """
  }

  private func curve(_ row: Standing, _ axis: LogarithmicAxis, nameY: Double) -> String {
    // By the place in the race, so that an algorithm looks the same in all plots.
    let place = report.race.algorithms.firstIndex(of: row.algorithm) ?? 0
    let color = Self.colors[place % Self.colors.count]
    let dash = Self.dashes[place / Self.colors.count % Self.dashes.count]
    let style = "stroke=\"\(color)\"" + (dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\"")
    let right = Self.plot.x + Self.plot.width
    var path = "M\(Self.plot.x.text(1)) \(Self.y(of: 0).text(1))"
    for step in row.reached.steps where Double(step.evaluations) <= axis.range.upperBound {
      let x = Self.plot.x + axis.position(of: Double(step.evaluations)) * Self.plot.width
      path += "H\(x.text(1))V\(Self.y(of: step.share).text(1))"
    }
    path += "H\(right.text(1))"
    let end = Self.y(of: row.reached.share(at: axis.range.upperBound))
    let y = nameY.text(1)
    return """
      <path class="curve" \(style) d="\(path)"/>
      <path class="leader" stroke="\(color)" \
      d="M\(right.text(1)) \(end.text(1))L\((right + 14).text(1)) \(y)"/>
      <path class="curve" \(style) d="M\((right + 14).text(1)) \(y)h26"/>
      \(Self.text(row.algorithm, x: right + 46, y: nameY + 4))
      """
  }

  /// Where each name stands: near the end of its curve, and none upon another.
  private func nameHeights(_ standings: Standings) -> [Double] {
    let ends = standings.rows.map { Self.y(of: $0.reached.steps.last?.share ?? 0) }
    let order = ends.indices.sorted { (ends[$0], $0) < (ends[$1], $1) }
    var heights = ends
    var last = Self.plot.y - Self.lineHeight
    for index in order {
      heights[index] = max(ends[index], last + Self.lineHeight)
      last = heights[index]
    }
    // What has come too low moves up again, as far as there is room.
    var limit = max(Self.plot.y + Self.plot.height, height(of: standings) - 20)
    for index in order.reversed() {
      heights[index] = min(heights[index], limit)
      limit = heights[index] - Self.lineHeight
    }
    return heights
  }

  private static func y(of share: Double) -> Double { plot.y + (1 - share) * plot.height }

  private static func text(
    _ text: String, x: Double, y: Double, _ attributes: String = ""
  )
    -> String
  {
    let space = attributes.isEmpty ? "" : " "
    return "<text x=\"\(x.text(1))\" y=\"\(y.text(1))\"\(space)\(attributes)>"
      + "\(text.escapedForXML)</text>"
  }
}

extension String {
  /// With the characters spelt out that mean something in XML; controls, which it forbids, too.
  fileprivate var escapedForXML: String {
    withVisibleControls.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }
}
