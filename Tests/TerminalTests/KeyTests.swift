import Testing

@testable import Terminal

@Suite struct `A key` {
  @Test(
    arguments: [
      ("й", "q"), ("Й", "Q"), ("ж", ";"), ("Ж", ":"), ("ю", "."), ("х", "["), ("ъ", "]"),
      ("і", "s"), ("θ", "u"), ("ω", "v"), ("Ζ", "Z"), ("q", "q"), ("ü", "ü"),
    ] as [(Character, Character)])
  func `is found by its position on other layouts`(typed: Character, latin: Character) {
    #expect(Key.character(typed).latin == .character(latin))
  }

  @Test func `that is no letter stays what it is`() {
    #expect(Key.up.latin == .up)
    #expect(Key.control("c").latin == .control("c"))
  }
}

/// Each text is one read, and nothing arrives after it.
@Suite struct `The bytes of a terminal` {
  @Test(
    arguments: [
      ("q", [.character("q")]), ("é漢😀", [.character("é"), .character("漢"), .character("😀")]),
      ("\t\r\n\u{7F}\u{8}", [.tab, .enter, .enter, .backspace, .backspace]),
      ("\u{3}\u{1A}\u{C}", [.control("c"), .control("z"), .control("l")]),
      ("\u{1B}[A\u{1B}OB\u{1B}[C\u{1B}OD", [.up, .down, .right, .left]),
      ("\u{1B}[H\u{1B}[4~\u{1B}[1~\u{1B}OF", [.home, .end, .home, .end]),
      ("\u{1B}[5~\u{1B}[6~\u{1B}[3~\u{1B}[Z", [.pageUp, .pageDown, .delete, .backTab]),
      ("\u{1B}[1;2D\u{1B}[1;2C\u{1B}[1;5D", [.shiftLeft, .shiftRight, .left]),
      ("\u{1B}OP\u{1B}[15~\u{1B}[21~\u{1B}[24~", [1, 5, 10, 12].map(Key.function)),
      ("\u{1B}[[A", [.function(1)]), ("\u{1B}Ok\u{1B}OM", [.character("+"), .enter]),
    ] as [(String, [Key])])
  func `become keys`(bytes: String, keys: [Key]) {
    #expect(read(bytes) == keys.map(Input.key))
  }

  @Test(arguments: [
    "\u{1B}[?64;1;22c", "\u{1B}[12;40R", "\u{1B}[97;5u", "\u{1B}[27;5;9~", "\u{1B}[<q",
    "\u{1B}]11;rgb:0000/0000/0000\u{7}", "\u{1B}]11;rgb:00/00/00\u{1B}\\",
    "\u{1B}P1$r0m\u{1B}\\", "\u{1B}[<2;30;20M", "\u{1B}[<35;3;4M", "\u{1B}[M\"ab",
    "\u{1B}[<0;0;20M", "\u{1B}[<0;3M", "\u{1B}[<0;99999999999999999999;3M",
    "\u{1B}[?1;2;3$y", "\u{9B}", "\u{85}",
  ])
  func `are swallowed to the last when they are no key`(bytes: String) {
    #expect(read(bytes + "x") == [.key(.character("x"))])
  }

  @Test func `may come one by one`() {
    var parser = KeyParser()
    var inputs: [Input] = []
    for (index, byte) in "é\u{1B}[1;2Dж".utf8.enumerated() {
      inputs += parser.feed([byte], at: index * 5)
    }
    #expect(inputs == [.key(.character("é")), .key(.shiftLeft), .key(.character("ж"))])
  }

