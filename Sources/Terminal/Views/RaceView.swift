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
    let layout = model.raceLayout
    let axes = SharedAxes(model.lanes)
    let width = layout.lanes.map(\.rect.width).min() ?? 0
    let facts = LaneFacts.allCases.first { facts in
      model.lanes.allSatisfy { facts.text($0).cellCount <= width - 6 }
    }
    for (index, lane) in model.lanes.enumerated() where layout.lanes[index].rect.height > 0 {
      let place = layout.lanes[index]
      let view = LaneView(
        lane: lane, place: place, isLeader: model.snapshot.race?.leader == index, axes: axes,
        facts: facts ?? .quality)
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
    if let rest = layout.rest {
      let count = layout.lanes.count { $0.rect.height == 0 }
      canvas.write(
        "\(count) more lanes; the digits select them".fitted(rest.width, capabilities.glyphs), x: 0,
        y: rest.y, style: capabilities.theme.style(.dim))
    }
    return canvas
  }
}

/// One algorithm of a race.
private struct LaneView: FramedView {
  let lane: Model
  let place: RaceLayout.Lane
  let isLeader: Bool
  let axes: SharedAxes
  let facts: LaneFacts

  var title: String { lane.snapshot.experiment.algorithm }

  /// A star for the leader, a check at the target.
  func note(_ glyphs: GlyphSet) -> [Label] { [Label(sign(glyphs), .good)] }

  /// How good it is, and what that has cost.
  func caption(_ glyphs: GlyphSet) -> [Label] {
    [Label(facts.text(lane), isLeader ? .good : .text)]
  }

  func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    canvas.paste(lane.picture.draw(place.picture.size, capabilities), x: 0, y: 0)
    let curve = FitnessChart(lane, axes).draw(place.curve.size, capabilities)
    canvas.paste(curve, x: place.picture.width, y: 0)
    return canvas
  }

  func line(_ number: Int, _ glyphs: GlyphSet) -> String {
    let mark = sign(glyphs)
    return "\(number)\(mark.fitted(3, glyphs, toRight: true)) \(title.fitted(13, glyphs))"
      + " \(lane.quality.fitted(10, glyphs))\(lane.cost.fitted(6, glyphs, toRight: true))"
  }

  private func sign(_ glyphs: GlyphSet) -> String {
    let isAtTarget = lane.snapshot.stopReason == .target
    let signs = glyphs.isASCII ? ["*", "ok"] : ["★", "✓"]
    return (isLeader ? signs[0] : "") + (isAtTarget ? signs[1] : "")
  }
}

/// What is said of every lane: as much as there is room for in all of them.
private enum LaneFacts: CaseIterable {
  case all, costInWords, cost, quality

  func text(_ lane: Model) -> String {
    switch self {
    case .all: "\(lane.quality)  \(lane.cost) evaluations  gen \(lane.snapshot.generation)"
    case .costInWords: "\(lane.quality)  \(lane.cost) evals"
    case .cost: "\(lane.quality)  \(lane.cost)"
    case .quality: lane.quality
    }
  }
}

extension Model {
  /// How good the champion of a lane is.
  fileprivate var quality: String {
    guard let champion = snapshot.champion else { return "-" }
    guard snapshot.function == nil else { return Format.value(champion.score.fitness) }
    let part = snapshot.choosesByValidation ? "valid" : "train"
    return "\(part) \(Format.fraction(champion.score.accuracy))"
  }

  /// Its evaluations.
  fileprivate var cost: String { Format.quantity(Double(snapshot.evaluations)) }
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
