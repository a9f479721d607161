import Evolution
import FoundationEssentials
import Testing

@testable import Laboratory

@Suite struct `Changes made together` {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `set data and what only they have in one generation`() throws {
    var session = try Session(smallExperiment())
    session.advance()
    try session.submit([
      .set("data", .choice("spirals")), .set("turns", .number(2)), .set("noise", .number(0.05)),
    ])
    #expect(session.controls.first { $0.name == "turns" }?.pending == .number(2))
    session.advance()
    #expect(session.experiment.parameters["turns"] == .number(2))
    #expect(session.changes.map(\.name) == ["data", "turns", "noise"])
    #expect(Set(session.changes.map(\.generation)) == [2])
  }

  @Test func `are all made or none`() throws {
    var session = try Session(smallExperiment())
    #expect(throws: ExperimentError.self) {
      try session.submit([.set("elitism", .number(3)), .set("mutation-rate", .number(7))])
    }
    #expect(session.pending.isEmpty)
  }

  @Test func `are forgotten with the data that they belong to`() throws {
    var session = try Session(smallExperiment())
    try session.submit([.set("data", .choice("spirals")), .set("turns", .number(2))])
    try session.submit(.set("data", .choice("xor")))
    #expect(session.pending == [.set("data", .choice("xor"))])
    try session.submit(.set("data", .choice("circles")))
    #expect(session.pending.isEmpty)
  }

  @Test func `replay, with a bookmark among them`() throws {
    let path = folder.file("run.evo")
    var run = try Run(smallExperiment(), recordTo: path)
    for generation in 0..<12 {
      if generation == 3 {
        try run.submit([.set("data", .choice("spirals")), .set("turns", .number(2))])
      }
      if generation == 5 {
        run.mark(Journal.Mark(generation: 5, individual: 2, text: "a \"good\" one"))
      }
      if generation == 7 { try run.submit([.set("data", .choice("blobs"))]) }
      run.advance()
    }
    run.end(why: .interrupted)
    let reader = try JournalReader(path)
    #expect(
      reader.records.contains(
        .mark(Journal.Mark(generation: 5, individual: 2, text: "a \"good\" one"))))
    var replay = try Replay(reader)
    while try replay.advance() {}
    #expect(replay.verifiedCount == 12)
    #expect(replay.session.changes == run.session.changes)
  }

  @Test func `from pictures to other data change how generations are judged, and back`() throws {
    let pictures = Dataset(
      featureNames: (0..<16).map { "p\($0)" }, classNames: ["a", "b"],
      values: .bytes((0..<16 * 400).map { UInt8($0 * 37 % 251) }),
      labels: (0..<400).map { Int32($0 % 2) }, imageShape: ImageShape(rows: 4, columns: 4))
    let experiment = smallExperiment {
      $0.data = "pictures"
      $0.batch = 64
    }
    var session = try Session(experiment, table: pictures)
    session.advance()
    #expect(session.experiment.batch == 64 && session.experiment.checkInterval == 100)
    try session.submit(.set("data", .choice("moons")))
    session.advance()
    #expect(session.experiment.batch == 0 && session.experiment.checkInterval == 1)
    #expect(!session.experiment.isChecked)
    #expect(session.hallOfFame.champion?.generation == 2, "looked at after each generation")
    try session.submit(.set("data", .choice("pictures")))
    session.advance()
    #expect(session.experiment.batch == 64 && session.experiment.checkInterval == 100)
    #expect(session.experiment.validation == Experiment.usualValidation)
    // Whoever thinks better of it before the next generation has changed nothing.
    try session.submit(.set("data", .choice("moons")))
    try session.submit(.set("data", .choice("pictures")))
    #expect(session.pending.isEmpty)
  }

  @Test func `are known to begin a new population before they are made`() throws {
    let table = Dataset(
      featureNames: ["a", "b", "c"], classNames: ["x", "y"],
      features: (0..<120).map { Float($0 % 7) }, labels: (0..<40).map { Int32($0 % 2) })
    let experiment = smallExperiment { $0.data = "table" }
    let session = try Session(experiment, table: table)
    let reasons = session.controls.first { $0.name == "data" }?.newPopulations
    #expect(reasons?["moons"] == "moons has 2 inputs")
    #expect(reasons?["table"] == nil)
    let plain = try Session(smallExperiment())
    #expect(plain.controls.first { $0.name == "data" }?.newPopulations == [:])
    let many = try Session(
      smallExperiment {
        $0.data = "blobs"
        $0.parameters["centers"] = .number(4)
      })
    #expect(
      many.controls.first { $0.name == "data" }?.newPopulations["xor"] == "xor has 2 classes")
  }
}

