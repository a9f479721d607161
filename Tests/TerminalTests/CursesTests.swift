import CTerminal
import Foundation
import Testing

@testable import Terminal

/// The buffer of the real curses, on a file instead of a terminal.
///
/// Serialised, because curses has one screen at a time.
@MainActor @Suite(.serialized) struct `Curses` {
  @Test(
    arguments: ["xterm-256color", "linux", "vt100"], [(10, 3), (80, 24), (200, 60)])
  func `gets every cell`(terminal: String, size: (Int, Int)) throws {
    try withScreen(terminal, size.0, size.1, colors: true) {
      let depth = Capabilities.detect(
        environment: [:], terminalColors: Int(ct_colors()), isUTF8: false
      ).colors
      let canvas = picture(size.0, size.1, depth)
      draw(canvas)
      for y in 0..<size.1 {
        for x in 0..<size.0 {
          let cell = canvas[x, y]
          #expect(ct_peek(Int32(x), Int32(y)) == cell.character.value, "\(x), \(y)")
          #expect(ct_peek_style(Int32(x), Int32(y)) == expected(cell.style), "\(x), \(y)")
        }
      }
    }
  }

  /// One size for each kind of layout.
  nonisolated static let sizes = [
    (30, 8), (40, 10), (60, 18), (80, 24), (50, 40), (120, 40), (200, 60),
  ]
  nonisolated static let terminals = [
    "linux", "vt100", "xterm", "xterm-256color", "xterm-direct", "tmux-256color", "screen",
  ]

