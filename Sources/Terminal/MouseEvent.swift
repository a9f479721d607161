/// What the mouse did, and over which cell of the screen.
public struct MouseEvent: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// Of the first button.
    case press, drag, release
    case wheelUp, wheelDown
  }

  public let kind: Kind
  /// From 0, at the left.
  public let x: Int
  /// From 0, at the top.
  public let y: Int

  public init(_ kind: Kind, x: Int, y: Int) {
    self.kind = kind
    self.x = x
    self.y = y
  }
}

extension MouseEvent {
  /// What SGR's form of a report says, of which these are the bytes after ESC [ up to the last:
  /// `<0;12;7M`.
  ///
  /// `nil` for other buttons, for movement without a button, and for anything else.
  init?(report bytes: ArraySlice<UInt8>) {
    guard bytes.first == UInt8(ascii: "<"), let final = bytes.last,
      final == UInt8(ascii: "M") || final == UInt8(ascii: "m")
    else { return nil }
    let text = String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 3, let code = numbers[0], let x = numbers[1], let y = numbers[2] else {
      return nil
    }
    self.init(code: code, isRelease: final == UInt8(ascii: "m"), x: x, y: y)
  }

  /// What the three bytes after ESC [ M say in the form of the first X terminals, which ends at
  /// column and row 223.
  init?(oldReport bytes: [UInt8]) {
    guard bytes.count == 3, bytes.allSatisfy({ $0 >= 32 }) else { return nil }
    let code = Int(bytes[0]) - 32
    // Which button it was is not said.
    let isRelease = code & 0b1100_0011 == 3
    self.init(
      code: isRelease ? code & ~3 : code, isRelease: isRelease, x: Int(bytes[1]) - 32,
      y: Int(bytes[2]) - 32)
  }

  /// - Parameter code: The button in bits 0, 1 and 7, keys held in bits 2 to 4, movement in 5, the
  ///   wheel in 6.
  private init?(code: Int, isRelease: Bool, x: Int, y: Int) {
    guard (0..<256).contains(code), x > 0, y > 0 else { return nil }
    let kind: Kind
    switch (code & 0b1100_0011, code & 0b10_0000 != 0) {
    case (0, let isMoving): kind = isRelease ? .release : isMoving ? .drag : .press
    case (0b100_0000, false): kind = .wheelUp
    case (0b100_0001, false): kind = .wheelDown
    default: return nil
    }
    self.init(kind, x: x - 1, y: y - 1)
  }
}
