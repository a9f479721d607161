import Evolution

/// Curves that rise in steps from 0 to 1 over a logarithmic axis, each marked by a letter.
public enum StepChart {
  public struct Curve: Sendable {
    public let letter: Unicode.Scalar
    /// From this place on, so large a share; both rising, the places above zero.
    public let steps: [(place: Double, share: Double)]

    public init(letter: Unicode.Scalar, steps: [(place: Double, share: Double)]) {
      self.letter = letter
      self.steps = steps
    }
  }

  /// Width of the numbers on the left, with the axis.
  private static let margin = 5

  /// - Parameters:
  ///   - curves: Those in front first.
  ///   - range: What the horizontal axis shows, above zero.
  public static func picture(
    of curves: [Curve], over range: ClosedRange<Double>, _ size: Size, _ glyphs: GlyphSet
  ) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    let axis = LogarithmicAxis(range)
    let plot = Rect(x: margin, y: 0, width: size.width - margin, height: size.height - 2)
    guard plot.width >= 10, plot.height >= 3 else { return canvas }
    drawAxes(on: &canvas, plot, axis, glyphs)
    if glyphs.isASCII {
      drawLetters(of: curves, on: &canvas, plot, axis)
    } else {
      let dots = DotPlot(columns: plot.width, rows: plot.height, glyphs)
      drawDots(of: curves, dots, on: &canvas, plot, axis)
    }
    return canvas
  }

  private static func drawAxes(
    on canvas: inout Canvas, _ plot: Rect, _ axis: LogarithmicAxis, _ glyphs: GlyphSet
  ) {
    let bottom = plot.y + plot.height
    canvas.verticalLine(x: plot.x - 1, y: plot.y, height: plot.height, glyphs: glyphs)
    canvas.horizontalLine(x: plot.x, y: bottom, width: plot.width, glyphs: glyphs)
    canvas[plot.x - 1, bottom] = Cell(glyphs.bottomLeft)
    for (share, text) in [(1.0, "1.0"), (0.5, "0.5"), (0.0, "0.0")] {
      canvas.write(text, x: 0, y: plot.y + line(of: share, height: plot.height))
    }
    var free = plot.x
    for tick in axis.ticks {
      let place = axis.position(of: tick) * Double(plot.width - 1)
      let column = plot.x + Int(place.rounded(.up))
      canvas[column, bottom] = Cell(glyphs.cross)
      let text = LogarithmicAxis.text(of: tick)
      let x = min(column, plot.x + plot.width - text.count)
      if x >= free { free = x + 1 + canvas.write(text, x: x, y: bottom + 1) }
    }
  }

  /// The line of a plot on which a share lies; the first is 1.
  private static func line(of share: Double, height: Int) -> Int {
    Int(((1 - share) * Double(height - 1)).rounded())
  }

  /// The share of a curve at each of some columns: [columns].
  private static func shares(of curve: Curve, columns: Int, _ axis: LogarithmicAxis) -> [Double] {
    var shares: [Double] = []
    var (next, share) = (0, 0.0)
    for column in 0..<columns {
      while next < curve.steps.count,
        axis.position(of: curve.steps[next].place) * Double(columns - 1) <= Double(column)
      {
        share = curve.steps[next].share
        next += 1
      }
      shares.append(share)
    }
    return shares
  }

  private static func drawLetters(
    of curves: [Curve], on canvas: inout Canvas, _ plot: Rect, _ axis: LogarithmicAxis
  ) {
    for curve in curves.reversed() {
      var last = plot.height - 1
      for (column, share) in shares(of: curve, columns: plot.width, axis).enumerated()
      where share > 0 {
        let row = line(of: share, height: plot.height)
        for y in row...max(row, last - 1) {
          canvas[plot.x + column, plot.y + y] = Cell(curve.letter)
        }
        last = row
      }
    }
  }

  private static func drawDots(
    of curves: [Curve], _ empty: DotPlot, on canvas: inout Canvas, _ plot: Rect,
    _ axis: LogarithmicAxis
  ) {
    var dots = empty
    for (layer, curve) in curves.enumerated() {
      var last = dots.height - 1
      for (x, share) in shares(of: curve, columns: dots.width, axis).enumerated() where share > 0 {
        let row = line(of: share, height: dots.height)
        for y in row...max(row, last - 1) { dots.set(x, y, layer: layer) }
        last = row
      }
    }
    dots.draw(
      on: &canvas, x: plot.x, y: plot.y, styles: Array(repeating: .plain, count: curves.count))
    drawMarks(of: curves, on: &canvas, plot, axis)
  }

  /// Letters upon the dotted curves, here and there, each curve's at columns of its own.
  private static func drawMarks(
    of curves: [Curve], on canvas: inout Canvas, _ plot: Rect, _ axis: LogarithmicAxis
  ) {
    let distance = max(8, curves.count)
    for (index, curve) in curves.enumerated() {
      let shares = shares(of: curve, columns: plot.width, axis)
      for column in stride(from: index % distance, to: plot.width, by: distance)
      where shares[column] > 0 {
        let row = line(of: shares[column], height: plot.height)
        canvas[plot.x + column, plot.y + row] = Cell(curve.letter)
      }
    }
  }
}

/// A logarithmic scale.
public struct LogarithmicAxis: Sendable {
  public let range: ClosedRange<Double>
  private let low: Double
  private let width: Double

  /// - Precondition: Above zero, and not a single point.
  public init(_ range: ClosedRange<Double>) {
    precondition(range.lowerBound > 0 && range.lowerBound < range.upperBound)
    self.range = range
    low = logarithm(range.lowerBound)
    width = logarithm(range.upperBound) - low
  }

  /// Where a number lies between the least (0) and the greatest (1).
  public func position(of number: Double) -> Double { (logarithm(number) - low) / width }

  /// The lower end, and the powers of ten above it.
  public var ticks: [Double] {
    [range.lowerBound]
      + multiples.filter { $0.isPower && $0.number > range.lowerBound }.map(\.number)
  }

  /// All 1, 2, … 9 times a power of ten within the range.
  public var multiples: [(number: Double, isPower: Bool)] {
    var power = 1.0
    var multiples: [(Double, Bool)] = []
    while power <= range.upperBound {
      for factor in 1...9 where range.contains(power * Double(factor)) {
        multiples.append((power * Double(factor), factor == 1))
      }
      power *= 10
    }
    return multiples
  }

  /// A round number: `200`, `10k`, `1M`.
  public static func text(of number: Double) -> String {
    switch number {
    case 1e9...: "\(Int(number / 1e9))G"
    case 1e6...: "\(Int(number / 1e6))M"
    case 1e4...: "\(Int(number / 1e3))k"
    default: "\(Int(number))"
    }
  }
}