  @Test func `that are not UTF-8 are left out`() {
    var parser = KeyParser()
    #expect(
      parser.feed([0xFF, 0xC3, 0x61, 0xED, 0xA0, 0x80, 0x62], at: 0)
        == [.key(.character("a")), .key(.character("b"))])
  }

  @Test func `mean the escape key if nothing follows for 25 ms`() {
    var parser = KeyParser()
    #expect(parser.feed([0x1B], at: 100).isEmpty)
    #expect(parser.delay(at: 110) == 15)
    #expect(parser.expire(at: 110).isEmpty)
    #expect(parser.expire(at: 125) == [.key(.escape)])
    #expect(parser.delay(at: 125) == nil)
  }

  @Test func `that come late belong to their escape`() {
    var parser = KeyParser()
    _ = parser.feed([0x1B], at: 0)
    #expect(parser.expire(at: 30) == [.key(.escape)])
    #expect(parser.feed("[?62c".utf8, at: 60).isEmpty)
    #expect(parser.feed("c".utf8, at: 70) == [.key(.character("c"))])
  }

  @Test func `leave a bracket typed after escape`() {
    var parser = KeyParser()
    _ = parser.feed([0x1B], at: 0)
    _ = parser.expire(at: 30)
    #expect(parser.feed("[".utf8, at: 130).isEmpty)
    #expect(parser.expire(at: 155) == [.key(.character("["))])
    #expect(parser.feed("[".utf8, at: 900) == [.key(.character("["))])
  }

  @Test func `leave a key that follows escape at once`() {
    #expect(read("\u{1B}q") == [.key(.escape), .key(.character("q"))])
    #expect(read("\u{1B}\u{1B}[A") == [.key(.escape), .key(.up)])
    #expect(
      read("\u{1B}Px") == [.key(.escape), .key(.character("P")), .key(.character("x"))])
  }

  @Test func `between paste brackets are text and no keys`() {
    #expect(
      read("a\u{1B}[200~q\r\u{3}ж\u{1B}[201~b")
        == [.key(.character("a")), .paste("q\n\u{3}ж"), .key(.character("b"))])
  }

  @Test func `end a paste that is never closed`() {
    var parser = KeyParser()
    #expect(parser.feed("\u{1B}[200~abc".utf8, at: 0).isEmpty)
    #expect(parser.expire(at: 1000) == [.paste("abc")])
  }

  @Test(
    arguments: [
      ("\u{1B}[<0;300;20M", MouseEvent(.press, x: 299, y: 19)),
      ("\u{1B}[<0;1;1m", MouseEvent(.release, x: 0, y: 0)),
      ("\u{1B}[<32;80;24M", MouseEvent(.drag, x: 79, y: 23)),
      ("\u{1B}[<64;5;6M", MouseEvent(.wheelUp, x: 4, y: 5)),
      ("\u{1B}[<65;5;6M", MouseEvent(.wheelDown, x: 4, y: 5)),
      // With shift, alt or ctrl held.
      ("\u{1B}[<28;5;6M", MouseEvent(.press, x: 4, y: 5)),
      ("\u{1B}[M !\"", MouseEvent(.press, x: 0, y: 1)),
      ("\u{1B}[M#!!", MouseEvent(.release, x: 0, y: 0)),
      ("\u{1B}[M@!!", MouseEvent(.drag, x: 0, y: 0)),
      ("\u{1B}[M`!!", MouseEvent(.wheelUp, x: 0, y: 0)),
      ("\u{1B}[Ma!!", MouseEvent(.wheelDown, x: 0, y: 0)),
    ] as [(String, MouseEvent)])
  func `tell what the mouse does, in the new form and the old`(bytes: String, event: MouseEvent) {
    #expect(read(bytes + "x") == [.mouse(event), .key("x")])
  }

  @Test func `of an old mouse report may be no UTF-8, and may stay away`() {
    var parser = KeyParser()
    #expect(
      parser.feed([0x1B, 0x5B, 0x4D, 0x20, 0xFF, 0x80], at: 0)
        == [.mouse(MouseEvent(.press, x: 222, y: 95))])
    #expect(parser.feed("\u{1B}[M !".utf8, at: 0).isEmpty)
    #expect(parser.delay(at: 0) == 250)
    #expect(parser.feed("q".utf8, at: 300) == [.key("q")])
  }

  @Test func `tell whether the window has the focus, which is no key`() {
    #expect(read("\u{1B}[O\u{1B}[Ix") == [.focus(false), .focus(true), .key("x")])
  }

  @Test func `are bounded however many come`() {
    var parser = KeyParser()
    _ = parser.feed("\u{1B}[200~".utf8, at: 0)
    _ = parser.feed(repeatElement(0x61, count: 70_000), at: 0)
    let inputs = parser.feed("\u{1B}[201~q".utf8, at: 0)
    #expect(inputs.last == .key(.character("q")))
    #expect(read("\u{1B}[" + String(repeating: "1", count: 62) + "q") == [.key(.character("q"))])
  }

  @Test func `named by the terminal's description come first`() {
    var parser = KeyParser()
    parser.described[Array("\u{1B}[d".utf8)] = .shiftLeft
    #expect(parser.feed("\u{1B}[d".utf8, at: 0) == [.key(.shiftLeft)])
  }

  private func read(_ text: String) -> [Input] {
    var parser = KeyParser()
    let inputs = parser.feed(text.utf8, at: 0)
    return inputs + parser.expire(at: 1000)
  }
}
