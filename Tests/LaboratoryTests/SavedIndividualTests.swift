import Evolution
import Testing

@testable import Laboratory

@Suite struct `A saved individual that is read back` {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `has the data and the network of then`() throws {
    var session = try Session(smallExperiment())
    session.advance(by: 8)
    let entry = try #require(session.hallOfFame.champion)
    // Later settings are not those under which it arose.
    try session.submit(.set("hidden", .number(9)))
    session.advance(by: 2)
    let path = try save(entry, of: session)
    let read = try SavedIndividual(contentsOf: path)
    let saved = try #require(read)
    let champion = try saved.champion(of: path)
    #expect(champion.genes == entry.genes && champion.network == entry.network)
    #expect(champion.generation == entry.generation)
    let report = try champion.report(on: .train)
    #expect(Float(report.scores.accuracy) == entry.score.accuracy)
  }

  @Test func `is refused where its data are others now`() throws {
    var session = try Session(smallExperiment())
    session.advance(by: 3)
    let path = try save(try #require(session.hallOfFame.champion), of: session)
    let text = String(decoding: try folder.read("one.json"), as: UTF8.self)
    let other = text.replacing("\"samples\" : 40", with: "\"samples\" : 41")
    #expect(other != text)
    _ = try folder.write(Array(other.utf8), to: "one.json")
    let read = try SavedIndividual(contentsOf: path)
    let saved = try #require(read)
    #expect(throws: SavedIndividualError.otherData(file: path)) { try saved.champion(of: path) }
  }

  @Test func `is told from a recording, and from what is neither`() throws {
    do {
      var run = try Run(smallExperiment(), recordTo: folder.file("a.evo"))
      run.advance()
      run.end(why: .interrupted)
    }
    let recording = try SavedIndividual(contentsOf: folder.file("a.evo"))
    #expect(recording == nil)
    for text in ["{}", "{\n  \"evolab\" : \"other\"\n}", "{ "] {
      let path = try folder.write(Array(text.utf8), to: "other.json")
      #expect(throws: SavedIndividualError.damaged(file: path)) {
        try SavedIndividual(contentsOf: path)
      }
    }
    #expect(throws: SavedIndividualError.self) {
      try SavedIndividual(contentsOf: folder.file("none.json"))
    }
  }

  private func save(_ entry: HallOfFame.Entry, of session: Session) throws -> String {
    let saved = SavedIndividual(entry, of: session.snapshot, note: "")
    return try folder.write(Array(try saved.json().utf8), to: "one.json")
  }
}
