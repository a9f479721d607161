import Evolution
import Laboratory

/// What is left when there is no room for plots: the run in three lines.
public struct TooSmall: View {
  let model: Model

  public init(_ model: Model) {
    self.model = model
  }

  /// What works now.
  private var keys: String {
    if model.typing != nil { return "enter takes, esc leaves" }
    if model.helpScroll != nil { return "esc leaves the help" }
    return "space \(model.isRunning ? "pauses" : "runs"), q quits"
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    let best = Format.fraction(model.snapshot.champion?.score.fitness)
    let least = Layout.leastSize
    let lines = [
      "gen \(model.snapshot.generation) best \(best)",
      "\(least.width)x\(least.height) for plots",
      keys,
    ]
    for (row, line) in lines.enumerated() {
      canvas.write(line, x: 0, y: row)
    }
    return canvas
  }
}
