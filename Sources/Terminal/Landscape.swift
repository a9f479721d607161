import Evolution

/// A function seen from above: computed when it changes, drawn as often as needed.
///
/// It shows the plane of two coordinates through the minimum. Heights are ranked, so that
/// each of nine bands covers as much ground, however steep the function is.
public struct Landscape: Equatable, Sendable {
  /// All that decides what a landscape looks like.
  struct Subject: Equatable, Sendable {
    let function: FunctionProblem
    let axes: Plane.Axes
    let size: Size
  }

  let subject: Subject
  let plane: Plane
  /// The bands, 0 (highest) … 8 (lowest): [height × width].
  private(set) var levels: [Int8] = []
  /// The dots of the two lines between every three bands, as braille numbers them: [height × width].
  private(set) var contour: [UInt8] = []

  init(_ subject: Subject) {
    self.subject = subject
    plane = Plane(subject.function, axes: subject.axes, size: subject.size)
    let (width, height) = (subject.size.width * 2, subject.size.height * 4)
    let bands = Self.bands(of: Self.heights(subject.function, plane, width, height))
    for row in 0..<subject.size.height {
      for column in 0..<subject.size.width {
        var sum = 0
        var dots: UInt8 = 0
        for y in row * 4..<row * 4 + 4 {
          for x in column * 2..<column * 2 + 2 {
            let band = bands[y * width + x]
            sum += Int(band)
            let third = band / 3
            let isBorder =
              (x + 1 < width && bands[y * width + x + 1] / 3 != third)
              || (y + 1 < height && bands[(y + 1) * width + x] / 3 != third)
            if isBorder { dots |= Braille.dot(x, y) }
          }
        }
        levels.append(Int8((sum + 4) / 8))
        contour.append(dots)
      }
    }
    // Where the ground is rugged, lines would cover it.
    if contour.count(where: { $0 != 0 }) * 5 > contour.count * 2 {
      contour = Array(repeating: 0, count: contour.count)
    }
  }

  /// The values at the dots of the plane: [height × width].
  private static func heights(
    _ function: FunctionProblem, _ plane: Plane, _ width: Int, _ height: Int
  ) -> [Double] {
    let axes = plane.axes
    let dimension = function.settings.dimension
    // A dot for each cell is enough where each costs much.
    let step = dimension * dimension * width * height > 40_000_000 ? 2 : 1
    var values = [Double](repeating: 0, count: width * height)
    var point = function.minimum.map { Float($0) }
    for y in stride(from: 0, to: height, by: step) {
      var row: [Float] = []
      row.reserveCapacity(width / step * dimension)
      if axes.vertical < dimension {
        point[axes.vertical] = plane.y.at(1 - (Float(y) + 0.5) / Float(height))
      }
      for x in stride(from: 0, to: width, by: step) {
        if axes.horizontal < dimension {
          point[axes.horizontal] = plane.x.at((Float(x) + 0.5) / Float(width))
        }
        row += point
      }
      for (index, value) in function.values(at: row).enumerated() {
        for down in y..<min(y + step, height) {
          for across in index * step..<min(index * step + step, width) {
            values[down * width + across] = value
          }
        }
      }
    }
    return values
  }

  /// In which ninth each value is, the largest in 0.
  private static func bands(of values: [Double]) -> [Int8] {
    let sorted = values.sorted(by: >)
    guard !sorted.isEmpty else { return [] }
    let limits = (1..<Theme.tintCount).map { sorted[$0 * sorted.count / Theme.tintCount] }
    return values.map { value in Int8(limits.count { value <= $0 }) }
  }
}

extension ClosedRange<Float> {
  fileprivate func at(_ share: Float) -> Float { lowerBound + (upperBound - lowerBound) * share }
}
