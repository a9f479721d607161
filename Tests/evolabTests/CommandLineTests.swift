import Foundation
import Testing

/// The program as scripts use it: arguments in; status, output and errors out.
@Suite struct `The command line` {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "evolab-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  @Test func `prints the summary as one JSON object`() throws {
    let result = try evolab(["run"] + small + ["--json"])
    #expect(result.status == 0)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(
      Set(object.keys).isSuperset(of: [
        "generations", "evaluations", "seconds", "evaluationsPerSecond", "stopReason", "digest",
        "best",
      ]))
    let best = try #require(object["best"] as? [String: Any])
    #expect(
      Set(best.keys) == ["generation", "fitness", "trainAccuracy", "testAccuracy", "geneCount"])
    #expect(object["generations"] as? Int == 5)
    #expect((object["digest"] as? String)?.count == 16)
    #expect(result.errors == "")
  }

  @Test func `gives the same digest from flags and from an experiment file`() throws {
    let file = try write(
      """
      data = "moons"
      samples = 60
      population = 20
      hidden = [4, 3]
      noise = 0.2
      generations = 5
      mutation-rate = 0.9
      """, "moons.toml")
    let flags = [
      "--data", "moons", "--samples", "60", "--population", "20", "--hidden", "4,3", "--noise",
      "0.2", "--generations", "5", "--set", "mutation-rate=0.9",
    ]
    #expect(try digest(["run", file]) == digest(["run"] + flags))
    #expect(
      try digest(["run", file, "--mutation-rate", "0.3"]) != digest(["run", file]),
      "a flag changes what the file says")
  }

  @Test(arguments: ["portable", "sse2", "avx2", "avx512"])
  func `records and replays on every instruction set, with any number of workers`(
    _ kernels: String
  ) throws {
    let path = "\(folder)/\(kernels).evo"
    let environment = ["EVOLAB_KERNELS": kernels]
    let run = try evolab(["run"] + small + ["--record", path], environment)
    guard run.status == 0 else {
      // A machine without these instructions says so.
      #expect(run.errors.contains("this machine has"))
      return
    }
    for workers in ["1", "2", "8"] {
      let replay = try evolab(["replay", path, "--workers", workers])
      #expect(replay.status == 0)
      #expect(replay.output.contains("every digest equal"))
    }
  }

  @Test func `goes on with a recording as if it had never stopped`() throws {
    let path = "\(folder)/run.evo"
    let whole = try digest(["run"] + common + ["--generations", "20"])
    _ = try evolab(["run"] + common + ["--generations", "8", "--record", path])
    #expect(try digest(["resume", path, "--generations", "20"]) == whole)
    #expect(try evolab(["replay", path]).status == 0)
  }

  @Test func `ends by the signal that ended it, and what it recorded replays`() throws {
    let path = "\(folder)/run.evo"
    let terminal = try PseudoTerminal()
    try terminal.start(
      PseudoTerminal.evolab, ["run"] + common + ["--seconds", "60", "--record", path])
    #expect(terminal.read(untilShown: "evaluations/s"), "a progress bar")
    terminal.signal(SIGINT)
    #expect(terminal.waitForEnding() == .killed(signal: Int(SIGINT)))
    #expect(terminal.printed.contains("stopped by"))
    #expect(terminal.printed.contains("To go on: evolab resume"))
    #expect(try evolab(["replay", path]).status == 0)
  }

  @Test func `goes on after a kill as if nothing had happened`() throws {
    let path = "\(folder)/run.evo"
    let strategy = common + ["--algorithm", "low-rank-es", "--batch", "8"]
    let terminal = try PseudoTerminal()
    try terminal.start(
      PseudoTerminal.evolab, ["run"] + strategy + ["--seconds", "60", "--record", path])
    #expect(terminal.read(untilShown: "evaluations/s"))
    terminal.signal(SIGKILL)
    #expect(terminal.waitForEnding() == .killed(signal: Int(SIGKILL)))
    let resumed = try evolab(["resume", path, "--seconds", "0.01", "--json"])
    #expect(resumed.status == 0, "said: \(resumed.errors)")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(resumed.output.utf8)) as? [String: Any])
    let generations = try #require(object["generations"] as? Int)
    #expect(
      try digest(["run"] + strategy + ["--generations", "\(generations)"])
        == object["digest"] as? String)
    #expect(try evolab(["replay", path]).status == 0)
  }

  @Test func `prints the part of the data that is learnt from, or tested on`() throws {
    func lines(_ part: [String]) throws -> [Substring] {
      let flags = ["data", "moons", "--samples", "40", "--split", "0.75"]
      return try evolab(flags + part).output.split(separator: "\n")
    }
    let (all, train, test) = (
      try lines([]), try lines(["--part", "train"]), try lines(["--part", "test"])
    )
    #expect(train.count == 31 && test.count == 11)
    #expect(Set(train.dropFirst() + test.dropFirst()) == Set(all.dropFirst()))
    #expect(train[0] == all[0] && test[0] == all[0])
    #expect(try lines(["--part", "test", "--data-seed", "2"]) != test)
    #expect(try lines(["--part", "validation"]) == [all[0]])
    let kept = ["--validation", "0.2", "--part"]
    let (fewer, chosen) = (try lines(kept + ["train"]), try lines(kept + ["validation"]))
    #expect(fewer.count == 25 && chosen.count == 7)
    #expect(Set(fewer + chosen) == Set(train) && Set(fewer).intersection(chosen) == [all[0]])
  }

  @Test func `outlives its terminal under nohup`() throws {
    let terminal = try PseudoTerminal()
    let run = (["run"] + common + ["--seconds", "2"]).joined(separator: " ")
    try terminal.start(
      "/bin/sh", ["-c", "trap '' HUP; exec \(PseudoTerminal.evolab) \(run)"])
    #expect(terminal.read(untilShown: "evaluations/s"))
    terminal.signal(SIGHUP)
    #expect(terminal.waitForEnding() == .exited(0))
    #expect(terminal.printed.contains("stopped by"))
  }

  @Test func `writes one line a generation to a CSV file, and overwrites none`() throws {
    let path = "\(folder)/curve.csv"
    #expect(try evolab(["run"] + small + ["--csv", path]).status == 0)
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 6)
    #expect(lines[0].hasPrefix("generation,evaluations,best,mean,worst"))
    let again = try evolab(["run"] + small + ["--csv", path])
    #expect(again.status == 2)
    #expect(again.errors.contains("exists already"))
  }

  @Test func `calls an accuracy by the samples that it is of`() throws {
    let path = "\(folder)/curve.csv"
    let run = try evolab(["run"] + small + ["--validation", "0.25", "--csv", path])
    #expect(run.output.contains("validation accuracy 0.") && !run.output.contains("train"))
    let rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows[0].suffix(3) == ["trainAccuracy", "testAccuracy", "validationAccuracy"])
    #expect(rows[5].suffix(3).map(\.isEmpty) == [true, true, false])
    let batch = try evolab(["run"] + small + ["--batch", "8", "--validation", "0"])
    #expect(batch.output.contains("train accuracy 0."))
  }

  @Test func `leaves no CSV file of a run that could not begin`() throws {
    let path = "\(folder)/curve.csv"
    #expect(try evolab(["run", "--data", "nothing", "--csv", path]).status == 2)
    #expect(try evolab(["resume", "missing.evo", "--csv", path]).status == 2)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `prints data that it can read again`() throws {
    let csv = try evolab(["data", "blobs", "--centers", "3", "--samples", "30"])
    #expect(csv.output.hasPrefix("x1,x2,y\n"))
    #expect(csv.output.split(separator: "\n").count == 31)
    let path = try write(csv.output, "blobs.csv")
    #expect(try evolab(["data", path]).output == csv.output)
    #expect(try evolab(["data", "moons", "--plot"]).output.contains("o"))
  }

  @Test func `draws as many images as asked for, in 80 columns`() throws {
    let sheet = try evolab(["data", "digits8x8", "--plot", "7"])
    #expect(sheet.output.hasPrefix("7 of 1797 images, 8x8, 10 classes\n"))
    #expect(sheet.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(sheet.output.contains("0       1       2"))
    let points = try evolab(["data", "moons", "--plot", "7"])
    #expect(points.status == 2 && points.errors.contains("are no images"))
    #expect(try evolab(["data", "digits8x8", "7"]).errors.contains("add --plot"))
    #expect(try evolab(["data", "digits8x8", "--plot", "0"]).errors.contains("1 to 1000"))
  }

  @Test func `finds the data sets that come with it`() throws {
    let iris = try evolab(["run", "--data", "iris", "--generations", "3", "--population", "10"])
    #expect(iris.status == 0)
    #expect(iris.output.contains("131 genes"), "4-16-3")
  }

  @Test func `shows a flag for every parameter, with its range and default`() throws {
    let help = try evolab(["run", "--help"]).output
    #expect(help.contains("--mutation-rate <number>"))
    #expect(help.contains("--selection <word>"))
    #expect(help.contains("--noise <number>"))
    #expect(help.contains("0 to 1"))
    let catalog = try evolab(["catalog", "--json"]).output
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(catalog.utf8)) as? [String: Any])
    let entries = try #require(object["entries"] as? [[String: Any]])
    #expect(entries.contains { $0["name"] as? String == "ga" })
  }

  @Test func `has a reference page that is not stale`() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/evolab/REFERENCE.md")
    #expect(
      try evolab(["catalog", "--markdown"]).output == String(contentsOf: page, encoding: .utf8),
      "make it anew: evolab catalog --markdown > Sources/evolab/REFERENCE.md")
  }

  @Test func `writes completion scripts`() throws {
    for shell in ["bash", "zsh", "fish"] {
      let script = try evolab(["--generate-completion-script", shell])
      #expect(script.status == 0)
      #expect(script.output.contains("mutation-rate"))
    }
  }

  private static let badInput: [(arguments: [String], sentence: String)] = [
    (["run", "--nonsense"], "Unknown option '--nonsense'"),
    (["run", "--samples", "1"], "samples must lie between 2 and 1000000, but is 1."),
    (["run", "--samples", "many"], "samples must be a number, but is 'many'."),
    (["run", "--population", "0"], "population must lie between 1 and 1000000, but is 0."),
    (["lab", "--speed", "0"], "--speed must lie between 1 and 1000, or be max, but is '0'."),
    (["lab", "--race", "ga,nothing"], "There is no algorithm 'nothing'."),
    (["tune", "--with", "nothing"], "There is no algorithm 'nothing'."),
    (["tune", "--with", "adam"], "The algorithm 'adam' needs a gradient"),
    (["tune", "--parameters", "noise"], "There is no parameter 'noise'"),
    (["tune", "--seconds", "3"], "Trials are limited by --evaluations"),
    (["tune", "--trials", "0"], "--trials must lie between 1 and 1000000, but is 0."),
    (["tune", "--out", "/no/such/folder/x.toml"], "Cannot write /no/such/folder/x.toml"),
    (
      ["run", "--algorithm", "cma-es", "--hidden", "1000"],
      "The algorithm 'cma-es' is for up to 4000 genes"
    ),
    (["run", "--population", "1"], "The algorithm 'ga' needs a population of at least 2"),
    (["run", "--problem", "nothing"], "There is no problem 'nothing'."),
    (["run", "--problem", "sphere", "--target", "0"], "target"),
    (
      ["run", "--problem", "sphere", "--dimension", "2000", "--rotation", "random"],
      "Axes are turned in up to 1000 dimensions"
    ),
    (["run", "--hidden", "0"], "hidden must lie between 1 and 4096, but is 0."),
    (["run", "--hidden", "5000"], "hidden must lie between 1 and 4096, but is 5000."),
    (["run", "--hidden", "250", "--population", "1000000"], "at most 250 million genes"),
    (["run", "--hidden", (0..<16).map { _ in "4096" }.joined(separator: ",")], "million genes"),
    (["run", "--hidden", "3,x"], "hidden must be"),
    (["run", "--noise", "-1"], "noise must lie between 0 and 2, but is -1."),
    (["run", "--noise", "nan"], "noise must be a number, but is 'nan'."),
    (["run", "--mutation-rate", "2"], "mutation-rate must lie between 0 and 1, but is 2."),
    (["run", "--selection", "luck"], "selection cannot be 'luck'."),
    (["run", "--algorithm", "magic"], "There is no algorithm 'magic'. Known: ga, "),
    (["run", "--data", "nothing"], "There is no data set 'nothing'."),
    (["run", "--data", "moons", "--factor", "0.5"], "has a parameter 'factor'"),
    (["run", "--set", "noise"], "--set takes NAME=VALUE"),
    (
      ["run", "--seed", "-3"],
      "seed must be a whole number from 0 to 18446744073709551615, but is '-3'."
    ),
    (["run", "--workers", "0"], "--workers must lie between 1 and 1024"),
    (["run", "missing.toml"], "no experiment file 'missing.toml'"),
    (["bench", "--kernel", "--seed", "2"], "give no other flags than --rounds and --json"),
    (["bench", "--rewind", "--lab"], "exclude each other"),
    (["replay", "missing.evo"], "Cannot read missing.evo: No such file or directory."),
    (["replay", "/"], "Cannot read /: Is a directory."),
    (["replay", "/dev/null"], "Cannot read /dev/null: Not a regular file."),
    (["replay", "/dev/zero"], "Not a regular file"), (["run", "/dev/zero"], "Not a regular file"),
    (["run", "--data", "/dev/zero"], "Not a regular file"),
    (["resume", "missing.evo"], "Cannot read missing.evo"),
    (["catalog", "nothing"], "There is no entry 'nothing'."),
    (["run", "--record", "/no/such/folder/run.evo"], "Cannot write /no/such/folder/run.evo"),
  ]

  @Test(arguments: badInput)
  func `refuses bad input in a sentence, with status 2`(
    _ arguments: [String], _ sentence: String
  ) throws {
    let result = try evolab(arguments)
    #expect(result.status == 2)
    #expect(result.errors.contains(sentence), "said: \(result.errors)")
    #expect(result.output == "")
    #expect(result.errors.split(separator: "\n").count <= 3)
  }

  @Test(arguments: [
    ("", "no samples"), ("x,y\n", "no samples"), ("1,2,a\n", "2 classes"),
    ("x,y,c\n1,2,a\n3,4,a\n", "class"), ("x,y,c\n1,,a\n3,4,b\n", "line 2"),
    ("x,y,c\n1,NaN,a\n3,4,b\n", "line 2"), ("x,y,c\n1,2,a\n3,4\n", "line 3"),
    ("x,y,c\n1,2,a\n3,four,b\n", "line 3"), ("\u{0}\u{1}\u{2}", "text"),
  ])
  func `refuses a bad CSV file with its line`(_ text: String, _ words: String) throws {
    let path = try write(text, "bad.csv")
    let result = try evolab(["run", "--data", path])
    #expect(result.status == 2)
    #expect(result.errors.contains(words), "said: \(result.errors)")
  }

  @Test(arguments: [
    ("data = ", "TOML"), ("nonsense = 3", "nonsense"), ("samples = \"x\"", "samples"),
    ("hidden = [\"a\"]", "hidden"), ("[data]\nname = 3", "no tables"),
    ("[[[", "no tables"),
  ])
  func `refuses a bad experiment file`(_ text: String, _ words: String) throws {
    let path = try write(text, "bad.toml")
    let result = try evolab(["run", path])
    #expect(result.status == 2)
    #expect(result.errors.contains(words), "said: \(result.errors)")
  }

  @Test func `refuses an experiment file of deeper names than anybody writes`() throws {
    // No arguments, because those stand in full in every log.
    try `refuses a bad experiment file`(
      "[" + String(repeating: "a.", count: 200_000) + "a]", "large")
    try `refuses a bad experiment file`(
      String(repeating: "a.", count: 30_000) + "a = 1", "not a setting")
  }

  @Test func `spells out control characters of names in its errors`() throws {
    let result = try evolab(["run", "--data", "a\u{1B}[31m\u{9B}.csv"])
    #expect(result.status == 2)
    #expect(result.errors.contains("Cannot read a^[[31m<9b>.csv"))
  }

  @Test func `says 4 for a damaged recording, and where`() throws {
    let path = "\(folder)/run.evo"
    _ = try evolab(["run"] + small + ["--record", path])
    var text = try String(contentsOfFile: path, encoding: .utf8)
    text = text.replacingOccurrences(of: "\"g\":2,", with: "\"g\":3,")
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let result = try evolab(["replay", path])
    #expect(result.status == 4)
    #expect(result.errors.contains("damaged at line 3"))
  }

  @Test func `says 3 and the generation where a recording differs, and 5 for a later version`()
    throws
  {
    let path = "\(folder)/run.evo"
    _ = try evolab(["run"] + small + ["--record", path])
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    // Another digest of the fitness in generation 3, and a head of format 2, both sealed anew.
    let fitness = try #require(lines[3].firstMatch(of: /"f":"[0-9a-f]{16}"/)).output
    let other = try write(
      SealedLines.replaced(lines, 3, String(fitness), "\"f\":\"0123456789abcdef\""), "other.evo")
    let diverged = try evolab(["replay", other])
    #expect(diverged.status == 3)
    #expect(diverged.errors.contains("at generation 3 in f (fitness)"))
    let later = try write(SealedLines.replaced(lines, 0, "\"evo\":1", "\"evo\":2"), "later.evo")
    let refused = try evolab(["replay", later])
    #expect(refused.status == 5)
    #expect(refused.errors.contains("Use a newer evolab."))
  }

  @Test func `says so where a recording may grow no further`() throws {
    let terminal = try PseudoTerminal(width: 200)
    let command = "'\(PseudoTerminal.evolab)' run \(common.joined(separator: " "))"
    try terminal.start(
      "/bin/sh",
      [
        "-c",
        "ulimit -f 8; \(command) --generations 300 --record '\(folder)/a.evo'; echo status $?",
      ])
    #expect(terminal.waitForEnding() == .exited(0))
    #expect(terminal.printed.contains("File too large"))
    #expect(terminal.printed.contains("status 2"))
  }

  @Test func `says in a replay that a recording has no end`() throws {
    let path = "\(folder)/run.evo"
    #expect(try evolab(["run", "--record", path] + small).status == 0)
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(try !evolab(["replay", path]).output.contains("has no end"))
    let other = try write(lines.dropLast().joined(separator: "\n") + "\n", "other.evo")
    let result = try evolab(["replay", other])
    #expect(result.status == 0 && result.output.contains("It has no end"))
  }

  @Test(arguments: ["data moons", "diff a.evo b.evo"])
  func `says when standard output cannot be written`(command: String) throws {
    let terminal = try PseudoTerminal(width: 200)
    for (name, seed) in [("a.evo", "1"), ("b.evo", "2")] {
      let run = ["run", "--seed", seed, "--record", name] + small
      #expect(try Program.run(run, in: folder).status == 0)
    }
    try terminal.start(
      "/bin/sh",
      [
        "-c",
        "cd '\(folder)'; '\(PseudoTerminal.evolab)' \(command) > /dev/full; echo status $?",
      ])
    #expect(terminal.waitForEnding() == .exited(0))
    #expect(terminal.printed.contains("Cannot write standard output"))
    #expect(terminal.printed.contains("status 2"))
  }

  @Test func `opens the lab only on a terminal, and names run`() throws {
    let result = try evolab([])
    #expect(result.status == 2)
    #expect(result.errors.contains("evolab run"))
  }

  private let common = ["--samples", "60", "--population", "20", "--hidden", "4"]
  private var small: [String] { common + ["--generations", "5"] }

  private func write(_ text: String, _ name: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    return "\(folder)/\(name)"
  }

  private func digest(_ arguments: [String]) throws -> String {
    let output = try evolab(arguments + ["--json"]).output
    let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
    return try #require(object?["digest"] as? String)
  }

  private func evolab(
    _ arguments: [String], _ environment: [String: String] = [:]
  ) throws
    -> (status: Int32, output: String, errors: String)
  {
    try Program.run(arguments, in: folder, environment)
  }
}
