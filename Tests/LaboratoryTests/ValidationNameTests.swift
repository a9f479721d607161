import Evolution
import Testing

@testable import Laboratory

/// What is said of an accuracy must be true: of which samples it is.
@Suite struct `The accuracy of a champion` {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// With a batch but no validation share, the champion is chosen by the whole training part.
  @Test(arguments: [(0, 0.0, false), (8, 0, false), (0, 0.25, true), (8, 0.25, true)])
  func `is recorded under the name of the samples that it was chosen by`(
    batch: Int, validation: Double, isValidation: Bool
  ) throws {
    let experiment = smallExperiment {
      $0.batch = batch
      $0.validation = validation
    }
    var run = try Run(experiment, recordTo: folder.file("run.evo"))
    for _ in 0..<3 { run.advance() }
    run.end(why: .interrupted)
    #expect(run.session.choosesByValidation == isValidation)
    #expect(run.session.snapshot.choosesByValidation == isValidation)
    let accuracy = try #require(run.session.hallOfFame.champion).score.accuracy
    let records = try JournalReader(folder.file("run.evo")).records
    let generations = records.compactMap { record -> Journal.Generation? in
      if case .generation(let generation) = record { generation } else { nil }
    }
    #expect(generations.count == 3)
    #expect(generations.last?.train == (isValidation ? nil : accuracy))
    #expect(generations.last?.valid == (isValidation ? accuracy : nil))
  }

  @Test(arguments: [0, 0.25])
  func `is what a race calls it, and its champions are tested at the end`(
    validation: Double
  ) throws {
    var base = smallExperiment { $0.validation = validation }
    base.population = nil
    base.stop.evaluations = 400
    base.stop.target = 1
    let race = try Race(
      base, algorithms: ["ga", "es"], problems: [.init(.data, "moons")], seedCount: 1)
    let results = try PreparedRace(race).run(from: [nil, nil], workers: 1).compactMap(\.self)
    #expect(results.count == 2)
    for result in results {
      #expect((result.validationAccuracy != nil) == (validation > 0))
      #expect((result.trainAccuracy != nil) == (validation == 0))
      #expect(result.quality == result.trainAccuracy ?? result.validationAccuracy)
      #expect(result.testAccuracy != nil)
    }
    let standings = try #require(Standings.all(race, results).first)
    #expect(standings.isChosenByValidation == (validation > 0))
    #expect((standings.rows[0].validationAccuracy != nil) == (validation > 0))
    var session = try Session(race.experiment(race.problems[0], "ga", seed: 0))
    session.advance(by: results[0].generations)
    #expect(results[0].testAccuracy.map(Float.init) == session.testAccuracy)
  }
}

@Suite struct `A checkpoint of a strategy` {
  /// Pictures, networks and histories of thousands of members would be much more.
  @Test func `holds its network and its optimizer, and not its population or the data`() throws {
    let experiment = smallExperiment {
      $0.data = "pictures"
      $0.split = nil
      $0.algorithm = "low-rank-es"
      $0.population = nil
      $0.hidden = [8]
      $0.batch = 16
      $0.parameters["directions"] = .number(16)
    }
    var session = try Session(experiment, table: pictures)
    session.advance(by: 3)
    let geneCount = session.problem.space.geneCount
    let networks = 3 + session.hallOfFame.entries.count
    let size = try Checkpoint(session).bytes().count
    // Four bytes a gene, in base 64; all else is some kilobytes.
    #expect((1...3).contains(session.hallOfFame.entries.count))
    #expect(size < networks * geneCount * 16 / 3 + 16_384)
    var resumed = try Session(
      Checkpoint(bytes: Checkpoint(session).bytes()), table: pictures, tableName: "pictures",
      workers: 2, kernels: .best)
    session.advance(by: 3)
    resumed.advance(by: 3)
    #expect(session.runDigest == resumed.runDigest && session.hallOfFame == resumed.hallOfFame)
  }

  /// 600 pictures of 12 × 12 pixels, brighter to the left or to the right.
  private var pictures: Dataset {
    var pixels: [UInt8] = []
    for picture in 0..<600 {
      for pixel in 0..<144 {
        let isBright = (picture % 2 == 0) == (pixel % 12 < 6)
        pixels.append(UInt8((picture * 144 + pixel) % 97 + (isBright ? 120 : 0)))
      }
    }
    return Dataset(
      pixels: pixels, shape: ImageShape(rows: 12, columns: 12), classNames: ["left", "right"],
      labels: (0..<600).map { Int32($0 % 2) }, testCount: 100)
  }
}
