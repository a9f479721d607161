import Evolution
import Testing

@testable import Laboratory

@Suite struct `The record of a race` {
  private let folder: TemporaryFolder
  private let race: PreparedRace
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    race = try PreparedRace(smallRace())
    path = folder.file("race.evo")
  }

  @Test func `keeps every result exactly`() throws {
    let results = try runToTheEnd()
    #expect(try recorded() == results)
    #expect(try RaceRecord.race(in: path) == race.race)
  }

  @Test(arguments: [1, 4, 11, 17])
  func `goes on after any number of trials, as if it had never stopped`(_ count: Int) throws {
    let whole = try runToTheEnd()
    let lines = try folder.read("race.evo").split(separator: UInt8(ascii: "\n"))
    let head = lines[...count].joined(separator: [UInt8(ascii: "\n")])
    // With half of the next line, as a kill leaves it.
    let torn = Array(head) + [UInt8(ascii: "\n")] + lines[count + 1].prefix(40)
    _ = try folder.write(torn, to: "race.evo")
    #expect(try recorded().count { $0 != nil } == count)
    #expect(try runToTheEnd().map { $0?.withoutSeconds } == whole.map { $0?.withoutSeconds })
    #expect(try recorded().allSatisfy { $0 != nil })
    let sorted = try folder.read("race.evo").split(separator: UInt8(ascii: "\n"))
    #expect(sorted.count == 19, "no trial was run twice")
  }

  @Test func `belongs to its race only`() throws {
    _ = try runToTheEnd()
    let others = try [smallRace { $0.seed = 8 }, smallRace(seedCount: 4), smallRace(["ga"])]
    for other in others {
      #expect(throws: RaceError.otherRace(file: path)) {
        var results = [TrialResult?](repeating: nil, count: other.trialCount)
        _ = try RaceRecord(path, of: PreparedRace(other), into: &results)
      }
    }
  }

  @Test func `notices that a data set has changed`() throws {
    let data = try folder.write(Array("x,y,c\n1,2,a\n3,4,b\n5,1,a\n2,2,b\n".utf8), to: "d.csv")
    let base = smallExperiment { $0.split = 1 }
    let race = try Race(base, algorithms: ["ga"], problems: [.init(.data, data)], seedCount: 1)
    var results: [TrialResult?] = [nil]
    _ = try RaceRecord(path, of: PreparedRace(race), into: &results)
    _ = try folder.write(Array("x,y,c\n1,2,a\n3,4,b\n5,1,a\n2,3,b\n".utf8), to: "d.csv")
    #expect(throws: RaceError.changedData(data, file: path)) {
      _ = try RaceRecord(path, of: PreparedRace(race), into: &results)
    }
  }

  @Test func `says where it is damaged`() throws {
    _ = try runToTheEnd()
    let bytes = try folder.read("race.evo")
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    for place in [20, bytes.count / 2, bytes.count - 30] {
      var damaged = bytes
      damaged[place] ^= 1
      _ = try folder.write(damaged, to: "race.evo")
      let number = bytes[..<place].count { $0 == UInt8(ascii: "\n") } + 1
      #expect {
        try recorded()
      } throws: {
        "\($0)".contains("is damaged at line \(number)") && ($0 as? JournalError)?.exitStatus == 4
      }
    }
    _ = try folder.write(Array(lines[0].prefix(60)), to: "race.evo")
    #expect { try recorded() } throws: { "\($0)".contains("the first line has no end") }
  }

  @Test func `is told from other files`() throws {
    for text in ["", "hello\n", "{\"k\":\"head\",\"evo\":1}\n"] {
      _ = try folder.write(Array(text.utf8), to: "race.evo")
      #expect(throws: RaceError.notARace(file: path)) { try recorded() }
      #expect(throws: RaceError.notARace(file: path)) { try RaceRecord.race(in: path) }
    }
    #expect(throws: JournalError.self) { try RaceRecord.race(in: folder.file("missing")) }
    _ = try runToTheEnd("other.evo")
    #expect(throws: JournalError.self) { try JournalReader(folder.file("other.evo")) }
  }

  @Test func `cannot hold results that no trial of its race has`() throws {
    _ = try runToTheEnd()
    let head = try #require(try folder.read("race.evo").split(separator: UInt8(ascii: "\n")).first)
    for entry in [RaceRecord.Entry(t: 18, r: TrialResult()), RaceRecord.Entry(t: -1, r: many)] {
      let line = try JournalCoding.seal("trial", entry)
      _ = try folder.write(Array(head) + [UInt8(ascii: "\n")] + line, to: "race.evo")
      #expect(throws: JournalError.self) { try recorded() }
    }
  }

  @Test func `is refused while another writes it`() throws {
    var results = try recorded()
    let first = try RaceRecord(path, of: race, into: &results)
    #expect(throws: JournalError.busy(file: path)) { try recorded() }
    withExtendedLifetime(first) {}
  }

  private var many: TrialResult {
    var result = TrialResult()
    result.hits = Array(repeating: 1, count: 1000)
    return result
  }

  private func recorded() throws -> [TrialResult?] {
    var results = [TrialResult?](repeating: nil, count: race.race.trialCount)
    _ = try RaceRecord(path, of: race, into: &results)
    return results
  }

  /// Runs what is not recorded yet.
  private func runToTheEnd(_ name: String = "race.evo") throws -> [TrialResult?] {
    var results = [TrialResult?](repeating: nil, count: race.race.trialCount)
    let record = try RaceRecord(folder.file(name), of: race, into: &results)
    results = try race.run(
      from: results, workers: 2,
      report: { news in
        for (trial, result) in news { record.add(trial, result) }
      })
    record.close()
    #expect(record.failure == nil)
    return results
  }
}
