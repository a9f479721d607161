import Evolution

/// A recording as it was read: its head and what follows, up to the torn tail if there is one.
public struct JournalReader: Sendable {
  public let path: String
  public let head: Journal.Head
  /// All after the head, in order.
  public private(set) var records: [Journal.Record] = []
  /// The number of bytes of whole lines.
  public private(set) var validSize: Int
  /// Bytes after the last whole line: a kill or a full disk left them, or somebody writes now.
  public private(set) var tornByteCount = 0
  private var lineCount = 1

  /// - Throws: what is wrong with the file, with line and byte.
  public init(_ path: String) throws(JournalError) {
    let bytes = try Self.bytes(of: path, from: 0)
    guard !bytes.isEmpty else { throw .empty(file: path) }
    guard bytes.starts(with: Array("{\"k\":\"".utf8)) else { throw .notARecording(file: path) }
    guard !RaceRecord.isBegun(by: bytes) else { throw .isARace(file: path) }
    let end = bytes.firstIndex(of: UInt8(ascii: "\n"))
    let first: Journal.Record
    do throws(JournalCoding.LineError) {
      first = try JournalCoding.record(bytes[..<(end ?? bytes.count)])
    } catch { throw error.journalError(path, line: 1, offset: 0) }
    guard let end else {
      throw .damaged(file: path, line: 1, offset: 0, "the first line has no end")
    }
    guard case .head(let head) = first else {
      throw .damaged(file: path, line: 1, offset: 0, "the first line is not a head")
    }
    self.path = path
    self.head = head
    validSize = end + 1
    // Only the line feed may be missing: such a line proves itself, and who resumes adds it.
    try take(bytes[validSize...], isOver: true)
  }

  /// Reads what was written since by whoever writes it now; a line without its end is not yet there.
  ///
  /// - Returns: Whether there was anything.
  mutating func readOn() throws(JournalError) -> Bool {
    let count = records.count
    var bytes = try Self.bytes(of: path, from: validSize)[...]
    // The end of a line that was taken without.
    if bytes.first == UInt8(ascii: "\n") {
      bytes.removeFirst()
      validSize += 1
    }
    try take(bytes, isOver: false)
    return records.count > count
  }

  private static func bytes(of path: String, from start: Int) throws(JournalError) -> [UInt8] {
    do throws(File.Failure) {
      return try File(path, .read).readAll(from: start)
    } catch {
      throw .unreadable(file: path, error.reason)
    }
  }

  /// Takes the lines that stand at `validSize`.
  ///
  /// - Parameter isOver: A whole line whose end is missing counts too.
  private mutating func take(_ bytes: ArraySlice<UInt8>, isOver: Bool) throws(JournalError) {
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
      if end == nil, !isOver { break }
      let record: Journal.Record
      do throws(JournalCoding.LineError) {
        record = try JournalCoding.record(bytes[start..<(end ?? bytes.endIndex)])
      } catch {
        // A last line without its end is torn, not damaged.
        if end == nil { break }
        throw error.journalError(path, line: lineCount + 1, offset: validSize)
      }
      lineCount += 1
      if case .head = record {
        throw .damaged(file: path, line: lineCount, offset: validSize, "there is a second head")
      }
      let next = end.map { $0 + 1 } ?? bytes.endIndex
      records.append(record)
      validSize += next - start
      start = next
    }
    tornByteCount = bytes.endIndex - start
  }

  /// The number of the last generation that was recorded.
  public var lastGeneration: Int {
    for case .generation(let generation) in records.reversed() { return generation.g }
    return 0
  }

  /// The paths of the checkpoint files that the recording names, oldest first.
  ///
  /// A recording may be from anyone: what is not called like a checkpoint is none of its.
  var checkpoints: [(note: Journal.CheckpointNote, path: String)] {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return records.compactMap { record in
      guard case .checkpoint(let note) = record, !note.file.contains("/"),
        note.file.hasSuffix(".ckpt-\(note.g)")
      else { return nil }
      return (note, folder + note.file)
    }
  }
}

extension JournalCoding.LineError {
  /// The same as people are told it.
  func journalError(_ path: String, line: Int, offset: Int) -> JournalError {
    switch self {
    case .noChecksum: .damaged(file: path, line: line, offset: offset, "there is no checksum")
    case .wrongChecksum:
      .damaged(file: path, line: line, offset: offset, "the checksum does not fit")
    case .malformed:
      .damaged(file: path, line: line, offset: offset, "the members are not as they should be")
    case .unknownKind(let kind):
      .incompatible(
        file: path,
        "line \(line) is a record of kind '\(kind)', which this program does not know. "
          + "Use a newer evolab.")
    case .otherVersion(let reason): .incompatible(file: path, reason)
    }
  }
}
