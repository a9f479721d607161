import ArgumentParser
import Evolution
import Laboratory

/// One line a generation, for spreadsheets and plots.
final class GenerationTable {
  private let file: File
  private var text = header

  static let header =
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

  /// Adds the generation last bred.
  func add(_ session: Session) throws {
    guard let generation = Journal.Generation(session) else { return }
    text += Self.row(generation)
    if text.utf8.count > 1 << 16 { try flush() }
  }

  /// A generation with its line feed; what is not a number is left empty.
  static func row(_ generation: Journal.Generation) -> String {
    let numbers: [Float?] = [
      generation.best, generation.mean, generation.worst, generation.div, generation.train,
      generation.test, generation.valid,
    ]
    let texts = numbers.map { $0.flatMap { $0.isFinite ? "\($0)" : nil } ?? "" }
    return "\(generation.g),\(generation.e)," + texts.joined(separator: ",") + "\n"
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
