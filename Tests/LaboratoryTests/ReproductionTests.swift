import Evolution
import Testing

@testable import Laboratory

@Suite struct `A reproduction` {
  @Test(arguments: Reproduction.all)
  func `runs experiments that are possible, and end by themselves on every machine alike`(
    _ reproduction: Reproduction
  ) throws {
    for method in reproduction.methods {
      let experiment = try reproduction.experiment(method, seed: 5).resolved()
      #expect(experiment.seed == 5)
      #expect(experiment.stop.generations != nil || experiment.stop.evaluations != nil)
      #expect(experiment.stop.seconds == nil)
    }
    // Recordings are named after the methods.
    let names = reproduction.methods.map(\.slug)
    #expect(Set(names).count == names.count && !names.contains(""))
  }

  @Test(arguments: Reproduction.all)
  func `quotes others with their sources`(_ reproduction: Reproduction) {
    // That of algorithms with each other quotes nobody.
    #expect(reproduction.reported.isEmpty == (reproduction.name == "mnist-algorithms"))
    for report in reproduction.reported {
      #expect((0...1).contains(report.testAccuracy))
      #expect(!report.source.isEmpty && !report.source.hasSuffix("."))
    }
    #expect(Reproduction.named(reproduction.name) == reproduction)
    #expect(Reproduction.seedRange.contains(reproduction.seedCount))
  }

  @Test func `draws another test part for each seed where the set brings none along`() throws {
    let digits = try #require(Reproduction.named("digits"))
    let mnist = try #require(Reproduction.named("mnist"))
    #expect(digits.experiment(digits.methods[0], seed: 9).dataSeed == 9)
    #expect(mnist.experiment(mnist.methods[0], seed: 9).dataSeed == 1)
    #expect(Reproduction.named("nothing") == nil)
  }

  @Test(arguments: [0, 0.25])
  func `keeps what a run came to`(validation: Double) throws {
    var run = try Run(
      smallExperiment {
        $0.seed = 3
        $0.validation = validation
      })
    for _ in 0..<4 { run.advance() }
    let attempt = Reproduction.Attempt(run, seconds: 1.5)
    #expect(attempt.seed == 3 && attempt.generations == 4 && attempt.seconds == 1.5)
    #expect(attempt.evaluations == run.session.evaluations)
    #expect(attempt.digest == run.session.runDigest.hex)
    #expect(attempt.testAccuracy == run.session.testAccuracy && attempt.testAccuracy != nil)
    let champion = try #require(run.session.hallOfFame.champion)
    #expect(attempt.geneCount == champion.genes.count)
    #expect(attempt.validationAccuracy == (validation > 0 ? champion.score.accuracy : nil))
  }
}

extension Reproduction: CustomTestStringConvertible {
  /// All of it would fill the log of the tests.
  public var testDescription: String { name }
}
