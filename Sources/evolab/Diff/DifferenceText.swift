import Evolution
import Laboratory
import Terminal

/// Two recordings beside each other, for people.
extension RecordingPair {
  var text: String {
    var lines = zip(["A", "B"], zip(paths, lasts)).map { name, side in
      "\(name)  \(side.0.withVisibleControls): \(Self.count(side.1, "generation"))"
    }
    if let fork = difference.fork {
      let names = fork.isFirst ? ("A", "B") : ("B", "A")
      lines.append(
        "\(names.0) is a fork of \(names.1), which it left at generation \(fork.generation).")
    }
    lines += settings
    lines += course
    if !curves.isEmpty, !difference.isEmpty { lines += [""] + table }
    return lines.joined(separator: "\n")
  }

  private static func count(_ number: Int, _ word: String) -> String {
    "\(number) \(word)\(number == 1 ? "" : "s")"
  }

  private var settings: [String] {
    var lines: [String] = []
    if !difference.settings.isEmpty {
      lines.append("They began with other settings:")
      let width = difference.settings.map(\.name.count).max() ?? 0
      for setting in difference.settings {
        let values = [setting.first, setting.second].map { $0?.description ?? "-" }
        let row = "  \(setting.name.padded(to: width))  A \(values[0])  B \(values[1])"
        lines.append(row.withVisibleControls)
      }
    }
    if !difference.haveSameData { lines.append("They learnt from other data.") }
    return lines
  }

  /// What is the same, and what differs first.
  private var course: [String] {
    let shared = difference.sharedGenerations
    guard let cause = difference.cause else {
      let isAll = difference.isEmpty ? "The same" : "Else the same"
      return ["\(isAll): \(Self.count(shared, "generation")), every change and every digest."]
    }
    let start = shared > 0 ? ["The same up to generation \(shared); then"] : ["From the start:"]
    switch cause {
    case .changes(let generation, let first, let second):
      return start
        + zip(["A", "B"], [first, second]).map { name, changes in
          let words = changes.map(\.summary).joined(separator: ", ")
          return "  \(name): \(changes.isEmpty ? "no change" : words) at \(generation)"
            .withVisibleControls
        }
    case .digests(let generation, let parts):
      return start + ["  generation \(generation) differs in \(parts.joined(separator: ", "))"]
    case .end(let first, let second):
      let (name, other) = first < second ? ("A", "B") : ("B", "A")
      return ["The same up to generation \(shared), where \(name) ends; \(other) goes on."]
    }
  }

  private var table: [String] {
    let heads = ["generation", "best A", "best B", "mean A", "mean B", "test A", "test B"]
    let rows = curves.map { row in
      let columns: [(Journal.Generation) -> Float?] = [{ $0.best }, { $0.mean }, { $0.test }]
      return ["\(row.generation)"]
        + columns.flatMap { value in row.sides.map { Self.cell($0.flatMap(value)) } }
    }
    let widths = heads.indices.map { column in
      ([heads] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([heads] + rows).map { cells in
      zip(cells, widths).map { text, width in
        String(repeating: " ", count: width - text.count) + text
      }.joined(separator: "  ")
    }
  }

  private static func cell(_ value: Float?) -> String {
    guard let value, value.isFinite else { return "-" }
    let isPlain = value == 0 || (0.001..<1e6).contains(abs(value))
    return isPlain ? Double(value).text(4) : "\(value)"
  }
}
