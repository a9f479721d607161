import ArgumentParser
import Laboratory
import Terminal

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Where the program starts, and the one place where an error becomes words and a status.
@main enum Main {
  static func main() {
    StandardStreams.open()
    do {
      var command = try Evolab.parseAsRoot()
      try command.run()
      try flushOutput()
    } catch {
      leave(with: error)
    }
  }

  /// Exit status: 2 wrong usage or input; 3 replay diverged; 4 recording damaged; 5 recorded
  /// by an incompatible version.
  private static func leave(with error: any Error) -> Never {
    if let error = error as? JournalError {
      complain("\(error)")
      exit(error.exitStatus)
    }
    // Help, version and completion scripts come as errors that succeed.
    if Evolab.exitCode(for: error) == .success { Evolab.exit(withError: error) }
    if let error = error as? ExitCode {
      if let lost = lostOutput { complain(lost) }
      exit(lostOutput == nil ? error.rawValue : 2)
    }
    complain(Evolab.message(for: error))
    exit(2)
  }

  /// What was printed must have arrived: a full disk is no success.
  private static func flushOutput() throws {
    if let lostOutput { throw ValidationError(lostOutput) }
  }

  /// A sentence where something of what was printed cannot be written.
  private static var lostOutput: String? {
    StandardStreams.flush().map {
      "Cannot write standard output: \(File.Failure(code: $0).reason)."
    }
  }

  /// Prints an error; nothing that a file or its name says reaches the terminal as a command.
  static func complain(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    printError("evolab: " + lines.map { $0.withVisibleControls }.joined(separator: "\n"))
  }
}

/// Prints a line on standard error.
func printError(_ text: String) {
  let bytes = Array((text + "\n").utf8)
  // Unsafe: the call reads exactly the array.
  _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
}
