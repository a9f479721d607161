import Evolution
import FoundationEssentials
import Laboratory

/// Two recordings beside each other, as programs read it.
struct DifferenceJSON: Encodable {
  let equal: Bool
  let first: Side
  let second: Side
  let settings: [Setting]
  let sameData: Bool
  /// The last generation up to which all is the same.
  let sameUpTo: Int
  /// Missing where nothing differs after the start.
  let difference: Difference?
  let curves: [Row]

  struct Side: Encodable {
    let file: String
    let generations: Int
  }

  struct Setting: Encodable {
    let name: String
    let first: ParameterValue?
    let second: ParameterValue?
  }

  struct Difference: Encodable {
    let generation: Int
    /// `changes`, `digests` or `end`.
    let kind: String
    let firstChanges: [Change]?
    let secondChanges: [Change]?
    /// The parts of the digest, first cause first.
    let parts: [String]?
  }

  struct Row: Encodable {
    let generation: Int
    let first: Numbers?
    let second: Numbers?
  }

  struct Numbers: Encodable {
    let best: Float?
    let mean: Float?
    let test: Float?
  }

  init(_ pair: RecordingPair) {
    let difference = pair.difference
    equal = difference.isEmpty
    first = Side(file: pair.paths[0], generations: pair.lasts[0])
    second = Side(file: pair.paths[1], generations: pair.lasts[1])
    settings = difference.settings.map {
      Setting(name: $0.name, first: $0.first, second: $0.second)
    }
    sameData = difference.haveSameData
    sameUpTo = difference.sharedGenerations
    self.difference = difference.cause.map(Difference.init)
    curves = pair.curves.map { row in
      let sides = row.sides.map { side in
        side.map { Numbers(best: $0.best, mean: $0.mean, test: $0.test) }
      }
      return Row(generation: row.generation, first: sides[0], second: sides[1])
    }
  }

  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}

extension DifferenceJSON.Difference {
  init(_ cause: JournalDifference.Cause) {
    generation = cause.generation
    switch cause {
    case .changes(_, let first, let second):
      (kind, firstChanges, secondChanges, parts) = ("changes", first, second, nil)
    case .digests(_, let names):
      (kind, firstChanges, secondChanges, parts) = ("digests", nil, nil, names)
    case .end:
      (kind, firstChanges, secondChanges, parts) = ("end", nil, nil, nil)
    }
  }
}
