import Evolution
import Foundation
import Testing

@testable import Laboratory
@testable import evolab

@Suite struct `Reproduce` {
  @Test func `lists what there is`() throws {
    let list = try evolab([])
    #expect(list.status == 0)
    #expect(list.output.contains("digits: ") && list.output.contains("mnist: "))
    let object = try json(evolab(["--json"]).output)
    let entries = try #require(object["reproductions"] as? [[String: Any]])
    #expect(entries.map { $0["name"] as? String } == ["digits", "mnist", "mnist-algorithms"])
    #expect(entries.map { $0["seedCount"] as? Int } == [3, 1, 1])
  }

  private static let badInput: [(arguments: [String], sentence: String)] = [
    (
      ["nothing"],
      "There is nothing to reproduce that is called 'nothing'. Known: digits, mnist, mnist-algorithms."
    ),
    (["digits", "--seeds", "0"], "--seeds must lie between 1 and 1000, but is 0."),
    (["digits", "--seed", "18446744073709551615"], "leaves no room for 3 seeds"),
    (["digits", "--json", "--markdown"], "Choose one of --json and --markdown."),
    (["digits", "--record", "/dev/null/x"], "Cannot write /dev/null/x"),
  ]

  @Test(arguments: badInput)
  func `refuses bad input in a sentence`(_ arguments: [String], _ sentence: String) throws {
    let result = try evolab(arguments)
    #expect(result.status == 2)
    #expect(result.errors.contains(sentence), "said: \(result.errors)")
  }

  @Test func `overwrites no recording, and begins nothing then`() throws {
    let folder = NSTemporaryDirectory() + "evolab-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = folder + "/digits-low-rank-es-64-128-10-3.evo"
    try Data().write(to: URL(fileURLWithPath: path))
    let result = try evolab(["digits", "--record", folder])
    #expect(result.status == 2 && result.errors.contains(path))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
  }

  @Test func `shows how far it is, and what was finished when a signal ends it`() throws {
    let terminal = try PseudoTerminal(width: 120)
    try terminal.start(PseudoTerminal.evolab, ["reproduce", "digits", "--seeds", "2"])
    #expect(terminal.read(untilShown: "evaluations/s"))
    #expect(terminal.screen.text.contains("1 of 6  gen "))
    terminal.signal(SIGINT)
    #expect(terminal.waitForEnding() == .killed(signal: Int(SIGINT)))
    #expect(terminal.printed.contains("Interrupted: 0 of 6 runs were finished."))
    #expect(terminal.printed.contains("scikit-learn"))
  }

  @Test func `stands in a table with the medians, the extremes and all sources`() throws {
    let lines = ReproductionTable(Self.report).text(asMarkdown: false).split(separator: "\n")
    #expect(
      lines == [
        "A task.",
        "method                     valid    test  seconds  evaluations",
        "others [1]                     –  0.97         60            –",
        "more others [2]                –  0.9612        –            –",
        "evolab ours, median of 3  0.5000  0.8000     2.00          200",
        "  lowest                  0.4000  0.7000     1.00          100",
        "  highest                 0.6000  0.9000     3.00        12.3k",
        "evolab alone                   –  0.7500     1.00          100",
        "Seeds 1 to 3; 2 workers on A ^[processor, avx2; \(Journal.program).",
        "Interrupted: 4 of 6 runs were finished.",
        "A note.",
        "[1] Somebody.",
        "[2] Somebody else.",
      ])
    let markdown = ReproductionTable(Self.report).text(asMarkdown: true)
    #expect(markdown.contains("| evolab ours, median of 3 | 0.5000 | 0.8000 | 2.00 | 200 |\n"))
  }

  @Test func `gives everything to programs`() throws {
    let object = try json(Self.report.json)
    #expect(object["seeds"] as? [String] == ["1", "2", "3"])
    let machine = try #require(object["machine"] as? [String: Any])
    #expect(Set(machine.keys) == ["workers", "processor", "instructionSet"])
    let ours = try #require(object["ours"] as? [[String: Any]])
    let accuracy = try #require(ours[0]["testAccuracy"] as? [String: Double])
    #expect(Set(accuracy.keys) == ["median", "least", "most"])
    let runs = try #require(ours[0]["runs"] as? [[String: Any]])
    #expect(runs.count == 3 && runs[0]["digest"] as? String == "00")
    #expect((ours[0]["settings"] as? [String: String])?["algorithm"] == "ga")
  }

  @Test func `knows the processor where the system tells`() {
    let hasFile = FileManager.default.fileExists(atPath: "/proc/cpuinfo")
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    #expect((Machine.processor != nil) == (hasFile && text.contains("model name")))
    if let name = Machine.processor { #expect(text.contains(name)) }
  }

  /// Of two methods, one of which was run with one seed only.
  private static let report: ReproductionReport = {
    let task = Reproduction(
      name: "task", summary: "A task.", notes: ["A note."],
      reported: [
        .init("others", 0.97, seconds: 60, source: "Somebody"),
        .init("more others", 0.9612, source: "Somebody else"),
      ], methods: [.init("ours") { _ in }, .init("alone") { $0.algorithm = "es" }], seedCount: 3,
      drawsSplit: false)
    let attempts = [
      attempt(2, accuracy: 0.8, cost: 200), attempt(1, accuracy: 0.7, cost: 100),
      attempt(3, accuracy: 0.9, cost: 12_345),
    ]
    let alone = Reproduction.Attempt(
      seed: 1, validationAccuracy: nil, testAccuracy: 0.75, generations: 5, evaluations: 100,
      geneCount: 9, seconds: 1, digest: "01", recording: nil)
    return ReproductionReport(
      task, [.init(task.methods[0], attempts), .init(task.methods[1], [alone])], seeds: [1, 2, 3],
      .init(workers: 2, processor: "A \u{1B}processor", instructionSet: "avx2"))
  }()

  private static func attempt(
    _ number: Int, accuracy: Float, cost: Int
  ) -> Reproduction.Attempt {
    Reproduction.Attempt(
      seed: UInt64(number), validationAccuracy: accuracy - 0.3, testAccuracy: accuracy,
      generations: 5, evaluations: cost, geneCount: 9, seconds: Double(number), digest: "00",
      recording: nil)
  }

  private func evolab(
    _ arguments: [String]
  ) throws -> (status: Int32, output: String, errors: String) {
    try Program.run(["reproduce"] + arguments, in: NSTemporaryDirectory())
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }
}
