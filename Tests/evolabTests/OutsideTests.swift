import Foundation
import FoundationXML
import Testing

/// What is made of a recording from outside: forks, comparisons, pictures and films.
@Suite struct `A recording from outside` {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "evolab-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let recorded = try evolab(["run"] + small + ["--record", "a.evo"])
    #expect(recorded.status == 0)
  }

  @Test func `is no experiment file, and it is said what to do with it`() throws {
    let result = try evolab(["a.evo"])
    #expect(result.status == 2)
    #expect(
      result.errors.contains(
        "This is a recording: evolab resume --lab a.evo goes on with it in the lab, replay --play"))
  }

  @Test func `is forked, and the fork replays alone and is compared`() throws {
    let fork = try evolab(
      ["fork", "a.evo", "--at", "8", "--set", "mutation-rate=0.05", "-o", "b.evo", "--json"])
    #expect(fork.status == 0, "said: \(fork.errors)")
    let object = try json(fork.output)
    #expect(object["generations"] as? Int == 20, "as far as the other one")
    #expect(
      try evolab(["replay", "b.evo"]).output.contains("20 generations and 1 change replayed"))
    let comparison = try evolab(["diff", "a.evo", "b.evo"])
    #expect(comparison.status == 1)
    #expect(comparison.output.contains("B is a fork of A, which it left at generation 8."))
    #expect(comparison.output.contains("The same up to generation 8; then"))
    #expect(comparison.output.contains("A: no change at 9"))
    #expect(comparison.output.contains("B: mutation-rate 0.5 → 0.05 at 9"))
    #expect(comparison.output.contains(/generation +best A +best B/))
    try FileManager.default.removeItem(atPath: "\(folder)/a.evo")
    #expect(try evolab(["replay", "b.evo"]).status == 0)
  }

  @Test func `is forked for as many further generations as asked for, and unchanged it is equal`()
    throws
  {
    _ = try evolab(["fork", "a.evo", "--at", "12", "--generations", "8", "-o", "c.evo"])
    let same = try evolab(["diff", "a.evo", "c.evo"])
    #expect(same.status == 0)
    #expect(same.output.contains("The same: 20 generations, every change and every digest."))
    #expect(
      try json(evolab(["diff", "a.evo", "c.evo", "--json"]).output)["equal"] as? Bool == true)
    let longer = try evolab(["fork", "a.evo", "--at", "20", "--generations", "3", "--json"])
    #expect(try json(longer.output)["generations"] as? Int == 23)
    #expect(try json(longer.output)["recording"] == nil)
  }

  @Test func `is compared in JSON, settings included`() throws {
    _ = try evolab(["run"] + small + ["--seed", "3", "--record", "d.evo"])
    let result = try evolab(["diff", "a.evo", "d.evo", "--json", "--rows", "4"])
    #expect(result.status == 1)
    let object = try json(result.output)
    #expect(object["equal"] as? Bool == false)
    let settings = try #require(object["settings"] as? [[String: Any]])
    #expect(settings.map { $0["name"] as? String } == ["seed"])
    #expect((object["difference"] as? [String: Any])?["kind"] as? String == "digests")
    #expect((object["curves"] as? [[String: Any]])?.count == 5)
  }

  @Test func `is drawn as text at any size, and printed by replay`() throws {
    let text = try evolab(["export", "a.evo", "--to", "text", "--at", "5", "--size", "60x18"])
    #expect(text.status == 0, "said: \(text.errors)")
    let lines = text.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 19 && lines[0].contains("gen 5"))
    let printed = try evolab(["replay", "a.evo", "--print", "5", "--size", "60x18"])
    #expect(printed.output.split(separator: "\n").count >= 17)
    #expect(printed.output.contains("gen 5"))
    let two = try evolab(["export", "a.evo", "--to", "text", "--at", "20,5", "--size", "60x18"])
    #expect(two.output.hasPrefix(text.output) && two.output.contains("gen 20"))
    let ascii = try evolab(
      ["export", "a.evo", "--to", "text", "--glyphs", "ascii", "--size", "80x24"])
    #expect(ascii.output.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test func `becomes a picture that XML can hold, equal in every byte`() throws {
    let arguments = ["export", "a.evo", "--to", "svg", "--size", "80x24", "--theme", "light"]
    #expect(try evolab(arguments + ["-o", "a.svg"]).status == 0)
    let picture = try String(contentsOfFile: "\(folder)/a.svg", encoding: .utf8)
    #expect(try evolab(arguments).output == picture)
    #expect(picture.hasPrefix("<svg "))
    #expect(XMLParser(data: Data(picture.utf8)).parse())
    #expect(try evolab(arguments + ["-o", "a.svg"]).errors.contains("exists already"))
  }

  @Test func `becomes a film with a marker at each change`() throws {
    _ = try evolab(["fork", "a.evo", "--at", "8", "--set", "elitism=4", "-o", "b.evo"])
    let arguments = ["export", "b.evo", "--to", "cast", "--size", "80x24"]
    let film = try evolab(arguments).output
    #expect(film == (try evolab(arguments).output))
    let lines = film.split(separator: "\n")
    let header = try json(String(lines[0]))
    #expect(header["version"] as? Int == 2)
    #expect(header["width"] as? Int == 80 && header["height"] as? Int == 24)
    let events = try lines.dropFirst().map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any])
    }
    let times = events.compactMap { $0[0] as? Double }
    #expect(times.count == events.count && times == times.sorted())
    #expect(events.filter { $0[1] as? String == "m" }.count == 1)
    #expect(events.contains { ($0[2] as? String)?.contains("elitism 2 → 4") == true })
    // What a terminal shows at the end is the last picture.
    var screen = ScreenParser(width: 80, height: 24)
    for event in events where event[1] as? String == "o" {
      screen.feed(Array(((event[2] as? String) ?? "").utf8))
    }
    let last = try evolab(
      ["export", "b.evo", "--to", "text", "--color", "256", "--size", "80x24"]
    ).output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(screen.lines[0].contains("gen 20 of 20"))
    #expect(screen.lines[1].hasPrefix(last[1].prefix(20)))
    let quick = try evolab(arguments + ["--every", "10", "--fps", "2"]).output
    #expect(quick.contains("[1.000,\"o\""), "generations 0, 10 and 20 in a second")
    #expect(!quick.contains("[1.500,"))
  }

  @Test func `gives the table that the run gave`() throws {
    _ = try evolab(["run"] + small + ["--csv", "curve.csv"])
    let table = try String(contentsOfFile: "\(folder)/curve.csv", encoding: .utf8)
    #expect(try evolab(["export", "a.evo", "--to", "csv"]).output == table)
    let part = try evolab(
      ["export", "a.evo", "--to", "csv", "--generations", "5-15", "--every", "5"])
    #expect(
      part.output.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } } == [
        "5", "10", "15",
      ])
  }

  @Test func `says that nothing is left to do, and how to go on`() throws {
    let again = try evolab(["resume", "a.evo"])
    #expect(again.status == 0)
    #expect(again.output.contains("Nothing was left to do"))
    #expect(!again.output.contains("evaluations/s"))
  }

  private static let badInput: [(arguments: [String], sentence: String)] = [
    (["fork", "a.evo", "--at", "21"], "a.evo ends with generation 20, but generation 21"),
    (["fork", "a.evo", "--at", "-1"], "--at"),
    (["fork", "a.evo", "--at", "3", "--set", "nothing=1"], "There is no parameter 'nothing'."),
    (["fork", "a.evo", "--at", "3", "--set", "noise"], "--set takes NAME=VALUE"),
    (["fork", "a.evo", "--at", "3", "--set", "mutation-rate=7"], "must lie between 0 and 1"),
    (["fork", "a.evo", "--at", "3", "-o", "a.evo"], "exists already"),
    (["fork", "a.evo", "--at", "3", "--generations", "0"], "generations must lie between"),
    (["diff", "a.evo", "missing.evo"], "Cannot read missing.evo"),
    (["diff", "a.evo", "a.evo", "--rows", "-2"], "--rows"),
    (["export", "a.evo", "--to", "png"], "'cast', 'text', 'svg' or 'csv'"),
    (["export", "a.evo", "--to", "svg", "--at", "1,2"], "An SVG holds one picture"),
    (["export", "a.evo", "--to", "svg", "--at", "99"], "generation 99 is asked for"),
    (["export", "a.evo", "--to", "text", "--at", "x"], "Generations are whole numbers"),
    (["export", "a.evo", "--to", "text", "--size", "0x9"], "columns and rows, such as 100x30"),
    (["export", "a.evo", "--to", "text", "--every", "2"], "--every is for --to cast and csv."),
    (["export", "a.evo", "--to", "cast", "--generations", "5-2"], "the first and the last"),
    (["export", "a.evo", "--to", "cast", "--generations", "5-50"], "generation 50 is asked for"),
    (["export", "a.evo", "--to", "cast", "--fps", "0"], "--fps must lie between 0.1 and 60"),
    (["export", "a.evo", "--to", "csv", "-o", "/no/such/x"], "Cannot write /no/such/x"),
    (["replay", "a.evo", "--speed", "3"], "are for --play"),
    (["replay", "a.evo", "--play", "--json"], "exclude each other"),
    (["replay", "a.evo", "--play", "--from", "21"], "generation 21 is asked for"),
    (["replay", "a.evo", "--print", "21"], "generation 21 is asked for"),
    (["replay", "a.evo", "--play"], "needs a terminal"),
    (["watch", "missing.evo"], "Cannot read missing.evo"),
  ]

  @Test(arguments: badInput)
  func `is not touched by bad input, which is refused in a sentence`(
    _ arguments: [String], _ sentence: String
  ) throws {
    let before = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    let result = try evolab(arguments)
    #expect(result.status == 2)
    #expect(result.errors.contains(sentence), "said: \(result.errors)")
    #expect(result.output == "")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before)
  }

  @Test func `is refused with status 4 where it is damaged`() throws {
    let path = "\(folder)/a.evo"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacingOccurrences(of: "\"g\":2,", with: "\"g\":3,")
      .write(toFile: path, atomically: true, encoding: .utf8)
    for arguments in [
      ["fork", "a.evo", "--at", "3"], ["diff", "a.evo", "a.evo"], ["watch", "a.evo"],
      ["export", "a.evo", "--to", "svg"], ["replay", "a.evo", "--play"],
    ] {
      let result = try evolab(arguments)
      #expect(result.status == 4)
      #expect(result.errors.contains("damaged at line 3"))
    }
  }

  private let small = [
    "--samples", "60", "--population", "20", "--hidden", "4", "--generations", "20",
  ]

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func evolab(
    _ arguments: [String]
  ) throws -> (status: Int32, output: String, errors: String) {
    try Program.run(arguments, in: folder)
  }
}
