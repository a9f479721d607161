import CTerminal

/// Why the lab can't be shown here.
public enum ScreenError: Error, Hashable, CustomStringConvertible {
  case notATerminal(String)
  case unknownTerminal(String)
  case noCursorAddressing(String)
  case system

  public var description: String {
    switch self {
    case .notATerminal(let file):
      "The lab needs a terminal, but \(file) is none. evolab run does the same without one."
    case .unknownTerminal(let name):
      "The terminal type \"\(name)\" is unknown here. Set TERM to a known one, such as xterm."
    case .noCursorAddressing(let name):
      "A terminal of type \"\(name)\" can't place the cursor, so the lab can't draw on it. "
        + "evolab run does the same in plain lines."
    case .system:
      "The system refused a pipe or a file that the screen needs. Close other programs."
    }
  }
}

/// The real terminal, while the lab is drawn on it.
///
/// It alone imports CTerminal. The terminal is given back by ``stop()``, and also when the
/// program ends in any other way, crashes included.
@MainActor public final class Screen {
  /// What can be waited for.
  public enum Event: Hashable, Sendable {
    case key(Key)
    case paste(String)
    case mouse(MouseEvent)
    /// Whether the window has the focus now, of terminals that say so.
    case focused(Bool)
    /// The size is another one, or the picture must be drawn anew.
    case resized(width: Int, height: Int)
    /// ``Screen/wake()`` was called.
    case woken
    /// Someone asks the program to stop for a while: call ``Screen/suspend(wholeJob:)``.
    case suspended
    /// A signal asks the program to end: stop, then ``Screen/die(bySignal:)``.
    case terminated(signal: Int32)
    /// The terminal is gone: ``Screen/abandon()``, then die by `Screen.hangUpSignal`.
    case hungUp
  }

  public struct Options: Sendable {
    public var environment: [String: String]
    public var color: ColorChoice
    public var glyphs: GlyphChoice
    public var theme: ThemeChoice

    public init(
      environment: [String: String], color: ColorChoice = .auto, glyphs: GlyphChoice = .auto,
      theme: ThemeChoice = .auto
    ) {
      self.environment = environment
      self.color = color
      self.glyphs = glyphs
      self.theme = theme
    }
  }

  public let capabilities: Capabilities
  /// What the terminal shows, as far as this program knows; nil: something else.
  private var shown: Canvas?
  private var parser = KeyParser()
  private let clock = ContinuousClock()
  private let started = ContinuousClock.now

  public nonisolated static let hangUpSignal: Int32 = 1

  /// Whether the locale can show more than ASCII.
  public nonisolated static var isUTF8: Bool { ct_is_utf8() }

  /// Whether standard input and output are a terminal, or else which is not.
  public nonisolated static func checkTerminal() throws(ScreenError) {
    guard ct_is_terminal(0) else { throw .notATerminal("standard input") }
    guard ct_is_terminal(1) else { throw .notATerminal("standard output") }
  }

  /// Takes the terminal.
  ///
  /// Arguments are parsed and files opened before, because a message would be lost here.
  public init(_ options: Options) throws(ScreenError) {
    try Self.checkTerminal()
    // With an unlimited number of colours, what remains is what the person refuses.
    let wish = Capabilities.detect(
      environment: options.environment, terminalColors: .max, isUTF8: Self.isUTF8,
      colorFlag: options.color, glyphFlag: options.glyphs)
    let name = options.environment["TERM"] ?? ""
    switch Int(ct_start(wish.colorLimit != .mono)) {
    case Int(CT_OK): break
    case Int(CT_UNKNOWN_TERMINAL): throw .unknownTerminal(name)
    case Int(CT_NO_CURSOR_ADDRESSING): throw .noCursorAddressing(name)
    default: throw .system
    }
    capabilities = Capabilities.detect(
      environment: options.environment, terminalColors: Int(ct_colors()), isUTF8: Self.isUTF8,
      colorFlag: options.color, glyphFlag: options.glyphs, themeFlag: options.theme)
    parser.escapeDelay = Int(ct_escape_delay())
    parser.described = Self.describedKeys()
  }

  /// Takes a terminal that shows nothing: for measuring what drawing costs.
  ///
  /// Nobody types there, so wait with a limit of time.
  init(nowhere size: Size) throws(ScreenError) {
    guard ct_start_nowhere(Int32(size.width), Int32(size.height)) == CT_OK else { throw .system }
    capabilities = Capabilities(
      colors: .indexed256, glyphs: Self.isUTF8 ? .braille : .ascii)
  }

  public var width: Int { Int(ct_width()) }
  public var height: Int { Int(ct_height()) }

  /// Whether the terminal takes bytes now; when it does not, drawing would wait for it.
  public var isReady: Bool { ct_can_flush() }

  /// Has the mouse reported or not; it is not at first, because the terminal then can't select text.
  ///
  /// - Returns: Whether this terminal is known to have one.
  @discardableResult
  public func setMouse(_ isOn: Bool) -> Bool { ct_set_mouse(isOn) }

