import Evolution
import Laboratory

/// The line above the footer: how varied the population is, and what happened last.
///
/// What a person is told has as many rows as it needs, see ``BottomLines``.
public struct MessageLine: View {
  let model: Model

  public init(_ model: Model) {
    self.model = model
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    if let prompt = Prompt(model) { return prompt.draw(size, capabilities) }
    let lines = lines
    if lines.count > 1, size.height > 1 { return draw(lines, size, capabilities) }
    var canvas = Canvas(width: size.width, height: min(1, size.height))
    let theme = capabilities.theme
    let message = message
    var x = 1
    // The message matters more, so the sparkline comes only where both have room.
    let room = size.width - 1 - message.text.cellCount
    // Few widths, so that it does not change with each message.
    let width = [24, 16, 10, 6].first { $0 + "diversity  1.00 | ".count <= room }
    if !model.isRacing, model.hasPopulation, let width,
      let diversity = model.snapshot.statistics?.diversity,
      diversity.isFinite
    {
      x += canvas.write("diversity ", x: x, y: 0, style: theme.style(.dim))
      x += canvas.write(
        Self.sparkline(model.snapshot.history, width: width, capabilities.glyphs), x: x, y: 0,
        style: theme.style(.accent))
      x += canvas.write(" " + Format.hundredths(min(1, max(0, diversity))), x: x, y: 0)
      if !message.text.isEmpty {
        let bar = " \(capabilities.glyphs.vertical) "
        x += canvas.write(bar, x: x, y: 0, style: theme.style(.frame))
      }
    }
    canvas.write(
      message.text.fitted(max(0, size.width - x), capabilities.glyphs), x: x, y: 0,
      style: theme.style(message.role))
    x += message.text.cellCount
    if message.text == model.changeGroups.last?.sentence {
      drawEarlierChanges(&canvas, from: x, capabilities)
    }
    return canvas
  }

  /// Its rows, the lowest last: more than one where it is told, and too long for the screen.
  var lines: [String] {
    guard let text = news?.text else { return [message.text] }
    return text.spread(over: model.size, model.drawing.glyphs)
  }

  private func draw(_ lines: [String], _ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: size.height)
    for (row, line) in lines.enumerated() {
      canvas.write(line, x: 1, y: row, style: capabilities.theme.style(message.role))
    }
    return canvas
  }

  /// What was changed before the last change, as far as there is room for whole sentences.
  private func drawEarlierChanges(
    _ canvas: inout Canvas, from start: Int, _ capabilities: Capabilities
  ) {
    var x = start
    for change in model.changeGroups.dropLast().reversed() {
      let text = change.sentence
      guard x + 3 + text.cellCount <= canvas.width else { break }
      let bar = " \(capabilities.glyphs.vertical) "
      x += canvas.write(bar, x: x, y: 0, style: capabilities.theme.style(.frame))
      x += canvas.write(text, x: x, y: 0, style: capabilities.theme.style(.dim))
    }
  }

  /// Whether what the coach advises is what is said.
  var showsAdvice: Bool {
    guard let advice = model.coach.advice, model.typing == nil, !model.showsTimeLine,
      model.helpScroll == nil, model.layout.kind != .tooSmall
    else { return false }
    let text = message.text
    return text == advice.sentence || text == advice.shortSentence
  }

  /// The most urgent of what there is to say.
  private var message: Label { news ?? standing }

  /// What is told, or waits for an answer; `nil` for nothing.
  private var news: Label? {
    let snapshot = model.snapshot
    if let held = model.held {
      return Label(
        "\(held.reason): enter starts a new population, esc keeps this one", .warning)
    }
    if let refusal = model.refusal { return Label("Refused: \(refusal)", .failure) }
    if let toast = model.toast { return Label(toast.text, .toast) }
    if let reading = model.reading { return Label(reading.text(model.size.width - 2), .accent) }
    guard snapshot.race == nil else { return nil }
    if case .failed(let file, let reason) = snapshot.recording {
      let name = file.split(separator: "/").last.map(String.init) ?? file
      let texts = [file, name].map { "Not recording to \($0): \(reason)" }
      let fitting = texts.first { $0.cellCount < model.size.width } ?? texts[1]
      return Label(fitting, .failure)
    }
    if let reason = snapshot.pauseReason { return Label(reason.sentence, .warning) }
    if let reason = snapshot.stopReason { return Label(reason.sentence, .warning) }
    if snapshot.generation == 0, !model.isRunning {
      return Label("Space starts the evolution; the arrows turn the controls; ? helps.", .text)
    }
    if let advice = model.coach.advice {
      let fits = advice.sentence.cellCount < model.size.width
      return Label(fits ? advice.sentence : advice.shortSentence, .coach)
    }
    return nil
  }

  /// What is always there, and cut where there is no room for it.
  private var standing: Label {
    let snapshot = model.snapshot
    if let race = snapshot.race { return Label(race.sentence, .text) }
    if let changes = model.changeGroups.last { return Label(changes.sentence, .text) }
    if let invalid = snapshot.statistics?.invalidCount, invalid > 0 {
      return Label("\(invalid) networks gave no finite fitness.", .warning)
    }
    return Label("", .text)
  }

  /// The diversity over the whole run, between none and all.
  static func sparkline(_ history: History, width: Int, _ glyphs: GlyphSet) -> String {
    var group = 1
    while history.buckets.count > width * group { group *= 2 }
    var text = String.UnicodeScalarView()
    for start in stride(from: 0, to: history.buckets.count, by: group) {
      let end = min(start + group, history.buckets.count)
      let values = history.buckets[start..<end].map(\.diversity).filter(\.isFinite)
      let mean = values.reduce(0, +) / Float(max(1, values.count))
      text.append(glyphs.bars[Int((min(1, max(0, mean)) * 7).rounded()) + 1])
    }
    return String(text)
  }
}

