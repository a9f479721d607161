import Laboratory
import Testing

@testable import Terminal

/// Ten thousand things that happen, none of which makes sense.
@Suite struct `The screen in a storm` {
  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `stays exactly as large as the terminal`(seed: UInt64) {
    var lottery = Lottery(seed: seed)
    let snapshots = snapshots
    var model = Fixture.model(snapshots[Int(seed) % snapshots.count])
    for number in 0..<2000 {
      let event = lottery.drawEvent(model, snapshots)
      _ = update(&model, event)
      // Drawing is what costs time in a debug build.
      guard number % 20 == 0 else { continue }
      let glyphs = GlyphSet.allCases[lottery.draw(0...GlyphSet.allCases.count - 1)]
      let colors = ColorDepth.allCases[lottery.draw(0...ColorDepth.allCases.count - 1)]
      let canvas = compose(model, Capabilities(colors: colors, glyphs: glyphs))
      #expect(canvas.width == model.size.width && canvas.height == model.size.height)
    }
  }

  private var snapshots: [Snapshot] {
    [
      Fixture.snapshot(), Fixture.pictures(), Fixture.emptySnapshot(), Fixture.race(count: 3),
      Fixture.bowl(), Fixture.visit(), Fixture.withDescent(Fixture.forked()),
    ]
  }
}

@Suite struct `The parser in a storm` {
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `survives any bytes, however they are cut`(seed: UInt64) {
    var lottery = Lottery(seed: seed)
    var parser = KeyParser()
    var time = 0
    for _ in 0..<2000 {
      let bytes = (0..<lottery.draw(0...12)).map { _ in lottery.drawByte() }
      time += lottery.draw(0...40)
      _ = parser.feed(bytes, at: time)
      if let delay = parser.delay(at: time) { #expect(delay >= 0 && delay <= 1000) }
    }
    // Whatever was open ends, and then a key is a key.
    while let delay = parser.delay(at: time) {
      time += delay
      _ = parser.expire(at: time)
    }
    #expect(parser.feed("x".utf8, at: time + 1000) == [.key("x")])
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `never takes a part of a sequence for a key`(seed: UInt64) {
    var lottery = Lottery(seed: seed)
    for _ in 0..<500 {
      var parser = KeyParser()
      var inputs: [Input] = []
      var time = 0
      // Parameters, intermediates, and a final byte that no key ends with.
      let sequence: [UInt8] =
        [0x1B, 0x5B] + (0..<lottery.draw(1...12)).map { _ in UInt8(lottery.draw(0x30...0x3F)) }
        + (0..<lottery.draw(0...2)).map { _ in UInt8(lottery.draw(0x20...0x2F)) }
        + [UInt8(ascii: "y")]
      for byte in sequence {
        inputs += parser.feed([byte], at: time)
        time += lottery.draw(0...20)
      }
      inputs += parser.feed("q".utf8, at: time)
      #expect(inputs == [.key("q")], "\(sequence)")
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `never takes a part of a paste for a key`(seed: UInt64) {
    var lottery = Lottery(seed: seed)
    for _ in 0..<200 {
      var parser = KeyParser()
      let text = (0..<lottery.draw(0...40)).map { _ in lottery.drawByte() }
      let bytes = Array("\u{1B}[200~".utf8) + text + Array("\u{1B}[201~q".utf8)
      var inputs: [Input] = []
      for (time, byte) in bytes.enumerated() { inputs += parser.feed([byte], at: time) }
      #expect(inputs.count == 2 && inputs.last == .key("q"))
      guard case .paste? = inputs.first else {
        Issue.record("\(bytes)")
        continue
      }
    }
  }
}

/// Random events, the same at every run.
private struct Lottery {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64 (Steele, Lea and Flood, 2014).
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }

  mutating func draw(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// One that matters to a terminal more often than not.
  mutating func drawByte() -> UInt8 {
    let telling = Array("\u{1B}[]OPM<;?0123~uc\u{7}\\".utf8)
    return draw(0...2) == 0 ? UInt8(draw(0...255)) : telling[draw(0...telling.count - 1)]
  }

  mutating func drawEvent(_ model: Model, _ snapshots: [Snapshot]) -> Event {
    switch draw(0...29) {
    case 0, 1:
      // Seldom large, which costs much in a debug build.
      draw(0...39) == 0
        ? .resize(width: draw(1...250), height: draw(1...80))
        : .resize(width: draw(1...80), height: draw(1...24))
    case 2: .snapshot(snapshots[draw(0...snapshots.count - 1)])
    case 29: .tick
    case 3: .paste("q 0.5\n\u{3}")
    case 4...8:
      .mouse(MouseEvent(kinds[draw(0...4)], x: draw(-1...260), y: draw(-1...90)))
    case 9...14: .key(Self.named[draw(0...Self.named.count - 1)])
    default: .key(.character(Character(Unicode.Scalar(UInt8(draw(0x20...0x7E))))))
    }
  }

  private var kinds: [MouseEvent.Kind] { [.press, .drag, .release, .wheelUp, .wheelDown] }

  private static let named: [Key] = [
    .up, .down, .left, .right, .shiftLeft, .shiftRight, .home, .end, .pageUp, .pageDown, .tab,
    .backTab, .enter, .escape, .backspace, .delete, .function(1), .control("r"), .control("l"),
  ]
}
