/// An image in shades of gray, as a PGM file holds it.
public struct GrayImage: Equatable, Sendable {
  public let shape: ImageShape
  /// The value of white, 1…255; black is 0.
  public let white: UInt8
  /// Row by row, 0…white: [pixelCount].
  public let pixels: [UInt8]

  /// Reads a portable graymap: plain (P2) or raw (P5), with comments, of up to 8 bits a pixel.
  ///
  /// - Parameter file: Where it is from, for messages.
  /// - Throws: `malformed` where it is cut off, has a pixel lighter than white, or goes on after
  ///   its pixels.
  public init(pgm bytes: [UInt8], file: String) throws(DatasetError) {
    var reader = PGMReader(bytes: bytes, file: file)
    let isPlain = bytes.starts(with: Self.plainMagic)
    guard isPlain || bytes.starts(with: Self.rawMagic) else {
      throw .malformed(file: file, line: nil, "A PGM file begins with P2 or P5, but this does not.")
    }
    let width = try reader.number("its width")
    let height = try reader.number("its height")
    guard ImageShape.isPossible(rows: height, columns: width) else {
      throw .malformed(
        file: file, line: nil,
        "The image has \(height)x\(width) pixels, but it must have 1 to \(ImageShape.mostPixels).")
    }
    let white = try reader.number("the value of white")
    guard let white = UInt8(exactly: white), white > 0 else {
      throw .malformed(
        file: file, line: nil,
        "White must be a value from 1 to 255, that is 8 bits a pixel, but is \(white).")
    }
    shape = ImageShape(rows: height, columns: width)
    self.white = white
    pixels =
      isPlain
      ? try reader.plainPixels(shape.pixelCount, white: white)
      : try reader.rawPixels(shape.pixelCount, white: white)
    try reader.expectEnd()
  }

  /// Whether a file is meant to be a graymap.
  public static func isBegun(by bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: plainMagic) || bytes.starts(with: rawMagic) else { return false }
    return bytes.count == 2 || bytes[2].isSpace || bytes[2] == UInt8(ascii: "#")
  }

  private static let plainMagic = Array("P2".utf8)
  private static let rawMagic = Array("P5".utf8)
}

/// Takes a graymap apart.
private struct PGMReader {
  let bytes: [UInt8]
  let file: String
  /// Behind the two letters that every file begins with.
  private var position = 2

  init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  /// The next number; comments and white space before it are skipped.
  mutating func number(_ meaning: String) throws(DatasetError) -> Int {
    skipSpace()
    guard position < bytes.count else {
      throw .malformed(file: file, line: nil, "The file ends before \(meaning).")
    }
    var value = 0
    let start = position
    while position < bytes.count, let digit = bytes[position].digit {
      // Larger numbers are wrong however they go on.
      value = min(value * 10 + digit, 1 << 30)
      position += 1
    }
    let isEnded = position == bytes.count || bytes[position].isSpace
    guard position > start, isEnded || bytes[position] == UInt8(ascii: "#") else {
      throw .malformed(
        file: file, line: nil,
        "Where \(meaning) belongs, at byte \(start), there is no whole number.")
    }
    return value
  }

  mutating func plainPixels(_ count: Int, white: UInt8) throws(DatasetError) -> [UInt8] {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(min(count, bytes.count))
    while pixels.count < count {
      let value = try number("pixel \(pixels.count + 1) of \(count)")
      guard value <= white else { throw tooBright(pixels.count, value, white) }
      pixels.append(UInt8(value))
    }
    return pixels
  }

  /// Pixels begin one white space after the header.
  mutating func rawPixels(_ count: Int, white: UInt8) throws(DatasetError) -> [UInt8] {
    position += 1
    let rest = max(0, bytes.count - position)
    guard rest >= count else {
      throw .malformed(
        file: file, line: nil, "The file is cut off: of \(count) pixels there are \(rest).")
    }
    defer { position += count }
    let pixels = Array(bytes[position..<position + count])
    if let pixel = pixels.firstIndex(where: { $0 > white }) {
      throw tooBright(pixel, Int(pixels[pixel]), white)
    }
    return pixels
  }

  private func tooBright(_ pixel: Int, _ value: Int, _ white: UInt8) -> DatasetError {
    .malformed(
      file: file, line: nil, "Pixel \(pixel + 1) is \(value), but white is \(white).")
  }

  /// White space and comments may follow, but nothing else.
  mutating func expectEnd() throws(DatasetError) {
    skipSpace()
    guard position >= bytes.count else {
      throw .malformed(
        file: file, line: nil,
        "After the pixels there are \(bytes.count - position) bytes more. One image a file is "
          + "expected.")
    }
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "#") {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
      } else if bytes[position].isSpace {
        position += 1
      } else {
        return
      }
    }
  }
}

extension UInt8 {
  fileprivate var digit: Int? {
    let digit = self &- UInt8(ascii: "0")
    return digit < 10 ? Int(digit) : nil
  }

  /// Blank, tab, line feed, vertical tab, form feed or carriage return.
  fileprivate var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
