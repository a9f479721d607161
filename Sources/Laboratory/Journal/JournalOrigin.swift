import Evolution

/// What a fork takes from the recording that it leaves: the head, and the lines of changes and
/// generations up to where it leaves it, byte for byte.
struct JournalOrigin {
  let head: Journal.Head
  /// Whole lines with their checksums.
  let lines: [UInt8]

  /// - Throws: `JournalError` if it cannot be read or does not go so far.
  init(_ path: String, through generation: Int) throws(JournalError) {
    let bytes: [UInt8]
    do throws(File.Failure) {
      bytes = try File(path, .read).readAll()
    } catch { throw .unreadable(file: path, error.reason) }
    let all = bytes.split(separator: UInt8(ascii: "\n"))
    guard let first = all.first else { throw .empty(file: path) }
    do throws(JournalCoding.LineError) {
      guard case .head(let head) = try JournalCoding.record(first) else {
        throw .malformed
      }
      self.head = head
    } catch { throw error.journalError(path, line: 1, offset: 0) }
    var kept: [UInt8] = []
    var reached = 0
    for line in all.dropFirst() where reached < generation {
      // Whoever replays the fork checks the lines; here only their kind and number are looked at.
      if let number = Self.number(of: line, kind: "gen") {
        reached = number
      } else if Self.number(of: line, kind: "set") == nil {
        continue
      }
      kept += line
      kept.append(UInt8(ascii: "\n"))
    }
    guard reached == generation else {
      throw .tooShort(file: path, last: reached, asked: generation)
    }
    lines = kept
  }

  /// The generation in a line that begins `{"k":"kind","g":`; `nil` for any other.
  private static func number(of line: ArraySlice<UInt8>, kind: String) -> Int? {
    let start = Array("{\"k\":\"\(kind)\",\"g\":".utf8)
    guard line.starts(with: start) else { return nil }
    let digits = line.dropFirst(start.count).prefix { (0x30...0x39).contains($0) }
    return Int(String(decoding: digits, as: UTF8.self))
  }
}