extension Snapshot.Race {
  /// Who leads, and by what.
  fileprivate var sentence: String {
    guard let leader, lanes.indices.contains(leader), let champion = lanes[leader].champion else {
      return "Nobody has a result yet."
    }
    let lane = lanes[leader]
    let evaluations = Format.quantity(Double(lane.evaluations))
    if lane.stopReason == .target {
      return
        "\(lane.experiment.algorithm) was first at the target, after \(evaluations) evaluations."
    }
    let quality =
      lane.function == nil
      ? "fitness \(Format.fraction(champion.score.fitness))"
      : "value \(Format.value(champion.score.fitness))"
    return "\(lane.experiment.algorithm) leads: \(quality) after \(evaluations) evaluations."
  }
}

extension [Change] {
  /// What was changed when, and what that did: of changes that took effect together.
  var sentence: String {
    let list = map(\.summary).joined(separator: ", ")
    let consequence = map(\.consequence).first { !$0.isEmpty } ?? ""
    return "g\(first?.generation ?? 0): \(list)" + (consequence.isEmpty ? "" : " (\(consequence))")
  }

  /// How the run went after them, in so many cells; `nil` before that is known.
  ///
  /// - Parameter all: Every change of the run: others may have acted meanwhile.
  func hindsight(_ all: [Change], width: Int) -> String? {
    guard let first, let text = first.shortEffect else { return nil }
    let others = all.count {
      $0.generation > first.generation && $0.generation < first.generation + Change.span
    }
    let value = first.name == PointEdits.name ? "" : " \(Format.brief(first.new))"
    let names = count == 1 ? [first.name + value, first.name] : ["\(count) changes"]
    let more = others == 0 ? "" : "\(others) more inside, "
    let notes = ["\(Change.span) gen., \(more)no proof", "\(more)no proof", "no proof"]
    let texts = notes.flatMap { note in names.map { "\(text) since \($0) (\(note))" } }
    return texts.first { $0.cellCount <= width } ?? texts.last
  }
}

extension Change {
  /// How the run went after it: `best +.004 mean -.02 div +.08`; `nil` before that is known.
  fileprivate var shortEffect: String? {
    guard let before, let after else { return nil }
    let parts: [(String, Float?, Float?)] = [
      ("best", before.best, after.best), ("mean", before.mean, after.mean),
      ("div", before.diversity, after.diversity), ("test", before.test, after.test),
    ]
    let texts = parts.compactMap { name, old, new -> String? in
      guard let old, let new else { return nil }
      return "\(name) \(Format.difference(new - old))"
    }
    return texts.isEmpty ? nil : texts.joined(separator: " ")
  }
}

extension ParameterDescription {
  /// What can be typed for it.
  var hint: String {
    switch kind {
    case .choice(let words): "(\(words.joined(separator: ", ")))"
    case .real(let range, _):
      "(\(Format.short(range.lowerBound)) to \(Format.short(range.upperBound)))"
    case .integer(let range, _): "(\(range.lowerBound) to \(range.upperBound))"
    }
  }
}

extension StopReason {
  /// Why the run is over, for people.
  fileprivate var sentence: String {
    switch self {
    case .generations: "Stopped: the number of generations is reached. Space goes on."
    case .evaluations: "Stopped: the number of evaluations is reached. Space goes on."
    case .seconds: "Stopped: the time is up. Space goes on."
    case .target: "Stopped: the target is reached. Space goes on."
    case .stagnation: "Stopped: no better champion for too long. Space goes on."
    case .idle: "Stopped: all are copies, nothing is evaluated any more. Space goes on."
    case .interrupted: "Stopped."
    }
  }
}
