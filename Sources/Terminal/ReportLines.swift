import Evolution
import Laboratory

/// A classification report as lines of text, for a page of the lab and for the command line.
///
/// The scores of each class come first, then the most confused pairs, then the matrix, where it
/// is narrow enough.
public struct ReportLines: Sendable {
  let report: Champion.Report
  let width: Int
  let glyphs: GlyphSet
  private let names: [String]

  /// - Parameter width: What the lines may fill; names of classes are cut for it.
  public init(_ report: Champion.Report, width: Int, _ glyphs: GlyphSet) {
    self.report = report
    self.width = width
    self.glyphs = glyphs
    names = report.scores.classNames.map(\.withVisibleControls)
  }

  /// All lines, without blanks at their ends.
  public var text: String {
    lines.map { line in
      let text = line.map(\.text).joined()
      return String(
        text[..<(text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.startIndex)])
    }.joined(separator: "\n")
  }

  var lines: [[Label]] {
    [[Label(title)]] + table + [[], [Label(confusions, .warning)]] + matrixLines
  }

  private var title: String {
    let matrix = report.scores.matrix
    let accuracy = "accuracy \(Format.fixed(report.scores.accuracy, decimals: 3))"
    let counts = "\(matrix.correct) of \(matrix.total)"
    let title = "\(counts) \(report.part.word) samples right: \(accuracy)"
    return title.count <= width ? title : "\(accuracy), \(counts)".fitted(width, glyphs)
  }

  private typealias Scores = ClassificationReport.Scores

  /// The scores of each class, and the averages.
  private var table: [[Label]] {
    let isWide = width >= 52
    let heads = isWide ? ["precision", "recall", "F1", "support"] : ["prec", "rec", "F1", "n"]
    let digits = max(heads[3].count, "\(report.scores.matrix.total)".count)
    let widths = (isWide ? [11, 8, 7] : [6, 6, 6]) + [digits + 2]
    let room = width - widths.reduce(0, +)
    let averages = isWide ? ["macro average", "weighted average"] : ["macro", "weighted"]
    let nameWidth = min(max(4, room), (names + averages).map(\.cellCount).max() ?? 0)
    func row(_ name: String, _ cells: [String]) -> String {
      name.fitted(nameWidth, glyphs)
        + zip(cells, widths).map { $0.fitted($1, glyphs, toRight: true) }.joined()
    }
    func scores(_ name: String, _ scores: Scores) -> String {
      row(
        name,
        [scores.precision, scores.recall, scores.f1].map { Format.fixed($0, decimals: 3) }
          + ["\(scores.support)"])
    }
    return [[Label(row("", heads), .dim)]]
      + zip(names, report.scores.classes).enumerated().map { label, line in
        [Label(scores(line.0, line.1), .classColor(label))]
      } + [
        [Label(scores(averages[0], report.scores.macroAverage))],
        [Label(scores(averages[1], report.scores.weightedAverage))],
      ]
  }

  /// As many of the most confused pairs as one line holds.
  private var confusions: String {
    let list = report.scores.matrix.confusions
    guard !list.isEmpty else { return "No class is taken for another." }
    // So that one pair with its number fits.
    let room = max(4, (width - 27) / 2)
    let names = names.map { $0.fitted(min($0.cellCount, room), glyphs) }
    var line = "Most confused:"
    for (place, confusion) in list.prefix(8).enumerated() {
      let pair = "\(names[confusion.label]) as \(names[confusion.choice]) (\(confusion.count))"
      let next = line + (place == 0 ? " " : ", ") + pair
      guard next.cellCount < width || place == 0 else { break }
      line = next
    }
    return (line + ".").fitted(min(width, line.cellCount + 1), glyphs)
  }

  /// Rows are what a sample is, columns what it is taken for.
  private var matrixLines: [[Label]] {
    let matrix = report.scores.matrix
    let classes = 0..<matrix.classCount
    let letters = classes.map { label in
      String(Character(PointMark.letter(label, classCount: matrix.classCount)))
    }
    let digits = "\(matrix.counts.max() ?? 0)".count
    /// The names above the columns if there is room, or else a letter that each row explains.
    let longest = names.map(\.cellCount).max() ?? 0
    let named = max(longest, digits) + 2
    let isNamed = longest + named * classes.count <= width
    let cell = isNamed ? named : digits + 2
    let room = width - cell * classes.count
    guard room >= 3, isNamed || classes.count <= 26 else {
      return [
        [],
        [
          Label(tooWide(classes.count), .dim)
        ],
      ]
    }
    let heads = (isNamed ? names : letters).map { $0.fitted(cell, glyphs, toRight: true) }
    let rows = isNamed ? names : zip(letters, names).map { "\($0) \($1)" }
    let rowWidth = min(room, rows.map(\.cellCount).max() ?? 0)
    let none = glyphs.isASCII ? "." : "·"
    let body = classes.map { label in
      [Label(rows[label].fitted(rowWidth, glyphs), .classColor(label))]
        + classes.map { choice in
          let count = matrix[label, choice]
          let text = count == 0 ? none : "\(count)"
          let role: Role = count == 0 ? .dim : label == choice ? .good : .warning
          return Label(text.fitted(cell, glyphs, toRight: true), role)
        }
    }
    let head = String(repeating: " ", count: rowWidth) + heads.joined()
    let sense = "Confusion matrix: a row is a class, a column what it is taken for."
    let sentence =
      sense.count <= width ? sense : "Rows: the class. Columns: the answer.".fitted(width, glyphs)
    return [[], [Label(sentence, .dim)], [Label(head, .dim)]] + body
  }
}

extension ReportLines {
  private func tooWide(_ count: Int) -> String {
    let texts = [
      "The matrix of \(count) classes is too wide to be shown here.",
      "The matrix is too wide for this pane.", "The matrix is too wide.",
    ]
    return texts.first { $0.count <= width } ?? "too wide".fitted(width, glyphs)
  }
}

extension Split.Part {
  /// As people call it.
  var word: String {
    switch self {
    case .train: "training"
    case .validation: "validation"
    case .test: "test"
    }
  }
}
