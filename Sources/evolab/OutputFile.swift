import ArgumentParser
import Laboratory

/// A new file for what a command has found; nothing is overwritten.
enum OutputFile {
  /// Refuses a path that could not be written in the end, before anything is run.
  static func check(_ path: String) throws {
    _ = try make(path)
    File.remove(path)
  }

  static func write(_ text: String, to path: String) throws {
    let file = try make(path)
    do throws(File.Failure) { try file.write(Array(text.utf8)) } catch {
      throw ValidationError("Cannot write \(path): \(error.reason).")
    }
  }

  private static func make(_ path: String) throws -> File {
    do throws(File.Failure) { return try File(path, .create) } catch {
      throw ValidationError(
        error.exists
          ? "\(path) exists already, and is not overwritten."
          : "Cannot write \(path): \(error.reason).")
    }
  }
}