  /// Draws a picture, of which only the changes are sent.
  public func draw(_ canvas: Canvas) {
    if let shown, shown == canvas { return }
    let last = shown?.width == canvas.width && shown?.height == canvas.height ? shown : nil
    Self.put(canvas, after: last)
    shown = canvas
    ct_flush()
  }

  /// Hands curses the cells that differ from the last picture, or all.
  static func put(_ canvas: Canvas, after last: Canvas?) {
    if last == nil { ct_erase() }
    canvas.forEachChange(since: last) { x, y, cell in
      guard cell.character != Cell.continuation else { return }
      ct_put(
        Int32(x), Int32(y), cell.character.value, Int32(cell.character.cellWidth),
        Int32(cell.style.attributes.rawValue), number(cell.style.foreground),
        number(cell.style.background))
    }
    // The pairs of the last picture are free as soon as all of it is gone.
    if ct_lacks_pairs(), last != nil { put(canvas, after: nil) }
  }

  private static func number(_ color: Color?) -> Int32 {
    switch color {
    case .palette(let index): Int32(index)
    case .rgb(let value): Int32(CT_RGB) | Int32(value & 0xFF_FFFF)
    case nil: -1
    }
  }

  /// Sends the whole picture at the next ``draw(_:)``, as ctrl-l asks for.
  public func repaint() {
    shown = nil
    ct_repaint()
  }

  /// Waits until something happens, at most so long; nil: for ever.
  public func wait(milliseconds: Int? = nil) -> [Event] {
    let limit = [milliseconds, parser.delay(at: now)].compactMap { $0 }.min() ?? -1
    let seen = ct_wait(Int32(clamping: limit))
    var events: [Event] = []
    if seen & Int32(CT_SIGNAL) != 0 { readSignals(into: &events) }
    if seen & Int32(CT_INPUT) != 0 { readKeys(into: &events) }
    events += parser.expire(at: now).map(Self.event)
    if seen & Int32(CT_HANG_UP) != 0 { events.append(.hungUp) }
    return events
  }

  /// Ends ``wait(milliseconds:)`` from any thread.
  ///
  /// All calls until it looks are one event.
  public nonisolated static func wake() {
    ct_wake()
  }

  /// Gives the terminal to the shell until the program is continued.
  ///
  /// For ctrl-z, the whole job stops, as if the terminal had done it.
  public func suspend(wholeJob: Bool) {
    ct_suspend(wholeJob)
    shown = nil
  }

  /// Gives the terminal back; what was written to standard error meanwhile appears then.
  public func stop() {
    ct_stop()
  }

  /// Lets go of a terminal that is gone, without writing to it.
  public func abandon() {
    ct_abandon()
  }

  /// Ends the process by a signal, so that whoever started it sees which.
  public nonisolated static func die(bySignal signal: Int32) -> Never {
    ct_die_by(signal)
  }

  private var now: Int {
    Int((clock.now - started) / .milliseconds(1))
  }

  private func readKeys(into events: inout [Event]) {
    var bytes: [UInt8] = []
    while case let byte = ct_read(), byte >= 0 {
      bytes.append(UInt8(byte))
    }
    events += parser.feed(bytes, at: now).map(Self.event)
  }

  private static func event(_ input: Input) -> Event {
    switch input {
    case .key(let key): .key(key)
    case .paste(let text): .paste(text)
    case .mouse(let event): .mouse(event)
    case .focus(let isFocused): .focused(isFocused)
    }
  }

  private func readSignals(into events: inout [Event]) {
    var isResized = false
    while case let signal = Int(ct_next_signal()), signal != Int(CT_NONE) {
      switch signal {
      case Int(CT_WAKE): events.append(.woken)
      case Int(CT_SIZE_CHANGED):
        ct_update_size()
        isResized = true
      case Int(CT_STOP_ASKED): events.append(.suspended)
      case Int(CT_CONTINUED):
        ct_continue()
        isResized = true
      default: events.append(.terminated(signal: ct_end_signal()))
      }
    }
    if isResized {
      shown = nil
      events.append(.resized(width: width, height: height))
    }
  }

  private static func describedKeys() -> [[UInt8]: Key] {
    var table: [[UInt8]: Key] = [:]
    let named: [(Int, Key)] = [
      (Int(CT_UP), .up), (Int(CT_DOWN), .down), (Int(CT_LEFT), .left), (Int(CT_RIGHT), .right),
      (Int(CT_SHIFT_LEFT), .shiftLeft), (Int(CT_SHIFT_RIGHT), .shiftRight),
      (Int(CT_HOME), .home), (Int(CT_END), .end), (Int(CT_PAGE_UP), .pageUp),
      (Int(CT_PAGE_DOWN), .pageDown), (Int(CT_BACK_TAB), .backTab), (Int(CT_DELETE), .delete),
    ]
    let functions = (1...12).map { (Int(CT_F0) + $0, Key.function($0)) }
    for (number, key) in named + functions {
      var bytes: [UInt8] = []
      while case let byte = ct_key_byte(Int32(number), Int32(bytes.count)), byte >= 0 {
        bytes.append(UInt8(byte))
      }
      // Shorter ones would take plain characters away.
      if bytes.count > 2, bytes[0] == 0x1B { table[bytes] = key }
    }
    return table
  }
}
