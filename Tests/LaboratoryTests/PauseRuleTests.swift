import Evolution
import Testing

@testable import Laboratory

@Suite struct `Pause rules` {
  @Test func `are read as people write them`() throws {
    var rules = try PauseRules("target=.98,stagnation=200 diversity=0.05,champion")
    #expect(rules.target == 0.98)
    #expect(rules.stagnation == 200)
    #expect(rules.diversity == 0.05)
    #expect(rules.champion)
    #expect(try PauseRules(rules.text) == rules)
    for name in PauseRules.names { try rules.set("\(name)=off") }
    #expect(rules.isEmpty)
    try rules.set("target=1")
    try rules.set("target=0")
    #expect(rules.isEmpty, "0 is off")
  }

  @Test(arguments: [
    ("colour", "There is no pause rule 'colour'. Known: target, stagnation, diversity, champion."),
    ("target", "target needs a number, such as target=.98, or off."),
    ("stagnation=many", "stagnation must be a number or off, but is 'many'."),
    ("diversity=2", "diversity must be a share between 0 and 1, but is 2.0."),
    ("target=-1", "target must be above 0, but is -1.0."),
    (
      "stagnation=2.5",
      "stagnation must be a whole number of at most 1000000 generations, but is 2.5."
    ),
    ("champion=maybe", "champion must be on or off, but is 'maybe'."),
  ])
  func `say what is wrong with them`(text: String, sentence: String) {
    let error = #expect(throws: PauseRuleError.self) { _ = try PauseRules(text) }
    #expect(error?.description == sentence)
  }

  @Test func `take any value of a function as a target, but no accuracy above 1`() throws {
    let rules = try PauseRules("target=2")
    try rules.check(usesData: false)
    #expect(throws: PauseRuleError.notAnAccuracy(2)) { try rules.check(usesData: true) }
    try PauseRules("target=1,champion").check(usesData: true)
  }

  @Test func `pause at each new champion, and go on when asked to`() throws {
    let engine = Engine(try Run(smallExperiment { $0.stop.generations = 60 }))
    engine.pause(by: try PauseRules("champion"))
    engine.start()
    settle(engine)
    let first = engine.snapshot
    #expect(first.pauseReason == .champion)
    #expect(first.generation > 1 && first.lastImprovement == first.generation)
    engine.start()
    settle(engine)
    #expect(engine.snapshot.generation > first.generation)
  }

  @Test func `pause once at a target that stays reached`() throws {
    let engine = Engine(try Run(smallExperiment { $0.stop.generations = 40 }))
    engine.pause(by: try PauseRules("target=.1"))
    engine.start()
    settle(engine)
    #expect(engine.snapshot.pauseReason == .target(0.1))
    #expect(engine.snapshot.generation == 1)
    engine.start()
    settle(engine)
    #expect(engine.snapshot.generation == 40)
    #expect(engine.snapshot.pauseReason == nil)
  }

  @Test func `are not told again by a fitter champion that is a little less accurate`() throws {
    var session = try Session(smallExperiment { $0.fitness = .crossEntropy })
    var watch = PauseWatch()
    session.advance()
    let accuracy = try #require(session.hallOfFame.champion?.score.accuracy)
    watch.rules.target = Double(accuracy)
    #expect(watch.reason(after: session) != nil)
    var count = 0
    for _ in 0..<60 {
      session.advance()
      if watch.reason(after: session) != nil { count += 1 }
    }
    #expect(count == 0)
  }

  @Test func `pause after generations without a better champion, and again after as many`() throws {
    let experiment = smallExperiment {
      $0.parameters = ["mutation-rate": .number(0), "crossover-rate": .number(0)]
      $0.stop.generations = 30
    }
    let engine = Engine(try Run(experiment))
    engine.pause(by: try PauseRules("stagnation=10"))
    for generation in [11, 21] {
      engine.start()
      settle(engine)
      #expect(engine.snapshot.generation == generation)
      #expect(engine.snapshot.pauseReason == .stagnation(generation - 1))
    }
  }

  @Test func `pause where the diversity is lost`() throws {
    let experiment = smallExperiment {
      $0.parameters = ["mutation-rate": .number(0)]
      $0.stop.generations = 200
    }
    let engine = Engine(try Run(experiment))
    engine.pause(by: try PauseRules("diversity=.1"))
    engine.start()
    settle(engine)
    let diversity = try #require(engine.snapshot.statistics?.diversity)
    #expect(diversity < 0.1)
    #expect(engine.snapshot.pauseReason == .diversity(diversity))
  }

  @Test func `change nothing of what is computed`() throws {
    let engine = Engine(try Run(smallExperiment { $0.stop.generations = 50 }))
    engine.pause(by: try PauseRules("champion,stagnation=3"))
    while engine.snapshot.generation < 50 {
      engine.start()
      settle(engine)
    }
    var session = try Session(smallExperiment())
    session.advance(by: 50)
    #expect(engine.snapshot.hallOfFame == session.hallOfFame)
    #expect(engine.snapshot.evaluations == session.evaluations)
  }
}
