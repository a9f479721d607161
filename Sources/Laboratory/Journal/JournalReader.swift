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
    let source = try Self.open(path)
    let bytes = try source.firstLine()
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
    try takeAll(of: source, isOver: true)
  }

  /// Reads what was written since by whoever writes it now; a line without its end is not yet there.
  ///
  /// - Returns: Whether there was anything.
  mutating func readOn() throws(JournalError) -> Bool {
    let count = records.count
    let source = try Self.open(path)
    // The end of a line that was taken without.
    if try source.read(from: validSize, 1).first == UInt8(ascii: "\n") { validSize += 1 }
    try takeAll(of: source, isOver: false)
    return records.count > count
  }

  /// A file whose errors say which one it is.
  private struct Source {
    let file: File

    func read(from start: Int, _ count: Int) throws(JournalError) -> [UInt8] {
      do throws(File.Failure) { return try file.read(from: start, count) } catch {
        throw .unreadable(file: file.path, error.reason)
      }
    }

    /// All up to the first line feed at least, or the whole file.
    func firstLine() throws(JournalError) -> [UInt8] {
      var bytes: [UInt8] = []
      while !bytes.contains(UInt8(ascii: "\n")) {
        let more = try read(from: bytes.count, JournalReader.chunkSize)
        if more.isEmpty { break }
        bytes += more
        // No head is as long as that.
        if bytes.count > 1 << 26 { break }
      }
      return bytes
    }
  }

  private static func open(_ path: String) throws(JournalError) -> Source {
    do throws(File.Failure) { return Source(file: try File(path, .read)) } catch {
      throw .unreadable(file: path, error.reason)
    }
  }

  /// Recordings are read in parts: they may be larger than what is made of them.
  private static let chunkSize = 1 << 20

  /// Takes all lines from `validSize` to the end of the file.
  private mutating func takeAll(of source: Source, isOver: Bool) throws(JournalError) {
    var rest: [UInt8] = []
    while true {
      let more = try source.read(from: validSize + rest.count, Self.chunkSize)
      if more.isEmpty { break }
      rest += more
      let begin = validSize
      try take(rest[...], isOver: false)
      rest.removeFirst(validSize - begin)
    }
    try take(rest[...], isOver: isOver)
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

  /// Whether whoever wrote it has ended it, and nobody has gone on with it since.
  public var isEnded: Bool { if case .end? = records.last { true } else { false } }

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
