import Evolution
import FoundationEssentials
import Laboratory
import Terminal

/// What a champion says of some samples, for people and for programs.
struct PredictionTable {
  /// The classes that it knows: [classCount].
  let classNames: [String]
  let rows: [Row]

  struct Row {
    let file: String
    /// Counted from 1 in its file; `nil` where that is one picture.
    let number: Int?
    /// `nil` where the network gives no number.
    let choice: Int?
    /// `nil` where it is not known.
    let label: Int?
    /// Of each class: [classCount].
    let probabilities: [Float]

    var isWrong: Bool { label != nil && label != choice }
  }

  init(_ champion: Champion, _ batches: [PredictionInput.Batch]) {
    classNames = champion.split.dataset.classNames
    rows = batches.flatMap { batch in
      let answers = Predictions(
        champion.network, genes: champion.genes, of: batch.samples, like: champion.split,
        kernels: champion.kernels)
      return (0..<answers.count).map { sample in
        Row(
          file: batch.file, number: batch.isPicture ? nil : sample + 1,
          choice: answers.choice(sample), label: batch.samples.labels[sample],
          probabilities: Array(answers[sample]))
      }
    }
  }

  private var labelled: Int { rows.count { $0.label != nil } }
  private var correct: Int { rows.count { $0.label != nil && !$0.isWrong } }

  /// One line a sample, the class first that the network takes it for.
  var csv: String {
    let hasLabels = labelled > 0
    let heads = ["file", "sample", "class"] + (hasLabels ? ["label"] : [])
    var text = (heads + classNames.map { "p \($0)".csvCell }).joined(separator: ",") + "\n"
    for row in rows {
      var cells = [row.file.csvCell, "\(row.number ?? 1)", name(row.choice).csvCell]
      if hasLabels { cells.append(row.label == nil ? "" : name(row.label).csvCell) }
      cells += row.probabilities.map { $0.isFinite ? "\($0)" : "" }
      text += cells.joined(separator: ",") + "\n"
    }
    return text
  }

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(Object(self))).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  private struct Object: Encodable {
    let classes: [String]
    let samples: [Sample]
    /// Of those whose class is known; missing where there is none.
    let accuracy: Double?
    let labelled: Int
    let correct: Int

    struct Sample: Encodable {
      let file: String
      let sample: Int
      let `class`: String?
      let label: String?
      /// In the order of the classes; `null` where the network gives no number.
      let probabilities: [Float?]
    }

    init(_ table: PredictionTable) {
      let names = table.classNames
      classes = names
      samples = table.rows.map { row in
        Sample(
          file: row.file, sample: row.number ?? 1, class: row.choice.map { names[$0] },
          label: row.label.map { names[$0] },
          probabilities: row.probabilities.map { $0.isFinite ? $0 : nil })
      }
      labelled = table.labelled
      correct = table.correct
      accuracy = table.labelled > 0 ? Double(table.correct) / Double(table.labelled) : nil
    }
  }

  private func name(_ label: Int?) -> String { label.map { classNames[$0] } ?? "?" }
}

extension PredictionTable {
  private static let width = 79

  /// All probabilities beside one another if they fit, or else the likeliest ones with their names.
  func text(_ glyphs: GlyphSet) -> String {
    let names = classNames.map(\.withVisibleControls)
    let isOneFile = rows.allSatisfy { $0.file == rows[0].file }
    let samples = rows.map { $0.name(isOneFile: isOneFile) }
    let hasLabels = labelled > 0
    let classWidth = max(5, names.map(\.cellCount).max() ?? 0)
    let nameWidth = max(6, samples.map(\.cellCount).max() ?? 0)
    let cell = max(6, classWidth + 1)
    let room = Self.width - min(nameWidth, 30) - (hasLabels ? 2 : 1) * (min(classWidth, 20) + 2) - 1
    let isWhole = cell * names.count <= room
    let widths = (name: min(nameWidth, 30), label: min(classWidth, 20))
    func line(
      _ sample: String, _ choice: String, _ mark: String, _ label: String, _ rest: String
    )
      -> String
    {
      var text = sample.fitted(widths.name, glyphs) + " " + mark
      text += choice.fitted(widths.label, glyphs)
      if hasLabels { text += "  " + label.fitted(widths.label, glyphs) }
      return text + "  " + rest
    }
    let heads =
      isWhole
      ? names.map { $0.fitted(cell, glyphs, toRight: true) }.joined() : "likeliest classes"
    var lines = [line("sample", "class", " ", "label", heads)]
    for (row, sample) in zip(rows, samples) {
      let rest =
        isWhole
        ? row.probabilities.map { Self.text($0).fitted(cell, glyphs, toRight: true) }.joined()
        : likeliest(row, names, room, glyphs)
      lines.append(
        line(
          sample, row.choice.map { names[$0] } ?? "?", row.isWrong ? "*" : " ",
          row.label.map { names[$0] } ?? "?", rest))
    }
    if hasLabels {
      let accuracy = Double(correct) / Double(labelled)
      lines.append(
        "\(correct) of \(labelled) right: accuracy \(accuracy.text(3))"
          + (correct < labelled ? "; * marks the others." : "."))
    }
    return lines.joined(separator: "\n")
  }

  /// As many classes with their probabilities as fit, three at most.
  private func likeliest(
    _ row: Row, _ names: [String], _ room: Int, _ glyphs: GlyphSet
  ) -> String {
    let ranked = row.probabilities.indices.sorted {
      (row.probabilities[$1], $0) < (row.probabilities[$0], $1)
    }
    var text = ""
    for label in ranked.prefix(3) {
      let part = "\(names[label]) \(Self.text(row.probabilities[label]))"
      let next = text.isEmpty ? part : text + ", " + part
      guard next.cellCount <= room || text.isEmpty else { break }
      text = next
    }
    return text.fitted(min(text.cellCount, room), glyphs)
  }

  private static func text(_ probability: Float) -> String {
    probability.isFinite ? Double(probability).text(3) : "-"
  }
}

extension PredictionTable.Row {
  /// A number; where there are several files, with the file before it.
  fileprivate func name(isOneFile: Bool) -> String {
    let file = file.withVisibleControls
    guard let number else { return file }
    return isOneFile ? "\(number)" : "\(file):\(number)"
  }
}
