import Foundation
import FoundationXML
import Testing

/// `evolab race` as scripts use it.
@Suite struct `The race command` {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "evolab-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  @Test func `prints a table, the pairs and a plot of at most 80 columns`() throws {
    let result = try race(["--no-seconds", "--ascii"])
    #expect(result.status == 0)
    #expect(result.errors == "")
    for line in result.output.split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
      #expect(line.utf8.allSatisfy { (0x20..<0x7F).contains($0) }, "\(line)")
    }
    #expect(result.output.contains("circles: accuracy 0.9, 3 seeds, at most 600 evaluations each"))
    #expect(result.output.contains("moons: accuracy 0.9"))
    #expect(result.output.contains("A12"))
    #expect(result.output.contains("1.0 |"))
    #expect(!result.output.contains("seconds"))
    #expect(try race().output.contains("seconds"))
  }

  @Test func `says the same with any number of workers, but for seconds`() throws {
    let formats = [["--json"], ["--markdown"], []]
    for format in formats {
      let one = try race(format + ["--no-seconds", "--workers", "1"]).output
      #expect(one != "")
      #expect(try race(format + ["--no-seconds", "--workers", "2"]).output == one)
    }
  }

  @Test func `prints everything as one JSON object`() throws {
    let object = try json(race(["--json"]).output)
    #expect(object["seedCount"] as? Int == 3 && object["trialCount"] as? Int == 12)
    #expect(object["finishedCount"] as? Int == 12)
    #expect(object["comparedBy"] as? String == "evaluations")
    let problems = try #require(object["problems"] as? [[String: Any]])
    #expect(problems.map { $0["name"] as? String } == ["circles", "moons"])
    let rows = try #require(problems[0]["standings"] as? [[String: Any]])
    #expect(Set(rows.compactMap { $0["algorithm"] as? String }) == ["ga", "random-search"])
    let always = [
      "solved", "trials", "successRate", "successInterval", "trainAccuracy", "testAccuracy",
      "fitness", "meanRank", "isAmongBest", "reached", "runs",
    ]
    for row in rows { #expect(Set(row.keys).isSuperset(of: always)) }
    let runs = try #require(rows[0]["runs"] as? [[String: Any]])
    #expect(runs.map { $0["seed"] as? String } == ["7", "8", "9"])
    let pairs = try #require(problems[0]["pairs"] as? [[String: Any]])
    #expect(Set(pairs[0].keys).isSuperset(of: ["better", "worse", "u", "p", "correctedP", "a12"]))
  }

  @Test func `gives a trial the digest of the same run by itself`() throws {
    let object = try json(race(["--json"]).output)
    let problems = try #require(object["problems"] as? [[String: Any]])
    let rows = try #require(problems[1]["standings"] as? [[String: Any]])
    for row in rows {
      let runs = try #require(row["runs"] as? [[String: Any]])
      let run = try #require(runs.last)
      let alone = try Program.run(
        [
          "run", "--data", "moons", "--samples", "40", "--hidden", "4", "--seed", "9",
          "--population", "20", "--algorithm", "\(row["algorithm"] ?? "")", "--generations",
          "\(run["generations"] ?? "")", "--json",
        ], in: folder)
      #expect(try json(alone.output)["digest"] as? String == run["digest"] as? String)
    }
  }

  @Test func `writes one line a trial to a CSV file, and overwrites none`() throws {
    let path = "\(folder)/race.csv"
    #expect(try race(["--csv", path]).status == 0)
    let lines = try text(path).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(lines.count == 13)
    #expect(lines.allSatisfy { $0.count == 13 })
    #expect(lines[0].prefix(4) == ["problem", "algorithm", "seed", "solved"])
    let again = try race(["--csv", path])
    #expect(again.status == 2)
    #expect(again.errors.contains("race.csv exists already, and is not overwritten."))
    #expect(again.output == "")
  }

  @Test func `draws a picture that is well-formed, with each algorithm's name and curve`() throws {
    let path = "\(folder)/race.svg"
    #expect(try race(["--svg", path, "--no-seconds"]).status == 0)
    let document = try XMLDocument(contentsOf: URL(fileURLWithPath: path))
    let root = try #require(document.rootElement())
    #expect(root.name == "svg")
    let texts = try root.nodes(forXPath: "//*[local-name()='text']").compactMap(\.stringValue)
    for name in ["ga", "random-search"] { #expect(texts.count { $0 == name } == 2) }
    #expect(texts.contains { $0.hasPrefix("circles: accuracy 0.9") })
    let curves = try root.nodes(forXPath: "//*[local-name()='path'][@class='curve']")
    #expect(curves.count == 8, "a curve and a sample of its line for each")
    let again = "\(folder)/again.svg"
    _ = try race(["--svg", again, "--workers", "1"])
    #expect(try text(again) == text(path))
  }

  @Test func `goes on from its record`() throws {
    let path = "\(folder)/race.evo"
    let whole = try race(["--no-seconds"]).output
    #expect(try race(["--record", path]).status == 0)
    let lines = try text(path).split(separator: "\n")
    #expect(lines.count == 13)
    try Data((lines.prefix(6).joined(separator: "\n") + "\n{\"k\":\"tri").utf8)
      .write(to: URL(fileURLWithPath: path))
    #expect(try race(["--record", path, "--no-seconds"]).output == whole)
    #expect(try text(path).split(separator: "\n").count == 13)
    #expect(
      try Program.run(["race", "--resume", path, "--no-seconds"], in: folder).output == whole)
    let other = try race(["--record", path, "--seed", "8"])
    #expect(other.status == 2)
    #expect(other.errors.contains("is the record of another race"))
    let both = try Program.run(["race", "--resume", path, "--seeds", "4"], in: folder)
    #expect(both.status == 2)
    #expect(both.errors.contains("--resume goes on with the race as it was planned"))
  }

  @Test func `keeps what was finished when it is interrupted, and says how to go on`() throws {
    let path = "\(folder)/race.evo"
    let long = [
      "--budget-evaluations", "40000", "--target", "1", "--seeds", "50", "--record", path,
    ]
    let terminal = try PseudoTerminal(width: 100)
    try terminal.start(PseudoTerminal.evolab, ["race"] + small + long)
    #expect(terminal.read(untilShown: " left"), "a progress bar")
    terminal.signal(SIGINT)
    #expect(terminal.waitForEnding() == .killed(signal: Int(SIGINT)))
    #expect(terminal.printed.contains("Go on with: evolab race --resume"))
    let count = try text(path).split(separator: "\n").count - 1
    #expect(count > 0 && count < 200)
  }

  @Test func `says 4 for a damaged record, and where`() throws {
    let path = "\(folder)/race.evo"
    _ = try race(["--record", path])
    let damaged = try text(path).replacingOccurrences(of: "\"t\":3}", with: "\"t\":4}")
      .replacingOccurrences(of: "\"t\":3,", with: "\"t\":4,")
    try Data(damaged.utf8).write(to: URL(fileURLWithPath: path))
    let result = try race(["--record", path])
    #expect(result.status == 4)
    #expect(result.errors.contains("is damaged at line"))
  }

  private static let badInput: [(arguments: [String], sentence: String)] = [
    (["--algorithms", "ga,magic"], "There is no algorithm 'magic'. Known: ga, "),
    (["--algorithms", "ga,ga"], "'ga' is named twice."),
    (["--algorithms", ","], "A race needs at least one algorithm."),
    (["--data", "moons,nothing"], "There is no data set 'nothing'."),
    (["--problem", "sphere,riddle"], "There is no problem 'riddle'."),
    (["--seeds", "-1"], "seeds must lie between 1 and 10000, but is -1."),
    (["--csv", "both.txt", "--svg", "both.txt"], "--record, --csv and --svg need a file each."),
    (["--record", "both.txt", "--csv", "both.txt"], "--record, --csv and --svg need a file each."),
    (["--seeds", "0"], "seeds must lie between 1 and 10000, but is 0."),
    (["--seeds", "many"], "seeds"),
    (["--budget-evaluations", "0"], "evaluations must lie between 1 and 4294967295, but is 0."),
    (["--budget-seconds", "-1"], "seconds must be above 0, but is -1."),
    (["--target", "1.5"], "target must be above 0 and at most 1, but is 1.5."),
    (
      ["--target", "0.9", "--data", "moons", "--problem", "classification,sphere"],
      "race them separately"
    ),
    (["--constriction", "1"], "Nobody in this race has a parameter 'constriction'."),
    (["--set", "pso.constriction=1"], "'pso' is not in this race."),
    (["--set", "ga.constriction=1"], "'ga' has no parameter 'constriction'."),
    (["--set", "ga.elitism=-1"], "ga on circles: elitism must lie between 0 and 100"),
    (["--resume", "missing.evo"], "--resume goes on with the race as it was planned"),
    (["--record", "/no/such/folder/race.evo"], "Cannot write /no/such/folder/race.evo"),
    (["--svg", "/no/such/folder/race.svg"], "Cannot write /no/such/folder/race.svg"),
    (["--record", "/dev/null"], "Cannot read /dev/null"),
    (["--json", "--markdown"], "Choose one of --json and --markdown."),
    (["--workers", "0"], "--workers must lie between 1 and 1024"),
  ]

  @Test func `needs a problem, and without names takes all who can work on it`() throws {
    let none = try Program.run(["race", "--problem", ","], in: folder)
    #expect(none.status == 2 && none.errors.contains("A race needs at least one problem."))
    let all = try Program.run(
      ["race", "--problem", "sphere", "--seeds", "1", "--budget-evaluations", "200", "--json"],
      in: folder)
    #expect(all.status == 0 && all.errors == "")
    #expect(all.output.contains("\"xnes\"") && !all.output.contains("\"logistic-regression\""))
  }

  @Test(arguments: badInput)
  func `refuses bad input in a sentence, with status 2`(
    _ arguments: [String], _ sentence: String
  ) throws {
    let result = try Program.run(["race"] + replaced(by: arguments) + arguments, in: folder)
    #expect(result.status == 2)
    #expect(result.errors.contains(sentence), "said: \(result.errors)")
    #expect(result.output == "")
    #expect(result.errors.split(separator: "\n").count <= 3)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
  }

  private let small = [
    "--algorithms", "ga,random-search", "--data", "circles,moons", "--samples", "40",
    "--population", "20", "--hidden", "4", "--seed", "7",
  ]
  private let limits = ["--seeds", "3", "--budget-evaluations", "600", "--target", "0.9"]

  /// The usual flags but those that are given anew.
  private func replaced(by arguments: [String]) -> [String] {
    let flags = small + limits
    return stride(from: 0, to: flags.count, by: 2)
      .filter { !arguments.contains(flags[$0]) }.flatMap { flags[$0...$0 + 1] }
  }

  private func race(
    _ arguments: [String] = []
  ) throws -> (
    status: Int32, output: String, errors: String
  ) {
    try Program.run(["race"] + replaced(by: arguments) + arguments, in: folder)
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }
}
