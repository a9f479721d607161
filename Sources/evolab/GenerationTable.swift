import ArgumentParser
import Evolution
import Laboratory

/// One line a generation, for spreadsheets and plots.
final class GenerationTable {
  private let file: File
  private var text =
    "generation,evaluations,best,mean,worst,diversity,trainAccuracy,testAccuracy,"
    + "validationAccuracy\n"

  init(_ path: String) throws {
    do throws(File.Failure) {
      file = try File(path, .create)
    } catch {
      throw ValidationError(
        error.exists
          ? "\(path) exists already, and is not overwritten."
          : "Cannot write \(path): \(error.reason).")
    }
  }

  /// Adds the generation last bred; what is not a number is left empty.
  func add(_ session: Session) throws {
    guard let statistics = session.statistics else { return }
    let champion = session.hallOfFame.champion
    let accuracy = champion?.score.accuracy
    let isChosen = session.choosesByValidation
    let numbers: [Float?] = [
      statistics.best, statistics.mean, statistics.worst, statistics.diversity,
      isChosen ? nil : accuracy, champion?.testAccuracy, isChosen ? accuracy : nil,
    ]
    text += "\(session.generation),\(session.evaluations),"
    text += numbers.map { $0.flatMap { $0.isFinite ? "\($0)" : nil } ?? "" }.joined(separator: ",")
    text += "\n"
    if text.utf8.count > 1 << 16 { try flush() }
  }

  func close() throws { try flush() }

  /// Takes the new file away again, since no run came of it.
  func discard() { File.remove(file.path) }

  private func flush() throws {
    do throws(File.Failure) {
      try file.write(Array(text.utf8))
    } catch {
      throw ValidationError("Cannot write \(file.path): \(error.reason).")
    }
    text = ""
  }
}