@Suite struct `What came after a change` {
  @Test func `is measured before it and twenty generations later`() throws {
    var session = try Session(smallExperiment())
    session.advance(by: 5)
    let before = try #require(session.statistics)
    try session.submit([.set("elitism", .number(3)), .set("mutation-rate", .number(0.3))])
    session.advance(by: 19)
    #expect(session.changes.allSatisfy { $0.before?.best == before.best && $0.after == nil })
    session.advance()
    let after = try #require(session.statistics)
    for change in session.changes {
      #expect(change.after?.best == after.best && change.after?.mean == after.mean)
      #expect(change.after?.diversity == after.diversity)
      #expect(change.after?.test == session.hallOfFame.champion?.testAccuracy)
    }
    session.advance()
    #expect(session.changes.allSatisfy { $0.after?.best == after.best })
  }

  @Test func `says nothing of a fitness that came to mean something else`() throws {
    var session = try Session(smallExperiment())
    session.advance(by: 5)
    try session.submit(.set("noise", .number(0.3)))
    session.advance(by: 20)
    let change = try #require(session.changes.first)
    #expect(change.before?.best == nil && change.before?.diversity != nil)
    #expect(change.after?.best != nil)
  }

  @Test func `is missing in what older versions wrote`() throws {
    let old = #"{"generation":3,"name":"elitism","old":2,"new":4,"consequence":""}"#
    let change = try JournalCoding.decoder.decode(Change.self, from: Data(old.utf8))
    #expect(change.before == nil && change.after == nil)
    #expect(change.summary == "elitism 2 → 4")
  }

  @Test func `survives a checkpoint`() throws {
    var session = try Session(smallExperiment())
    session.advance(by: 5)
    try session.submit(.set("elitism", .number(3)))
    session.advance(by: 25)
    let bytes = try Checkpoint(session).bytes()
    #expect(try Checkpoint(bytes: bytes).changes == session.changes)
  }
}

@Suite struct `A saved individual` {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `has all that is needed to use its network`() throws {
    var session = try Session(smallExperiment())
    session.advance(by: 5)
    try session.submit(.set("elitism", .number(3)))
    session.advance(by: 30)
    let snapshot = session.snapshot
    let entry = try #require(snapshot.champion)
    let saved = SavedIndividual(entry, of: snapshot, note: "nice")
    let read = try JournalCoding.decoder.decode(
      SavedIndividual.self, from: Data(try saved.json().utf8))
    #expect(read == saved)
    #expect(read.genes == entry.genes && read.network == entry.network)
    #expect(read.scaling?.means == snapshot.data?.scaling.means)
    #expect(read.settings["elitism"] == .number(entry.generation > 5 ? 3 : 2))
    #expect(read.note == "nice")
  }

  @Test func `is saved in a file that is named, or under its own name in a folder`() throws {
    var session = try Session(smallExperiment())
    session.advance(by: 2)
    let snapshot = session.snapshot
    let saved = SavedIndividual(try #require(snapshot.champion), of: snapshot, note: "")
    #expect(saved.path(for: folder.path) == folder.file(saved.fileName))
    #expect(saved.path(for: folder.path + "/") == folder.file(saved.fileName))
    #expect(saved.path(for: folder.file("best")) == folder.file("best.json"))
    #expect(saved.path(for: folder.file("best.json")) == folder.file("best.json"))
  }

  @Test func `arose under the settings of its generation`() throws {
    var session = try Session(smallExperiment())
    session.advance(by: 3)
    try session.submit(.set("elitism", .number(5)))
    session.advance(by: 3)
    try session.submit(.set("elitism", .number(7)))
    session.advance(by: 3)
    let elitism = { (generation: Int) in
      session.snapshot.settings(at: generation).first { $0.name == "elitism" }?.value
    }
    #expect([1, 3, 4, 6, 7, 9].map { elitism($0) } == [2, 2, 5, 5, 7, 7].map { .number($0) })
  }

  @Test func `never takes the place of another file`() throws {
    let path = folder.file("champion.json")
    #expect(try File.writeNew("one", to: path) == path)
    #expect(try File.writeNew("two", to: path) == folder.file("champion-2.json"))
    #expect(try File.writeNew("three", to: path) == folder.file("champion-3.json"))
    #expect(try folder.read("champion.json") == Array("one".utf8))
    #expect(throws: File.Failure.self) {
      _ = try File.writeNew("", to: folder.file("missing/champion.json"))
    }
  }
}
