/// How far the points of a data set are turned around their middle, and how they go on turning: for
/// whoever wants to see a population follow a task that changes.
///
/// The first two features are turned, standardised, so that their units do not matter; pictures stay
/// as they are. A drift turns `rotate` on before each generation, so that the value at any moment says
/// where the points are.
public struct DataTurn: Tunable {
  /// Degrees against the clock.
  public var rotate: Float = 0
  /// Degrees a generation.
  public var drift: Float = 0

  public init() {}

  public static let parameters: [Parameter<Self>] = [
    Parameter(
      "rotate", \.rotate, 0...360, .linear(5), unit: "°",
      help: "Turns the points around their middle, against the clock."),
    Parameter(
      "drift", \.drift, -10...10, .linear(0.05), unit: "°",
      help: "Turns the points by so much before every generation."),
  ]

  /// Where the points are before the next generation.
  public var next: Self {
    var next = self
    let angle = rotate + drift
    next.rotate = angle - (angle / 360).rounded(.down) * 360
    return next
  }
}

/// The turn of a plane around its origin.
public struct PlaneTurn: Equatable, Sendable {
  private let cosine: Float
  private let sine: Float

  public init(degrees: Float) {
    let direction = Direction(turns: Double(degrees) / 360)
    cosine = Float(direction.cosine)
    sine = Float(direction.sine)
  }

  /// Where a point comes to.
  public func callAsFunction(_ x: Float, _ y: Float) -> (x: Float, y: Float) {
    (cosine * x - sine * y, sine * x + cosine * y)
  }

  public var inverse: Self { Self(cosine: cosine, sine: -sine) }

  private init(cosine: Float, sine: Float) {
    (self.cosine, self.sine) = (cosine, sine)
  }
}
