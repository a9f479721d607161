import CTerminal

/// Standard input, output and error of a program without a screen.
public enum StandardStreams {
  /// Makes sure that all three are open, so that no recording takes the number of one; and that
  /// whatever cannot be written, there or elsewhere, is an error.
  public static func open() {
    ct_fill_descriptors()
    ct_ignore_size_signal()
  }

  /// Writes out what was printed.
  ///
  /// - Returns: The system's error number if some of it was lost; `nil` if all is written.
  public static func flush() -> Int32? {
    let error = ct_flush_output()
    return error == 0 ? nil : error
  }
}
