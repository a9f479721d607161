/// How often the screen is drawn: a value, without clock or terminal.
///
/// At most fifteen times a second, and eight over a network. A terminal that does not keep up gets
/// a new picture only after four times as long as it took for the last one, so that keys are
/// answered in between; once it is quick again, so is the drawing.
struct FramePacing: Hashable, Sendable {
  /// Whether the window has the focus; true for terminals that do not say.
  var isFocused = true
  private let leastSeconds: Double
  /// Of the last picture, or half of what it was before, if that is more.
  private var sendingSeconds = 0.0

  private static let unfocusedSeconds = 1.0 / 4
  private static let mostSeconds = 1.0
  private static let patience = 4.0

  /// - Parameter isRemote: Each picture is bytes that somebody waits for.
  init(isRemote: Bool) {
    leastSeconds = isRemote ? 1.0 / 8 : 1.0 / 15
  }

  /// From one picture to the next.
  var frameSeconds: Double {
    let least = isFocused ? leastSeconds : max(leastSeconds, Self.unfocusedSeconds)
    return max(least, min(Self.mostSeconds, sendingSeconds * Self.patience))
  }

  /// Takes note of how long the terminal kept the program waiting for a picture.
  mutating func noteSending(seconds: Double) {
    sendingSeconds = max(seconds, sendingSeconds / 2)
  }

  /// Takes note that the terminal took nothing at all: the next attempt is later.
  mutating func noteStall() {
    sendingSeconds = min(Self.mostSeconds, max(frameSeconds / Self.patience, sendingSeconds) * 2)
  }
}
