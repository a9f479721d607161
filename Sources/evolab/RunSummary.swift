import Evolution
import FoundationEssentials
import Laboratory
import Terminal

/// What came of a run, for people and for programs.
struct RunSummary: Encodable {
  let generations: Int
  let evaluations: Int
  let seconds: Double
  let evaluationsPerSecond: Double
  let stopReason: StopReason
  /// Of the whole run: 16 hexadecimal digits.
  let digest: String
  /// The best individual ever; missing where no fitness was finite.
  let best: Best?
  let recording: String?
  /// How well each class is told apart, where that was asked for.
  let report: ReportJSON?

  struct Best: Encodable {
    let generation: Int
    let fitness: Float
    /// Missing where nothing is classified, or where the champion was chosen by other samples.
    let trainAccuracy: Float?
    /// Of the champion on the samples that it was chosen by, where these are not those with which
    /// it was bred.
    let validationAccuracy: Float?
    /// Missing when nothing was held back.
    let testAccuracy: Float?
    let geneCount: Int
  }

  /// - Parameter evaluations: Those made in `seconds`; a resumed run has made others before.
  init(
    _ session: Session, seconds: Double, evaluations: Int, _ stopReason: StopReason,
    recording: String?, report: Champion.Report?
  ) {
    generations = session.generation
    self.evaluations = session.evaluations
    self.seconds = seconds
    evaluationsPerSecond = seconds > 0 ? (Double(evaluations) / seconds).rounded() : 0
    self.stopReason = stopReason
    digest = session.runDigest.hex
    let isChosen = session.choosesByValidation
    best = session.hallOfFame.champion.map {
      let accuracy = $0.score.accuracy.isFinite ? $0.score.accuracy : nil
      return Best(
        generation: $0.generation, fitness: $0.score.fitness,
        trainAccuracy: isChosen ? nil : accuracy, validationAccuracy: isChosen ? accuracy : nil,
        testAccuracy: session.testAccuracy, geneCount: $0.genes.count)
    }
    self.recording = recording
    self.report = report.map(ReportJSON.init)
  }

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  /// - Parameter hasAdvanced: Whether there was anything left to do.
  func text(hasAdvanced: Bool) -> String {
    let count = "\(generations) generation\(generations == 1 ? "" : "s")"
    let isIdle = !hasAdvanced && stopReason != .interrupted
    var lines = [
      isIdle
        ? "Nothing was left to do: after \(count) and \(evaluations) evaluations it is stopped by "
          + "\(stopReason.rawValue) already. Say how far to go, for example with --generations."
        : "\(count), \(evaluations) evaluations in \(seconds.text(2)) s "
          + "(\(evaluationsPerSecond.counted) evaluations/s); stopped by \(stopReason.rawValue)."
    ]
    if let best {
      let train = best.trainAccuracy.map { ", train accuracy \(Double($0).text(3))" } ?? ""
      let decimals = best.validationAccuracy == nil ? 3 : 4
      let validation =
        best.validationAccuracy.map { ", validation accuracy \(Double($0).text(decimals))" } ?? ""
      let test = best.testAccuracy.map { ", test accuracy \(Double($0).text(decimals))" } ?? ""
      let fitness =
        best.trainAccuracy == nil && best.validationAccuracy == nil
        ? "value \(-best.fitness + 0)" : "fitness \(Double(best.fitness).text(4))"
      lines.append(
        "Best: generation \(best.generation), \(fitness)\(train)\(validation)\(test), "
          + "\(best.geneCount) genes.")
    } else {
      lines.append("No individual gave a finite result.")
    }
    lines.append("Digest \(digest).")
    if let recording {
      lines.append("Recorded in \(recording.withVisibleControls).")
      if stopReason == .interrupted {
        lines.append("To go on: evolab resume \(recording.withVisibleControls)")
      }
    }
    return lines.joined(separator: "\n")
  }
}

extension Double {
  /// With a fixed number of decimals.
  func text(_ decimals: Int) -> String {
    guard isFinite, abs(self) < 1e15 else { return "\(self)" }
    let scale = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
    let scaled = Int64((abs(self) * scale).rounded())
    let digits = String(scaled)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = self < 0 && scaled != 0 ? "-" : ""
    guard decimals > 0 else { return sign + padded }
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// A large number, short: `1.2 k`, `3.4 M`.
  var counted: String {
    switch abs(self) {
    case 1e9...: "\((self / 1e9).text(2)) G"
    case 1e6...: "\((self / 1e6).text(2)) M"
    case 1e4...: "\((self / 1e3).text(0)) k"
    default: text(0)
    }
  }
}
