import Laboratory
import Terminal

/// The lab as it was after some generations of a recording: found by executing it, so that any size,
/// theme and glyph set is possible, and equal on every machine.
struct RecordedScenes {
  private var replay: Replay
  let reader: JournalReader
  let size: Size
  let capabilities: Capabilities
  private var progress = ReplayProgress()

  /// - Parameter range: The first and the last generation that are wanted; what lies before the
  ///   checkpoint before the first is taken on trust.
  init(
    _ reader: JournalReader, _ range: ClosedRange<Int>, _ size: Size, _ capabilities: Capabilities,
    workers: Int?
  ) throws {
    guard range.upperBound <= reader.lastGeneration else {
      throw JournalError.tooShort(
        file: reader.path, last: reader.lastGeneration, asked: range.upperBound)
    }
    self.reader = reader
    self.size = size
    self.capabilities = capabilities
    // A checkpoint lacks where the individuals of its own generation are.
    replay = try Replay(
      fromCheckpointOf: reader, upTo: range.lowerBound - 1,
      workers: try Machine.workerCount(workers),
      kernels: try Machine.kernels())
  }

  /// What the recording is about, and how far it goes.
  var title: String {
    let experiment = reader.head.cfg
    return "evolab: \(experiment.algorithm) on \(experiment.subject), seed \(experiment.seed)"
  }

  /// - Parameter generation: Not before that of the last call.
  mutating func snapshot(at generation: Int) throws -> Snapshot {
    try progress.advance(&replay, to: generation)
    return replay.snapshot
  }

  /// The picture, as whoever opened the lab there would see it.
  mutating func picture(at generation: Int) throws -> Canvas {
    compose(Model(snapshot: try snapshot(at: generation), size: size), capabilities)
  }
}

extension Canvas {
  /// The rows as lines of text.
  var text: String { lines.map { $0 + "\n" }.joined() }
}
