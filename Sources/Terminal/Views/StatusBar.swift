import Evolution
import Laboratory

/// The top line: which run this is, how far it is, how fast, and where it is recorded.
public struct StatusBar: View {
  let snapshot: Snapshot
  let isRunning: Bool
  let speedLimit: Int?
  private let isInPast: Bool
  let isMouseOn: Bool

  public init(_ model: Model) {
    snapshot = model.snapshot
    isRunning = model.isRunning
    speedLimit = model.speedLimit
    isInPast = model.isInPast
    isMouseOn = model.isMouseOn
  }

  /// A part of the line; the one with the largest number is left out first.
  private struct Part {
    var section: Int
    var order: Int
    var label: Label
  }

  public func draw(_ size: Size, _ capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: size.width, height: min(1, size.height))
    let bar = capabilities.glyphs.vertical
    var parts = parts(capabilities.glyphs)
    while width(of: parts) > size.width,
      let place = parts.indices.max(by: { parts[$0].order < parts[$1].order }), parts.count > 1
    {
      parts.remove(at: place)
    }
    var x = 1
    var section: Int?
    for part in parts {
      if let section {
        let gap = section == part.section ? " " : " \(bar) "
        x += canvas.write(gap, x: x, y: 0, style: capabilities.theme.style(.frame))
      }
      section = part.section
      x += canvas.write(
        part.label.text, x: x, y: 0, style: capabilities.theme.style(part.label.role))
    }
    return canvas
  }

  private func width(of parts: [Part]) -> Int {
    var width = 1
    for (index, part) in parts.enumerated() {
      width += part.label.text.cellCount
      if index > 0 { width += parts[index - 1].section == part.section ? 1 : 3 }
    }
    return width
  }

  private func parts(_ glyphs: GlyphSet) -> [Part] {
    let experiment = snapshot.experiment
    var parts = [
      Part(section: 0, order: 8, label: Label("evolab", .titleFocused)),
      Part(section: 1, order: 4, label: Label(dataName(glyphs))),
    ]
    if let data = snapshot.data {
      parts.append(Part(section: 1, order: 7, label: Label("n=\(data.dataset.count)")))
    } else {
      parts.append(Part(section: 1, order: 7, label: Label("\(snapshot.coordinateCount)-D")))
    }
    if case .number(let noise)? = experiment.parameters["noise"] {
      parts.append(Part(section: 1, order: 9, label: Label("noise \(Format.axis(noise))")))
    }
    if let data = snapshot.data, data.test.count > 0 {
      let share = 1 - Double(data.test.count) / Double(data.dataset.count)
      let percent = Int(((experiment.split ?? share) * 100).rounded())
      parts.append(Part(section: 1, order: 11, label: Label("split \(percent)/\(100 - percent)")))
    }
    parts += [
      Part(section: 2, order: 5, label: Label(experiment.algorithm)),
      Part(section: 3, order: 6, label: Label("seed \(experiment.seed)")),
      Part(section: 4, order: 0, label: Label(generation, .titleFocused)),
    ]
    if snapshot.choosesByValidation, let champion = snapshot.champion {
      let accuracy = Format.fraction(champion.score.accuracy)
      parts.append(Part(section: 4, order: 1, label: Label("valid \(accuracy)", .accent)))
    }
    parts += speed(glyphs)
    parts += recording(glyphs)
    if isMouseOn { parts.append(Part(section: 7, order: 2, label: Label("mouse", .accent))) }
    parts += duration
    return parts
  }

  /// The generator, or the last part of a file's path.
  private func dataName(_ glyphs: GlyphSet) -> String {
    let data = snapshot.experiment.subject
    let name = data.split(separator: "/").last.map(String.init) ?? data
    return name.fitted(min(24, name.cellCount), glyphs)
  }

  /// How long the run has been going; of what is only shown again that says nothing.
  private var duration: [Part] {
    if case .played = snapshot.recording { return [] }
    return [Part(section: 8, order: 13, label: Label(Format.duration(snapshot.seconds), .dim))]
  }

  private func speed(_ glyphs: GlyphSet) -> [Part] {
    let signs = glyphs.isASCII ? [">", "||"] : ["▶", "❚❚"]
    guard isRunning else {
      let word =
        isInPast ? "in the past" : snapshot.stopReason == nil ? "paused" : "stopped"
      let paused = Part(section: 5, order: 1, label: Label("\(signs[1]) \(word)", .warning))
      return [paused] + (isInPast ? [] : limit)
    }
    let rate = snapshot.generationsPerSecond
    guard rate > 0 else {
      return [Part(section: 5, order: 1, label: Label("\(signs[0]) \(unmeasured)", .good))] + limit
    }
    var parts = [
      Part(section: 5, order: 1, label: Label("\(signs[0]) \(Format.quantity(rate)) gen/s", .good))
    ]
    parts += limit
    parts.append(
      Part(
        section: 5, order: 12,
        label: Label(" \(Format.quantity(snapshot.evaluationsPerSecond)) evals/s")))
    return parts
  }

  /// What it does while no speed is known.
  private var unmeasured: String {
    guard let course = snapshot.course, course.isFollowed else { return "running" }
    return snapshot.generation < course.end ? "running" : "waiting"
  }

  /// Which generation this is, and of how many if there are more.
  private var generation: String {
    let end = snapshot.course.map { " of \($0.end)" } ?? ""
    return "gen \(snapshot.generation)" + end
  }

  private var limit: [Part] {
    speedLimit.map { [Part(section: 5, order: 3, label: Label("(at most \($0))"))] } ?? []
  }

  private func sign(_ glyphs: GlyphSet) -> String {
    guard case .played = snapshot.recording else { return "\(glyphs.knob) rec" }
    guard let course = snapshot.course, course.isFollowed else { return "recorded" }
    return course.isAbandoned ? "interrupted" : "followed"
  }

  private func recording(_ glyphs: GlyphSet) -> [Part] {
    switch snapshot.recording {
    case .none: return []
    case .failed: return [Part(section: 6, order: -1, label: Label("REC!", .failure))]
    case .file(let path), .played(let path):
      var name = path.split(separator: "/").last.map(String.init) ?? path
      if name.hasSuffix(".evo") { name.removeLast(4) }
      return [
        Part(section: 6, order: 2, label: Label(sign(glyphs))),
        Part(section: 6, order: 10, label: Label(name.fitted(min(20, name.cellCount), glyphs))),
      ]
    }
  }
}
