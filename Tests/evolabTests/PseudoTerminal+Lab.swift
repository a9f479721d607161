import Foundation

/// What the tests of the lab share.
extension PseudoTerminal {
  /// A run that is small enough for a debug build.
  static let smallRun = ["--samples", "60", "--population", "20", "--hidden", "4"]

  /// Starts the lab in a folder of its own, and waits until it is drawn.
  func startLab(
    _ arguments: [String] = smallRun, _ environment: [String: String] = [:]
  ) throws {
    let folder = NSTemporaryDirectory() + "evolab-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try start(
      "/bin/sh", ["-c", "cd \"$0\" && exec \"$@\"", folder, Self.evolab] + arguments,
      environment: ["XDG_STATE_HOME": folder].merging(environment) { $1 })
    guard read(untilShown: "circles") else {
      throw Failure(description: "The lab did not appear: \(screen.text)")
    }
  }

  /// The number behind `gen` in the status line.
  var generation: Int {
    let words = screen.lines[0].split(separator: " ")
    guard let place = words.firstIndex(of: "gen"), place + 1 < words.count else { return 0 }
    return Int(words[place + 1].filter(\.isNumber)) ?? 0
  }

  /// Pauses the lab, and waits until it has drawn its last picture.
  func pause() -> Bool {
    send(" ")
    return read(untilShown: "paused") && readUntilQuiet()
  }

  /// Types keys, and waits until the paused lab has answered; false if it does not.
  ///
  /// Two of them must not come at once where one is escape.
  func type(_ keys: String) -> Bool {
    let count = output.count
    send(keys)
    return read { $0.output.count > count } && readUntilQuiet()
  }

  /// Whether the screen stays the same when all of it is sent anew.
  func isAsIfDrawnAnew() -> Bool {
    guard readUntilQuiet() else { return false }
    let (lines, count) = (screen.lines, output.count)
    send("\u{C}")
    return read { $0.output.count > count } && readUntilQuiet() && screen.lines == lines
  }
}
