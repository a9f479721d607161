/// A compressed file (Deutsch, RFC 1952, 1996) of one member.
struct GzipFile {
  private let bytes: [UInt8]
  /// Where the compressed data begins.
  private let start: Int

  /// Why the file is not what it should be, as a sentence.
  struct Failure: Error, Equatable {
    let sentence: String

    static let endsTooSoon = Failure(sentence: "The gzip file ends too soon: a part is missing.")
    static let damaged = Failure(sentence: "The gzip file is damaged: its data makes no sense.")
  }

  /// Whether these bytes say that they are a gzip file.
  static func isBegun(by bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// Reads what comes before the compressed data.
  init(_ bytes: [UInt8]) throws(Failure) {
    guard Self.isBegun(by: bytes) else {
      throw Failure(sentence: "This is no gzip file: it must begin with the bytes 1f and 8b.")
    }
    guard bytes.count >= 18 else { throw .endsTooSoon }
    let flags = bytes[3]
    guard bytes[2] == 8, flags & 0xE0 == 0 else {
      throw Failure(sentence: "The gzip file is compressed by a method that is not known here.")
    }
    var start = 10
    if flags & 4 != 0 {
      start += 2 + Int(bytes[start]) + Int(bytes[start + 1]) << 8
    }
    // A name and a comment, each up to a zero.
    for flag in [8, 16] as [UInt8] where flags & flag != 0 {
      guard start < bytes.count, let end = bytes[start...].firstIndex(of: 0) else {
        throw .endsTooSoon
      }
      start = end + 1
    }
    if flags & 2 != 0 { start += 2 }
    guard start < bytes.count else { throw .endsTooSoon }
    self.bytes = bytes
    self.start = start
  }

  /// No compressed file of so many bytes holds more: a repetition of 258 bytes takes two bits.
  var largestCount: Int { (bytes.count - start) * 1032 }

  /// The first bytes of what was compressed: `count`, or fewer where there are no more.
  func prefix(_ count: Int) throws(Failure) -> [UInt8] {
    var prefix = [UInt8](repeating: 0, count: count)
    var inflation = Inflation(bytes, from: start)
    var room = prefix.mutableSpan
    let written: Int?
    do throws(Inflation.Failure) {
      written = try inflation.inflate(into: &room)
    } catch { throw Self.failure(error) }
    if let written { prefix.removeLast(count - written) }
    return prefix
  }

  /// Writes all that was compressed, and checks that it is what it was.
  ///
  /// - Returns: How many bytes that is; `nil` if there is no room for all of them.
  func inflate(into output: inout MutableSpan<UInt8>) throws(Failure) -> Int? {
    var inflation = Inflation(bytes, from: start)
    let count: Int?
    do throws(Inflation.Failure) {
      count = try inflation.inflate(into: &output)
    } catch { throw Self.failure(error) }
    guard let count else { return nil }
    let end = inflation.end
    guard end + 8 <= bytes.count else { throw .endsTooSoon }
    var check = CRC32()
    check.add(output.span.extracting(first: count))
    guard word(at: end) == check.value, word(at: end + 4) == UInt32(truncatingIfNeeded: count)
    else { throw Failure(sentence: "The gzip file is damaged: its checksum does not fit.") }
    guard end + 8 == bytes.count else {
      let rest = bytes.count - end - 8
      throw Failure(
        sentence: "There \(rest == 1 ? "is 1 byte" : "are \(rest) bytes") after the end of the "
          + "gzip data.")
    }
    return count
  }

  private func word(at index: Int) -> UInt32 {
    bytes[index..<index + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func failure(_ failure: Inflation.Failure) -> Failure {
    switch failure {
    case .endsTooSoon: .endsTooSoon
    case .damaged: .damaged
    }
  }
}
