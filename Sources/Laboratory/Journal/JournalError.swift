/// Why a recording cannot be written, read or verified.
public enum JournalError: Error, Equatable {
  case unreadable(file: String, String)
  case unwritable(file: String, String)
  case exists(file: String)
  /// Another program is writing it.
  case busy(file: String)
  case notARecording(file: String)
  /// It holds the trials of a race.
  case isARace(file: String)
  case empty(file: String)
  /// `line` and `offset` count from 1 and 0.
  case damaged(file: String, line: Int, offset: Int, String)
  /// Written by a program whose results this one cannot repeat.
  case incompatible(file: String, String)
  /// What it was recorded with is not what is found under the name now.
  case otherData(file: String, data: String, recorded: String, found: String)
  case diverged(Divergence)
  /// A generation is asked for that comes after the last one.
  case tooShort(file: String, last: Int, asked: Int)

  /// The exit status that tells a script what happened.
  public var exitStatus: Int32 {
    switch self {
    case .diverged: 3
    case .damaged: 4
    case .incompatible: 5
    default: 2
    }
  }
}

/// Where a replay first differs from its recording.
public struct Divergence: Error, Equatable, Sendable {
  public let generation: Int
  /// The parts that differ, first cause first: `w (genes)`.
  public let parts: [String]
  /// The last change before it; `nil` for none.
  public let lastChange: String?
  /// The generation of the nearest checkpoint before it; 0 is the start.
  public let checkpoint: Int
}

extension JournalError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let file, let reason): "Cannot read \(file): \(reason)."
    case .unwritable(let file, let reason): "Cannot write \(file): \(reason)."
    case .exists(let file):
      "\(file) exists already, and a recording is never overwritten. "
        + "Name another file, or go on with 'evolab resume'."
    case .busy(let file): "\(file) is being written by another evolab."
    case .notARecording(let file): "\(file) is not an evolab recording."
    case .isARace(let file):
      "\(file) is the record of a race, not of a run. Go on with it: evolab race --resume \(file)"
    case .empty(let file): "\(file) is empty: there is no recording in it."
    case .damaged(let file, let line, let offset, let reason):
      "\(file) is damaged at line \(line), byte \(offset): \(reason)."
    case .incompatible(let file, let reason): "\(file): \(reason)"
    case .otherData(let file, let data, let recorded, let found):
      "\(file) was recorded with other data than '\(data)' holds now (digest \(recorded), not "
        + "\(found)). Bring back the files that it was recorded with."
    case .tooShort(let file, let last, let asked):
      "\(file) ends with generation \(last), but generation \(asked) is asked for."
    case .diverged(let divergence):
      "The replay differs from the recording at generation \(divergence.generation) in "
        + divergence.parts.joined(separator: ", ") + ". Last change before it: "
        + (divergence.lastChange ?? "none") + ". Nearest checkpoint: "
        + (divergence.checkpoint == 0 ? "the start." : "generation \(divergence.checkpoint).")
    }
  }
}
