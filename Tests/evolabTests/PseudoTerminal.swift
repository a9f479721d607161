import CPseudoTerminal
import Foundation
import Testing

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
  func send(bytes: [UInt8], seconds: Double = 60) -> Bool {
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

  /// All that came since the program was started, as it came: a screen breaks lines wherever they
  /// reach its edge, which may be in the middle of a word.
  var printed: String { String(decoding: output, as: UTF8.self) }

  /// What the program has cost so far.
  var effort: Effort? { Effort(process) }

  /// Closes the window: the kernel hangs up on the program.
  func hangUp() {
    pt_close(master)
    master = -1
  }

  /// Reads until a condition holds; false if it does not in time.
  @discardableResult
  func read(seconds: Double = 60, until condition: (PseudoTerminal) -> Bool) -> Bool {
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
  func read(seconds: Double = 60, untilShown text: String) -> Bool {
    read(seconds: seconds) { $0.screen.text.contains(text) }
  }

  /// Reads until the program has nothing left to do: for so long nothing has come, none of its threads
  /// has been given a processor, and then all of them wait for something.
  ///
  /// Silence alone would tell nothing of a program that waits for a processor or for the disk.
  ///
  /// - Returns: false if it does something all the time.
  func readUntilQuiet(_ quietSeconds: Double = 0.3, within seconds: Double = 60) -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
      let before = effort?.switches
      let count = countBytes(seconds: quietSeconds)
      guard let before, let after = effort else { return false }
      if count == 0, after.isAsleep, after.switches == before { return true }
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
  func waitForEnding(seconds: Double = 120) -> Ending? {
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
    take(readRest())
    return result
  }

  /// What the program wrote last may still be on its way through the kernel: all that comes before a
  /// mark which is written behind it.
  private func readRest() -> ArraySlice<UInt8> {
    let mark = Array("\u{1B}]0;that was all\u{7}".utf8)
    let deadline = ContinuousClock.now + .seconds(10)
    var unwritten = mark
    var rest: [UInt8] = []
    while ContinuousClock.now < deadline, let bytes = receive(milliseconds: 10) {
      rest += bytes
      if let place = rest.firstRange(of: mark) { return rest[..<place.lowerBound] }
      // Safe: the buffer is as long as the count says.
      let count = unsafe pt_write(slave, &unwritten, unwritten.count)
      if count > 0 { unwritten.removeFirst(count) }
    }
    return rest[...]
  }

  @discardableResult
  private func readOnce(milliseconds: Int32) -> Bool {
    guard let bytes = receive(milliseconds: milliseconds) else { return false }
    take(bytes)
    return true
  }

  private func take(_ bytes: ArraySlice<UInt8>) {
    output += bytes
    screen.feed(bytes)
  }

  /// - Returns: What came, if only within a time; `nil` if nothing will come any more.
  private func receive(milliseconds: Int32) -> ArraySlice<UInt8>? {
    guard master >= 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    // Safe: the buffer is as long as the count says.
    let count = unsafe pt_read(master, &bytes, bytes.count, milliseconds)
    return count >= 0 ? bytes.prefix(count) : nil
  }
}

extension PseudoTerminal: CustomTestStringConvertible {
  /// What is on the screen, for whoever reads why a test has failed.
  var testDescription: String { "a terminal that shows\n\(screen.text)\n" }
}
