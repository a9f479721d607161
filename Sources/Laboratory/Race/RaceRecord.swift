import Evolution

/// The finished trials of a race in a file, so that it can go on where it stopped.
///
/// JSON lines like those of a recording, each with its checksum: the race first, then one line a
/// trial as they finish. A line that a kill has torn is dropped, and its trial run again.
public final class RaceRecord {
  private let file: File
  /// Why nothing more could be written, if so; the race goes on without its record.
  public private(set) var failure: String?
  public var path: String { file.path }

  struct Head: Codable {
    var evo = Journal.format
    var algo = Journal.algorithmVersion
    var math = Journal.mathVersion
    var rng = Journal.randomGenerator
    var by = Journal.program
    var race: Race
    /// A fingerprint of each problem.
    var data: [String]
    /// A fingerprint of all settings, with those that have their default.
    var settings: String
  }

  struct Entry: Codable {
    /// The number of the trial, from 0.
    var t: Int
    var r: TrialResult
  }

  /// Opens the record of a race, or begins it in a new file.
  ///
  /// - Parameter results: Where the finished trials go: [trialCount].
  /// - Throws: `JournalError` or `RaceError`.
  public init(_ path: String, of race: PreparedRace, into results: inout [TrialResult?]) throws {
    guard File.exists(path) else {
      file = try Self.begin(path, race)
      return
    }
    file = try JournalWriter.claim(path)
    let reader = try Reader(path)
    guard reader.head.race == race.race else { throw RaceError.otherRace(file: path) }
    for (index, digest) in race.digests.enumerated() where digest != reader.head.data[index] {
      throw RaceError.changedData(race.race.problems[index].name, file: path)
    }
    guard reader.head.settings == race.settingsDigest else {
      throw JournalError.incompatible(
        file: path,
        "recorded by \(reader.head.by), whose defaults were others; this program cannot go on "
          + "with it.")
    }
    for entry in reader.entries where results[entry.t] == nil { results[entry.t] = entry.r }
    do throws(File.Failure) {
      try file.truncate(to: reader.validSize)
    } catch { throw JournalError.unwritable(file: path, error.reason) }
  }

  /// The race that a file records.
  public static func race(in path: String) throws -> Race { try Reader(path).head.race }

  /// Writes a finished trial: it is on its way to the disk when this returns.
  public func add(_ trial: Int, _ result: TrialResult) {
    guard failure == nil else { return }
    do {
      try file.write(JournalCoding.seal("trial", Entry(t: trial, r: result)))
    } catch let error as File.Failure {
      failure = error.reason
    } catch {
      failure = "a result could not be encoded"
    }
  }

  /// Waits until all is on the disk.
  public func close() {
    do throws(File.Failure) { try file.sync() } catch { failure = failure ?? error.reason }
  }

  /// Whether a file begins as the record of a race does.
  static func isBegun(by bytes: [UInt8]) -> Bool {
    bytes.starts(with: Array("{\"k\":\"race\",".utf8))
  }

  private static func begin(_ path: String, _ race: PreparedRace) throws -> File {
    do {
      let file = try File(path, .create)
      try file.lock()
      let head = Head(race: race.race, data: race.digests, settings: race.settingsDigest)
      try file.write(JournalCoding.seal("race", head))
      return file
    } catch let error as File.Failure {
      throw JournalError.unwritable(file: path, error.reason)
    }
  }

  /// What a file holds, up to a torn last line.
  private struct Reader {
    let head: Head
    let entries: [Entry]
    let validSize: Int

    init(_ path: String) throws {
      let bytes: [UInt8]
      do throws(File.Failure) {
        bytes = try File(path, .read).readAll()
      } catch { throw JournalError.unreadable(file: path, error.reason) }
      guard RaceRecord.isBegun(by: bytes) else { throw RaceError.notARace(file: path) }
      var head: Head?
      var entries: [Entry] = []
      var start = 0
      var line = 1
      while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
        do throws(JournalCoding.LineError) {
          if let race = head?.race {
            entries.append(try Self.entry(bytes[start..<end], of: race))
          } else {
            head = try Self.head(bytes[start..<end])
          }
        } catch { throw error.journalError(path, line: line, offset: start) }
        start = end + 1
        line += 1
      }
      guard let head else {
        throw JournalError.damaged(file: path, line: 1, offset: 0, "the first line has no end")
      }
      (self.head, self.entries, validSize) = (head, entries, start)
    }

    private static func head(_ line: ArraySlice<UInt8>) throws(JournalCoding.LineError) -> Head {
      let version = try JournalCoding.body(line, Journal.Version.self)
      if let reason = version.incompatibility { throw .otherVersion(reason) }
      let head = try JournalCoding.body(line, Head.self)
      guard (try? head.race.check()) != nil, head.data.count == head.race.problems.count else {
        throw .malformed
      }
      return head
    }

    private static func entry(
      _ line: ArraySlice<UInt8>, of race: Race
    ) throws(JournalCoding.LineError) -> Entry {
      let entry = try JournalCoding.body(line, Entry.self)
      guard (0..<race.trialCount).contains(entry.t) else { throw .malformed }
      let problem = race.problems[entry.t / (race.algorithms.count * race.seedCount)]
      let ladder = TargetLadder(problem, target: race.target(problem))
      guard entry.r.hits.count <= ladder.targets.count else { throw .malformed }
      return entry
    }
  }
}