  @Test(arguments: terminals, sizes)
  func `holds the lab as it was composed`(terminal: String, size: (Int, Int)) throws {
    // Not every machine describes it.
    if terminal == "xterm-direct", try !isKnown(terminal) { return }
    let deepest = ColorDepth.allCases.max()
    for model in models(size.0, size.1) {
      for glyphs in GlyphSet.allCases where glyphs == .ascii || Screen.isUTF8 {
        for wanted in ColorDepth.allCases where size == (80, 24) || wanted == deepest {
          try withScreen(terminal, size.0, size.1, colors: wanted != .mono) {
            let available = Capabilities.detect(
              environment: [:], terminalColors: Int(ct_colors()), isUTF8: true
            ).colors
            let canvas = compose(
              model, Capabilities(colors: min(wanted, available), glyphs: glyphs))
            draw(canvas)
            // Direct colour is red, green and blue, not the number that was asked for.
            #expect(
              differences(from: canvas, inColor: ct_colors() <= 256) == [], "\(glyphs) \(wanted)")
          }
        }
      }
    }
  }

  @Test(arguments: ["xterm-256color", "tmux-256color", "screen", "xterm", "linux", "vt100"])
  func `reports the mouse on terminals that speak as xterm does`(terminal: String) throws {
    try withScreen(terminal, 10, 2, colors: false) {
      let hasMouse = !["linux", "vt100"].contains(terminal)
      #expect(ct_set_mouse(true) == hasMouse)
      #expect(ct_set_mouse(false) == hasMouse)
    }
    #expect(!ct_set_mouse(true), "there is no screen")
  }

  @Test func `shows what the locale lacks as question marks`() throws {
    try withScreen("xterm-256color", 8, 2, colors: false) {
      var canvas = Canvas(width: 8, height: 2)
      canvas[0, 0] = Cell("\u{9B}")
      canvas[1, 0] = Cell("\u{1B}")
      canvas[2, 0] = Cell("x")
      draw(canvas)
      #expect((0..<3).map { ct_peek($0, 0) } == [0x3F, 0x3F, 0x78])
    }
  }

  @Test func `keeps wide characters in their places`() throws {
    guard Screen.isUTF8 else { return }
    try withScreen("xterm-256color", 8, 1, colors: false) {
      var canvas = Canvas(width: 8, height: 1)
      canvas.write("a漢é█x", x: 0, y: 0)
      draw(canvas)
      #expect([0, 1, 3, 4, 5].map { ct_peek($0, 0) } == "a漢é█x".unicodeScalars.map(\.value))
    }
  }

  @Test(arguments: ["xterm-256color", "vt100"])
  func `has no colours when they are not wanted`(terminal: String) throws {
    try withScreen(terminal, 10, 2, colors: false) {
      #expect(ct_colors() == 0)
      let red = Style(foreground: .red, background: .blue, attributes: .bold)
      draw(Canvas(width: 10, height: 2, filledWith: Cell("x", red)))
      #expect(ct_peek_style(3, 1) == UInt64(CT_BOLD))
    }
  }

  @Test func `makes as many pairs of colours as there are`() throws {
    try withScreen("linux", 81, 1, colors: true) {
      for x in 0..<81 {
        ct_put(
          Int32(x), 0, 0x78, 1, 0, Int32(x % 9) - 1, Int32(x / 9) - 1)
      }
      // The first 63 exactly; then the ground, if a pair has it; then no colour.
      for x in 0..<81 {
        let style = ct_peek_style(Int32(x), 0)
        #expect(style >> 36 == (x < 72 ? UInt64(x / 9) : 0), "\(x)")
        if x < 64 { #expect(style >> 8 & 0xFFF_FFFF == UInt64(x % 9), "\(x)") }
      }
    }
  }

  @Test func `makes pairs anew that are on the screen no more`() throws {
    try withScreen("linux", 60, 1, colors: true) {
      var last: Canvas?
      for start in [0, 21, 3] {
        var canvas = Canvas(width: 60, height: 1)
        for x in 0..<60 { canvas[x, 0] = Cell("x", pair(start + x)) }
        Screen.put(canvas, after: last)
        ct_flush()
        last = canvas
        for x in 0..<60 {
          #expect(ct_peek_style(Int32(x), 0) == expected(pair(start + x)), "\(start), \(x)")
        }
      }
    }
  }

  /// One of the 81 pairs of eight colours and none.
  private func pair(_ number: Int) -> Style {
    func color(_ number: Int) -> Color? { number == 0 ? nil : Color(UInt8(number - 1)) }
    return Style(foreground: color(number % 9), background: color(number / 9))
  }

  @Test func `has no name for red, green and blue on a terminal with a palette`() throws {
    try withScreen("xterm-256color", 10, 1, colors: true) {
      ct_put(0, 0, 0x78, 1, 0, Int32(CT_RGB) | 0x123456, -1)
      #expect(ct_peek_style(0, 0) == 0)
    }
  }

  @Test func `follows a change of size, down to one cell`() throws {
    try withScreen("xterm-256color", 80, 24, colors: true) {
      for (width, height) in [(1, 1), (250, 80), (40, 10)] {
        ct_resize(Int32(width), Int32(height))
        #expect((ct_width(), ct_height()) == (Int32(width), Int32(height)))
        draw(picture(width, height, .indexed256))
        #expect(ct_peek(Int32(width) - 1, Int32(height) - 1) != 0)
      }
    }
  }

  @Test(arguments: [("no-such-terminal", CT_UNKNOWN_TERMINAL), ("dumb", CT_NO_CURSOR_ADDRESSING)])
  func `refuses a terminal that cannot be drawn on`(terminal: String, reason: Int) throws {
    let file = try scratch()
    // Safe: the string lives through the call.
    let status = unsafe ct_start_on(terminal, file.fileDescriptor, file.fileDescriptor, true)
    #expect(Int(status) == reason)
    #expect(ct_width() == 0)
  }

  @Test func `counts many wakes as one`() throws {
    try withScreen("xterm", 10, 2, colors: false) {
      for _ in 0..<1000 { Screen.wake() }
      #expect(ct_wait(0) & Int32(CT_SIGNAL) != 0)
      #expect(ct_next_signal() == Int32(CT_WAKE))
      #expect(ct_next_signal() == Int32(CT_NONE))
      Screen.wake()
      #expect(ct_next_signal() == Int32(CT_WAKE))
    }
  }

  @Test func `knows the keys of the terminal`() throws {
    try withScreen("xterm-256color", 10, 2, colors: false) {
      #expect(bytes(of: CT_UP) == "\u{1B}OA")
      #expect(bytes(of: CT_F0 + 5) == "\u{1B}[15~")
      #expect(bytes(of: CT_F0).isEmpty)
    }
  }

  private func bytes(of key: Int) -> String {
    var bytes: [UInt8] = []
    while case let byte = ct_key_byte(Int32(key), Int32(bytes.count)), byte >= 0 {
      bytes.append(UInt8(byte))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func scratch() throws -> FileHandle {
    let url = FileManager.default.temporaryDirectory.appending(path: "curses-\(UUID())")
    _ = FileManager.default.createFile(atPath: url.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: url) }
    return try FileHandle(forUpdating: url)
  }

  private func withScreen(
    _ terminal: String, _ width: Int, _ height: Int, colors: Bool, _ body: () throws -> Void
  ) throws {
    let file = try scratch()
    // Safe: the string lives through the call.
    let status = unsafe ct_start_on(terminal, file.fileDescriptor, file.fileDescriptor, colors)
    try #require(status == Int32(CT_OK))
    defer { ct_stop() }
    ct_resize(Int32(width), Int32(height))
    try body()
  }

  private func draw(_ canvas: Canvas) {
    Screen.put(canvas, after: nil)
    ct_flush()
  }

  private func isKnown(_ terminal: String) throws -> Bool {
    let file = try scratch()
    // Safe: the string lives through the call.
    let status = unsafe ct_start_on(terminal, file.fileDescriptor, file.fileDescriptor, false)
    if status == Int32(CT_OK) { ct_stop() }
    return status != Int32(CT_UNKNOWN_TERMINAL)
  }

  /// The run, with the help open, a race, and other problems.
  private func models(_ width: Int, _ height: Int) -> [Model] {
    let size = (width, height)
    var models = [Fixture.model(width: size.0, height: size.1)]
    // Once is enough for what is the same in all sizes.
    guard size == (80, 24) else { return models }
    models += [Fixture.race(count: 4), Fixture.bowl(), Fixture.pictures()].map {
      Fixture.model($0, width: size.0, height: size.1)
    }
    models.append(models[0])
    models[models.count - 1].press("?")
    return models
  }

  /// The places where curses holds something else than it was given.
  private func differences(from canvas: Canvas, inColor: Bool) -> [String] {
    let mask: UInt64 = inColor ? .max : 0xFF
    var places: [String] = []
    for y in 0..<canvas.height {
      for x in 0..<canvas.width where canvas[x, y].character != Cell.continuation {
        let (scalar, style) = (ct_peek(Int32(x), Int32(y)), ct_peek_style(Int32(x), Int32(y)))
        let cell = canvas[x, y]
        if scalar != cell.character.value || style & mask != expected(cell.style) & mask {
          places.append("\(x), \(y): \(cell)")
        }
      }
    }
    return places
  }

  private func expected(_ style: Style) -> UInt64 {
    UInt64(style.attributes.rawValue)
      | number(style.foreground) << 8 | number(style.background) << 36
  }

  /// As the terminal counts colours, from 1; 0 is its own.
  private func number(_ color: Color?) -> UInt64 {
    switch color {
    case .palette(let index): UInt64(index) + 1
    case .rgb(let value): UInt64(value) + 1
    case nil: 0
    }
  }

  /// A character and a style that differ from cell to cell.
  private func picture(_ width: Int, _ height: Int, _ depth: ColorDepth) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    let theme = Theme(depth: depth)
    let roles: [Role] =
      [.text, .selection, .warning, .title, .frame]
      + (0..<9).flatMap { [.tint($0), .classColor($0)] as [Role] }
    for y in 0..<height {
      for x in 0..<width {
        let scalar = Unicode.Scalar(UInt8(0x21 + (x * 7 + y * 3) % 90))
        canvas[x, y] = Cell(scalar, theme.style(roles[(x + y * 5) % roles.count]))
      }
    }
    return canvas
  }
}
