/// What the terminal sent.
enum Input: Hashable, Sendable {
  case key(Key)
  case paste(String)
  case mouse(MouseEvent)
  /// Whether the window has the focus now.
  case focus(Bool)
}

/// Turns the bytes of a terminal into keys and what else a person does there.
///
/// Everything unknown, such as the terminal's reply to a question, is swallowed to its last
/// byte, so that none of its letters is taken for a key. Times are milliseconds of any clock.
struct KeyParser: Sendable {
  /// Sequences that this terminal's description names, besides those that all share.
  var described: [[UInt8]: Key] = [:]
  /// After so long, an escape byte was the escape key.
  var escapeDelay = 25

  private var pending: [UInt8] = []
  private var pasted: [UInt8]?
  private var lastByteTime = 0
  /// When an escape key was reported whose sequence may still follow, on a slow line.
  private var escapeTime: Int?
  /// What came so far of a report in the old form; `nil` outside of one.
  private var mouseBytes: [UInt8]?

  /// How long the rest of a sequence that has begun may take.
  private static let sequenceDelay = 250
  private static let sequenceLimit = 64
  private static let replyLimit = 4096
  private static let pasteDelay = 1000
  private static let pasteLimit = 1 << 16
  private static let pasteStart = Array("\u{1B}[200~".utf8)
  private static let pasteEnd = Array("\u{1B}[201~".utf8)
  private static let escape: UInt8 = 0x1B

  /// Milliseconds after which ``expire(at:)`` has something to do; nil: never.
  func delay(at time: Int) -> Int? {
    guard let limit = currentDelay else { return nil }
    return max(0, lastByteTime + limit - time)
  }

  private var currentDelay: Int? {
    if pasted != nil { return Self.pasteDelay }
    if mouseBytes != nil { return Self.sequenceDelay }
    if pending.isEmpty { return nil }
    // A lone bracket that may belong to the escape before it is a key if nothing follows.
    if pending.count == 1 || escapeTime != nil { return escapeDelay }
    return Self.sequenceDelay
  }

  /// Takes bytes that arrived together.
  mutating func feed(_ bytes: some Sequence<UInt8>, at time: Int) -> [Input] {
    var inputs = expire(at: time)
    lastByteTime = time
    for byte in bytes {
      take(byte, at: time, into: &inputs)
    }
    return inputs
  }

  /// Decides what can't be waited for any longer.
  mutating func expire(at time: Int) -> [Input] {
    guard let delay = delay(at: time), delay == 0 else { return [] }
    if let text = pasted {
      pasted = nil
      return [.paste(Self.text(of: text))]
    }
    let bytes = pending
    let isLate = escapeTime != nil
    pending = []
    mouseBytes = nil
    escapeTime = nil
    switch bytes.count {
    case 1 where bytes[0] == Self.escape:
      escapeTime = time
      return [.key(.escape)]
    case 2 where bytes[0] == Self.escape:
      let second = Input.key(.character(Character(Unicode.Scalar(bytes[1]))))
      return isLate ? [second] : [.key(.escape), second]
    default:
      return []
    }
  }

