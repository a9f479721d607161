import Evolution
import Laboratory

/// Up to nine algorithms on one problem, each with its champion's picture and its curve.
public struct RaceView: View {
  let model: Model

  public init(_ model: Model) {
    self.model = model
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    let layout = RaceLayout(model.size, laneCount: model.lanes.count)
    for (index, lane) in model.lanes.enumerated() {
      let place = layout.lanes[index]
      let view = LaneView(
        lane: lane, place: place, isLeader: model.snapshot.race?.leader == index)
      let isSelected = index == model.selectedLane
      if layout.isList {
        let line = view.line(index + 1, capabilities.glyphs).fitted(
          place.rect.width, capabilities.glyphs)
        let style = isSelected ? capabilities.theme.style(.selection) : .plain
        canvas.write(line, x: 0, y: place.rect.y, style: style, maxWidth: place.rect.width)
      } else {
        let framed = view.framed(
          place.rect.size, key: index + 1, isFocused: isSelected, capabilities)
        canvas.paste(framed, x: place.rect.x, y: place.rect.y)
      }
    }
    return canvas
  }
}

/// One algorithm of a race.
private struct LaneView: FramedView {
  let lane: Model
  let place: RaceLayout.Lane
  let isLeader: Bool

  var title: String { lane.snapshot.experiment.algorithm }

  /// How good it is; a star for the leader, a check at the target.
  func note(_ glyphs: GlyphSet) -> [Label] {
    let quality = Label(quality, isLeader ? .good : .text)
    return [Label(sign(glyphs), .good), quality]
  }

  /// What that has cost.
  func caption(_ glyphs: GlyphSet) -> [Label] {
    [Label("\(cost) evaluations", .dim), Label("gen \(lane.snapshot.generation)", .dim)]
  }

  func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    canvas.paste(lane.picture.draw(place.picture.size, capabilities), x: 0, y: 0)
    let curve = FitnessChart(lane).draw(place.curve.size, capabilities)
    canvas.paste(curve, x: place.picture.width, y: 0)
    return canvas
  }

  func line(_ number: Int, _ glyphs: GlyphSet) -> String {
    let mark = sign(glyphs)
    return "\(number) \(title.fitted(13, glyphs)) \(quality.fitted(10, glyphs))"
      + "\(cost.fitted(6, glyphs, toRight: true)) evals \(mark)"
  }

  private var quality: String {
    guard let champion = lane.snapshot.champion else { return "-" }
    guard lane.snapshot.function == nil else { return Format.value(champion.score.fitness) }
    let part = lane.snapshot.choosesByValidation ? "valid" : "train"
    return "\(part) \(Format.fraction(champion.score.accuracy))"
  }

  private var cost: String { Format.quantity(Double(lane.snapshot.evaluations)) }

  private func sign(_ glyphs: GlyphSet) -> String {
    let isAtTarget = lane.snapshot.stopReason == .target
    let signs = glyphs.isASCII ? ["*", "ok"] : ["★", "✓"]
    return (isLeader ? signs[0] : "") + (isAtTarget ? signs[1] : "")
  }
}

/// The top line of a race: on what, and how far.
public struct RaceStatus: View {
  let model: Model

  public init(_ model: Model) {
    self.model = model
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: min(1, size.height))
    let lanes = model.snapshot.race?.lanes ?? []
    let running = lanes.filter { $0.stopReason == nil }
    let least = (running.isEmpty ? lanes : running).map(\.evaluations).min() ?? 0
    let experiment = model.snapshot.experiment
    let isASCII = capabilities.glyphs.isASCII
    let signs = isASCII ? ["> racing", "|| paused"] : ["▶ racing", "❚❚ paused"]
    let isOver = lanes.allSatisfy { $0.stopReason != nil }
    let words =
      [
        "race", experiment.subject, "seed \(experiment.seed)",
        "\(Format.quantity(Double(least))) evaluations each",
        isOver ? "over" : signs[model.isRunning ? 0 : 1],
      ] + (model.isMouseOn ? ["mouse"] : [])
    var x = 1
    for (index, word) in words.enumerated() where x + word.cellCount <= size.width {
      if index > 0 {
        let bar = " \(capabilities.glyphs.vertical) "
        x += canvas.write(bar, x: x, y: 0, style: capabilities.theme.style(.frame))
      }
      let role: Role =
        index == 0 ? .titleFocused : index == 4 && !model.isRunning ? .warning : .text
      x += canvas.write(
        word, x: x, y: 0, style: capabilities.theme.style(role), maxWidth: size.width - x)
    }
    return canvas
  }
}
