#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A line on standard error that is drawn over and over, while that is a terminal.
struct StatusLine {
  private let isShown = isatty(STDERR_FILENO) == 1
  private var lastDrawn = -1.0

  /// Draws at most five times a second.
  ///
  /// - Parameter text: Given the seconds elapsed and the width of the terminal, of which the last
  ///   column stays free.
  mutating func update(_ elapsed: Double, _ text: (Double, Int) -> String) {
    guard isShown, elapsed - lastDrawn > 0.2 else { return }
    lastDrawn = elapsed
    put("\r\u{1B}[K" + text(elapsed, Self.width))
  }

  func clear() {
    if isShown, lastDrawn >= 0 { put("\r\u{1B}[K") }
  }

  /// A bar with a text behind it, or the text alone where there is no share or no room.
  static func bar(_ share: Double?, _ text: String, width: Int) -> String {
    let room = width - text.utf8.count - 4
    guard let share, room >= 10 else { return String(text.prefix(max(0, width - 1))) }
    let barWidth = min(room, 30)
    let filled = Int((share * Double(barWidth)).rounded())
    let bar =
      String(repeating: "#", count: filled) + String(repeating: ".", count: barWidth - filled)
    return "[\(bar)] \(text)"
  }

  /// `0:42`, `1:02:03`.
  static func time(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e7).rounded(.up))
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return whole < 3600
      ? "\(whole / 60):\(two(whole % 60))"
      : "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))"
  }

  private static var width: Int {
    var size = winsize()
    // Unsafe: the call fills the structure, which is ours.
    guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return Int(size.ws_col)
  }

  private func put(_ text: String) {
    let bytes = Array(text.utf8)
    // Unsafe: the call reads exactly the array.
    _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
  }
}