  private mutating func take(_ byte: UInt8, at time: Int, into inputs: inout [Input]) {
    if pasted != nil {
      takePasted(byte, into: &inputs)
      return
    }
    if let soFar = mouseBytes {
      let bytes = soFar + [byte]
      mouseBytes = bytes.count < 3 ? bytes : nil
      if let event = MouseEvent(oldReport: bytes) { inputs.append(.mouse(event)) }
      return
    }
    if pending.isEmpty, let since = escapeTime {
      escapeTime = nil
      if time - since < Self.sequenceDelay, byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O") {
        pending = [Self.escape]
        escapeTime = since
      }
    }
    pending.append(byte)
    if pending[0] == Self.escape {
      resolveSequence(at: time, into: &inputs)
    } else {
      resolveCharacter(at: time, into: &inputs)
    }
  }

  // MARK: Characters

  private mutating func resolveCharacter(at time: Int, into inputs: inout [Input]) {
    let first = pending[0]
    let length = Self.utf8Length(first)
    if pending.count > 1, let last = pending.last, last & 0xC0 != 0x80 {
      // The character was cut short; what cut it begins anew.
      pending = []
      take(last, at: time, into: &inputs)
      return
    }
    guard pending.count >= length else { return }
    let bytes = pending
    pending = []
    if length == 1 {
      if let key = Self.key(ofByte: first) { inputs.append(.key(key)) }
      return
    }
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
    guard let scalar = scalars.first, scalars.count == 1, scalar != "\u{FFFD}",
      scalar.value >= 0xA0
    else { return }
    inputs.append(.key(.character(Character(scalar))))
  }

  private static func utf8Length(_ first: UInt8) -> Int {
    switch first {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }

  private static func key(ofByte byte: UInt8) -> Key? {
    switch byte {
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x08, 0x7F: .backspace
    case 0x00: .control(" ")
    case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
    case 0x1C...0x1F: .control(Character(Unicode.Scalar(byte + 0x40)))
    case 0x20...0x7E: .character(Character(Unicode.Scalar(byte)))
    default: nil
    }
  }

  // MARK: Sequences

  private mutating func resolveSequence(at time: Int, into inputs: inout [Input]) {
    guard pending.count > 1 else { return }
    switch Self.extent(of: pending) {
    case .open:
      return
    case .none:
      // Escape, and then other keys, typed or held with alt.
      let others = pending.dropFirst()
      pending = []
      inputs.append(.key(.escape))
      for byte in others {
        take(byte, at: time, into: &inputs)
      }
    case .complete:
      let bytes = pending
      pending = []
      escapeTime = nil
      if bytes == Self.pasteStart {
        pasted = []
      } else if bytes == Array("\u{1B}[M".utf8) {
        mouseBytes = []
      } else if let key = described[bytes] ?? Self.key(ofSequence: bytes) {
        inputs.append(.key(key))
      } else if let report = Self.report(of: bytes) {
        inputs.append(report)
      }
    }
  }

  private enum Extent {
    case none
    case open
    case complete
  }

  private static func extent(of bytes: [UInt8]) -> Extent {
    guard let last = bytes.last else { return .none }
    switch bytes[1] {
    case UInt8(ascii: "["):
      if bytes.count == 2 { return .open }
      // The Linux console sends ESC [ [ A for F1.
      if bytes.count == 3, last == UInt8(ascii: "[") { return .open }
      if bytes.count == 4, bytes[2] == UInt8(ascii: "[") { return .complete }
      return (0x20...0x3F).contains(last) && bytes.count < sequenceLimit ? .open : .complete
    case UInt8(ascii: "O"):
      if bytes.count == 2 { return .open }
      return (0x30...0x3B).contains(last) && bytes.count < sequenceLimit ? .open : .complete
    case UInt8(ascii: "]"), UInt8(ascii: "P"):
      return extent(ofReply: bytes, last)
    default:
      return .none
    }
  }

  /// A reply in the form of a string ends with BEL, or with ESC and a backslash.
  private static func extent(ofReply bytes: [UInt8], _ last: UInt8) -> Extent {
    if bytes.count == 2 { return .open }
    // Anything else was typed: alt with a bracket or a capital P, and more.
    if !"0123456789>!|+$=?".utf8.contains(bytes[2]) { return .none }
    let isEnded = last == 0x07 || (last == UInt8(ascii: "\\") && bytes[bytes.count - 2] == escape)
    return isEnded || bytes.count >= replyLimit ? .complete : .open
  }

  private static func report(of bytes: [UInt8]) -> Input? {
    switch bytes {
    case Array("\u{1B}[I".utf8): .focus(true)
    case Array("\u{1B}[O".utf8): .focus(false)
    default: MouseEvent(report: bytes.dropFirst(2)).map(Input.mouse)
    }
  }

  private static func key(ofSequence bytes: [UInt8]) -> Key? {
    guard let final = bytes.last else { return nil }
    if bytes[1] == UInt8(ascii: "O") { return key(ofKeypad: final) }
    guard bytes[1] == UInt8(ascii: "[") else { return nil }
    if bytes[2] == UInt8(ascii: "[") {
      return (0x41...0x45).contains(final) ? .function(Int(final) - 0x40) : nil
    }
    let text = String(decoding: bytes[2..<(bytes.count - 1)], as: UTF8.self)
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    guard text.isEmpty || numbers.allSatisfy({ $0 != nil }) else { return nil }
    let isShifted = numbers.count > 1 && ((numbers[1] ?? 1) - 1) & 1 == 1
    if final == UInt8(ascii: "~"), let number = numbers.first ?? nil {
      return key(ofNumber: number)
    }
    // Other parameters make it a reply, such as the place of the cursor.
    guard text.isEmpty || (numbers.count == 2 && numbers[0] == 1) else { return nil }
    switch final {
    case UInt8(ascii: "C") where isShifted: return .shiftRight
    case UInt8(ascii: "D") where isShifted: return .shiftLeft
    case UInt8(ascii: "Z"): return .backTab
    case UInt8(ascii: "A")...UInt8(ascii: "D"), UInt8(ascii: "F"), UInt8(ascii: "H"),
      UInt8(ascii: "P"), UInt8(ascii: "Q"), UInt8(ascii: "S"):
      return key(ofKeypad: final)
    default: return nil
    }
  }

  private static func key(ofNumber number: Int) -> Key? {
    switch number {
    case 1, 7: .home
    case 4, 8: .end
    case 3: .delete
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23...24: .function(number - 12)
    default: nil
    }
  }

  private static func key(ofKeypad final: UInt8) -> Key? {
    switch final {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "M"): .enter
    case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(final) - 0x4F)
    // The numeric keypad in application mode: j…y are * + , - . / 0…9.
    case UInt8(ascii: "j")...UInt8(ascii: "y"):
      .character(Character(Unicode.Scalar(final - 0x40)))
    default: nil
    }
  }

  // MARK: Paste

  private mutating func takePasted(_ byte: UInt8, into inputs: inout [Input]) {
    guard var text = pasted else { return }
    pasted = nil
    text.append(byte)
    if text.suffix(Self.pasteEnd.count).elementsEqual(Self.pasteEnd) {
      text.removeLast(Self.pasteEnd.count)
      inputs.append(.paste(Self.text(of: text)))
      return
    }
    if text.count > Self.pasteLimit {
      // Keeps the tail, in which the end may be beginning.
      text.removeSubrange(
        (Self.pasteLimit - Self.pasteEnd.count)..<(text.count - Self.pasteEnd.count))
    }
    pasted = text
  }

  private static func text(of bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
      .replacing("\r\n", with: "\n").replacing("\r", with: "\n")
  }
}
