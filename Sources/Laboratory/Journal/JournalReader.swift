import Evolution

/// A recording as it was read: its head and what follows, up to the torn tail if there is one.
public struct JournalReader: Sendable {
  public let path: String
  public let head: Journal.Head
  /// All after the head, in order.
  public let records: [Journal.Record]
  /// The number of bytes of whole lines.
  public let validSize: Int
  /// Bytes after the last whole line: a kill or a full disk left them, or somebody writes now.
  public let tornByteCount: Int

  /// - Throws: what is wrong with the file, with line and byte.
  public init(_ path: String) throws(JournalError) {
    let bytes: [UInt8]
    do throws(File.Failure) {
      bytes = try File(path, .read).readAll()
    } catch {
      throw .unreadable(file: path, error.reason)
    }
    guard !bytes.isEmpty else { throw .empty(file: path) }
    guard bytes.starts(with: Array("{\"k\":\"".utf8)) else { throw .notARecording(file: path) }
    guard !RaceRecord.isBegun(by: bytes) else { throw .isARace(file: path) }
    var head: Journal.Head?
    var records: [Journal.Record] = []
    var start = 0
    var lineNumber = 0
    while start < bytes.count {
      lineNumber += 1
      let offset = start
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
      let record: Journal.Record
      do throws(JournalCoding.LineError) {
        record = try JournalCoding.record(bytes[start..<(end ?? bytes.count)])
      } catch {
        // A last line without its end is torn, not damaged.
        if end == nil, head != nil { break }
        throw error.journalError(path, line: lineNumber, offset: offset)
      }
      if let end {
        start = end + 1
      } else if head == nil {
        throw .damaged(file: path, line: 1, offset: 0, "the first line has no end")
      } else {
        // Only the line feed is missing: the line proves itself, and who resumes adds it.
        start = bytes.count
      }
      if lineNumber == 1 {
        guard case .head(let first) = record else {
          throw .damaged(file: path, line: 1, offset: 0, "the first line is not a head")
        }
        head = first
      } else if case .head = record {
        throw .damaged(file: path, line: lineNumber, offset: offset, "there is a second head")
      } else {
        records.append(record)
      }
    }
    guard let head else { throw .notARecording(file: path) }
    self.path = path
    self.head = head
    self.records = records
    validSize = start
    tornByteCount = bytes.count - start
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
