import FoundationEssentials
import Laboratory
import Terminal

/// A film of the lab in the format of asciinema, version 2: a header, then what is sent to the
/// terminal and when.
struct Cast {
  /// Generations, rising.
  let generations: [Int]
  let framesPerSecond: Double

  /// How long it takes unless somebody asks otherwise.
  private static let usualSeconds = 20.0
  /// More would not be seen as more.
  private static let rates = 2.0...15.0
  /// How long the last picture stays.
  private static let restSeconds = 2.0

  /// - Parameters:
  ///   - every: Generations from frame to frame; `nil` for as many as give the usual time.
  ///   - rate: Frames a second; `nil` likewise.
  init(_ range: ClosedRange<Int>, every: Int?, rate: Double?) {
    let frames = Self.usualSeconds * (rate ?? Self.rates.upperBound)
    let step = every ?? max(1, Int((Double(range.count) / frames).rounded(.up)))
    var generations = Array(stride(from: range.lowerBound, through: range.upperBound, by: step))
    if generations.last != range.upperBound { generations.append(range.upperBound) }
    self.generations = generations
    framesPerSecond =
      rate
      ?? min(
        max(Double(generations.count) / Self.usualSeconds, Self.rates.lowerBound),
        Self.rates.upperBound)
  }

  /// Draws all frames, one after the other.
  func text(of scenes: inout RecordedScenes) throws -> String {
    var text = header(scenes)
    var film = Film(scenes.size, scenes.capabilities)
    for (frame, generation) in generations.enumerated() {
      var snapshot = try scenes.snapshot(at: generation)
      // The curve grows, as it did.
      snapshot.course = Snapshot.Course(
        end: scenes.reader.lastGeneration, history: snapshot.history, changes: snapshot.changes)
      snapshot.isRunning = generation != generations.last
      snapshot.generationsPerSecond = rate(at: frame)
      let before = frame > 0 ? generations[frame - 1] : generation - 1
      let changes = snapshot.changes.filter {
        before < $0.generation && $0.generation <= generation
      }
      let time = Double(frame) / framesPerSecond
      for change in changes {
        text += Self.event(time, "m", "gen \(change.generation): \(change.summary)")
      }
      let output = film.show(snapshot, at: time)
      if !output.isEmpty { text += Self.event(time, "o", output) }
    }
    let end = Double(generations.count - 1) / framesPerSecond + Self.restSeconds
    return text + Self.event(end, "o", "\u{1B}[?25h")
  }

  /// Generations a second, as they are shown.
  private func rate(at frame: Int) -> Double {
    guard frame + 1 < generations.count else { return 0 }
    return Double(generations[frame + 1] - generations[frame]) * framesPerSecond
  }

  private func header(_ scenes: RecordedScenes) -> String {
    "{\"version\":2,\"width\":\(scenes.size.width),\"height\":\(scenes.size.height),"
      + "\"title\":\(Self.quoted(scenes.title)),\"env\":{\"TERM\":\"xterm-256color\"}}\n"
  }

  private static func event(_ time: Double, _ code: String, _ data: String) -> String {
    "[\(time.text(3)),\"\(code)\",\(quoted(data))]\n"
  }

  /// As JSON; the encoder cannot fail on a string.
  private static func quoted(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}

/// What a terminal must be sent to show picture after picture.
private struct Film {
  private var model: Model?
  private var last: Canvas?
  private let size: Size
  private let capabilities: Capabilities
  /// What goes away by itself goes away in a film too.
  private var ticks = 0

  init(_ size: Size, _ capabilities: Capabilities) {
    self.size = size
    self.capabilities = capabilities
  }

  /// - Parameter seconds: Since the beginning of the film.
  mutating func show(_ snapshot: Snapshot, at seconds: Double) -> String {
    var next = model ?? Model(snapshot: snapshot, size: size)
    _ = update(&next, .snapshot(snapshot))
    while ticks < Int(seconds) {
      _ = update(&next, .tick)
      ticks += 1
    }
    let picture = compose(next, capabilities)
    let output = picture.ansi(after: last)
    (model, last) = (next, picture)
    return output
  }
}
