import CPseudoTerminal
import Foundation

/// A terminal of which the test is the person: it types, looks, resizes and hangs up.
///
/// The child is the leader of its own session, with this as its controlling terminal, so that
/// the kernel sends it what a real one would.
final class PseudoTerminal {
  /// How a program ended or stands.
  enum Ending: Equatable {
    case exited(Int)
    case killed(signal: Int)
    case stopped(signal: Int)
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// Everything that the program has written.
  private(set) var output: [UInt8] = []
  /// What a person sees.
  private(set) var screen: ScreenParser
  private var master: Int32
  private let slave: Int32
  private var process: pid_t = 0
  private var ending: Ending?

  init(width: Int = 80, height: Int = 24) throws {
    master = pt_open(Int32(width), Int32(height))
    slave = pt_open_slave(master)
    screen = ScreenParser(width: width, height: height)
    guard master >= 0, slave >= 0 else {
      throw Failure(description: "There is no pseudo-terminal left.")
    }
  }

  deinit {
    if process > 0, ending == nil {
      pt_signal(process, SIGKILL)
      _ = waitForEnding(seconds: 2)
    }
    pt_close(slave)
    if master >= 0 { pt_close(master) }
  }

  /// Starts a program, by its full path.
  func start(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:]
  ) throws {
    // What stood there was somebody else's.
    output = []
    var variables = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"]
    // Otherwise a crash of Swift waits half a minute for a key.
    variables["SWIFT_BACKTRACE"] = "enable=no"
    variables.merge(environment) { $1 }
    let words = ([program] + arguments).map { $0 + "\0" }.joined()
    let settings = variables.map { "\($0)=\($1)\0" }.joined()
    // Safe: C reads both only during the call, and each ends with one more zero byte.
    process = unsafe pt_start(master, words, settings)
    guard process > 0 else { throw Failure(description: "\(program) did not start.") }
    ending = nil
  }

  /// Types text or raw bytes such as `"\u{1B}[A"`.
  func send(_ text: String) {
    send(bytes: Array(text.utf8))
  }

  /// Types bytes, and reads meanwhile; false if the program does not take them in time.
  @discardableResult
  func send(bytes: [UInt8], seconds: Double = 20) -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var rest = bytes
    while !rest.isEmpty {
      // Safe: the buffer is as long as the count says.
      let count = unsafe pt_write(master, &rest, rest.count)
      guard count >= 0, ContinuousClock.now < deadline else { return false }
      rest.removeFirst(count)
      readOnce(milliseconds: rest.isEmpty ? 0 : 5)
    }
    return true
  }

  func resize(width: Int, height: Int) {
    pt_resize(master, Int32(width), Int32(height))
    screen.resize(width: width, height: height)
  }

  func signal(_ number: Int32) {
    pt_signal(process, number)
  }

  /// Kills the program and all that it started.
  func killSession() {
    pt_signal(-process, SIGKILL)
  }

  /// What the program has cost so far.
  var effort: Effort? { Effort(process) }

  /// Closes the window: the kernel hangs up on the program.
  func hangUp() {
    pt_close(master)
    master = -1
  }

  /// Reads until a condition holds; false if it does not in time.
  @discardableResult
  func read(seconds: Double = 20, until condition: (PseudoTerminal) -> Bool) -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while !condition(self) {
      guard ContinuousClock.now < deadline, readOnce(milliseconds: 10) else {
        return condition(self)
      }
    }
    return true
  }

  /// Reads until the screen holds a text.
  @discardableResult
  func read(seconds: Double = 20, untilShown text: String) -> Bool {
    read(seconds: seconds) { $0.screen.text.contains(text) }
  }

  /// Reads until nothing has come for so long; false if something comes all the time.
  func readUntilQuiet(_ quietSeconds: Double = 0.3, within seconds: Double = 30) -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
      if countBytes(seconds: quietSeconds) == 0 { return true }
    }
    return false
  }

  /// Reads for so long and returns how many bytes came.
  func countBytes(seconds: Double) -> Int {
    let before = output.count
    read(seconds: seconds) { _ in false }
    return output.count - before
  }

  /// Reads on until the program ends or stops; nil if it does not in time.
  func waitForEnding(seconds: Double = 40) -> Ending? {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
      let result = Int(pt_poll(process))
      switch (result & 0xFF, result >> 8) {
      case (1, let status): return end(.exited(status))
      case (2, let signal): return end(.killed(signal: signal))
      case (3, let signal): return .stopped(signal: signal)
      default: break
      }
      if master < 0 || !readOnce(milliseconds: 10) { usleep(5000) }
    }
    return nil
  }

  /// The terminal's modes; equal before and after a program that cleans up.
  var modes: [Int64] {
    Array((0...).lazy.map { pt_mode(self.slave, $0) }.prefix { $0 >= 0 })
  }

  /// What a program left behind that a shell would suffer from; none, if it cleans up.
  func traces(since modesBefore: [Int64]) -> [String] {
    var traces: [String] = []
    if modes != modesBefore { traces.append("modes") }
    if screen.isAlternate { traces.append("alternate screen") }
    if !screen.isCursorVisible { traces.append("hidden cursor") }
    if screen.isPasteBracketed { traces.append("bracketed paste") }
    if screen.isFocusReported { traces.append("focus reports") }
    if screen.isMouseReported { traces.append("mouse") }
    return traces
  }

  /// The path of the program under test, which is built beside the tests.
  static var evolab: String {
    Bundle.main.bundleURL.appending(path: "evolab").path
  }

  private func end(_ result: Ending) -> Ending {
    ending = result
    // What it wrote last may still lie in the terminal.
    while master >= 0, case let before = output.count, readOnce(milliseconds: 20),
      output.count > before
    {}
    return result
  }

  @discardableResult
  private func readOnce(milliseconds: Int32) -> Bool {
    guard master >= 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    // Safe: the buffer is as long as the count says.
    let count = unsafe pt_read(master, &bytes, bytes.count, milliseconds)
    guard count >= 0 else { return false }
    output += bytes.prefix(count)
    screen.feed(bytes.prefix(count))
    return true
  }
}
